"""Numbers drawn for each picture, against the distributions of scipy."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from neuroglass.learn.augmentation import sample_keys
from neuroglass.learn.augmentation.chance import Draw
from tests.learn.augmentation.cases import keys

MANY = 20_000


def numbers(seed: int = 0, epoch: int = 0, place: int = 0, number: int = 0) -> np.ndarray:
    return np.asarray(Draw(keys(MANY, seed, epoch), place).uniform(number))


def test_numbers_are_uniform_from_0_to_below_1() -> None:
    for seed, place, number in ((0, 0, 0), (1, 3, 1), (2**32 - 1, 7, 3)):
        drawn = numbers(seed, 5, place, number)
        assert drawn.min() >= 0
        assert drawn.max() < 1
        assert stats.kstest(drawn, "uniform").pvalue > 1e-3


def test_seeds_epochs_places_and_numbers_have_chances_of_their_own() -> None:
    drawn = [numbers(), numbers(seed=1), numbers(epoch=1), numbers(place=1), numbers(number=1), numbers()[::-1]]
    assert np.abs(np.corrcoef(drawn) - np.eye(len(drawn))).max() < 0.04


def test_a_key_depends_on_the_row_and_not_on_its_place_in_the_batch() -> None:
    rows = jnp.array([7, 3, 19], jnp.int32)
    some = sample_keys(jnp.uint32(0), jnp.uint32(4), rows)
    assert (some == keys(20, epoch=4)[rows]).all()


def test_keys_of_200_000_rows_hardly_ever_meet() -> None:
    assert len(np.unique(keys(200_000))) >= 200_000 - 20  # 4.7 pairs are expected of 32 bits


def test_chance_outlives_an_upgrade() -> None:
    assert keys(3, seed=1, epoch=2).tolist() == [3574251024, 1458809689, 2207789217]


def test_whole_numbers_are_each_as_likely() -> None:
    drawn = np.asarray(Draw(keys(MANY), 0).whole(0, 9))
    counts = np.bincount(drawn.astype(int), minlength=9)
    assert len(counts) == 9
    assert stats.chisquare(counts).pvalue > 1e-3


@pytest.mark.parametrize("count", [1, 2, 3, 9, 32, 33, 513, 4097])
def test_the_largest_number_is_below_the_count(count: int) -> None:
    assert jnp.floor(jnp.float32(1 - 2**-24) * count) == count - 1


def test_amounts_fill_their_range() -> None:
    drawn = np.asarray(Draw(keys(MANY), 0).within(0, 0.3))
    assert stats.kstest(drawn, "uniform", (-0.3, 0.6)).pvalue > 1e-3
    assert np.abs(drawn).max() <= np.float32(0.3)
