"""What an operation computes and how it goes back, as formulas with names or numbers in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from neuroglass.glass.graph.numbers import FEW, short, slope, told, valued
from neuroglass.glass.graph.operations import Operation, Quantity
from neuroglass.glass.graph.templates import FORMULAS, HANDED, MOVED, MOVES, REARRANGES, SPLIT
from neuroglass.nn.activations import ACTIVATIONS


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
        as "0.52 × -1.3 = -0.676"; of many numbers what they are like; of numbers that are only laid out in another way
        these alone.
    """
    if operation.primitive == SPLIT:
        return ", ".join(valued(result) for result in operation.results)
    operands = [known.get(operand) for operand in operation.operands]
    if any(_is_many(quantity) for quantity in (*operands, operation.result)):
        return valued(operation.result)
    if operation.primitive in REARRANGES:
        return told(operation.value)
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
        by_x = _of_x(ACTIVATIONS[operation.primitive].derivative_formula)
        return f"g × ({_filled(by_x, operation, texts)})"
    return f"g × its derivative by {texts[place]}"


def handed_to_factors(product: Operation, known: Mapping[str, Quantity]) -> str:
    """What a product of a neuron hands back to its weight, if it has one, and to its input."""
    gradients = zip(("input", "weight"), (known[operand].gradient for operand in product.operands), strict=True)
    told = {name: slope(gradient) for name, gradient in gradients if gradient is not None}
    return ", ".join(f"{name} {told[name]}" for name in ("weight", "input") if name in told)


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
        "all": ", ".join(operands),
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
