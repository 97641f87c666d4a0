"""Metres, as a person types them and as a person reads them."""

from __future__ import annotations

import math
import re

#: Spaces of every width, and the apostrophes that stand between thousands in Switzerland.
_BETWEEN = (
    " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'\N{RIGHT SINGLE QUOTATION MARK}"
)
_GROUPS = re.compile(rf"[+-]?\d{{1,3}}([{_BETWEEN}]\d{{3}})+([.,]\d*)?", re.ASCII)
#: A thousand and something in one country, and one and something in another.
_DOUBTFUL = re.compile(r"([+-]?[1-9]\d{0,2})[.,](\d{3})", re.ASCII)


class MetresError(ValueError):
    """What is no number of metres, or may be two of them; the message says what to type."""


def metres_of(text: str) -> float:
    """Read a number of metres: with a point or a comma, and gaps between thousands.

    Raises
    ------
    MetresError
        When it is none, or one and a thousand times as much by turns, as 1.000 is.
    """
    typed = text.replace("\N{MINUS SIGN}", "-").strip().removesuffix("m").rstrip()
    if doubtful := _DOUBTFUL.fullmatch(typed):
        whole, rest = doubtful.groups()
        # With fewer than three decimals, or with more, it is no doubtful one any more.
        few = f"{float(f'{whole}.{rest}')}" if rest.endswith("0") else f"{whole}.{rest}0"
        many = f"{whole}{rest}"
        raise MetresError(f"{typed} may be {few} or {many}: type {many} or {few}")
    if _GROUPS.fullmatch(typed):
        typed = re.sub(f"[{_BETWEEN}]", "", typed)
    try:
        number = float(typed.replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise MetresError("Type three numbers: metres, such as 0, 1200 and 30.")
    return number


def length_text(metres: float) -> str:
    """Return a length in metres or kilometres, whichever is shorter to read."""
    return f"{metres:,.0f} m" if metres < 2000 else f"{metres / 1000:.3g} km"
