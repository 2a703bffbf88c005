"""Every augmentation: the same picture for the same key, another in another epoch, compiled once, written and read."""

from __future__ import annotations

import json
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.data.inputs import PICTURE
from neuroglass.errors import ConfigurationError
from neuroglass.learn import augmentation
from neuroglass.learn.augmentation import KNOWN, NOTHING, Augmentation, Crop, Cutout, Flip, Mixup, augmented, get
from neuroglass.learn.augmentation.augmentation import NAMED
from neuroglass.nn.describe import describe, restore
from tests.learn.augmentation.cases import ALL, TOGETHER, changed, keys, pictures

ORDERS = ("cutout 3, crop 4", "crop 4, cutout 3")
BY_ITSELF = [how for how in ALL if get(how).mixer is None]


def test_every_transform_is_among_the_cases() -> None:
    of_pictures = {name for name, kind in NAMED.items() if getattr(kind, "suits", "") == PICTURE}
    assert {word for how in ALL for word in how.replace(",", "").split() if word in NAMED} == of_pictures


@pytest.mark.parametrize(("how", "channels"), [*((how, 3) for how in ALL), *((how, 1) for how in TOGETHER)])
def test_pixels_become_float32_from_0_to_255(how: str, channels: int) -> None:
    images = pictures(16, channels=channels)
    drawn, _ = changed(how, images, keys(16))
    assert drawn.dtype == np.float32
    assert drawn.shape == images.shape
    assert drawn.min() >= 0
    assert drawn.max() <= 255


@pytest.mark.parametrize("how", BY_ITSELF)
def test_a_picture_depends_on_its_key_and_not_on_its_batch(how: str) -> None:
    images, key, others = pictures(16), keys(16), np.random.default_rng(0).integers(16, size=16)
    whole, _ = changed(how, images, key)
    assert (changed(how, images[others], key[others])[0] == whole[others]).all()


@pytest.mark.parametrize("how", ALL)
def test_the_same_key_gives_the_same_bytes(how: str) -> None:
    first, again = (changed(how, pictures(16), keys(16, seed=3, epoch=2))[0] for _ in range(2))
    assert first.tobytes() == again.tobytes()


@pytest.mark.parametrize("how", ALL)
def test_another_epoch_and_another_seed_give_other_pictures(how: str) -> None:
    images = pictures(16)
    drawn = [changed(how, images, keys(16, seed, epoch))[0] for seed, epoch in ((0, 0), (0, 1), (1, 0))]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        differ = (drawn[one] != drawn[other]).any(axis=(1, 2, 3))
        assert differ.sum() >= 2


@pytest.mark.parametrize("how", ["rotate 10", "cutmix"])
def test_compiled_equals_eager(how: str) -> None:
    eager, _ = augmented(get(how), pictures(16), keys(16))
    np.testing.assert_allclose(changed(how, pictures(16), keys(16))[0], eager, atol=0.01)


@pytest.mark.parametrize("how", TOGETHER)
def test_many_trainings_at_once_are_each_alone(how: str) -> None:
    images, key = pictures(16), jnp.stack([keys(16, seed) for seed in range(3)])
    together = jax.jit(jax.vmap(lambda one: augmented(get(how), images, one)[0]))(key)
    for seed in range(3):
        np.testing.assert_allclose(together[seed], changed(how, images, key[seed])[0], atol=0.01)


def test_equal_augmentations_compile_once() -> None:
    traces = []

    def step(how: Augmentation, images: jax.Array, key: jax.Array) -> Any:
        traces.append(how)
        return augmented(how, images, key)

    compiled = jax.jit(step, static_argnums=0)
    for epoch in range(3):
        compiled(get("flip, crop 2, rotate 5, mixup"), pictures(4), keys(4, epoch=epoch))
    assert len(traces) == 1


def test_transforms_of_one_kind_have_chances_of_their_own() -> None:
    images = pictures(64, 1, 8)
    once, twice = (changed(how, images, keys(64))[0] for how in ("flip", "flip, flip"))
    mirrored = [(drawn != np.asarray(images)).any(axis=(1, 2, 3)) for drawn in (once, twice)]
    assert 0.25 < (mirrored[0] != mirrored[1]).mean() < 0.75


def test_transforms_go_in_their_order() -> None:
    """Moved after it is hidden, a square of 3 may be seen beside its mirror image."""
    white_dot = jnp.zeros((400, 9, 9, 1), jnp.uint8).at[:, 4, 4].set(81)
    hidden = [(changed(how, white_dot, keys(400))[0] == 1).sum(axis=(1, 2, 3)) for how in ORDERS]
    assert set(hidden[0]) > {9, 18}
    assert set(hidden[1]) == {4, 6, 9}


def test_nothing_leaves_pictures_as_they_are() -> None:
    images = pictures(4)
    drawn, mixing = changed("off", images, keys(4))
    assert mixing is None
    assert drawn.dtype == np.float32
    assert (drawn == np.asarray(images)).all()


@pytest.mark.parametrize("how", [*ALL, "off"])
def test_text_and_files_bring_an_augmentation_back(how: str) -> None:
    first = get(how)
    assert get(str(first)) == first
    assert restore(json.loads(json.dumps(describe(first))), KNOWN, "the augmentation") == first
    assert hash(get(how)) == hash(first)


def test_all_ways_of_writing_one_down_mean_the_same() -> None:
    whole = Augmentation((Flip(), Crop(4), Cutout(0.25), Mixup(0.2)))
    assert get("flip, crop 4, cutout 0.25, mixup 0.2") == whole
    assert get(" flip,crop padding=4 ,cutout size=0.25,mixup") == whole
    assert get(["flip", Crop(4), "cutout 0.25", Mixup(0.2)]) == get(whole) == whole
    assert get(Flip()) == get("flip horizontal") == Augmentation((Flip(),))
    assert get(None) == get("off") == get([]) == Augmentation(()) == NOTHING


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("flp, crop 4", "the augmentation 'flp' is not known. Did you mean flip?"),
        ("dots", "the augmentation 'dots' is not known. Known: flip, shift, crop, rotate, zoom, shear, brightness"),
        ("flip,", "the augmentation '' is not known"),
        ("crop 4 5", "the augmentation 'crop 4 5': too many positional arguments. Expected crop with padding"),
        ("crop pading=4", "the augmentation 'crop pading=4': .*'pading'"),
        ("flip sideways", r"Flip\(axis='sideways'\). Expected one of horizontal, vertical, both"),
        ("mixup, crop 4", "Mixup stands before another transform. Expected Mixup to be the last, and the only one"),
        ("mixup, cutmix", "Mixup stands before another transform"),
        ([Flip(), 4], r"Augmentation\(transforms=\(Flip\(axis='horizontal'\), 4\)\). Expected a tuple of Flip, Shift"),
        (7, r"Augmentation\(transforms=\(7,\)\). Expected a tuple of Flip"),
    ],
)
def test_what_cannot_be_read_is_named(how: Any, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        get(how)


def test_a_list_of_transforms_is_no_setting() -> None:
    with pytest.raises(ConfigurationError, match=r"Augmentation\(transforms=\[Flip\(axis='horizontal'\)\]\)"):
        Augmentation([Flip()])  # type: ignore[arg-type]  # what is tested


def test_the_public_names_are_sorted() -> None:
    assert augmentation.__all__ == sorted(augmentation.__all__)
