"""Pictures that a network learns from: some of each class, as they are and as it sees them."""

from __future__ import annotations

import dataclasses
import functools

import jax
import jax.numpy as jnp
import numpy as np
from markupsafe import Markup

from neuroglass.data.inputs import PICTURE
from neuroglass.data.parts import Data, Part
from neuroglass.learn.augmentation import NOTHING, Augmentation, augmented, for_pictures, sample_keys
from neuroglass.report.groups import MOST_CLASSES, Places, groups, name_of, spread
from neuroglass.report.pictures import Pixels, photograph

LINE = 5  # pictures side by side
MOST_LINES = 3  # of a class, where classes are few


@dataclasses.dataclass(frozen=True)
class Group:
    """Some pictures of one class, or of like targets, and how many there are in all."""

    name: str
    count: int
    plain: tuple[Markup, ...]
    augmented: tuple[Markup, ...]


@dataclasses.dataclass(frozen=True)
class Samples:
    """A page of pictures.

    Args:
        groups: the first classes, or stretches of the target.
        more: classes that are left out.
        augmentation: how the pictures are changed, as it is written; "off" where they are not.
        why: the sentence that says why that was chosen; empty where it was told.
    """

    groups: tuple[Group, ...]
    more: int
    augmentation: str
    why: str


def samples(data: Data, augmentation: Augmentation, seed: int) -> Samples:
    """Pictures of the training part, and what the first epoch makes of them.

    Args:
        data: of pictures.
        augmentation: how they are changed.
        seed: from which the chance of each picture follows.
    """
    part, spec = data.train, data.spec
    found = groups(part, spec)
    most = LINE * max(1, min(MOST_LINES, MOST_CLASSES // len(found)))
    chosen = [spread(places, most) for _, places in found]
    pixels = np.asarray(part.x[PICTURE][np.concatenate(chosen)], np.uint8)
    plain = _shown(pixels, part, found, chosen)
    seen = pixels if augmentation == NOTHING else _seen(pixels, chosen, augmentation, seed)
    changed = [()] * len(found) if augmentation == NOTHING else _shown(seen, part, found, chosen)
    suited, why = for_pictures(spec.inputs[PICTURE].shape, spec.classes, len(part))
    return Samples(
        tuple(Group(name, len(rows), *both) for (name, rows), *both in zip(found, plain, changed, strict=True)),
        max(0, len(spec.classes) - MOST_CLASSES),
        str(augmentation),
        why if augmentation == suited else "",
    )


def _shown(
    pixels: Pixels, part: Part, found: list[tuple[str, Places]], chosen: list[Places]
) -> list[tuple[Markup, ...]]:
    """The pictures of each group."""
    pictures = iter(pixels)
    return [
        tuple(photograph(next(pictures), f"{name}: {name_of(part, int(at))}", name_of(part, int(at))) for at in places)
        for (name, _), places in zip(found, chosen, strict=True)
    ]


def _seen(pixels: Pixels, chosen: list[Places], augmentation: Augmentation, seed: int) -> Pixels:
    """The pictures as the first epoch has them; those that are mixed are mixed with another class, as mostly then."""
    number_in_group = np.concatenate([np.arange(len(places)) for places in chosen])
    order = np.argsort(number_in_group, kind="stable")
    rows = jnp.asarray(np.concatenate(chosen)[order], jnp.int32)
    seen = np.empty_like(pixels)
    seen[order] = np.clip(
        np.rint(_first_seen(augmentation, jnp.asarray(pixels[order]), jnp.uint32(seed), rows)), 0, 255
    )
    return seen


@functools.partial(jax.jit, static_argnums=0)
def _first_seen(augmentation: Augmentation, pixels: jax.Array, seed: jax.Array, rows: jax.Array) -> jax.Array:
    return augmented(augmentation, pixels, sample_keys(seed, jnp.uint32(0), rows))[0]
