"""Every road of a convolution against jax.lax.conv_general_dilated, forward and gradient."""

from __future__ import annotations

import functools
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.nn.layers import convolution
from neuroglass.nn.layers.convolution import convolve, road_of
from neuroglass.nn.layers.window import Window

SAME = Window((3, 3), (1, 1), "same", (1, 1))
WINDOWS = {
    "same": SAME,
    "odd strides": Window((3, 2), (2, 3), "same", (1, 1)),
    "ends": Window((3, 2), (2, 1), ((0, 2), (3, 1)), (1, 1)),
    "dilation": Window((2, 3), (1, 1), "valid", (3, 2)),
}
KERNELS = {  # (in / groups, filters), groups
    "few channels": ((2, 5), 1, "patches"),
    "many channels": ((12, 4), 1, "xla"),
    "groups": ((3, 6), 3, "groups"),
    "one channel a group": ((1, 8), 4, "shifts"),
}


def drawn(seed: int, *shape: int) -> jax.Array:
    return jnp.asarray(np.random.default_rng(seed).normal(size=shape), jnp.float32)


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS)
@pytest.mark.parametrize(("sizes", "groups", "road"), KERNELS.values(), ids=KERNELS)
def test_every_road_leads_to_the_same_numbers(sizes: tuple[int, int], groups: int, road: str, window: Window) -> None:
    x, kernel = drawn(1, 2, 7, 6, sizes[0] * groups), drawn(2, *window.size, *sizes)
    assert road_of(kernel.shape, groups) == road
    expected = jax.lax.conv_general_dilated(
        x,
        kernel,
        window.strides,
        window.padding.upper() if isinstance(window.padding, str) else window.padding,
        rhs_dilation=window.dilation,
        dimension_numbers=("NHWC", "HWIO", "NHWC"),
        feature_group_count=groups,
    )
    pull = drawn(3, *expected.shape)

    def slopes(road: Any) -> Any:
        return jax.jit(jax.grad(lambda x, kernel: _pulled(road(x, kernel, window, groups), pull), (0, 1), has_aux=True))

    ours, value = slopes(convolve)(x, kernel)
    theirs, _ = slopes(convolution._by_xla)(x, kernel)
    np.testing.assert_allclose(value, expected, rtol=1e-5, atol=1e-5)
    jax.tree.map(functools.partial(np.testing.assert_allclose, rtol=1e-5, atol=5e-5), ours, theirs)


def _pulled(value: jax.Array, pull: jax.Array) -> tuple[jax.Array, jax.Array]:
    return jnp.vdot(pull, value), value


def test_on_a_gpu_every_convolution_is_that_of_xla(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    assert {road_of((3, 3, *sizes), groups) for sizes, groups, _ in KERNELS.values()} == {"xla"}


@pytest.mark.parametrize(
    ("kernel", "road"),
    [((3, 3, 3, 32), "patches"), ((5, 5, 1, 6), "patches"), ((1, 1, 512, 8), "patches"), ((7, 7, 3, 64), "xla")],
    ids=str,
)
def test_a_kernel_that_takes_in_little_or_one_place_goes_by_patches(kernel: tuple[int, ...], road: str) -> None:
    assert road_of(kernel, 1) == road
