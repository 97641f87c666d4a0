"""What numba keeps of a kernel is found again as long as nothing has changed, and no longer."""

import ast
import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import numba
import pytest
from numba.core.dispatcher import Dispatcher

import mountain
from mountain import compilation

PACKAGE = Path(mountain.__file__).parent
#: Caps a step of (3, 4), which is 5 long: what does so is in another file than the kernel is.
STEP = """
import sys
import numpy as np
import mountain.compilation
if sys.argv[1:] == ["with", "one", "folder", "for", "all"]:
    mountain.compilation.SOURCES = ()
from mountain.crowd import _move_all
state = np.zeros((6, 1))
state[4:, 0] = 3.0, 4.0
_move_all(1.0, state)
print(*state[2:4, 0].round(6), mountain.compilation.cache_folder().name)
"""


def _kernels_of(name: str) -> list[Dispatcher]:
    module = import_module(f"mountain.{name}")
    return [
        each
        for each in vars(module).values()
        if isinstance(each, Dispatcher) and each.py_func.__module__ == module.__name__
    ]


def _plus_one(number: float) -> float:
    return number + 1.0


@pytest.fixture
def cache(monkeypatch, tmp_path) -> Path:
    """Have numba keep what it compiles here, as whoever sets NUMBA_CACHE_DIR wants it."""
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))
    compilation.cache_folder.cache_clear()
    yield tmp_path
    compilation.cache_folder.cache_clear()


def _step(folder: Path, *arguments: str) -> list[str]:
    """Make a step by the copy of the package in a folder, in a fresh process."""
    run = subprocess.run(
        [sys.executable, "-c", STEP, *arguments],
        cwd=folder,
        env={**os.environ, "NUMBA_CACHE_DIR": str(folder / "kept")},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return run.stdout.split()


def _copied_package(folder: Path) -> Path:
    unwanted = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(PACKAGE, folder / "mountain", ignore=unwanted))


def _leap_twice_as_far(package: Path) -> None:
    pace = package / "pace.py"
    text = pace.read_text(encoding="utf-8")
    changed = text.replace("(cap / length)", "(2.0 * cap / length)")
    assert changed != text
    pace.write_text(changed, encoding="utf-8")


@pytest.mark.compiled
def test_a_kernel_that_calls_what_was_changed_in_another_file_is_compiled_again(tmp_path):
    package = _copied_package(tmp_path)
    *before, folder = _step(tmp_path)
    assert before == ["0.6", "0.8"]
    assert _step(tmp_path) == [*before, folder]
    _leap_twice_as_far(package)
    *after, other = _step(tmp_path)
    assert after == ["1.2", "1.6"]
    assert other != folder


@pytest.mark.compiled
def test_without_a_folder_of_its_own_it_would_go_on_as_before(tmp_path):
    for_all = ("with", "one", "folder", "for", "all")
    package = _copied_package(tmp_path)
    before = _step(tmp_path, *for_all)
    _leap_twice_as_far(package)
    assert _step(tmp_path, *for_all) == before


class _Module:
    """What a module of the package defines and imports, by its source."""

    def __init__(self, name: str) -> None:
        tree = ast.parse((PACKAGE / f"{name}.py").read_text(encoding="utf-8"))
        #: By name; the module itself has none.
        self.definitions: dict[str, ast.AST] = {"": ast.Module([], [])}
        self.imports: dict[str, tuple[str, str]] = {}
        for line in tree.body:
            if isinstance(line, ast.FunctionDef | ast.ClassDef):
                self.definitions[line.name] = line
            elif isinstance(line, ast.ImportFrom) and line.module == "mountain":
                self.imports |= {each.asname or each.name: (each.name, "") for each in line.names}
            elif isinstance(line, ast.ImportFrom) and str(line.module).startswith("mountain."):
                origin = str(line.module).removeprefix("mountain.")
                self.imports |= {
                    each.asname or each.name: (origin, each.name) for each in line.names
                }
            elif isinstance(line, ast.Assign | ast.AnnAssign):
                stored = [each for each in ast.walk(line) if isinstance(each, ast.Name)]
                names = [each.id for each in stored if isinstance(each.ctx, ast.Store)]
                self.definitions |= dict.fromkeys(names, line)

    def kernels(self) -> list[str]:
        return [
            name
            for name, each in self.definitions.items()
            if isinstance(each, ast.FunctionDef)
            and any("kernel" in ast.dump(decorator) for decorator in each.decorator_list)
        ]


def _names_read(code: object) -> set[str]:
    """Return the names that some code reads, but for the types that it is annotated with."""
    if isinstance(code, ast.Name):
        return {code.id}
    if isinstance(code, list):
        return set().union(*map(_names_read, code))
    if not isinstance(code, ast.AST):
        return set()
    parts = [part for name, part in ast.iter_fields(code) if name not in ("annotation", "returns")]
    return _names_read(parts)


