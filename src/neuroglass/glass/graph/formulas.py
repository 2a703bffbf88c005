"""What an operation computes and how it goes back, as formulas.

In a template {0} is the first operand, {1} the second, {a} the result and {axes} the axes it goes along.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from neuroglass.glass.graph.numbers import FEW, short, told, valued
from neuroglass.glass.graph.operations import Operation, Quantity
from neuroglass.nn.activations import ACTIVATIONS

# What the operation is -> its formula.
FORMULAS: dict[str, str] = {
    "dot_general": "{0} · {1}",
    "conv_general_dilated": "{0} * {1}, a convolution",
    "add": "{0} + {1}",
    "add_any": "{0} + {1}",
    "sub": "{0} - {1}",
    "mul": "{0} × {1}",
    "div": "{0} / {1}",
    "neg": "-{0}",
    "max": "max({0}, {1})",
    "min": "min({0}, {1})",
    "exp": "exp({0})",
    "exp2": "2^{0}",
    "expm1": "exp({0}) - 1",
    "log": "log({0})",
    "log1p": "log(1 + {0})",
    "tanh": "tanh({0})",
    "logistic": "1 / (1 + exp(-{0}))",
    "erf": "erf({0})",
    "erfc": "1 - erf({0})",
    "sin": "sin({0})",
    "cos": "cos({0})",
    "sqrt": "√{0}",
    "rsqrt": "1 / √{0}",
    "square": "{0}²",
    "integer_pow": "{0}^{y}",
    "pow": "{0}^{1}",
    "abs": "|{0}|",
    "sign": "the sign of {0}",
    "floor": "{0} rounded down",
    "is_finite": "is {0} finite?",
    "eq": "{0} = {1}?",
    "ne": "{0} ≠ {1}?",
    "gt": "{0} > {1}?",
    "ge": "{0} ≥ {1}?",
    "lt": "{0} < {1}?",
    "le": "{0} ≤ {1}?",
    "and": "{0} and {1}",
    "or": "{0} or {1}",
    "not": "not {0}",
    "select_n": "{2} where {0}, else {1}",
    "clamp": "{1}, held between {0} and {2}",
    "reduce_sum": "Σ {0}, along {axes}",
    "sum": "Σ products",
    "reduce_max": "the largest of {0}, along {axes}",
    "reduce_min": "the smallest of {0}, along {axes}",
    "reduce_prod": "the product of {0}, along {axes}",
    "reduce_and": "all of {0}, along {axes}?",
    "reduce_or": "any of {0}, along {axes}?",
    "reduce_window_max": "the largest of {0} in each window",
    "reduce_window_sum": "Σ {0} in each window",
    "argmax": "the place of the largest of {0}",
    "cumsum": "running sum of {0}",
    "broadcast_in_dim": "{0}, repeated",
    "reshape": "{0}, other axes",
    "squeeze": "{0}, without axes of 1",
    "expand_dims": "{0}, with an axis of 1",
    "transpose": "{0}, axes exchanged",
    "rev": "{0}, backwards",
    "slice": "a piece of {0}",
    "dynamic_slice": "a piece of {0}",
    "dynamic_update_slice": "{0} with {1} put in",
    "concatenate": "all operands, one after another",
    "split": "{0}, in pieces",
    "pad": "{0}, filled up with {1}",
    "gather": "the entries of {0} at {1}",
    "scatter-add": "{0}, with {2} added at {1}",
    "convert_element_type": "{0} as {dtype}",
    "stop_gradient": "{0}, held fixed",
    "iota": "0, 1, 2, ...",
    "copy": "{0}",
    "scan": "a loop of {length} steps",
    "while": "a loop",
    "cond": "one of two ways",
    "sigmoid": "1 / (1 + exp(-{0}))",
    "softmax": "exp({0}) / Σ exp",
    "logaddexp": "log(exp({0}) + exp({1}))",
    "run": "a loop over the steps",
}

# What the operation is -> what it hands back to each operand; g is the gradient that comes back to it.
HANDED: dict[str, tuple[str, ...]] = {
    "add": ("g", "g"),
    "add_any": ("g", "g"),
    "sub": ("g", "-g"),
    "mul": ("g × {1}", "g × {0}"),
    "div": ("g / {1}", "-g × {0} / {1}²"),
    "neg": ("-g",),
    "max": ("g where {0} is larger, else 0", "g where {1} is larger, else 0"),
    "min": ("g where {0} is smaller, else 0", "g where {1} is smaller, else 0"),
    "exp": ("g × {a}",),
    "log": ("g / {0}",),
    "log1p": ("g / (1 + {0})",),
    "tanh": ("g × (1 - {a}²)",),
    "logistic": ("g × {a} × (1 - {a})",),
    "sigmoid": ("g × {a} × (1 - {a})",),
    "sqrt": ("g / (2 × {a})",),
    "rsqrt": ("-g × {a}³ / 2",),
    "square": ("g × 2 × {0}",),
    "integer_pow": ("g × {y} × {0}^({y} - 1)",),
    "abs": ("g × the sign of {0}",),
    "dot_general": ("g · {1}ᵀ", "{0}ᵀ · g"),
    "conv_general_dilated": ("g * {1}, turned round", "{0} * g"),
    "select_n": ("0", "g where it was taken, else 0", "g where it was taken, else 0"),
    "reduce_sum": ("g for each of them",),
    "sum": ("g",),
    "reduce_max": ("g for the largest, 0 for the others",),
    "reduce_min": ("g for the smallest, 0 for the others",),
    "reduce_window_max": ("g for the largest of each window, 0 for the others",),
    "reduce_window_sum": ("g for each of a window",),
    "broadcast_in_dim": ("Σ g over what was repeated",),
    "gather": ("g for the entries that were taken",),
    "stop_gradient": ("0",),
    "softmax": ("g through all answers together",),
}
MOVED = "g, each number where it came from"  # of what only moves numbers
MOVES = {
    "reshape",
    "squeeze",
    "expand_dims",
    "transpose",
    "rev",
    "slice",
    "convert_element_type",
    "concatenate",
    "copy",
}


def formula(operation: Operation, names: Mapping[str, str]) -> str:
    """What it computes, of its operands by name.

    Args:
        names: of operands that are the value of a node: the node's.
    """
    return _filled(template(operation.primitive), operation, _called(operation, names))


def with_numbers(operation: Operation, known: Mapping[str, Quantity]) -> str:
    """The same with the numbers in it, where they are few, and what comes of it.

    Args:
        known: what stands behind each operand that is not a number itself.

    Returns:
        as "0.52 × -1.3 = -0.676"; of many numbers what they are like.
    """
    operands = [known.get(operand) for operand in operation.operands]
    if any(_is_many(quantity) for quantity in (*operands, operation.result)):
        return valued(operation.result)
    texts = [_number(operand, quantity) for operand, quantity in zip(operation.operands, operands, strict=True)]
    is_short_sum = operation.primitive == "sum" and len(texts) <= FEW
    asked = " + ".join(texts) if is_short_sum else _filled(template(operation.primitive), operation, texts)
    return f"{asked} {'' if asked.endswith('?') else '= '}{told(operation.value)}"


def handed_back(operation: Operation, place: int, names: Mapping[str, str]) -> str:
    """What it hands back to an operand, of the gradient g that comes back to it."""
    if operation.primitive in MOVES:
        return MOVED
    texts = _called(operation, names)
    if operation.primitive in HANDED:
        by_place = HANDED[operation.primitive]
        return _filled(by_place[min(place, len(by_place) - 1)], operation, texts)
    if operation.primitive in ACTIVATIONS:
        slope = _of_x(ACTIVATIONS[operation.primitive].derivative_formula)
        return f"g × ({_filled(slope, operation, texts)})"
    return f"g × its derivative by {texts[place]}"


def template(primitive: str) -> str:
    """The formula of an operation, or nothing where none is known."""
    if primitive in FORMULAS or primitive not in ACTIVATIONS:
        return FORMULAS.get(primitive, "")
    return _of_x(ACTIVATIONS[primitive].formula)


def called(operand: str, node: str) -> str:
    """An operand as its own node calls it.

    >>> called("dense_1/kernel", "dense_1"), called("dense_1:add", "dense_1"), called("input", "dense_1")
    ('kernel', 'add', 'input')
    """
    return operand[len(node) + 1 :] if operand.startswith((f"{node}/", f"{node}:")) else operand


def _called(operation: Operation, names: Mapping[str, str]) -> list[str]:
    inside = operation.name.rpartition(":")[0]
    return [
        called(operand, inside) if operand.startswith(inside) else names.get(operand, operand)
        for operand in operation.operands
    ]


def _of_x(text: str) -> str:
    return re.sub(r"\bx\b", "{0}", text)


def _filled(pattern: str, operation: Operation, operands: Sequence[str]) -> str:
    if not pattern:
        return f"{operation.primitive}({', '.join(operands)})"
    axes = operation.settings.get("axes", ())
    words = {
        "a": called(operation.name, operation.node),
        "axes": f"axis {', '.join(map(str, axes))}" if axes else "no axis",
        "dtype": operation.result.dtype,
        "length": operation.settings.get("length", "some"),
        "y": operation.settings.get("y", "y"),
    }
    texts = [
        f"({text})" if text.startswith("-") and f"-{{{place}}}" in pattern else text
        for place, text in enumerate(operands)
    ]
    return pattern.format(*texts, **words)


def _is_many(quantity: Quantity | None) -> bool:
    return quantity is not None and (quantity.value is None or quantity.value.size > FEW)


def _number(operand: str, quantity: Quantity | None) -> str:
    return short(float(operand)) if quantity is None else told(quantity.value)
