"""Scripts: how the parts of a formula are marked up, in LaTeX and in MathML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_NAMES = {
    **{name: name for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "max", "min")},
    **{"log": "ln", "asin": "arcsin", "acos": "arccos", "atan": "arctan"},
    **{"asinh": "arsinh", "acosh": "arcosh", "atanh": "artanh", "sign": "sgn"},
}
_NEW_TO_LATEX = {"arsinh", "arcosh", "artanh", "sgn"}


@dataclass(frozen=True)
class Script:
    """A way of marking up; every template takes parts that are marked up already.

    Attributes
    ----------
    number, name : str
        Digits, and the name of a variable or a constant.
    negative, plus, minus, beside, times, fraction, slash, power : str
        The operations; `beside` is a product without a sign, `slash` a fraction on one line.
    square_root, cube_root : str
        The roots.
    applied, comma : str
        A function's name and its values in brackets, and what is between the values.
    brackets : mapping of str to str
        What a part is put in, by the brackets' first sign.
    names : mapping of str to str
        Functions and constants whose names are marked up in their own way.
    """

    number: str
    name: str
    negative: str
    plus: str
    minus: str
    beside: str
    times: str
    fraction: str
    slash: str
    power: str
    square_root: str
    cube_root: str
    applied: str
    comma: str
    brackets: Mapping[str, str]
    names: Mapping[str, str]


LATEX = Script(
    number="{}",
    name="{}",
    negative="-{}",
    plus="{} + {}",
    minus="{} - {}",
    beside="{} {}",
    times=r"{} \cdot {}",
    fraction=r"\frac{{{}}}{{{}}}",
    slash="{}/{}",
    power="{}^{{{}}}",
    square_root=r"\sqrt{{{}}}",
    cube_root=r"\sqrt[3]{{{}}}",
    applied="{}{}",
    comma=", ",
    brackets={
        "(": r"\left({}\right)",
        "|": r"\left|{}\right|",
        "⌊": r"\left\lfloor {}\right\rfloor",
        "⌈": r"\left\lceil {}\right\rceil",
    },
    names={
        **{
            name: rf"\operatorname{{{shown}}}" if shown in _NEW_TO_LATEX else rf"\{shown}"
            for name, shown in _NAMES.items()
        },
        **{"log10": r"\log_{10}", "log2": r"\log_{2}", "pi": r"\pi"},
    },
)

MATHML = Script(
    number="<mn>{}</mn>",
    name="<mi>{}</mi>",
    negative='<mrow><mo form="prefix">−</mo>{}</mrow>',
    plus="<mrow>{}<mo>+</mo>{}</mrow>",
    minus="<mrow>{}<mo>−</mo>{}</mrow>",
    beside="<mrow>{}<mo>\u2062</mo>{}</mrow>",
    times="<mrow>{}<mo>⋅</mo>{}</mrow>",
    fraction="<mfrac>{}{}</mfrac>",
    slash="<mrow>{}<mo>/</mo>{}</mrow>",
    power="<msup>{}{}</msup>",
    square_root="<msqrt>{}</msqrt>",
    cube_root="<mroot>{}<mn>3</mn></mroot>",
    applied="<mrow>{}<mo>\u2061</mo>{}</mrow>",
    comma="<mo>,</mo>",
    brackets={
        first: f'<mrow><mo form="prefix">{first}</mo>{{}}<mo form="postfix">{last}</mo></mrow>'
        for first, last in ("()", "||", "⌊⌋", "⌈⌉")
    },
    names={
        **{name: f"<mi>{shown}</mi>" for name, shown in _NAMES.items()},
        "log10": "<msub><mi>log</mi><mn>10</mn></msub>",
        "log2": "<msub><mi>log</mi><mn>2</mn></msub>",
        "pi": "<mi>π</mi>",
    },
)
