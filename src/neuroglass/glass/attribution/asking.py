"""An attribution, as it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.audio.sound_inputs import SoundInputs
from neuroglass.data.pictures.image_inputs import ImageInputs
from neuroglass.data.table_inputs import TableInputs
from neuroglass.data.texts.text_inputs import TextInputs
from neuroglass.errors import ConfigurationError, nearest
from neuroglass.glass.attribution.attribution import Attribution, Names
from neuroglass.glass.attribution.columns import parts_of, summed
from neuroglass.glass.attribution.grad_cam import cam, spread_over
from neuroglass.glass.attribution.occlusion import occluded, occluded_columns
from neuroglass.glass.attribution.points import Asked, Point, asked, points
from neuroglass.glass.attribution.slopes import gradient, gradient_x_input, integrated, smooth
from neuroglass.glass.between import needed
from neuroglass.glass.naming import place_names
from neuroglass.glass.real_steps import which_real
from neuroglass.glass.seen import Values
from neuroglass.glass.steps import step_names, visible
from neuroglass.glass.tokens import tokens_of
from neuroglass.model import Model

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass

Array = NDArray[np.float64]
METHODS = ("gradient", "gradient_x_input", "integrated_gradients", "smoothgrad", "occlusion", "grad_cam")
STEPS = {"integrated_gradients": 64, "smoothgrad": 50}
COMPARED = ("integrated_gradients", "occlusion")  # with a baseline
NO_TOKEN = "a vector of zeros in the place of each token"
BASELINES: dict[type, str] = {
    TableInputs: "numbers at 0 as the network sees them, the middle of the training data; categories at none of theirs",
    ImageInputs: "a picture of the mean colour of the training pictures",
    SoundInputs: "the mean spectrum of the training sounds at every moment",
}


def attribution(glass: Glass, method: str, node: str | None, steps: int | None, seed: int) -> Attribution:
    """See ``Glass.attribution``."""
    if method not in METHODS:
        raise ConfigurationError(f"the method {method!r}", "", nearest(method, METHODS))
    taken = STEPS.get(method) if steps is None else steps
    if steps is not None and (method not in STEPS or steps < 1):
        raise ConfigurationError(f"{steps} steps of {method}", f"1 or more, of {' or '.join(STEPS)}")
    wanted = asked(glass)
    places = points(glass, None if method == "grad_cam" else node)
    at = {point.node: glass.seen.values[point.node] for point in places}
    looked, coarse, completeness = node, None, None
    if method == "grad_cam":
        looked, coarse = cam(glass, wanted, node)
        before = needed(glass.model.network, looked)
        values = _stretched(glass, coarse, [point for point in places if point.node in before])
        values = values or {looked: coarse[..., None]}
    else:
        found, completeness = _computed(method, wanted, places, at, taken or 0, seed)
        values = _by_input(places, found)
    return Attribution(
        method,
        glass.wanted.kind,
        np.asarray(wanted.scores(at), np.float64),
        values,
        _columns(glass, method, node, wanted, places, at, values),
        {name: _names(glass, name, array) for name, array in values.items() if array.ndim < 4},
        {name: _features(glass.model, name, array) for name, array in values.items() if array.ndim == 3},
        _baseline(glass.model, node) if method in COMPARED else None,
        completeness,
        taken,
        looked,
        coarse,
        {name: np.asarray(array) for name, array in glass.part.x.items()},
    )


def _computed(
    method: str, wanted: Asked, places: Sequence[Point], at: Values, steps: int, seed: int
) -> tuple[Any, Array | None]:
    """By node, and the completeness where there is one."""
    if method == "integrated_gradients":
        return integrated(wanted, at, steps)
    if method == "occlusion":
        return occluded(wanted, places, at), None
    if method == "smoothgrad":
        return smooth(wanted, at, steps, seed), None
    return (gradient if method == "gradient" else gradient_x_input)(wanted, at), None


def _by_input(places: Sequence[Point], found: Any) -> dict[str, Array]:
    """The sum over all that reads an input; of ids over their vectors."""
    values: dict[str, Array] = {}
    for point in places:
        own = np.asarray(found[point.node], np.float64)
        own = own.sum(axis=-1) if point.is_vectors else own
        values[point.name] = values[point.name] + own if point.name in values else own
    return values


def _stretched(glass: Glass, coarse: Array, places: Sequence[Point]) -> dict[str, Array]:
    """By input, where its axes are those of the map; 0 at steps that are padding."""
    shapes = {point: glass.seen.values[point.node].shape for point in places}
    wide = {point: spread_over(coarse, point, shapes[point]) for point in places}
    return {point.name: _where_real(glass, point, values) for point, values in wide.items() if values is not None}


def _where_real(glass: Glass, point: Point, values: Array) -> Array:
    real = which_real(glass, point.node)
    return values if real is None or values.ndim != 2 else np.where(real, values, 0.0)


def _columns(
    glass: Glass,
    method: str,
    node: str | None,
    wanted: Asked,
    places: Sequence[Point],
    at: Values,
    values: dict[str, Array],
) -> dict[str, Array]:
    columns = parts_of(glass.model) if node is None and method != "grad_cam" else ()
    if method == "occlusion":
        return occluded_columns(wanted, columns, places, at)
    return summed(columns, values)


def _names(glass: Glass, name: str, values: Array) -> Names:
    """Of each sample; of a vector the names of its features, of a sequence those of its steps."""
    if values.ndim == 1:
        return ()
    model, is_ids = glass.model, glass.part.x.get(name, values).dtype.kind == "i"
    if values.ndim == 2 and not is_ids:
        return (place_names(model, name),) * len(values)
    tokens = tokens_of(model, name)
    if tokens:
        return tuple(tuple(visible(tokens[token]) for token in row) for row in glass.part.x[name].tolist())
    return tuple(step_names(model.spec, glass.part, row, values.shape[1]) for row in range(len(values)))


def _features(model: Model, name: str, values: Array) -> tuple[str, ...]:
    """What the last axis is called; a clip becomes bands, from the lowest on."""
    heard = model.spec.inputs.get(name)
    is_heard = heard is not None and heard.mel is not None
    return tuple(f"band {band}" for band in range(values.shape[-1])) if is_heard else place_names(model, name)


def _baseline(model: Model, node: str | None) -> str:
    if node is not None:
        return f"{node} at 0"
    source = model.spec.source
    is_text = isinstance(source, TextInputs)
    numbers = [] if is_text else [BASELINES.get(type(source), "0 for every number as the network sees it")]
    reads_tokens = any(tokens_of(model, name) for name in model.network.inputs)
    return "; ".join([*numbers, *([NO_TOKEN] if reads_tokens else [])])
