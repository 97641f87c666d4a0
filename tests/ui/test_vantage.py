import math

import numpy as np
import pytest

import mountain
from mountain import Mesh, Terrain, Window
from ui.vantage import best_turn, seen_share

USUAL = math.radians(24)
TILT = math.radians(38)


def mesh_of(formula: str) -> Mesh:
    ground = mountain.parse_formula(formula)
    return mountain.mesh_of(Terrain("own", "Own", ground, Window(-1, 1, -1, 1)))


def test_where_nothing_is_hidden_one_looks_from_the_usual_side() -> None:
    for formula in ("0.1x", "x^2 + y^2", "7"):
        assert best_turn(mesh_of(formula), (0.0, 0.0), 0.2, TILT) == pytest.approx(USUAL)


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_a_wall_beside_the_part_is_not_looked_over(side: float) -> None:
    # It runs from the south to the north, to the west (to the east) of the middle.
    mesh = mesh_of(f"exp(-400*(x + {side}*0.25)^2)")
    turn = best_turn(mesh, (0.0, 0.0), 0.1, math.radians(20))
    assert turn * side < 0 or (side < 0 and turn == pytest.approx(USUAL))


def test_ground_is_hidden_that_lies_in_the_shadow_of_a_light_at_the_eye() -> None:
    mesh = mesh_of("exp(-60*y^2)")
    half, turn, tilt = 0.3, 0.0, math.radians(20)
    # Looked at from the south: each place along the middle, against all the ground before it.
    share = seen_share(mesh, (0.0, 0.0), half, turn, tilt)
    places = np.linspace(-half, half, 13)
    line = mesh.on_ground(np.zeros(2000), np.linspace(-1, 1, 2000))
    shown = 0
    inside = [(x, y) for x in places for y in places if math.hypot(x, y) <= 1.01 * half]
    for _, y in inside:
        height = mesh.on_ground(np.zeros(1), np.array([2 * y]))[0, 2]
        before = line[(line[:, 1] < y - 0.008) & (line[:, 1] >= y - 0.35)]
        over = before[:, 2] - (height + 0.006 + (y - before[:, 1]) * math.tan(tilt))
        shown += not (over > 0).any()
    assert 0.3 < share < 0.9
    assert share == pytest.approx(shown / len(inside), abs=0.06)


def test_without_ground_nothing_is_hidden() -> None:
    mesh = mesh_of("sqrt(-1 - x^2)")
    assert seen_share(mesh, (0.0, 0.0), 0.2, 0.0, TILT) == 1.0
