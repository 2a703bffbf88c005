"""Pictures or clips that a network learns from: some of each class, as they are and as it meets them."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from neuroglass.data.inputs import InputSpec
from neuroglass.data.parts import Data, Part
from neuroglass.glass.looks import looked_at, looks
from neuroglass.learn.augmentation import (
    NOTHING,
    Augmentation,
    augmented,
    for_pictures,
    for_sounds,
    heard,
    masked,
    sample_keys,
)
from neuroglass.mel import log_mel
from neuroglass.nn.compiling import QUICKLY
from neuroglass.report.groups import MOST_CLASSES, Places, groups, name_of, spread
from neuroglass.report.portraits import portrait

LINE = 5  # pictures side by side
MOST_LINES = 3  # of a class, where classes are few

Array = NDArray[Any]


@dataclasses.dataclass(frozen=True)
class Group:
    """Some samples of one class, or of like targets, and how many there are in all."""

    name: str
    count: int
    plain: tuple[Markup, ...]
    augmented: tuple[Markup, ...]


@dataclasses.dataclass(frozen=True)
class Samples:
    """A page of samples.

    Args:
        groups: the first classes, or stretches of the target.
        more: classes that are left out.
        augmentation: how they are changed, as it is written; "off" where they are not.
        why: the sentence that says why that was chosen; empty where it was told.
    """

    groups: tuple[Group, ...]
    more: int
    augmentation: str
    why: str


def suited(data: Data) -> tuple[Augmentation, str]:
    """The augmentation that training would choose, and why."""
    entry = data.spec.inputs[str(looked_at(data.spec))]
    if entry.mel is not None:
        return for_sounds()
    return for_pictures(entry.shape, data.names, len(data.train))


def samples(data: Data, augmentation: Augmentation, seed: int) -> Samples:
    """Samples of the training part, and what the first epoch makes of them.

    Args:
        data: of pictures or sounds.
        augmentation: how they are changed.
        seed: from which the chance of each of them follows.
    """
    part, spec = data.train, data.spec
    name = str(looked_at(spec))
    found = groups(part, spec)
    most = LINE * max(1, min(MOST_LINES, MOST_CLASSES // len(found)))
    chosen = [spread(places, most) for _, places in found]
    taken = np.asarray(part.x[name][np.concatenate(chosen)])
    plain = _shown(looks(spec.inputs[name], taken), part, found, chosen)
    changed: list[tuple[Markup, ...]] = [()] * len(found)
    if augmentation != NOTHING:
        changed = _shown(_seen(spec.inputs[name], taken, chosen, augmentation, seed), part, found, chosen)
    chosen_by_itself, why = suited(data)
    return Samples(
        tuple(Group(name, len(rows), *both) for (name, rows), *both in zip(found, plain, changed, strict=True)),
        max(0, len(spec.target.strata) - MOST_CLASSES),
        str(augmentation),
        why if augmentation == chosen_by_itself else "",
    )


def _shown(looks: Array, part: Part, found: list[tuple[str, Places]], chosen: list[Places]) -> list[tuple[Markup, ...]]:
    """The samples of each group, drawn."""
    each: Iterator[Array] = iter(looks)
    return [
        tuple(portrait(next(each), f"{name}: {name_of(part, int(at))}", name_of(part, int(at))) for at in places)
        for (name, _), places in zip(found, chosen, strict=True)
    ]


def _seen(entry: InputSpec, taken: Array, chosen: list[Places], augmentation: Augmentation, seed: int) -> Array:
    """The samples as the first epoch has them; those that are mixed are mixed with another class, as mostly then."""
    number_in_group = np.concatenate([np.arange(len(places)) for places in chosen])
    order = np.argsort(number_in_group, kind="stable")
    rows = jnp.asarray(np.concatenate(chosen)[order], jnp.int32)
    made = np.asarray(_first_seen(augmentation, entry, jnp.asarray(taken[order]), jnp.uint32(seed), rows))
    return made[np.argsort(order)]


@functools.partial(jax.jit, static_argnums=(0, 1), compiler_options=QUICKLY)
def _first_seen(
    augmentation: Augmentation, entry: InputSpec, taken: jax.Array, seed: jax.Array, rows: jax.Array
) -> jax.Array:
    keys = sample_keys(seed, jnp.uint32(0), rows)
    if entry.mel is None:
        return jnp.clip(jnp.rint(augmented(augmentation, taken, keys)[0]), 0, 255).astype(jnp.uint8)
    bands = log_mel(heard(augmentation, taken, keys), entry.mel, jnp)
    mean = jnp.broadcast_to(jnp.asarray(entry.mean, bands.dtype), bands.shape)
    return mean + masked(augmentation, bands - mean, keys)
