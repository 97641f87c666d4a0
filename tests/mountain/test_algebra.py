"""Derivatives written out by a process of its own, which can be killed and is never left behind."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import psutil
import pytest

from mountain import Formula, latex_of, terrain_named
from mountain.algebra import MOST_NODES, TOO_LONG, Algebra, Simplified
from mountain.equivalence import compare, points_in
from mountain.expression import ZERO, Node, X, add, call, multiply, number, subtract

ROOT = Path(__file__).parents[2]
PATIENCE = 60
#: Sympy would work out 3^1000000000.
ENDLESS = Formula("(3*x)^1000000000").node


def _formula(text: str) -> Node:
    return Formula(text).node


def _workers(parent: int | None = None) -> list[psutil.Process]:
    children = psutil.Process(parent).children()
    return [each for each in children if "mountain.algebra_worker" in " ".join(each.cmdline())]


def test_derivatives_are_written_out_and_the_process_is_kept():
    with Algebra(seconds=PATIENCE) as algebra:
        algebra.ask_derivatives(_formula("x^2*sin(y)"))
        first = algebra.wait(PATIENCE)
        before = _workers()
        algebra.ask_derivatives(_formula("sin(x)^2 + cos(x)^2"))
        second = algebra.wait(PATIENCE)
        assert _workers() == before
        assert len(before) == 1
    assert first == Simplified((_formula("2*x*sin(y)"), _formula("x^2*cos(y)")))
    assert second == Simplified((ZERO, ZERO))
    assert _workers() == []


def test_a_difference_that_is_nothing_is_proved_to_be():
    with Algebra(seconds=PATIENCE) as algebra:
        algebra.ask_simplified(subtract(_formula("(x + y)^2"), _formula("x^2 + 2*x*y + y^2")))
        assert algebra.wait(PATIENCE) == Simplified((ZERO,))


def test_a_result_is_handed_out_once_and_looking_in_never_waits():
    algebra = Algebra()
    assert algebra.poll() is None
    assert _workers() == []
    with algebra:
        algebra.ask_simplified(X)
        assert algebra.poll() is None
        assert algebra.wait(PATIENCE) == Simplified((X,))
        assert algebra.poll() is None
        assert algebra.wait(PATIENCE) is None


def test_what_takes_too_long_is_killed_and_the_next_request_is_answered():
    with Algebra(seconds=2) as algebra:
        algebra.ask_simplified(X)
        assert algebra.wait(PATIENCE) == Simplified((X,))
        before = _workers()
        algebra.ask_derivatives(ENDLESS)
        assert algebra.wait(PATIENCE) == Simplified((None, None), "not simplified within 2 s")
        # Another one stands ready by then.
        assert len(_workers()) == 1
        assert _workers() != before
        algebra.ask_simplified(_formula("x + x"))
        assert algebra.wait(PATIENCE) == Simplified((_formula("2*x"),))


def test_something_newer_takes_the_place_of_what_was_asked_before():
    with Algebra(seconds=PATIENCE) as algebra:
        algebra.ask_simplified(_formula("x + x"))
        algebra.ask_simplified(_formula("y + y"))
        assert algebra.wait(PATIENCE) == Simplified((_formula("2*y"),))
        algebra.ask_derivatives(ENDLESS)
        algebra.ask_simplified(_formula("y*y"))
        assert algebra.wait(PATIENCE) == Simplified((_formula("y^2"),))


def test_what_is_too_long_is_said_and_not_attempted():
    long = ZERO
    for each in range(MOST_NODES):
        long = add(long, call("sin", multiply(number(each + 2), X)))
    with Algebra() as algebra:
        algebra.ask_derivatives(long)
        assert algebra.poll() == Simplified((None, None), TOO_LONG)
        assert _workers() == []


def test_a_result_too_long_to_print_is_said():
    product = X
    for each in range(2, 14):
        angle = add(multiply(number(each), X), _formula("y"))
        product = multiply(product, call("sin", angle))
    with Algebra() as algebra:
        algebra.ask_derivatives(product)
        assert algebra.poll() == Simplified((None, None), TOO_LONG)
        assert _workers() == []


def test_a_result_that_turns_out_too_long_to_print_is_said():
    formula = Formula("*".join(f"sin({each}x + y)^2" for each in range(2, 8)))
    with Algebra(seconds=PATIENCE) as algebra:
        algebra.ask_derivatives(formula.node)
        assert algebra.poll() is None
        assert algebra.wait(PATIENCE) == Simplified((None, None), TOO_LONG)


ACKLEY = "-20e^(-0.2√(0.5(x²+y²))) - e^(0.5(cos 2πx + cos 2πy)) + e + 20"


@pytest.mark.parametrize(
    "text",
    [
        ACKLEY,
        terrain_named("misty_mountain").ground.text,
        "(1 - x)^2 + 100(y - x^2)^2",
        "sin(cos(exp(x y)))",
        "sin(x/y)^5",
        "sin(cos(exp(x y))) sin(x/y)^5",
    ],
)
def test_what_classes_type_is_simplified_in_the_time_that_it_has(text):
    formula = Formula(text)
    with Algebra() as algebra:
        algebra.ask_derivatives(formula.node)
        result = algebra.wait(PATIENCE)
    assert result is not None
    assert result.reason == ""
    x, y = points_in((-3.0, 3.0, -3.0, 3.0))
    for exact, found in zip(formula.gradient_nodes, result.nodes, strict=True):
        assert found is not None
        assert compare(exact, found, x, y).are_equal
        assert latex_of(found) is not None


def test_the_process_outlives_requests_that_nobody_wants_any_more():
    with Algebra(seconds=PATIENCE) as algebra:
        algebra.ask_simplified(X)
        assert algebra.wait(PATIENCE) == Simplified((X,))
        before = _workers()
        for typed in ("x", "x y", "x y^2", "x y^2 + sin x"):
            algebra.ask_derivatives(_formula(typed))
        result = algebra.wait(PATIENCE)
        assert result == Simplified((_formula("y^2 + cos(x)"), _formula("2*x*y")))
        assert _workers() == before
        # Nor does it hear of what is too long.
        algebra.ask_derivatives(_formula("sin(x)^2"))
        algebra.ask_derivatives(_formula("*".join(f"sin({n}x+y)" for n in range(2, 14))))
        assert algebra.wait(PATIENCE) == Simplified((None, None), TOO_LONG)
        algebra.ask_simplified(_formula("x + x"))
        assert algebra.wait(PATIENCE) == Simplified((_formula("2*x"),))


def test_the_best_so_far_is_shown_when_there_is_no_time_for_a_better_one():
    # Identities of so many functions keep sympy busy for many seconds.
    formula = Formula("tanh(sin(x) + cos(x*y))*tan(x)^2*tan(y)^3")
    with Algebra(seconds=2) as algebra:
        algebra.ask_derivatives(formula.node)
        result = algebra.wait(PATIENCE)
    assert result is not None
    # Where there is a timer, it ends by itself in time.
    assert result.reason in ("", "not simplified within 2 s")
    x, y = points_in((-1.0, 1.0, -1.0, 1.0))
    for exact, found in zip(formula.gradient_nodes, result.nodes, strict=True):
        assert found is not None
        assert compare(exact, found, x, y).are_equal


def test_a_process_that_dies_is_said_and_replaced():
    with Algebra(seconds=PATIENCE) as algebra:
        algebra.ask_derivatives(ENDLESS)
        assert algebra.wait(0.5) is None
        for each in _workers():
            each.kill()
        result = algebra.wait(PATIENCE)
        assert result == Simplified((None, None), "the algebra program stopped")
        algebra.ask_simplified(_formula("x + x"))
        assert algebra.wait(PATIENCE) == Simplified((_formula("2*x"),))


def test_what_has_no_counterpart_comes_back_as_nothing():
    with Algebra(seconds=PATIENCE) as algebra:
        algebra.ask_simplified(call("gamma", X))
        assert algebra.wait(PATIENCE) == Simplified((None,), "no simpler form was found")


def test_a_process_that_cannot_be_started_is_said(monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    with Algebra() as algebra:
        algebra.ask_derivatives(X)
        result = Simplified((None, None), "the algebra program did not start")
        assert algebra.poll() == result


def test_the_program_itself_never_loads_sympy():
    code = "import mountain, sys; mountain.Algebra().close(); assert 'sympy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=PATIENCE)


def _program(tmp_path: Path, text: str) -> subprocess.Popen[str]:
    """Start a program from a file, as main.py is, in a folder with a trap in it."""
    (tmp_path / "sympy.py").write_text("raise SystemExit('a file of the folder was run')")
    program = tmp_path / "program.py"
    program.write_text(textwrap.dedent(text), encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "-P", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_the_program_is_not_run_again_and_the_folder_is_not_looked_into(tmp_path):
    text = """
        from mountain import Formula
        from mountain.algebra import Algebra

        print("program", flush=True)
        with Algebra(60) as algebra:
            algebra.ask_derivatives(Formula("x^2").node)
            print(algebra.wait(60).reason or "well")
        """
    with _program(tmp_path, text) as program:
        assert program.communicate(timeout=PATIENCE)[0].split() == ["program", "well"]


@pytest.mark.parametrize("formula", ["x^2", "(3*x)^1000000000"])
def test_no_process_is_left_when_the_program_is_killed(tmp_path, formula):
    text = f"""
        from mountain import Formula
        from mountain.algebra import Algebra

        algebra = Algebra(3)
        algebra.ask_derivatives(Formula("{formula}").node)
        algebra.wait(1)
        print("asked", flush=True)
        input()
        """
    with _program(tmp_path, text) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "asked\n"
        workers = _workers(program.pid)
        assert len(workers) == 1
        program.kill()
    assert psutil.wait_procs(workers, timeout=PATIENCE)[1] == []
