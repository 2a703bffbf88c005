"""One row a layer: what it is given, what must come out, and the keras layer that computes the same."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np

from neuroglass.nn.initializers import constant
from neuroglass.nn.layers import (
    GRU,
    LSTM,
    Activation,
    Add,
    AlphaDropout,
    Arrays,
    AveragePool1D,
    AveragePool2D,
    AveragePool3D,
    BatchNorm,
    Bidirectional,
    Centred,
    Concatenate,
    Conv1D,
    Conv2D,
    Conv3D,
    ConvTranspose2D,
    Cropping2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Embedding,
    Flatten,
    GaussianNoise,
    GlobalAveragePool1D,
    GlobalAveragePool2D,
    GlobalAveragePool3D,
    GlobalMaxPool1D,
    GlobalMaxPool2D,
    GlobalMaxPool3D,
    GroupNorm,
    LastStep,
    Layer,
    LayerNorm,
    Level,
    LogMel,
    Masking,
    MaxPool1D,
    MaxPool2D,
    MaxPool3D,
    MemberDense,
    MemberMean,
    Members,
    MemberSteps,
    Moment,
    Multiply,
    Normalization,
    Output,
    RepeatVector,
    Reshape,
    SeasonalNaive,
    SeparableConv2D,
    Shape,
    SimpleRNN,
    SpatialDropout,
    StochasticDepth,
    UpSampling2D,
    ZeroPadding2D,
)
from neuroglass.nn.regularizers import l2, max_norm
from tests.nn.layers.spectrograms import keras_log_mel

BATCH = 7
IDS = 5  # of the embeddings


@dataclasses.dataclass(frozen=True)
class Case:
    layer: Layer
    shapes: tuple[Shape, ...]
    output: Shape
    peer: Callable[[], Any]
    turned: bool = False  # keras has the last two axes of the kernel the other way round
    scale: float = 1.0  # of what it is given

    @property
    def takes_ids(self) -> bool:
        return isinstance(self.layer, Embedding)

    def inputs(self, dtype: Any = np.float32) -> list[np.ndarray]:
        rng = np.random.default_rng(3)
        if self.takes_ids:
            return [rng.integers(0, IDS, (BATCH, *shape)).astype(np.int32) for shape in self.shapes]
        return [(self.scale * rng.normal(0.3, 1.5, (BATCH, *shape))).astype(dtype) for shape in self.shapes]

    def weights(self, dtype: Any = np.float32) -> dict[str, np.ndarray]:
        rng = np.random.default_rng(4)
        return {
            name: rng.uniform(0.2, 1.5, weight.shape).astype(dtype)
            for name, weight in self.layer.weights(*self.shapes).items()
        }

    def learnt(self) -> list[str]:
        return [name for name, weight in self.layer.weights(*self.shapes).items() if weight.learnt]


def computed(
    layer: Layer, weights: Arrays, key: jax.Array, rows: jax.Array | None, training: bool, *inputs: jax.Array
) -> tuple[jax.Array, Arrays]:
    return layer.compute(weights, Moment(training, key, rows), *inputs)


keras_layers = keras.layers


def lambda_layer(function: Callable[[Any], Any]) -> Any:
    return keras_layers.Lambda(function)


def centred(x: Any, relative: bool) -> Any:
    first, rest = x[..., :2], x[..., 2:]
    size = keras.ops.mean(keras.ops.absolute(first), axis=1, keepdims=True) if relative else 1.0
    return keras.ops.concatenate([(first - keras.ops.mean(first, axis=1, keepdims=True)) / size, rest], axis=-1)


def level(x: Any) -> Any:
    size = keras.ops.mean(keras.ops.absolute(x[..., :2]), axis=1, keepdims=True)
    return keras.ops.tile(keras.ops.stack([size[..., at // 3] for at in range(6)], axis=-1), (1, 4, 1))


def seasonal(x: Any) -> Any:
    steps = keras.ops.stack([x[:, at] for at in (2, 3, 2, 3, 2)], axis=1)
    return keras.ops.stack([steps[..., at // 3] for at in range(6)], axis=-1)


CASES = {
    "dense": Case(Dense(4), ((3,),), (4,), lambda: keras_layers.Dense(4)),
    "dense, no bias": Case(
        Dense(4, use_bias=False, kernel_initializer="orthogonal"),
        ((3,),),
        (4,),
        lambda: keras_layers.Dense(4, use_bias=False),
    ),
    "dense on a matrix": Case(
        Dense(4, bias_initializer=constant(0.1), kernel_regularizer=l2(1e-3), kernel_constraint=max_norm(3.0)),
        ((2, 3),),
        (2, 4),
        lambda: keras_layers.Dense(4),
    ),
    "output": Case(Output(2), ((3,),), (2,), lambda: keras_layers.Dense(2)),
    "relu": Case(Activation("relu"), ((4,),), (4,), lambda: keras_layers.Activation("relu")),
    "softmax": Case(Activation("softmax"), ((2, 3),), (2, 3), lambda: keras_layers.Activation("softmax")),
    "prelu": Case(Activation("prelu"), ((4,),), (4,), keras_layers.PReLU),
    "prelu on a matrix": Case(Activation("prelu"), ((2, 3),), (2, 3), lambda: keras_layers.PReLU(shared_axes=[1])),
    "embedding": Case(Embedding(IDS, 3), ((),), (3,), lambda: keras_layers.Embedding(IDS, 3)),
    "embedding of padded sequences": Case(
        Embedding(IDS, 3, mask_zero=True), ((4,),), (4, 3), lambda: keras_layers.Embedding(IDS, 3, mask_zero=True)
    ),
    "embedding of a sequence": Case(Embedding(IDS, 3), ((4,),), (4, 3), lambda: keras_layers.Embedding(IDS, 3)),
    "flatten": Case(Flatten(), ((2, 3),), (6,), keras_layers.Flatten),
    "reshape": Case(Reshape((3, 2)), ((2, 3),), (3, 2), lambda: keras_layers.Reshape((3, 2))),
    "reshape, one size open": Case(Reshape((-1, 2)), ((6,),), (3, 2), lambda: keras_layers.Reshape((-1, 2))),
    "dropout": Case(Dropout(0.4), ((6,),), (6,), lambda: keras_layers.Dropout(0.4)),
    "alpha dropout": Case(AlphaDropout(0.4), ((6,),), (6,), lambda: keras_layers.AlphaDropout(0.4)),
    "gaussian noise": Case(GaussianNoise(0.4), ((6,),), (6,), lambda: keras_layers.GaussianNoise(0.4)),
    "batch norm": Case(BatchNorm(), ((3,),), (3,), keras_layers.BatchNormalization),
    "batch norm on a matrix": Case(
        BatchNorm(momentum=0.7, epsilon=0.02),
        ((2, 3),),
        (2, 3),
        lambda: keras_layers.BatchNormalization(momentum=0.7, epsilon=0.02),
    ),
    "layer norm": Case(LayerNorm(), ((4,),), (4,), keras_layers.LayerNormalization),
    "layer norm on a matrix": Case(
        LayerNorm(epsilon=0.02), ((2, 3),), (2, 3), lambda: keras_layers.LayerNormalization(epsilon=0.02)
    ),
    "members": Case(Members(3), ((4,),), (3, 4), lambda: keras_layers.RepeatVector(3)),
    "member steps": Case(
        MemberSteps(2),
        ((3, 4),),
        (2, 3, 2),
        lambda: lambda_layer(lambda x: keras.ops.transpose(keras.ops.reshape(x, (-1, 3, 2, 2)), (0, 2, 1, 3))),
    ),
    "centred": Case(Centred(2), ((5, 3),), (5, 3), lambda: lambda_layer(functools.partial(centred, relative=False))),
    "level": Case(Level(4, 2, 3), ((5, 3),), (4, 6), lambda: lambda_layer(level)),
    "seasonal naive": Case(SeasonalNaive(5, 2, 2, 3), ((4, 3),), (5, 6), lambda: lambda_layer(seasonal)),
    "member dense": Case(
        MemberDense(4, kernel_regularizer=l2(1e-3)),
        ((2, 3),),
        (2, 4),
        lambda: keras_layers.EinsumDense("bmi,mio->bmo", (2, 4), bias_axes="mo"),
    ),
    "member mean": Case(MemberMean(), ((2, 3),), (3,), keras_layers.GlobalAveragePooling1D),
    "conv1d": Case(Conv1D(4, 3), ((7, 2),), (5, 4), lambda: keras_layers.Conv1D(4, 3)),
    "conv2d": Case(Conv2D(4, 3), ((5, 6, 3),), (3, 4, 4), lambda: keras_layers.Conv2D(4, 3)),
    "conv3d": Case(Conv3D(2, 2), ((3, 4, 5, 2),), (2, 3, 4, 2), lambda: keras_layers.Conv3D(2, 2)),
    "depthwise conv2d": Case(
        DepthwiseConv2D(3, 2, "same", 2),
        ((5, 6, 3),),
        (3, 3, 6),
        lambda: keras_layers.DepthwiseConv2D(3, 2, "same", depth_multiplier=2),
    ),
    "separable conv2d": Case(
        SeparableConv2D(4, 3, 2, "same", 2),
        ((5, 6, 3),),
        (3, 3, 4),
        lambda: keras_layers.SeparableConv2D(4, 3, 2, "same", depth_multiplier=2),
    ),
    "conv transpose": Case(
        ConvTranspose2D(4, 3, 2), ((3, 4, 2),), (7, 9, 4), lambda: keras_layers.Conv2DTranspose(4, 3, 2), True
    ),
    "upsampling": Case(UpSampling2D((2, 3)), ((3, 4, 2),), (6, 12, 2), lambda: keras_layers.UpSampling2D((2, 3))),
    "zero padding": Case(
        ZeroPadding2D(((1, 0), (2, 3))),
        ((3, 4, 2),),
        (4, 9, 2),
        lambda: keras_layers.ZeroPadding2D(((1, 0), (2, 3))),
    ),
    "cropping": Case(
        Cropping2D(((1, 0), (1, 2))), ((3, 5, 2),), (2, 2, 2), lambda: keras_layers.Cropping2D(((1, 0), (1, 2)))
    ),
    "max pool 1d": Case(MaxPool1D(), ((7, 2),), (3, 2), keras_layers.MaxPooling1D),
    "max pool 2d": Case(MaxPool2D(), ((6, 4, 3),), (3, 2, 3), keras_layers.MaxPooling2D),
    "max pool 3d": Case(
        MaxPool3D((1, 2, 3), padding="same"),
        ((2, 5, 4, 2),),
        (2, 3, 2, 2),
        lambda: keras_layers.MaxPooling3D((1, 2, 3), padding="same"),
    ),
    "average pool 1d": Case(
        AveragePool1D(3, 1, "same"), ((7, 2),), (7, 2), lambda: keras_layers.AveragePooling1D(3, 1, "same")
    ),
    "average pool 2d": Case(AveragePool2D(), ((6, 4, 3),), (3, 2, 3), lambda: keras_layers.AveragePooling2D(2)),
    "average pool 3d": Case(
        AveragePool3D((1, 2, 3), padding="same"),
        ((2, 5, 4, 2),),
        (2, 3, 2, 2),
        lambda: keras_layers.AveragePooling3D((1, 2, 3), padding="same"),
    ),
    "global max pool 1d": Case(GlobalMaxPool1D(), ((5, 3),), (3,), keras_layers.GlobalMaxPooling1D),
    "global max pool 2d": Case(GlobalMaxPool2D(), ((4, 5, 3),), (3,), keras_layers.GlobalMaxPooling2D),
    "global max pool 3d": Case(GlobalMaxPool3D(), ((2, 4, 5, 3),), (3,), keras_layers.GlobalMaxPooling3D),
    "global average pool 1d": Case(GlobalAveragePool1D(), ((5, 3),), (3,), keras_layers.GlobalAveragePooling1D),
    "global average pool 2d": Case(GlobalAveragePool2D(), ((4, 5, 3),), (3,), keras_layers.GlobalAveragePooling2D),
    "global average pool 3d": Case(GlobalAveragePool3D(), ((2, 4, 5, 3),), (3,), keras_layers.GlobalAveragePooling3D),
    "spatial dropout": Case(SpatialDropout(0.4), ((3, 4, 6),), (3, 4, 6), lambda: keras_layers.SpatialDropout2D(0.4)),
    "stochastic depth": Case(
        StochasticDepth(0.4), ((3, 2),), (3, 2), lambda: keras_layers.Dropout(0.4, noise_shape=(None, 1, 1))
    ),
    "group norm": Case(
        GroupNorm(2, 0.02), ((3, 4, 6),), (3, 4, 6), lambda: keras_layers.GroupNormalization(2, epsilon=0.02)
    ),
    "normalization": Case(
        Normalization((125.0, 120.0), (3969.0, 3600.0)),
        ((3, 4, 2),),
        (3, 4, 2),
        lambda: keras_layers.Normalization(mean=(125.0, 120.0), variance=(3969.0, 3600.0)),
    ),
    "log mel": Case(
        LogMel(8000, 16, 8, 3, (-1.0, 0.5, 2.0), (1.0, 4.0, 9.0)), ((26,),), (4, 3), keras_log_mel, scale=300.0
    ),
    "simple rnn": Case(SimpleRNN(3), ((5, 2),), (3,), lambda: keras_layers.SimpleRNN(3), scale=0.2),
    "lstm": Case(LSTM(3), ((5, 2),), (3,), lambda: keras_layers.LSTM(3), scale=0.2),
    "gru": Case(
        GRU(3, return_sequences=True), ((5, 2),), (5, 3), lambda: keras_layers.GRU(3, return_sequences=True), scale=0.2
    ),
    "bidirectional": Case(
        Bidirectional(GRU(3, return_sequences=True)),
        ((5, 2),),
        (5, 6),
        lambda: keras_layers.Bidirectional(keras_layers.GRU(3, return_sequences=True)),
        scale=0.2,
    ),
    "masking": Case(Masking(), ((4, 2),), (4, 2), keras_layers.Masking),
    "last step": Case(LastStep(), ((4, 2),), (2,), lambda: keras_layers.Lambda(lambda x: x[:, -1])),
    "repeat vector": Case(RepeatVector(4), ((3,),), (4, 3), lambda: keras_layers.RepeatVector(4)),
    "add": Case(Add(), ((3,), (3,), (3,)), (3,), keras_layers.Add),
    "multiply": Case(Multiply(), ((2, 3), (2, 3)), (2, 3), keras_layers.Multiply),
    "concatenate": Case(Concatenate(), ((3,), (1,), (2,)), (6,), keras_layers.Concatenate),
}

# Other settings of layers above: they must agree with keras, and keep the rest of the contract as the first ones do.
VARIANTS = {
    "centred, relative": Case(
        Centred(2, True), ((5, 3),), (5, 3), lambda: lambda_layer(functools.partial(centred, relative=True))
    ),
    "conv1d, same, strides": Case(
        Conv1D(4, 4, strides=3, padding="same"),
        ((7, 2),),
        (3, 4),
        lambda: keras_layers.Conv1D(4, 4, strides=3, padding="same"),
    ),
    "conv1d, same, dilation, many channels": Case(
        Conv1D(3, 4, padding="same", dilation_rate=2),
        ((7, 9),),
        (7, 3),
        lambda: keras_layers.Conv1D(3, 4, padding="same", dilation_rate=2),
    ),
    "conv2d, many channels": Case(
        Conv2D(3, (2, 3), padding="same", kernel_regularizer=l2(1e-3)),
        ((5, 4, 6),),
        (5, 4, 3),
        lambda: keras_layers.Conv2D(3, (2, 3), padding="same"),
    ),
    "conv2d, same, strides": Case(
        Conv2D(4, 4, (2, 3), "same"),
        ((7, 6, 2),),
        (4, 2, 4),
        lambda: keras_layers.Conv2D(4, 4, (2, 3), "same"),
    ),
    "conv2d, same, strides, many channels": Case(
        Conv2D(2, 4, (2, 3), "same", use_bias=False),
        ((7, 6, 5),),
        (4, 2, 2),
        lambda: keras_layers.Conv2D(2, 4, (2, 3), "same", use_bias=False),
    ),
    "conv2d, dilation": Case(
        Conv2D(4, (2, 3), dilation_rate=(3, 2)),
        ((7, 6, 2),),
        (4, 2, 4),
        lambda: keras_layers.Conv2D(4, (2, 3), dilation_rate=(3, 2)),
    ),
    "conv2d, ends": Case(
        Conv2D(4, 3, 2, ((2, 0), (1, 3))),
        ((5, 6, 2),),
        (3, 4, 4),
        lambda: keras.Sequential([keras_layers.ZeroPadding2D(((2, 0), (1, 3))), keras_layers.Conv2D(4, 3, 2)]),
    ),
    "conv2d, one place": Case(
        Conv2D(2, 1, strides=2), ((5, 4, 40),), (3, 2, 2), lambda: keras_layers.Conv2D(2, 1, strides=2)
    ),
    "conv2d, groups": Case(
        Conv2D(6, 3, padding="same", groups=3),
        ((5, 4, 6),),
        (5, 4, 6),
        lambda: keras_layers.Conv2D(6, 3, padding="same", groups=3),
    ),
    "conv3d, same, strides, many channels": Case(
        Conv3D(2, (2, 3, 2), (2, 1, 3), "same"),
        ((3, 4, 5, 3),),
        (2, 4, 2, 2),
        lambda: keras_layers.Conv3D(2, (2, 3, 2), (2, 1, 3), "same"),
    ),
    "depthwise conv2d, dilation": Case(
        DepthwiseConv2D((2, 3), dilation_rate=2, use_bias=False),
        ((5, 6, 3),),
        (3, 2, 3),
        lambda: keras_layers.DepthwiseConv2D((2, 3), dilation_rate=2, use_bias=False),
    ),
    "separable conv2d, no bias": Case(
        SeparableConv2D(4, (3, 2), use_bias=False),
        ((5, 6, 3),),
        (3, 5, 4),
        lambda: keras_layers.SeparableConv2D(4, (3, 2), use_bias=False),
    ),
    "conv transpose, same": Case(
        ConvTranspose2D(4, (4, 3), (3, 2), "same"),
        ((3, 4, 2),),
        (9, 8, 4),
        lambda: keras_layers.Conv2DTranspose(4, (4, 3), (3, 2), "same"),
        True,
    ),
    "conv transpose, gaps": Case(
        ConvTranspose2D(4, 2, 3, use_bias=False),
        ((3, 4, 2),),
        (9, 12, 4),
        lambda: keras_layers.Conv2DTranspose(4, 2, 3, use_bias=False),
        True,
    ),
    "conv transpose, same, gaps": Case(
        ConvTranspose2D(4, 2, 3, "same"),
        ((3, 4, 2),),
        (9, 12, 4),
        lambda: keras_layers.Conv2DTranspose(4, 2, 3, "same"),
        True,
    ),
    "upsampling, bilinear": Case(
        UpSampling2D((2, 3), "bilinear"),
        ((3, 4, 2),),
        (6, 12, 2),
        lambda: keras_layers.UpSampling2D((2, 3), interpolation="bilinear"),
    ),
    "max pool 2d, same": Case(
        MaxPool2D(3, 2, "same"), ((6, 7, 2),), (3, 4, 2), lambda: keras_layers.MaxPooling2D(3, 2, "same")
    ),
    "max pool 2d, one axis tiled": Case(
        MaxPool2D((2, 3), (2, 1)), ((6, 5, 2),), (3, 3, 2), lambda: keras_layers.MaxPooling2D((2, 3), (2, 1))
    ),
    "average pool 2d, same": Case(
        AveragePool2D((3, 2), 2, "same"),
        ((6, 7, 2),),
        (3, 4, 2),
        lambda: keras_layers.AveragePooling2D((3, 2), 2, "same"),
    ),
    "batch norm on a picture": Case(BatchNorm(), ((3, 4, 2),), (3, 4, 2), keras_layers.BatchNormalization),
    "group norm on a vector": Case(GroupNorm(2), ((6,),), (6,), lambda: keras_layers.GroupNormalization(2)),
    "normalization, one number": Case(
        Normalization(0.3, 2), ((3,),), (3,), lambda: keras_layers.Normalization(mean=0.3, variance=2.0)
    ),
}

RESTING = {name: case for name, case in CASES.items() if not case.layer.random}  # nothing drawn while training
WHOLE = {name: case for name, case in CASES.items() if name != "output"}  # can stand in a finished network


def arrays(values: dict[str, np.ndarray]) -> dict[str, jax.Array]:
    return {name: jnp.asarray(value) for name, value in values.items()}
