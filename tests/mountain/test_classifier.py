"""The digit classifier: what ships is what is told of it, and its mountain can be walked on."""

import tomllib
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

import mountain
from mountain import FATES, Terrain, Track
from mountain.classifier import NODES
from mountain.digits import FOLDER
from mountain.network import trained
from mountain.turning import turned_back

TABLE = tomllib.loads((mountain.ASSETS / "terrains" / "digits.toml").read_text(encoding="utf-8"))
PRESETS = TABLE["presets"]
TERRAIN = mountain.terrain_named("digits")
SLICE = mountain.digit_slice()
TRAINING, UNSEEN = mountain.training_digits(), mountain.unseen_digits()


def hike(name: str, nudge: tuple[float, float] = (0.0, 0.0)) -> Track:
    (row,) = [each for each in PRESETS if each["name"] == name]
    plan = mountain.plan_on(TERRAIN, row.get("settings", {}))
    x, y = row.get("start", TERRAIN.start)
    return mountain.advance(mountain.start(TERRAIN, plan, (x + nudge[0], y + nudge[1])), 10**6)


def accuracy_at(x: float, y: float) -> float:
    return SLICE.network_at(x, y).accuracy(TRAINING.ink, TRAINING.labels)


def test_the_network_reads_nine_of_ten_digits_that_it_has_never_seen():
    network = mountain.digit_network()
    assert network.accuracy(UNSEEN.ink, UNSEEN.labels) >= 0.90
    assert network.accuracy(TRAINING.ink, TRAINING.labels) >= 0.99
    assert network.cost(TRAINING.ink, TRAINING.labels) < 0.06


def test_what_ships_is_small():
    assert sum(each.stat().st_size for each in FOLDER.glob("*.npz")) < 80_000


def test_training_anew_makes_the_same_files_and_they_are_those_that_ship(tmp_path):
    first, second = (tmp_path / name for name in ("first", "second"))
    for folder in (first, second):
        folder.mkdir()
        network = mountain.train_and_pack(folder)
    for name in ("network.npz", "cost.npz"):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    # Another machine may add up in another order: the last digit of single precision may differ.
    for found, shipped in zip(network.arrays, mountain.digit_network().arrays, strict=True):
        np.testing.assert_allclose(found, shipped, rtol=1e-6, atol=1e-7)
    with np.load(first / "cost.npz") as packed:
        np.testing.assert_allclose(packed["cost"], mountain.digit_ground().heights, rtol=1e-5)


def test_training_does_not_mind_in_which_order_the_images_are_added_up():
    shuffled = np.random.default_rng(0).permutation(len(TRAINING))
    one, other = (
        trained(TRAINING.ink[order], TRAINING.labels[order])
        for order in (np.arange(len(TRAINING)), shuffled)
    )
    for mine, yours in zip(one.arrays, other.arrays, strict=True):
        np.testing.assert_allclose(mine, yours, rtol=0, atol=1e-12)


def test_the_mountain_has_the_exact_cost_at_every_node_to_single_precision():
    rows = np.stack(list(mountain.cost_rows(0)))
    np.testing.assert_allclose(mountain.digit_ground().heights, rows, rtol=1e-5)
    for row, column in ((0, 0), (39, 39), (7, 60), (78, 31)):
        exact = SLICE.cost(NODES[column], NODES[row])
        height = float(mountain.digit_ground().height(NODES[column], NODES[row]))
        assert height == pytest.approx(exact, rel=1e-5)


def test_between_the_nodes_height_and_slope_are_the_networks_own_nearly():
    places = np.random.default_rng(0).uniform(-3, 3, (150, 2))
    exact = [SLICE.cost(x, y) for x, y in places.tolist()]
    slopes = np.array([SLICE.gradient(x, y) for x, y in places.tolist()])
    np.testing.assert_allclose(TERRAIN.ground.height(*places.T), exact, atol=5e-4)
    found = np.stack(TERRAIN.ground.gradient(*places.T), -1)
    errors = np.hypot(*(found - slopes).T)
    assert errors.max() < 0.02
    assert np.median(errors) < 0.003


