"""Makes the figures that the optimizers and schedules are compared with, by PyTorch 2.

Run it as ``python tests/oracles/torch_trajectories.py`` where PyTorch is installed; it writes
``torch_trajectories.json`` beside itself. What PyTorch has a default for is left to PyTorch, but
for the learning rate.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.optim import lr_scheduler

# Nadam keeps a product in the default type, which would else be of half the digits.
torch.set_default_dtype(torch.float64)

STEPS, EVERY = 300, 30
RATES_OF = 60

#: Name: the formula, the same for PyTorch, and where the hiker sets out.
FUNCTIONS: dict[str, tuple[str, Callable[[Tensor, Tensor], Tensor], tuple[float, float]]] = {
    "bowl": (
        "(x - 1)^2 + 3*(y + 0.5)^2",
        lambda x, y: (x - 1) ** 2 + 3 * (y + 0.5) ** 2,
        (-2.1, 1.7),
    ),
    "ravine": (
        "0.26*((x - 2)^2 + (y - 1)^2) - 0.48*(x - 2)*(y - 1)",
        lambda x, y: 0.26 * ((x - 2) ** 2 + (y - 1) ** 2) - 0.48 * (x - 2) * (y - 1),
        (-1.3, 2.9),
    ),
    "rosenbrock": (
        "((1 - x)^2 + 20*(y - x^2)^2)/50",
        lambda x, y: ((1 - x) ** 2 + 20 * (y - x**2) ** 2) / 50,
        (-1.2, 1.1),
    ),
    "himmelblau": (
        "((x^2 + y - 11)^2 + (x + y^2 - 7)^2)/100",
        lambda x, y: ((x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2) / 100,
        (0.3, -0.9),
    ),
    "waves": (
        "sin(2*x)*cos(y) + 0.1*(x^2 + y^2)",
        lambda x, y: torch.sin(2 * x) * torch.cos(y) + 0.1 * (x**2 + y**2),
        (1.9, 1.4),
    ),
    "hill": (
        "3*exp(-((x - 1)^2 + 2*(y + 0.5)^2)/8)",
        lambda x, y: 3 * torch.exp(-((x - 1) ** 2 + 2 * (y + 0.5) ** 2) / 8),
        (-1.1, 0.9),
    ),
}


class Lion(torch.optim.Optimizer):
    """Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms", algorithm 2."""

    def __init__(
        self,
        params: list[Tensor],
        lr: float,
        betas: tuple[float, float] = (0.9, 0.99),
        weight_decay: float = 0.0,
        maximize: bool = False,
    ) -> None:
        self._signum = 1.0 if maximize else -1.0
        super().__init__(params, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for theta in group["params"]:
                memory = self.state[theta].setdefault("m", torch.zeros_like(theta))
                gradient = -self._signum * theta.grad
                update = torch.sign(beta1 * memory + (1 - beta1) * gradient)
                theta.sub_(group["lr"] * (update + group["weight_decay"] * theta))
                memory.mul_(beta2).add_((1 - beta2) * gradient)


#: Name: PyTorch's optimizer, what makes it the one meant, and the learning rate, small enough that
#: nobody bounces so wildly that the last bit of the start decides where they are in the end.
RULES: dict[str, tuple[Callable[..., Any], dict[str, Any], float]] = {
    "gradient_descent": (torch.optim.SGD, {}, 0.05),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}, 0.02),
    "nesterov": (torch.optim.SGD, {"momentum": 0.9, "nesterov": True}, 0.02),
    "adagrad": (torch.optim.Adagrad, {}, 0.3),
    "adadelta": (torch.optim.Adadelta, {}, 1.0),
    "rmsprop": (torch.optim.RMSprop, {}, 0.01),
    "adam": (torch.optim.Adam, {}, 0.05),
    "adamw": (torch.optim.AdamW, {}, 0.05),
    "nadam": (torch.optim.NAdam, {}, 0.02),
    "lion": (Lion, {}, 0.02),
}
OTHER = {
    "momentum": 0.6,
    "beta1": 0.8,
    "beta2": 0.99,
    "alpha": 0.95,
    "epsilon": 0.1,
    "weight_decay": 0.07,
}
USES = {
    "gradient_descent": (),
    "momentum": ("momentum",),
    "nesterov": ("momentum",),
    "adagrad": ("epsilon",),
    "adadelta": ("alpha", "epsilon"),
    "rmsprop": ("alpha", "epsilon"),
    "adam": ("beta1", "beta2", "epsilon"),
    "adamw": ("beta1", "beta2", "epsilon"),
    "nadam": ("beta1", "beta2", "epsilon"),
    "lion": ("beta1", "beta2"),
}


