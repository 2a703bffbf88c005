"""Where sequences end, what they end with, and vectors as sequences. What they compute is held to keras elsewhere."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np

from neuroglass.nn.layers import Embedding, LastStep, Masking, Moment, RepeatVector

X = jnp.asarray([[[1.0, 2.0], [0.0, 0.0], [3.0, 0.0]], [[-1.0, -1.0], [5.0, 5.0], [-1.0, -1.0]]])


def test_masking_calls_padding_what_has_the_value_in_every_feature() -> None:
    assert Masking().steps([None], X).tolist() == [[True, False, True], [True, True, True]]  # type: ignore[union-attr]
    assert Masking(-1.0).steps([None], X).tolist() == [[True, True, True], [False, True, False]]  # type: ignore[union-attr]
    value, _ = Masking(-1.0).compute({}, Moment(), X)
    np.testing.assert_array_equal(value[1], [[0, 0], [5, 5], [0, 0]])


def test_masking_adds_to_what_was_padding_before() -> None:
    known = jnp.asarray([[True, True, False], [True, True, True]])
    assert Masking().steps([known], X).tolist() == [[True, False, False], [True, True, True]]  # type: ignore[union-attr]


def test_an_embedding_calls_id_0_padding_where_it_is_told_to() -> None:
    ids = jnp.asarray([[3, 0, 0], [1, 2, 0]])
    assert Embedding(4, 2, mask_zero=True).steps([None], ids).tolist() == [[True, False, False], [True, True, False]]  # type: ignore[union-attr]
    assert Embedding(4, 2).steps([None], ids) is None


def test_the_last_step_is_the_last_real_one() -> None:
    real = jnp.asarray([[True, True, False], [False, False, False]])
    value, _ = LastStep().compute({}, Moment(steps=real), X)
    np.testing.assert_array_equal(value, [[0, 0], [0, 0]])
    value, _ = LastStep().compute({}, Moment(steps=real.at[:, 2].set(True)), X)
    np.testing.assert_array_equal(value, X[:, 2])
    assert LastStep().steps([real], X) is None


def test_a_repeated_vector_is_the_same_at_every_step() -> None:
    value, _ = RepeatVector(3).compute({}, Moment(), X[:, 0])
    np.testing.assert_array_equal(value, np.asarray(X)[:, :1].repeat(3, 1))
