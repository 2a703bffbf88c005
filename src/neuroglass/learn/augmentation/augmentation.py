"""An augmentation: several transforms, one after the other, for a batch inside the compiled step."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import jax
import jax.numpy as jnp

from neuroglass.errors import ConfigurationError
from neuroglass.learn.augmentation.affine import Affine
from neuroglass.learn.augmentation.chance import Draw
from neuroglass.learn.augmentation.colours import Brightness, Colouring, Contrast, Saturation, coloured
from neuroglass.learn.augmentation.geometry import Crop, Flip, Geometric, Rotate, Shear, Shift, Zoom
from neuroglass.learn.augmentation.masks import FrequencyMask, Masking, TimeMask
from neuroglass.learn.augmentation.mixing import CutMix, Mixer, Mixing, Mixup, partners
from neuroglass.learn.augmentation.patches import Cutout
from neuroglass.learn.augmentation.resampling import blended, moved
from neuroglass.learn.augmentation.transform import Transform
from neuroglass.learn.augmentation.waves import Delay, Gain, Noise, Speed, Waving
from neuroglass.learn.wording import made

TRANSFORMS: tuple[type[Transform], ...] = (
    *(Flip, Shift, Crop, Rotate, Zoom, Shear),
    *(Brightness, Contrast, Saturation, Cutout),
    *(Mixup, CutMix),
    *(Gain, Noise, Delay, Speed, TimeMask, FrequencyMask),
)
NAMED: dict[str, Callable[..., Transform]] = {kind.__name__.lower(): kind for kind in TRANSFORMS}
OFF = "off"


@dataclass(frozen=True)
class Augmentation:
    """How each picture or clip is changed, anew in each epoch, before it is learnt from.

    Args:
        transforms: in their order; those that follow each other and move pixels read the picture once. One that mixes
            pictures is the last.

    Raises:
        ConfigurationError: something else than a transform, one of pictures beside one of sounds, or a mixing one
            before another.
    """

    transforms: tuple[Transform, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.transforms, tuple) or not all(isinstance(part, Transform) for part in self.transforms):
            kinds = ", ".join(kind.__name__ for kind in TRANSFORMS)
            raise ConfigurationError(f"Augmentation(transforms={self.transforms!r})", f"a tuple of {kinds}")
        if len({part.suits for part in self.transforms}) > 1:
            raise ConfigurationError(
                f"the augmentation {self} is for pictures and for sounds", "transforms of one kind"
            )
        for transform in self.transforms[:-1]:
            if isinstance(transform, Mixer):
                name = type(transform).__name__
                raise ConfigurationError(
                    f"{name} stands before another transform", f"{name} to be the last, and the only one"
                )

    @property
    def suits(self) -> str | None:
        """The input that it changes, if it does anything."""
        return self.transforms[0].suits if self.transforms else None

    @property
    def masks(self) -> bool:
        """Whether it hides stretches of spectrograms."""
        return any(isinstance(transform, Masking) for transform in self.transforms)

    @property
    def mixer(self) -> Mixer | None:
        """The transform that mixes pictures, if one does."""
        last = self.transforms[-1:]
        return last[0] if last and isinstance(last[0], Mixer) else None

    def __str__(self) -> str:
        """As ``get`` reads it.

        >>> str(Augmentation((Flip(), Crop(4))))
        'flip, crop 4'
        """
        return ", ".join(_written(transform) for transform in self.transforms) or OFF


NOTHING = Augmentation()
KNOWN: dict[str, type] = {"Augmentation": Augmentation} | {kind.__name__: kind for kind in TRANSFORMS}


def augmented(
    augmentation: Augmentation, images: jax.Array, keys: jax.Array, real: jax.Array | None = None
) -> tuple[jax.Array, Mixing | None]:
    """A batch of pictures, each changed by its own chance, and what they were mixed with, if they were.

    Args:
        augmentation: how.
        images: uint8 (batch, height, width, channels).
        keys: uint32 (batch,), of ``sample_keys``.
        real: (batch,), 1 for a sample, 0 for what fills up the last batch and mixes with none; None: all are samples.

    Returns:
        float32 pictures of the same shape, from 0 to 255.
    """
    mixer = augmentation.mixer
    if mixer is None:
        return _changed(augmentation, images, keys), None
    partner = partners(len(images), real)
    own, others = _changed(augmentation, images, keys), _changed(augmentation, images[partner], keys[partner])
    images, share = mixer.mixed(own, others, Draw(keys, len(augmentation.transforms)))
    return images, Mixing(partner, share if real is None else jnp.where(real > 0, share, 1))


def heard(augmentation: Augmentation, waves: jax.Array, keys: jax.Array) -> jax.Array:
    """A batch of clips, each changed by its own chance.

    Args:
        augmentation: how.
        waves: int16 (batch, samples).
        keys: uint32 (batch,), of ``sample_keys``.

    Returns:
        float32 samples of the same shape.
    """
    changed = waves.astype(jnp.float32)
    for place, transform in enumerate(augmentation.transforms):
        if isinstance(transform, Waving):
            changed = transform.changed(changed, Draw(keys, place))
    return changed


def masked(augmentation: Augmentation, spectrograms: jax.Array, keys: jax.Array) -> jax.Array:
    """The spectrograms of a batch of clips, (batch, steps, bands), stretches of each hidden by its own chance."""
    for place, transform in enumerate(augmentation.transforms):
        if isinstance(transform, Masking):
            spectrograms = transform.hidden(spectrograms, Draw(keys, place))
    return spectrograms


def get(augmentation: str | Augmentation | Transform | Sequence[str | Transform] | None) -> Augmentation:
    """An augmentation by short text, by its transforms, or itself; None and "off" change nothing.

    Raises:
        ConfigurationError: an unknown transform or setting.

    >>> get("flip, crop 4, mixup 0.2").transforms
    (Flip(axis='horizontal'), Crop(padding=4), Mixup(alpha=0.2))
    """
    if isinstance(augmentation, Augmentation):
        return augmentation
    if augmentation is None or (isinstance(augmentation, str) and augmentation.strip() == OFF):
        return NOTHING
    if isinstance(augmentation, str):
        return Augmentation(tuple(_named(part) for part in augmentation.split(",")))
    listed = augmentation if isinstance(augmentation, Sequence) else (augmentation,)
    return Augmentation(tuple(_named(part) if isinstance(part, str) else part for part in listed))


def _named(text: str) -> Transform:
    transform, _ = made(text, NAMED, "the augmentation")
    return transform


def _written(transform: Transform) -> str:
    values = [value for value in vars(transform).values() if value != Flip().axis]
    return " ".join([type(transform).__name__.lower(), *map(str, values)])


def _changed(augmentation: Augmentation, images: jax.Array, keys: jax.Array) -> jax.Array:
    """All but the mixing; transforms of one kind that follow each other are one."""
    draws = [(transform, Draw(keys, place)) for place, transform in enumerate(augmentation.transforms)]
    for _, chain in itertools.groupby(draws, lambda pair: _kind(pair[0])):
        images = _through(images, list(chain))
    return images.astype(jnp.float32)


def _kind(transform: Transform) -> type[Transform]:
    return next((kind for kind in (Geometric, Colouring) if isinstance(transform, kind)), type(transform))


def _through(images: jax.Array, chain: list[tuple[Transform, Draw]]) -> jax.Array:
    if moves := [(transform, draw) for transform, draw in chain if isinstance(transform, Geometric)]:
        return _resampled(images, moves)
    if colours := [(transform, draw) for transform, draw in chain if isinstance(transform, Colouring)]:
        return coloured(images.astype(jnp.float32), colours)
    for transform, draw in chain:
        if isinstance(transform, Cutout):
            images = transform.hidden(images.astype(jnp.float32), draw)
    return images


def _resampled(images: jax.Array, chain: list[tuple[Geometric, Draw]]) -> jax.Array:
    """Read once, where all the maps together say."""
    _, height, width, _ = images.shape
    source = functools.reduce(Affine.of, [transform.map(draw, height, width) for transform, draw in chain])
    return (moved if all(transform.exact for transform, _ in chain) else blended)(images, source)
