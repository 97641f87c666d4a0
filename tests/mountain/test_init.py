"""The model's public names, and how little is loaded before one of them is used."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import mountain

STUB = Path(mountain.__file__).with_suffix(".pyi")


def _offered() -> dict[str, str]:
    """Read from the stub which names are offered, and the module of each."""
    lines = ast.parse(STUB.read_text(encoding="utf-8")).body
    imports = [line for line in lines if isinstance(line, ast.ImportFrom)]
    return {name.name: line.module or "" for line in imports for name in line.names}


@pytest.mark.parametrize("name", _offered())
def test_every_name_offered_is_the_one_in_its_module(name):
    module = import_module(f"mountain.{_offered()[name]}")
    assert getattr(mountain, name) is getattr(module, name)


def test_the_names_offered_are_all_that_the_package_lists():
    assert set(mountain.__all__) == set(_offered())
    assert set(_offered()) <= set(dir(mountain))


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = mountain.no_such_name


def _loaded_after(statement: str) -> set[str]:
    """Run a statement in a fresh Python; return the heavy modules that it loaded."""
    watched = "('numpy', 'numba', 'scipy', 'PySide6', 'mountain.walk')"
    code = f"{statement}; import sys; print(*[m for m in {watched} if m in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=STUB.parent.parent,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(run.stdout.split())


def test_importing_the_model_loads_nothing_heavy():
    assert _loaded_after("import mountain") == set()


def test_formulas_and_terrains_are_there_without_the_compiled_kernels():
    heavy = _loaded_after("import mountain; mountain.terrain_named('bowl').ground.height(1, 2)")
    assert heavy == {"numpy"}
