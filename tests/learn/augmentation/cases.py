"""Pictures and keys that the tests of augmentation share."""

from __future__ import annotations

import functools
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.typing import ArrayLike

from neuroglass.learn import augmentation
from neuroglass.learn.augmentation import Augmentation, Transform, sample_keys

TOGETHER = ("flip, crop 2", "crop 1, contrast 0.2, rotate 10, cutout 3, mixup", "brightness 0.3, cutmix")
ALL = (
    *("flip", "flip vertical", "flip both", "shift 0.2", "crop 3", "rotate 30", "zoom 0.3", "shear 20"),
    *("brightness 0.5", "contrast 0.5", "saturation 0.5", "cutout 0.5", "mixup 0.4", "cutmix"),
    *TOGETHER,
)


def pictures(count: int, height: int = 9, width: int = 12, channels: int = 3, seed: int = 0) -> jax.Array:
    values = np.random.default_rng(seed).integers(0, 256, (count, height, width, channels), dtype=np.uint8)
    return jnp.asarray(values)


def repeated(count: int, height: int = 9, width: int = 12, channels: int = 3) -> tuple[jax.Array, np.ndarray]:
    """One picture many times, and itself as plain float64."""
    one = pictures(1, height, width, channels)
    return jnp.repeat(one, count, axis=0), np.asarray(one[0]).astype(np.float64)


def keys(count: int, seed: int = 0, epoch: int = 0) -> jax.Array:
    return sample_keys(jnp.uint32(seed), jnp.uint32(epoch), jnp.arange(count, dtype=jnp.int32))


def changed(how: str | Transform, images: ArrayLike, key: jax.Array, real: jax.Array | None = None) -> Any:
    """The pictures and the mixing, as plain arrays."""
    images, mixing = _compiled(augmentation.get(how), jnp.asarray(images), key, real)
    return np.asarray(images), None if mixing is None else tuple(np.asarray(part) for part in mixing)


@functools.partial(jax.jit, static_argnums=0)
def _compiled(how: Augmentation, images: jax.Array, key: jax.Array, real: jax.Array | None) -> Any:
    return augmentation.augmented(how, images, key, real)
