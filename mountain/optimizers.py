"""The ways of walking: how a reading becomes a step.

A rule is a function for one axis: the slope read, the position, what is remembered and the
settings in; the step and what is remembered from now on out. It goes down; for the way up the slope
is turned round before. `SETTINGS` lists the settings, of which `t` counts the steps from 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mountain.symbols import root, sign

#: The settings that a rule may use, by their names in `Plan`, and `t`.
SETTINGS = (
    "learning_rate",
    "t",
    "momentum",
    "beta1",
    "beta2",
    "alpha",
    "epsilon",
    "weight_decay",
)
#: How fast Nadam's momentum warms up; PyTorch's `momentum_decay`.
MOMENTUM_DECAY = 0.004

Rule = Callable[[Any, Any, tuple[Any, ...], Any], tuple[Any, tuple[Any, ...]]]


@dataclass(frozen=True)
class Optimizer:
    """One way of walking.

    Attributes
    ----------
    name, title : str
        The name in code and on the command line, and the words on the screen.
    rule : callable
        ``rule(g, p, memory, s)`` returns the step and the new memory, for one axis.
    uses : tuple of str
        The settings that it uses besides the learning rate.
    memory : tuple of str
        The symbols of what it remembers; all begin at `begins`, 0 where nothing is said.
    defaults : dict
        Settings that PyTorch gives it other defaults for than `Plan` has.
    begins : dict
        Symbols that do not begin at 0.
    """

    name: str
    title: str
    rule: Rule
    uses: tuple[str, ...] = ("weight_decay",)
    memory: tuple[str, ...] = ()
    defaults: Mapping[str, float] = field(default_factory=dict, hash=False)
    begins: Mapping[str, float] = field(default_factory=dict, hash=False)


def gradient_descent(g: Any, p: Any, memory: tuple[Any, ...], s: Any) -> Any:
    """Step down the slope: ``step = -η g``.

    Cauchy 1847. Variant: PyTorch's SGD; weight decay is added to the slope.
    """
    g = g + s.weight_decay * p
    return -(s.learning_rate * g), memory


def momentum(g: Any, p: Any, memory: tuple[Any, ...], s: Any) -> Any:
    """Keep rolling: ``v = μ v + g``, ``step = -η v``.

    Polyak 1964. Variant: PyTorch's SGD with momentum; the learning rate stands outside the
    velocity, and there is no dampening.
    """
    (v,) = memory
    v = s.momentum * v + (g + s.weight_decay * p)
    return -(s.learning_rate * v), (v,)


def nesterov(g: Any, p: Any, memory: tuple[Any, ...], s: Any) -> Any:
    """Look ahead while rolling: ``v = μ v + g``, ``step = -η (g + μ v)``.

    Nesterov 1983, as Sutskever et al. 2013 have it. Variant: PyTorch's SGD with nesterov=True.
    """
    (v,) = memory
    g = g + s.weight_decay * p
    v = s.momentum * v + g
    return -(s.learning_rate * (g + s.momentum * v)), (v,)


def adagrad(g: Any, p: Any, memory: tuple[Any, ...], s: Any) -> Any:
    """Divide by all slopes ever met: ``q = q + g²``, ``step = -η g / (√q + ε)``.

    Duchi, Hazan and Singer 2011, diagonal. Variant: PyTorch's Adagrad, no decay of the rate.
    """
    (q,) = memory
    g = g + s.weight_decay * p
    q = q + g**2
    return -(s.learning_rate * g) / (root(q) + s.epsilon), (q,)


def adadelta(g: Any, p: Any, memory: tuple[Any, ...], s: Any) -> Any:
    """Step by the size of earlier steps: ``d = √(u + ε) / √(q + ε) g``, ``step = -η d``.

    With averages ``q = α q + (1 - α) g²`` and ``u = α u + (1 - α) d²``; α is the paper's ρ.
    Zeiler 2012, algorithm 1. Variant: PyTorch's Adadelta, with a learning rate, 1 in the paper.
    """
    q, u = memory
    g = g + s.weight_decay * p
    q = s.alpha * q + (1 - s.alpha) * g**2
    d = root(u + s.epsilon) / root(q + s.epsilon) * g
    u = s.alpha * u + (1 - s.alpha) * d**2
    return -(s.learning_rate * d), (q, u)


def rmsprop(g: Any, p: Any, memory: tuple[Any, ...], s: Any) -> Any:
    """Divide by the slopes met lately: ``q = α q + (1 - α) g²``, ``step = -η g / (√q + ε)``.

    Tieleman and Hinton 2012, lecture 6.5. Variant: PyTorch's RMSprop, not centred, no momentum;
    ε stands outside the root.
    """
    (q,) = memory
    g = g + s.weight_decay * p
    q = s.alpha * q + (1 - s.alpha) * g**2
    return -(s.learning_rate * g) / (root(q) + s.epsilon), (q,)


def adam(g: Any, p: Any, memory: tuple[Any, ...], s: Any) -> Any:
    """Average slopes and their squares: ``step = -η m̂ / (√v̂ + ε)``.

    With ``m = β₁ m + (1 - β₁) g``, ``v = β₂ v + (1 - β₂) g²``, and both averages corrected for
    beginning at 0: ``m̂ = m / (1 - β₁ᵗ)``, ``v̂ = v / (1 - β₂ᵗ)``.
    Kingma and Ba 2015, algorithm 1. Variant: PyTorch's Adam, no AMSGrad; weight decay is added to
    the slope.
    """
    return _adam(g + s.weight_decay * p, memory, s)


def adamw(g: Any, p: Any, memory: tuple[Any, ...], s: Any) -> Any:
    """Walk as Adam does, and let the position itself decay: ``step = Adam's - η λ p``.

    Loshchilov and Hutter 2019, algorithm 2. Variant: PyTorch's AdamW; the decay is not averaged.
    """
    step, memory = _adam(g, memory, s)
    return step - s.learning_rate * s.weight_decay * p, memory


def _adam(g: Any, memory: tuple[Any, ...], s: Any) -> Any:
    m, v = memory
    m = s.beta1 * m + (1 - s.beta1) * g
    v = s.beta2 * v + (1 - s.beta2) * g**2
    corrected = s.learning_rate / (1 - s.beta1**s.t)
    return -(corrected * m) / (root(v) / root(1 - s.beta2**s.t) + s.epsilon), (m, v)


def nadam(g: Any, p: Any, memory: tuple[Any, ...], s: Any) -> Any:
    """Adam that looks ahead: ``step = -η ((1-μₜ) g / (1-Πμ) + μₜ₊₁ m / (1-Πμ μₜ₊₁)) / (√v̂ + ε)``.

    With ``μₜ = β₁ (1 - 0.96^(ψ t) / 2)``, ψ = 0.004, and Πμ the product of all of them so far.
    Dozat 2016, algorithm 2. Variant: PyTorch's NAdam; weight decay is added to the slope.
    """
    m, v, product = memory
    g = g + s.weight_decay * p
    now = s.beta1 * (1 - 0.5 * 0.96 ** (s.t * MOMENTUM_DECAY))
    later = s.beta1 * (1 - 0.5 * 0.96 ** ((s.t + 1) * MOMENTUM_DECAY))
    product = product * now
    m = s.beta1 * m + (1 - s.beta1) * g
    v = s.beta2 * v + (1 - s.beta2) * g**2
    scale = root(v / (1 - s.beta2**s.t)) + s.epsilon
    ahead = (1 - now) / (1 - product) * g + later / (1 - product * later) * m
    return -(s.learning_rate * ahead) / scale, (m, v, product)


def lion(g: Any, p: Any, memory: tuple[Any, ...], s: Any) -> Any:
    """Step by the sign alone: ``step = -η (sign(β₁ m + (1 - β₁) g) + λ p)``.

    And then ``m = β₂ m + (1 - β₂) g``. Chen et al. 2023, algorithm 2; the decay is not averaged.
    """
    (m,) = memory
    way = sign(s.beta1 * m + (1 - s.beta1) * g)
    m = s.beta2 * m + (1 - s.beta2) * g
    return -(s.learning_rate * (way + s.weight_decay * p)), (m,)


_ADAM = ("beta1", "beta2", "epsilon", "weight_decay")

#: The ways of walking, by name, in teaching order.
OPTIMIZERS: dict[str, Optimizer] = {
    optimizer.name: optimizer
    for optimizer in (
        Optimizer("gradient_descent", "Gradient descent", gradient_descent),
        Optimizer("momentum", "Momentum", momentum, ("momentum", "weight_decay"), ("v",)),
        Optimizer("nesterov", "Nesterov", nesterov, ("momentum", "weight_decay"), ("v",)),
        Optimizer(
            "adagrad", "AdaGrad", adagrad, ("epsilon", "weight_decay"), ("q",), {"epsilon": 1e-10}
        ),
        Optimizer(
            "adadelta",
            "AdaDelta",
            adadelta,
            ("alpha", "epsilon", "weight_decay"),
            ("q", "u"),
            {"alpha": 0.9, "epsilon": 1e-6},
        ),
        Optimizer("rmsprop", "RMSProp", rmsprop, ("alpha", "epsilon", "weight_decay"), ("q",)),
        Optimizer("adam", "Adam", adam, _ADAM, ("m", "v")),
        Optimizer("adamw", "AdamW", adamw, _ADAM, ("m", "v"), {"weight_decay": 0.01}),
        Optimizer("nadam", "Nadam", nadam, _ADAM, ("m", "v", "Πμ"), {}, {"Πμ": 1.0}),
        Optimizer(
            "lion", "Lion", lion, ("beta1", "beta2", "weight_decay"), ("m",), {"beta2": 0.99}
        ),
    )
}