def in_torch(rule: str, settings: dict[str, float]) -> dict[str, Any]:
    """Translate settings into the words that PyTorch has for them."""
    words: dict[str, Any] = {}
    if "beta1" in settings:
        words["betas"] = settings["beta1"], settings["beta2"]
    if "alpha" in settings:
        words["rho" if rule == "adadelta" else "alpha"] = settings["alpha"]
    if "epsilon" in settings:
        words["eps"] = settings["epsilon"]
    return words | {
        name: settings[name] for name in ("momentum", "weight_decay") if name in settings
    }


def walked(rule: str, function: str, settings: dict[str, float], ascend: bool) -> dict[str, Any]:
    """Walk, and keep every so many positions, the start included."""
    formula, height, start = FUNCTIONS[function]
    make, words, rate = RULES[rule]
    places = [torch.tensor(each, dtype=torch.float64, requires_grad=True) for each in start]
    words = {**words, **in_torch(rule, settings), "maximize": ascend}
    optimizer = make(places, lr=rate, **words)
    kept = [list(start)]
    for step in range(1, STEPS + 1):
        optimizer.zero_grad()
        height(*places).backward()
        optimizer.step()
        if step % EVERY == 0:
            kept.append([place.item() for place in places])
    plan = {"optimizer": rule, "learning_rate": rate, "ascend": ascend, **settings}
    return {"function": function, "formula": formula, "plan": plan, "places": kept}


def trajectories() -> Iterator[dict[str, Any]]:
    """Walk by every rule on every function, then with other settings, then up."""
    for rule in RULES:
        other = {name: OTHER[name] for name in (*USES[rule], "weight_decay")}
        for function in FUNCTIONS:
            if function != "hill":
                yield walked(rule, function, {}, ascend=False)
        yield walked(rule, "himmelblau", other, ascend=False)
        yield walked(rule, "rosenbrock", other, ascend=False)
        yield walked(rule, "hill", {}, ascend=True)
        yield walked(rule, "hill", other, ascend=True)


def schedule(optimizer: Any, name: str, length: int, factor: float) -> Any:
    """Make PyTorch's schedule of a name of ours."""
    if name == "step":
        return lr_scheduler.StepLR(optimizer, length, factor)
    if name == "exponential":
        return lr_scheduler.ExponentialLR(optimizer, factor)
    if name == "cosine":
        return lr_scheduler.CosineAnnealingLR(optimizer, length)
    if name == "inverse":
        return lr_scheduler.LambdaLR(optimizer, lambda step: 1 / (1 + step / length))
    return lr_scheduler.ConstantLR(optimizer, 1.0)


def rates(name: str, length: int, factor: float, warm_up: int) -> dict[str, Any]:
    """Return the learning rates of the first steps by a schedule, with warm-up or without."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.3)
    if warm_up:
        first = lr_scheduler.LinearLR(optimizer, 1 / (warm_up + 1), total_iters=warm_up)
        main = schedule(optimizer, name, length, factor)
        by: Any = lr_scheduler.SequentialLR(optimizer, [first, main], [warm_up])
    else:
        by = schedule(optimizer, name, length, factor)
    found = []
    for _ in range(RATES_OF):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        by.step()
    plan = {
        "learning_rate": 0.3,
        "schedule": name,
        "schedule_steps": length,
        "schedule_factor": factor,
        "warm_up": warm_up,
    }
    return {"plan": plan, "rates": found}


def schedules() -> Iterator[dict[str, Any]]:
    """Try every schedule with and without warm-up, shorter and longer than the hike."""
    for name, factor in (
        ("constant", 0.5),
        ("step", 0.5),
        ("exponential", 0.93),
        ("cosine", 0.5),
        ("inverse", 0.5),
    ):
        for length, warm_up in ((17, 0), (80, 0), (17, 9), (80, 1), (1, 0)):
            yield rates(name, length, factor, warm_up)


def lines(name: str, cases: Iterator[dict[str, Any]]) -> str:
    """Write one case a line, so that a change is seen in a comparison of files."""
    return f'"{name}": [\n' + ",\n".join(json.dumps(case) for case in cases) + "\n]"


if __name__ == "__main__":
    parts = [
        f'"torch": {json.dumps(torch.__version__)}',
        f'"every": {EVERY}',
        lines("trajectories", trajectories()),
        lines("schedules", schedules()),
    ]
    target = Path(__file__).with_suffix(".json")
    target.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")
