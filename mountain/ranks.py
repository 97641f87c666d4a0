"""The ranks: hikers who walk in step, as columns of the rows that rules and readings work on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mountain.callees import CROWD_LANES, ROWS
from mountain.compilation import kernel
from mountain.ground import Floats
from mountain.records import WALKING, Wholes
from mountain.standing import judged


@kernel
def _rows_of(count: int) -> Floats:
    """Return the rows of so many hikers, each at the beginning of a cache line of 64 bytes."""
    room = np.zeros(2 * ROWS * count + 7)
    first = -room.ctypes.data // 8 % 8
    return room[first : first + 2 * ROWS * count].reshape((2 * ROWS, count))


@kernel
def _take_in(
    plan: np.void, hikers: NDArray[np.void], memories: NDArray[np.void], state: Floats, who: Wholes
) -> int:
    """Make columns of the hikers who still walk; return how many there are."""
    stop, down = plan["stop"] != 0, -1.0 if plan["ascend"] else 1.0
    live = 0
    for j in range(hikers.size):
        here, memory = hikers[j], memories[j]
        if stop and here["stopped"] != WALKING:
            continue
        who[live] = j
        state[2, live], state[3, live] = here["x"], here["y"]
        if not plan["plain"]:
            state[6, live], state[7, live] = memory["first_x"], memory["first_y"]
            state[8, live], state[9, live] = memory["second_x"], memory["second_y"]
            state[10, live], state[11, live] = memory["third_x"], memory["third_y"]
        state[0, live], state[1, live] = down * here["grad_x"], down * here["grad_y"]
        live += 1
    return live


@kernel
def _put_out(
    plan: np.void,
    here: np.void,
    memory: np.void,
    state: Floats,
    lane: int,
    clock: np.void,
    book: np.void,
) -> None:
    """Leave a hiker as their column, and the clock and the book of all, tell."""
    down = -1.0 if plan["ascend"] else 1.0
    here["x"], here["y"] = state[2, lane], state[3, lane]
    # No slope is a plain nought, whichever way it was turned.
    here["grad_x"], here["grad_y"] = down * state[0, lane] + 0.0, down * state[1, lane] + 0.0
    here["minutes"], here["step"] = clock["minutes"], clock["step"]
    here["readings"], here["on_reading"] = clock["readings"], clock["on_reading"]
    if plan["plain"]:
        return
    memory["first_x"], memory["first_y"] = state[6, lane], state[7, lane]
    memory["second_x"], memory["second_y"] = state[8, lane], state[9, lane]
    memory["third_x"], memory["third_y"] = state[10, lane], state[11, lane]
    memory["learning_rate"], memory["updates"] = book["learning_rate"], book["updates"]


@kernel
def _judge_all(
    plan: np.void,
    window: Floats,
    state: Floats,
    live: int,
    clock: np.void,
    read: bool,
    night: bool,
    stopped: Wholes,
) -> None:
    """Find out what has stopped everybody."""
    edges, minutes = (window[0], window[1], window[2], window[3]), clock["minutes"]
    for j in range(live):
        place, slope = (state[2, j], state[3, j]), (state[0, j], state[1, j])
        # With arrays for arguments, this would take ten times as long.
        stopped[j] = judged(plan, edges, place, slope, minutes, read, night)


@kernel
def muster(
    plan: np.void, hikers: NDArray[np.void], memories: NDArray[np.void]
) -> tuple[Floats, Wholes, int]:
    """Draw up the hikers who still walk; return their columns, who they are and how many."""
    stop, walking = plan["stop"] != 0, 0
    for j in range(hikers.size):
        walking += 0 if stop and hikers[j]["stopped"] != WALKING else 1
    count = (walking + CROWD_LANES - 1) // CROWD_LANES * CROWD_LANES
    state, who = _rows_of(count), np.zeros(count, np.int64)
    return state, who, _take_in(plan, hikers, memories, state, who)


@kernel
def dismiss(
    plan: np.void,
    window: Floats,
    hikers: NDArray[np.void],
    memories: NDArray[np.void],
    state: Floats,
    who: Wholes,
    live: int,
    clock: np.void,
    book: np.void,
    read: bool,
    night: bool,
) -> int:
    """Leave who has stopped where they are, and close the ranks; return how many walk on."""
    lane, stopped = 0, np.empty(live, np.int64)
    _judge_all(plan, window, state, live, clock, read, night, stopped)
    while lane < live:
        if stopped[lane] == WALKING:
            lane += 1
            continue
        hikers[who[lane]]["stopped"] = stopped[lane]
        _put_out(plan, hikers[who[lane]], memories[who[lane]], state, lane, clock, book)
        live -= 1
        who[lane], stopped[lane] = who[live], stopped[live]
        state[:, lane] = state[:, live]
    return live


@kernel
def disband(
    plan: np.void,
    window: Floats,
    hikers: NDArray[np.void],
    memories: NDArray[np.void],
    state: Floats,
    who: Wholes,
    live: int,
    clocks: NDArray[np.void],
    books: NDArray[np.void],
    read: bool,
    night: bool,
) -> None:
    """Leave everybody where they are; the clock and the book are the first of theirs."""
    stopped = np.empty(live, np.int64)
    _judge_all(plan, window, state, live, clocks[0], read, night, stopped)
    for lane in range(live):
        here, memory = hikers[who[lane]], memories[who[lane]]
        here["stopped"] = stopped[lane]
        _put_out(plan, here, memory, state, lane, clocks[0], books[0])