def test_rows_of_another_seed_make_another_mountain_with_the_same_network_in_the_middle():
    rows = mountain.cost_rows(1)
    southern = np.stack(list(islice(rows, 3)))
    assert southern.shape == (3, len(NODES))
    assert not np.allclose(southern, mountain.digit_ground().heights[:3], atol=0.1)
    ground = mountain.cost_ground([*southern, *rows], 1)
    terrain = replace(TERRAIN, ground=ground)
    assert terrain.ground == ground != TERRAIN.ground
    assert ground.text == "cost of a digit classifier, directions 1, a grid of 79 × 79 heights"
    middle = float(TERRAIN.ground.height(0, 0))
    assert float(ground.height(0, 0)) == pytest.approx(middle, rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_the_mountain_is_one_basin_with_its_home_at_the_trained_network(seed):
    terrain = TERRAIN
    if seed:
        terrain = replace(TERRAIN, ground=mountain.cost_ground(mountain.cost_rows(seed), seed))
    (home,) = mountain.landmarks(terrain)
    assert home.kind == "minimum"
    assert np.hypot(home.x, home.y) < 0.05


def test_whoever_stands_at_the_edge_of_the_map_still_feels_the_ground():
    plan = mountain.plan_on(TERRAIN)
    for x in (-3.0, 0.0, 3.0):
        for y in (-3.0, 3.0):
            track = mountain.start(TERRAIN, plan, (x, y))
            exact = np.hypot(*TERRAIN.ground.gradient(x, y))
            felt = np.hypot(track.grad_x[0], track.grad_y[0])
            assert felt == pytest.approx(float(exact), rel=1e-5)


def test_one_of_every_digit_is_easy_and_one_is_hard():
    network = mountain.digit_network()
    costs, said = network.costs(UNSEEN.ink, UNSEEN.labels), network.outputs(UNSEEN.ink)
    easy, hard = mountain.easy_digits(), mountain.hard_digits()
    for places in (easy, hard):
        assert UNSEEN.labels[places].tolist() == list(range(10))
    for digit in range(10):
        alike = costs[UNSEEN.labels == digit]
        assert costs[easy[digit]] == alike.min()
        assert costs[hard[digit]] == alike.max()
    assert costs[easy].max() < 0.02
    assert (said[easy].argmax(1) == np.arange(10)).all()
    assert costs[hard].min() > 0.5
    assert (said[hard].argmax(1) != np.arange(10)).sum() >= 9


@pytest.mark.parametrize("row", PRESETS, ids=lambda row: row["name"])
def test_every_preset_has_the_fate_it_states_and_does_not_hang_on_the_last_digits(row):
    for nudge in ((0, 0), (1e-8, 0), (-1e-8, 0), (0, 1e-8), (0, -1e-8), (1e-8, 1e-8)):
        assert mountain.ending(hike(row["name"], nudge)).fate.name == row["fate"]


@pytest.mark.parametrize("row", PRESETS, ids=lambda row: row["name"])
def test_a_preset_is_a_button_with_a_short_title_and_one_sentence(row):
    assert 0 < len(row["title"]) <= 14
    assert row["caption"].endswith(".")
    assert row["caption"].count(". ") == 0
    assert row["fate"] in FATES


def test_too_small_steps_get_lower_at_every_step_and_not_far_enough():
    track = hike("too_small")
    assert (np.diff(track.height) < 0).all()
    assert np.hypot(track.x[-1], track.y[-1]) > 1


def test_a_good_hike_begins_wrong_about_nine_of_ten_and_ends_reading_nearly_all():
    track = hike("good")
    assert accuracy_at(track.x[0], track.y[0]) < 0.11
    assert accuracy_at(track.x[-1], track.y[-1]) > 0.98


def test_overshooting_crosses_the_valley_and_is_sooner_home():
    track, good = hike("overshoot"), hike("good")
    assert turned_back(track)[-5:].all()
    assert not turned_back(good).any()
    assert track.minutes[-1] < good.minutes[-1]


def test_too_big_is_above_the_limit_and_goes_up_and_down():
    track = hike("too_big")
    (home,) = mountain.homes(TERRAIN)
    assert track.plan.stride > home.limit
    changes = np.diff(track.height[-100:])
    assert (changes > 0).any()
    assert (changes < 0).any()


def test_where_the_network_is_sure_and_wrong_the_slope_is_faint():
    track = hike("sure_and_wrong")
    x, y = float(track.x[0]), float(track.y[0])
    said = SLICE.network_at(x, y).outputs(TRAINING.ink)
    assert 0.75 < 1 - accuracy_at(x, y) < 0.85
    assert said.max(1).mean() > 0.99
    assert track.slope[0] < 0.1
    assert track.steps == 0


def test_the_terrain_introduces_itself():
    assert isinstance(TERRAIN, Terrain)
    assert TERRAIN.title == "Digit classifier"
    assert TERRAIN.caption.endswith(".")
    heights = [float(TERRAIN.ground.height(x, y)) for x, y in TERRAIN.starts]
    assert min(heights) > 3.0
