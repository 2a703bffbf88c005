"""A neuron in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neuroglass.nn.activations import ACTIVATIONS

if TYPE_CHECKING:
    from neuroglass.glass.neuron import Neuron


def sentences(neuron: Neuron) -> list[str]:
    """z, a, what came back and what it gives, one after another."""
    told = [_sum(neuron), *([_activated(neuron)] if neuron.activation else []), *_came_back(neuron)]
    if neuron.contributes:
        lost = {name: float(np.abs(change).sum()) for name, change in neuron.contributes.items()}
        told.append("without it " + ", ".join(f"{name} would change by {size:.3g}" for name, size in lost.items()))
    elif neuron.a == 0:
        told.append("it hands on 0: nothing that follows would change without it")
    return told


def _sum(neuron: Neuron) -> str:
    """As a sum, which of a layer that does more than multiply and add is a straight line at this place."""
    if not neuron.sources:
        return f"its value is {neuron.z:.4g}"
    products, terms = neuron.z - neuron.rest, neuron.terms()
    if neuron.multiplies and neuron.bias is not None:
        return f"z = Σ value · weight + bias = {products:.4g} + {neuron.bias:.4g} = {neuron.z:.4g}"
    if neuron.multiplies:
        return f"z = Σ value · weight = {neuron.z:.4g}"
    if neuron.adds_up and len(terms) == 1 and terms[0].weight == 1:
        return f"it hands on {terms[0].name} as it is, {neuron.z:.4g}"
    if neuron.adds_up:
        return f"its value is Σ value · slope = {neuron.z:.4g}"
    line = f"Σ value · slope + rest = {products:.4g} + {neuron.rest:.4g}"
    return f"its value is {neuron.z:.4g}; a straight line that touches it here: {line}"


def _activated(neuron: Neuron) -> str:
    function = ACTIVATIONS[str(neuron.activation)]
    return f"a = {neuron.activation}(z) = {neuron.a:.4g}, where {neuron.activation}(x) is {function.formula}"


def _came_back(neuron: Neuron) -> list[str]:
    """Behind what was differentiated nothing comes back."""
    if neuron.gradient_z is None:
        return []
    if neuron.activation is None:
        return [f"{neuron.gradient_z:.4g} comes back to it"]
    if neuron.gradient_a is None:
        return [f"{neuron.gradient_z:.4g} comes back to z at once: what was differentiated reads z, not a"]
    times = f"{neuron.gradient_a:.4g} comes back to a, times the slope {neuron.derivative:.4g}"
    return [f"{times} is {neuron.gradient_z:.4g} for z"]
