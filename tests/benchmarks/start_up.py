"""Start the program ten times, and print how long the first paint took against its budget.

    python tests/benchmarks/start_up.py

Each time is from the launch of the process to the end of the window's first paint. On a screen of
its own where Xvfb is installed, else drawn in memory.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

BUDGET_SECONDS = 0.6
LAUNCHES = 10
MAIN = Path(__file__).resolve().parents[2] / "main.py"


def first_paint(environment: dict[str, str]) -> float:
    """Launch the program, and return the seconds until its first paint."""
    launched = {"MISTY_REPORT_FIRST_PAINT": "1", "MISTY_LAUNCHED": repr(time.time())}
    done = subprocess.run(
        [sys.executable, str(MAIN)],
        env=environment | launched,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    found = re.search(r"^first paint ([0-9.]+)$", done.stderr, re.MULTILINE)
    if found is None:
        raise SystemExit(f"no first paint was reported:\n{done.stderr.strip()}")
    return float(found[1])


def measure(environment: dict[str, str], where: str) -> None:
    """Print the median of all launches but one, which warms the disk's cache."""
    first_paint(environment)
    seconds = sorted(first_paint(environment) for _ in range(LAUNCHES))
    median = statistics.median(seconds)
    print(
        f"first paint, {where}: median {median:.3f} s of {LAUNCHES} "
        f"({seconds[0]:.3f} to {seconds[-1]:.3f}), "
        f"{median / BUDGET_SECONDS:.2f} of the budget of {BUDGET_SECONDS} s"
    )


def main() -> None:
    """Measure on X11 where that is possible, and in memory."""
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    # The first launch leaves compiled files for the others, as it does for anybody.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    measure(environment | {"QT_QPA_PLATFORM": "offscreen"}, "in memory")
    server = shutil.which("Xvfb")
    if server is None:
        return
    command = [server, "-displayfd", "1", "-screen", "0", "1920x1080x24"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as screen:
        try:
            number = screen.stdout.readline().strip() if screen.stdout else ""
            on_x11 = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}"}
            measure(environment | on_x11, "on X11")
        finally:
            screen.terminate()


if __name__ == "__main__":
    main()
