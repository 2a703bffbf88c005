"""The conditions every test runs under: strict JAX, one kind of device, no display, nothing kept between them."""

import os

# Set before JAX or keras is imported, and inherited by the processes that tests start.
os.environ.update(
    JAX_PLATFORMS="cpu",
    JAX_NUMPY_DTYPE_PROMOTION="strict",
    JAX_NUMPY_RANK_PROMOTION="raise",
    KERAS_BACKEND="jax",
    MPLBACKEND="agg",
    NEUROGLASS_CACHE="off",
)
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_use_fusion_emitters=false")  # compiles sooner what then runs slower

from collections.abc import Iterator

import jax
import pytest

LONGEST = ("test_readme.py", "test_compiled_for_use.py", "test_examples.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest go first, so that at the end no process works alone."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture
def lenient_promotion() -> Iterator[None]:
    """Keras computes with mixed ranks and dtypes; a test that asks it for numbers takes this fixture."""
    with jax.numpy_dtype_promotion("standard"), jax.numpy_rank_promotion("allow"):
        yield


@pytest.fixture(scope="module", autouse=True)
def programs_of_one_file() -> Iterator[None]:
    """A file's programs end with it: those of all files take gigabytes, and more mappings than Linux allows."""
    yield
    jax.clear_caches()
