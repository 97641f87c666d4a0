"""The vocabulary of formulas: the names, commands and signs that people write for one thing."""

from __future__ import annotations

import math

CONSTANTS = {"pi": math.pi, "e": math.e}
VARIABLES = ("x", "y")

#: What a function is called by people, and what it is called here.
FUNCTION_NAMES = {
    **{"exp": "exp", "ln": "log", "log": "log", "lg": "log10"},
    **{"log10": "log10", "log2": "log2"},
    **{"sqrt": "sqrt", "cbrt": "cbrt", "abs": "abs", "fabs": "abs"},
    **{"sin": "sin", "cos": "cos", "tan": "tan", "tg": "tan"},
    **{"sec": "sec", "csc": "csc", "cosec": "csc", "cot": "cot", "cotan": "cot", "ctg": "cot"},
    **{"asin": "asin", "acos": "acos", "atan": "atan"},
    **{"arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctg": "atan"},
    **{"sinh": "sinh", "cosh": "cosh", "tanh": "tanh"},
    **{"asinh": "asinh", "acosh": "acosh", "atanh": "atanh"},
    **{"arsinh": "asinh", "arcosh": "acosh", "artanh": "atanh"},
    **{"arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh"},
    **{"floor": "floor", "ceil": "ceil", "ceiling": "ceil", "sign": "sign", "sgn": "sign"},
    **{"max": "max", "min": "min", "maximum": "max", "minimum": "min", "pow": "pow"},
}
#: Functions of two values or more.
OF_SEVERAL = frozenset({"max", "min", "pow"})
#: What `f^-1` means.
INVERSES = {
    **{"sin": "asin", "cos": "acos", "tan": "atan"},
    **{"sinh": "asinh", "cosh": "acosh", "tanh": "atanh"},
}
#: Functions of which a power may be written as `f^2 x`.
WITH_POWERS = frozenset(
    {*INVERSES, *INVERSES.values(), "sec", "csc", "cot", "log", "log10", "log2"}
)
KNOWN = {name: name for name in (*VARIABLES, *CONSTANTS)} | FUNCTION_NAMES
#: What tokens they make.
KINDS = {name: "function" if name in FUNCTION_NAMES else "name" for name in KNOWN}
#: Names that would be read as products of others, and what was meant.
MISTAKEN = {
    **{"sine": "sin", "cosine": "cos", "tangent": "tan", "sen": "sin", "secant": "sec"},
    **{"root": "sqrt", "sqr": "sqrt", "exponential": "exp", "logarithm": "log"},
}

#: LaTeX commands for signs and brackets; nothing where they only make room.
COMMANDS = {
    **dict.fromkeys(("cdot", "times", "ast"), "*"),
    **{"div": "/", "pi": "pi", "frac": "frac", "dfrac": "frac", "tfrac": "frac", "sqrt": "root"},
    **{"vert": "|", "mid": "|", "lvert": "‹", "rvert": "›"},
    **{"lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉"},
    **{"{": "{", "}": "}", "(": "(", ")": ")", "[": "[", "]": "]"},
    **{"lbrace": "{", "rbrace": "}", "lbrack": "[", "rbrack": "]"},
    **dict.fromkeys((",", ";", ":", "!", " ", "quad", "qquad", "displaystyle"), ""),
    **dict.fromkeys(("left", "right", "middle"), ""),
    **dict.fromkeys(("big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr"), ""),
    **dict.fromkeys(("biggl", "biggr", "Biggl", "Biggr"), ""),
}
#: Brackets; ‹ and › are bars of which LaTeX says that they open and close.
CLOSING = {"(": ")", "[": "]", "{": "}", "|": "|", "‹": "›", "⌊": "⌋", "⌈": "⌉"}

#: Characters that are written for others; NFKC would make x2 of x².
PLAIN_SIGNS = {
    **dict.fromkeys("−–—‐‑‒﹣", "-"),
    **dict.fromkeys("·⋅×∗•∙✕\u2062", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **{"∣": "|", "ˆ": "^", "º": "°", "˚": "°", "π": "pi"},
    # Zero width, a soft hyphen, the mark of an application.
    **dict.fromkeys("\u200b\u2060\ufeff\u00ad\u2061", " "),
}
FRACTIONS = {
    **{"½": "(1/2)", "⅓": "(1/3)", "⅔": "(2/3)", "¼": "(1/4)", "¾": "(3/4)", "⅕": "(1/5)"},
    **{"⅖": "(2/5)", "⅗": "(3/5)", "⅘": "(4/5)", "⅙": "(1/6)", "⅚": "(5/6)", "⅛": "(1/8)"},
    **{"⅜": "(3/8)", "⅝": "(5/8)", "⅞": "(7/8)"},
}
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ˣʸ", "0123456789+-xy", strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
