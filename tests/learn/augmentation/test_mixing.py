"""Mixup and cutmix: shares against scipy.stats.beta, pictures and partners by hand."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from neuroglass.errors import ConfigurationError
from neuroglass.learn.augmentation import CutMix, Mixup
from neuroglass.learn.augmentation.chance import Draw
from neuroglass.learn.augmentation.mixing import Mixer, beta
from tests.learn.augmentation.cases import changed, keys, pictures

MIXERS = (Mixup(0.5), CutMix(0.7))


@pytest.mark.parametrize("alpha", [0.05, 0.2, 0.5, 1.0, 2.0, 20.0])
def test_shares_are_drawn_from_beta(alpha: float) -> None:
    draw = Draw(keys(20_000), 0)
    shares = np.asarray(beta(draw.uniform(0), draw.uniform(1), alpha), np.float64)
    assert 0 <= shares.min() <= shares.max() <= 1
    theirs = stats.beta(alpha, alpha)
    assert shares.mean() == pytest.approx(theirs.mean(), abs=0.01)
    assert shares.var() == pytest.approx(theirs.var(), rel=0.05)
    points = np.linspace(0.01, 0.99, 30)  # float32 rounds what is nearer to 1 than these
    assert np.abs((shares[:, None] <= points).mean(axis=0) - theirs.cdf(points)).max() < 0.015


def test_the_ends_of_the_chance_give_shares_too() -> None:
    u, v = jnp.meshgrid(jnp.array([0, 2**-24, 0.5, 1 - 2**-24]), jnp.array([0, 0.25, 0.5, 1 - 2**-24]))
    for alpha in (1e-3, 0.2, 1.0, 1e3):
        assert jnp.isfinite(beta(u, v, alpha)).all()


def test_mixup_is_the_weighted_mean_of_both() -> None:
    images = pictures(50)
    mixed, (partner, share) = changed(Mixup(0.5), images, keys(50))
    x, own = np.asarray(images, np.float64), share[:, None, None, None].astype(np.float64)
    np.testing.assert_allclose(mixed, own * x + (1 - own) * x[partner], atol=1e-3)
    assert 0 <= share.min() < 0.1 < 0.9 < share.max() <= 1


def test_cutmix_takes_a_rectangle_and_counts_it() -> None:
    images = pictures(200, 8, 10)
    mixed, (partner, share) = changed(CutMix(), images, keys(200))
    x = np.asarray(images)
    own, other = ((mixed == y).all(axis=-1) for y in (x, x[partner]))
    assert (own | other).all()
    taken = ~own
    for where in taken:
        assert where.sum() == where.any(axis=1).sum() * where.any(axis=0).sum()
    np.testing.assert_allclose(share, 1 - taken.mean(axis=(1, 2)), atol=1e-6)
    assert 0 <= share.min() < 0.3 < 0.9 < share.max() <= 1


def test_the_sides_of_a_cutmix_rectangle_follow_the_share() -> None:
    images = pictures(400, 40, 60)
    _, (_, share) = changed(CutMix(), images, keys(400))
    draw = Draw(keys(400), 1)
    drawn = np.asarray(beta(draw.uniform(2), draw.uniform(3), 1.0))
    assert (share >= drawn - 1e-6).all()  # at the edges less is taken
    whole = np.abs(share - drawn) < 0.05
    assert whole.mean() > 0.2


@pytest.mark.parametrize("mixer", MIXERS, ids=repr)
def test_a_partner_is_another_row_of_the_batch(mixer: Mixer) -> None:
    _, (partner, _) = changed(mixer, pictures(6), keys(6))
    assert partner.dtype == np.int32
    assert sorted(partner) == list(range(6))
    assert (partner != np.arange(6)).all()


@pytest.mark.parametrize("mixer", MIXERS, ids=repr)
@pytest.mark.parametrize("count", [1, 2, 5, 6])
def test_padding_is_no_ones_partner(mixer: Mixer, count: int) -> None:
    real = (jnp.arange(6) < count).astype(jnp.float32)
    _, (partner, _) = changed(mixer, pictures(6), keys(6), real)
    assert sorted(partner[:count]) == list(range(count))
    assert partner.max() < count


def test_a_partner_is_mixed_in_as_it_is_learnt_from() -> None:
    images, key = pictures(30), keys(30)
    alone, _ = changed("flip, crop 2, contrast 0.3", images, key)
    mixed, (partner, share) = changed("flip, crop 2, contrast 0.3, mixup", images, key)
    own = share[:, None, None, None]
    np.testing.assert_allclose(mixed, own * alone + (1 - own) * alone[partner], atol=1e-3)


@pytest.mark.parametrize("kind", [Mixup, CutMix])
def test_alpha_is_above_0(kind: type) -> None:
    with pytest.raises(ConfigurationError, match=rf"{kind.__name__}\(alpha=0\). Expected alpha to be a number above 0"):
        kind(0)
