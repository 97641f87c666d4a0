"""The commands about costs: what answers in files cost, and training the digit classifier anew."""

from __future__ import annotations

import argparse
from pathlib import Path

import mountain
from ui.command_line import COMMAND, Parser, UsageError


def cost_parser() -> Parser:
    """Return the parser of `cost`."""
    parser = Parser("cost", "Work out what a classifier's answers cost: the sum of squares.")
    parser.add_argument("--predicted", metavar="FILE", help="a CSV with a row for each answer")
    parser.add_argument(
        "--actual", metavar="FILE", help="a CSV with the right rows, or one column of labels"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object on one line")
    return parser


def cost_of(options: argparse.Namespace) -> mountain.ClassifierCost:
    """Work out the cost that was asked for, or raise `UsageError` and `FileError`."""
    for option in ("predicted", "actual"):
        if not getattr(options, option):
            example = "--predicted said.csv --actual labels.csv"
            raise UsageError(f"--{option}: which file? try {COMMAND} cost {example}")
    return mountain.cost_of_files(Path(options.predicted), Path(options.actual))


def cost_text(cost: mountain.ClassifierCost) -> str:
    """Tell a cost to a person."""
    rows, dearest = len(cost.costs), cost.worst
    return (
        f"Cost {cost.mean:.6g}: the mean over {mountain.counted(rows, 'row')}.\n"
        f"Row {dearest + 1} costs most: {cost.costs[dearest]:.6g}."
    )


def cost_json(cost: mountain.ClassifierCost) -> dict[str, object]:
    """Tell a cost to a program."""
    return {"cost": cost.mean, "rows": len(cost.costs), "costs": list(cost.costs)}


def train_parser() -> Parser:
    """Return the parser of `train`."""
    parser = Parser("train", "Train the digit classifier anew, as the one that ships was.")
    parser.add_argument("--out", metavar="FOLDER", help="where network.npz and cost.npz go")
    return parser


def train(options: argparse.Namespace) -> str:
    """Train the network, and tell how well it reads."""
    if not options.out:
        raise UsageError(f"--out: which folder? try {COMMAND} train --out trained")
    folder = Path(options.out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        network = mountain.train_and_pack(folder)
    except OSError as error:
        raise UsageError(f"--out: {folder} cannot be written ({error.strerror})") from None
    unseen = mountain.unseen_digits()
    share = network.accuracy(unseen.ink, unseen.labels)
    return (
        f"Trained: {share:.1%} of {len(unseen)} digits that it has never seen are read rightly.\n"
        f"The network and its mountain are in {folder}."
    )