def _made_of(modules: dict[str, _Module]) -> set[str]:
    """Return the modules that everything which kernels read, and what that reads, is in."""
    seen: set[tuple[str, str]] = set()
    waiting = [(name, each) for name in modules for each in modules[name].kernels()]
    while waiting:
        name, each = waiting.pop()
        module = modules[name]
        if (name, each) in seen or each not in module.definitions:
            continue
        seen.add((name, each))
        read = _names_read(module.definitions[each])
        waiting += [module.imports.get(other, (name, other)) for other in read]
    return {name for name, _ in seen}


def test_the_folder_is_named_after_all_that_kernels_are_made_of_and_nothing_else():
    modules = {each.stem: _Module(each.stem) for each in PACKAGE.glob("*.py")}
    assert {name for name in modules if modules[name].kernels()} >= {"walk", "crowd", "shading"}
    assert set(compilation.SOURCES) == _made_of(modules)
    assert sorted(set(compilation.SOURCES)) == list(compilation.SOURCES)


@pytest.mark.compiled
def test_every_kernel_lets_other_threads_run_and_keeps_nan():
    compiled = [each for name in compilation.SOURCES for each in _kernels_of(name)]
    assert len(compiled) > 70
    for each in compiled:
        assert each.targetoptions["nogil"]
        assert not each.targetoptions.get("fastmath")
        assert each.targetoptions["error_model"] == "numpy"


@pytest.mark.compiled
def test_every_kernel_is_kept_in_the_one_folder():
    folder = compilation.cache_folder()
    for each in (each for name in compilation.SOURCES for each in _kernels_of(name)):
        assert Path(each.stats.cache_path).parent == folder


@pytest.mark.compiled
def test_kernels_are_kept_where_the_user_wants_them_and_others_are_left_alone(cache):
    ours = compilation.kernel(_plus_one)
    assert ours(1.0) == 2.0
    assert Path(ours.stats.cache_path).is_relative_to(cache / compilation.cache_folder().name)
    theirs = numba.njit(cache=True)(_plus_one)
    assert Path(theirs.stats.cache_path).parent == cache


@pytest.mark.compiled
def test_a_kernel_whose_folder_was_removed_is_kept_in_it_all_the_same(cache):
    ours = compilation.kernel(_plus_one)
    shutil.rmtree(compilation.cache_folder())
    assert ours(1.0) == 2.0
    assert list(compilation.cache_folder().rglob("*.nbc"))


def _used(folder: Path, when: int) -> Path:
    (folder / "mountain_0").mkdir(parents=True)
    os.utime(folder, (when, when))
    return folder


def test_folders_of_old_kernels_are_removed_but_for_the_few_that_were_used_last(cache):
    old = [_used(cache / f"misty-mountain-{number:016x}", 1000 + number) for number in range(9)]
    folder = compilation.cache_folder()
    assert sorted(cache.iterdir()) == sorted([*old[-3:], folder])


def test_nothing_else_is_removed(cache):
    for number in range(9):
        _used(cache / f"misty-mountain-{number:016x}", 1000 + number)
    others = ["mountain_0", "misty-mountain-", "misty-mountain-notes", "misty-mountain-0123456789"]
    theirs = {_used(cache / name, 10) for name in others}
    afar = _used(cache / "mountain_0" / "misty-mountain-0123456789abcdef", 10)
    compilation.cache_folder()
    assert set(cache.iterdir()) > theirs
    assert afar.is_dir()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_what_a_link_leads_to_is_not_removed(cache, tmp_path_factory):
    precious = tmp_path_factory.mktemp("precious")
    (precious / "notes.txt").touch()
    (cache / "misty-mountain-0123456789abcdef").symlink_to(precious)
    for number in range(9):
        _used(cache / f"misty-mountain-{number:016x}", 2**31 + number)
    compilation.cache_folder()
    assert (precious / "notes.txt").exists()


def test_where_no_folder_can_be_made_kernels_go_to_a_temporary_one(monkeypatch, cache):
    (cache / "file").touch()
    monkeypatch.setattr(
        compilation, "_parents", lambda: iter([cache / "file", cache / "file" / "x"])
    )
    folder = compilation.cache_folder()
    assert folder.is_dir()
    assert not folder.is_relative_to(cache)


def test_a_folder_that_cannot_be_made_gives_way_to_the_next(monkeypatch, cache):
    (cache / "file").touch()
    monkeypatch.setattr(compilation, "_parents", lambda: iter([cache / "file", cache / "next"]))
    assert compilation.cache_folder().parent == cache / "next"


def test_without_sources_there_is_one_folder_for_all_versions(monkeypatch, cache):
    monkeypatch.setattr(compilation, "_HERE", cache / "frozen")
    assert compilation.cache_folder().is_dir()
    assert compilation._digest([cache / "frozen"]) == compilation._digest([cache / "other"])
