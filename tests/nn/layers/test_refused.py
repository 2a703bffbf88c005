"""What a layer refuses, and in which words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
import pytest

from neuroglass.errors import NeuroglassError
from neuroglass.nn.layers import (
    GRU,
    LSTM,
    Activation,
    Add,
    AlphaDropout,
    AveragePool1D,
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
    GlobalAveragePool2D,
    GlobalMaxPool1D,
    GroupNorm,
    Input,
    LastStep,
    Layer,
    LayerNorm,
    Level,
    LogMel,
    Masking,
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

SETTINGS: dict[str, tuple[Callable[[], Any], str]] = {
    "no units": (lambda: Dense(0), "Dense(units=0). Expected units to be a whole number above 0."),
    "half a unit": (lambda: Dense(2.5), "Dense(units=2.5)."),  # type: ignore[arg-type]
    "true units": (lambda: Dense(True), "Dense(units=True)."),
    "activation": (lambda: Dense(3, "rleu"), "activation 'rleu' is not known. Did you mean relu?"),
    "bias": (lambda: Dense(3, use_bias="no"), "Dense(use_bias='no'). Expected True or False."),  # type: ignore[arg-type]
    "initializer": (
        lambda: Dense(3, kernel_initializer="he_norml"),
        "initializer 'he_norml' is not known. Did you mean he_normal?",
    ),
    "bias initializer": (lambda: Dense(3, bias_initializer="zero"), "Did you mean zeros?"),
    "regularizer": (lambda: Dense(3, kernel_regularizer="l3"), "regularizer 'l3' is not known."),
    "constraint": (
        lambda: Dense(3, kernel_constraint=2.0),  # type: ignore[arg-type]
        "the constraint 2.0. Expected regularizers.max_norm(...) or None.",
    ),
    "alone": (lambda: Activation("sigmid"), "activation 'sigmid' is not known. Did you mean sigmoid?"),
    "members": (lambda: Members(0), "Members(members=0)."),
    "steps of members": (lambda: MemberSteps(0), "MemberSteps(count=0)."),
    "values to centre": (lambda: Centred(0), "Centred(values=0)."),
    "horizon of a level": (lambda: Level(0, 1), "Level(horizon=0)."),
    "season": (lambda: SeasonalNaive(3, 0), "SeasonalNaive(season=0)."),
    "member units": (lambda: MemberDense(-1), "MemberDense(units=-1)."),
    "member initializer": (lambda: MemberDense(2, kernel_initializer="he"), "initializer 'he' is not known."),
    "ids": (lambda: Embedding(0, 3), "Embedding(input_dim=0)."),
    "vector": (lambda: Embedding(3, 0), "Embedding(output_dim=0)."),
    "embeddings": (lambda: Embedding(3, 3, "unifrm"), "Did you mean uniform?"),
    "masked zeros": (
        lambda: Embedding(3, 3, mask_zero=1),  # type: ignore[arg-type]
        "Embedding(mask_zero=1). Expected True or False.",
    ),
    "no recurrent units": (lambda: LSTM(0), "LSTM(units=0). Expected units to be a whole number above 0."),
    "recurrent activation": (
        lambda: SimpleRNN(3, "silu"),
        "as the activation of a recurrent cell, 'silu' is not known.",
    ),
    "activation of gates": (
        lambda: LSTM(3, recurrent_activation="sigmid"),
        "as the activation of a recurrent cell, 'sigmid' is not known. Did you mean sigmoid?",
    ),
    "gates of a GRU": (lambda: GRU(3, recurrent_activation="softmax"), "recurrent cell, 'softmax' is not known."),
    "recurrent initializer": (lambda: GRU(3, recurrent_initializer="orthogona"), "Did you mean orthogonal?"),
    "recurrent dropout": (
        lambda: GRU(3, recurrent_dropout=1.0),
        "GRU(recurrent_dropout=1.0). Expected recurrent_dropout to be a number from 0 to below 1.",
    ),
    "dropped inputs": (lambda: LSTM(3, dropout=-0.1), "LSTM(dropout=-0.1)."),
    "sequences in words": (
        lambda: LSTM(3, return_sequences="yes"),  # type: ignore[arg-type]
        "LSTM(return_sequences='yes'). Expected True or False.",
    ),
    "forget bias": (
        lambda: LSTM(3, unit_forget_bias=2),  # type: ignore[arg-type]
        "LSTM(unit_forget_bias=2). Expected True or False.",
    ),
    "dense both ways": (
        lambda: Bidirectional(Dense(3)),  # type: ignore[arg-type]
        "Bidirectional(layer=Dense(name=None, units=3, ",
    ),
    "backwards both ways": (
        lambda: Bidirectional(GRU(3, go_backwards=True)),
        "Bidirectional of a layer with go_backwards=True. Expected one that begins anew at the first step.",
    ),
    "stateful both ways": (
        lambda: Bidirectional(GRU(3, stateful=True)),
        "Bidirectional of a layer with stateful=True.",
    ),
    "merge": (
        lambda: Bidirectional(GRU(3), "add"),
        "Bidirectional(merge='add'). Expected one of concat, sum, ave, mul.",
    ),
    "mask in words": (lambda: Masking("0"), "Masking(mask_value='0'). Expected mask_value to be a number."),  # type: ignore[arg-type]
    "repeated never": (lambda: RepeatVector(0), "RepeatVector(n=0). Expected n to be a whole number above 0."),
    "rate of 1": (lambda: Dropout(1), "Dropout(rate=1). Expected rate to be a number from 0 to below 1."),
    "rate below 0": (lambda: AlphaDropout(-0.1), "AlphaDropout(rate=-0.1)."),
    "rate in words": (lambda: Dropout("a"), "Dropout(rate='a')."),  # type: ignore[arg-type]
    "rate that is none": (lambda: Dropout(float("nan")), "Dropout(rate=nan)."),
    "endless noise": (lambda: GaussianNoise(float("inf")), "GaussianNoise(stddev=inf)."),
    "momentum": (
        lambda: BatchNorm(momentum=1.5),
        "BatchNorm(momentum=1.5). Expected momentum to be a number from 0 to 1.",
    ),
    "epsilon": (lambda: BatchNorm(epsilon=0), "BatchNorm(epsilon=0). Expected epsilon to be a number above 0."),
    "epsilon below 0": (lambda: LayerNorm(epsilon=-1.0), "LayerNorm(epsilon=-1.0)."),
    "input size": (lambda: Input((3, 0)), "Input(shape=0). Expected shape to be a whole number above 0."),
    "input shape": (lambda: Input(2.5), "Input(shape=2.5). Expected a whole number, or several as (28, 28)."),  # type: ignore[arg-type]
    "input dtype": (lambda: Input((3,), "float64"), "Input(dtype='float64'). Expected float32, int32, uint8 or int16."),
    "two open sizes": (lambda: Reshape((-1, -1)), "Reshape((-1, -1)). Expected sizes above 0, of which one may be -1."),
    "no filters": (lambda: Conv2D(0, 3), "Conv2D(filters=0). Expected filters to be a whole number above 0."),
    "no kernel": (
        lambda: Conv2D(3, 0),
        "Conv2D(kernel_size=0). Expected kernel_size to be a whole number above 0, or 2 of them as (3, 5).",
    ),
    "kernel in time": (
        lambda: Conv1D(3, (2, 2)),
        "Conv1D(kernel_size=(2, 2)). Expected kernel_size to be a whole number above 0.",
    ),
    "flat kernel": (lambda: Conv3D(3, (2, 2)), "Conv3D(kernel_size=(2, 2))."),
    "listed kernel": (lambda: Conv2D(3, [3, 3]), "Conv2D(kernel_size=[3, 3])."),  # type: ignore[arg-type]
    "half a stride": (lambda: Conv2D(3, 3, 0.5), "Conv2D(strides=0.5)."),  # type: ignore[arg-type]
    "no dilation": (lambda: Conv2D(3, 3, dilation_rate=0), "Conv2D(dilation_rate=0)."),
    "padding": (
        lambda: Conv2D(3, 3, padding="sane"),
        'Conv2D(padding=\'sane\'). Expected "valid", "same", or numbers as 1 or ((1, 2), (1, 2)).',
    ),
    "padding below 0": (
        lambda: Conv1D(3, 3, padding=-1),
        "Conv1D(padding=-1). Expected whole numbers, as 1 or ((1, 2),).",
    ),
    "padding of three": (lambda: Conv2D(3, 3, padding=(1, 2, 3)), "Conv2D(padding=(1, 2, 3))."),
    "padding of a third end": (lambda: Conv2D(3, 3, padding=((1, 2, 3), 1)), "Conv2D(padding=((1, 2, 3), 1))."),  # type: ignore[arg-type]
    "strides and dilation": (
        lambda: Conv2D(3, 3, 2, dilation_rate=2),
        "Conv2D has strides (2, 2) and dilation_rate (2, 2). Expected one of them to be 1.",
    ),
    "filters and groups": (
        lambda: Conv2D(5, 3, groups=2),
        "Conv2D(filters=5, groups=2). Expected filters that groups divide.",
    ),
    "no groups": (lambda: Conv2D(4, 3, groups=0), "Conv2D(groups=0)."),
    "conv bias": (lambda: Conv2D(4, 3, use_bias="no"), "Conv2D(use_bias='no'). Expected True or False."),  # type: ignore[arg-type]
    "conv activation": (lambda: Conv2D(3, 3, activation="rleu"), "activation 'rleu' is not known."),
    "multiplier": (lambda: DepthwiseConv2D(3, depth_multiplier=0), "DepthwiseConv2D(depth_multiplier=0)."),
    "depthwise strides and dilation": (
        lambda: DepthwiseConv2D(3, 2, dilation_rate=2),
        "DepthwiseConv2D has strides (2, 2) and dilation_rate (2, 2).",
    ),
    "separable filters": (lambda: SeparableConv2D(0, 3), "SeparableConv2D(filters=0)."),
    "separable multiplier": (lambda: SeparableConv2D(2, 3, depth_multiplier=0), "SeparableConv2D(depth_multiplier=0)."),
    "separable strides and dilation": (
        lambda: SeparableConv2D(2, 3, 2, dilation_rate=2),
        "SeparableConv2D has strides (2, 2) and dilation_rate (2, 2).",
    ),
    "transposed padding": (
        lambda: ConvTranspose2D(3, 3, padding="full"),
        "ConvTranspose2D(padding='full'). Expected one of valid, same.",
    ),
    "transposed filters": (lambda: ConvTranspose2D(0, 3), "ConvTranspose2D(filters=0)."),
    "transposed kernel": (lambda: ConvTranspose2D(2, 0), "ConvTranspose2D(kernel_size=0)."),
    "transposed strides": (lambda: ConvTranspose2D(2, 3, 0), "ConvTranspose2D(strides=0)."),
    "no window": (lambda: MaxPool2D(0), "MaxPool2D(pool_size=0)."),
    "windows that stand still": (lambda: AveragePool1D(2, 0), "AveragePool1D(strides=0)."),
    "windows of padding": (
        lambda: MaxPool2D(2, padding=2),
        "MaxPool2D adds ((2, 2), (2, 2)) to windows of 2 by 2. Expected less than a window.",
    ),
    "interpolation": (
        lambda: UpSampling2D(2, "cubic"),
        "UpSampling2D(interpolation='cubic'). Expected one of nearest, bilinear.",
    ),
    "upsampling size": (lambda: UpSampling2D(0), "UpSampling2D(size=0)."),
    "frame": (
        lambda: ZeroPadding2D(-1),
        "ZeroPadding2D(padding=-1). Expected whole numbers, as 1 or ((1, 2), (1, 2)).",
    ),
    "edges": (lambda: Cropping2D((1, -2)), "Cropping2D(cropping=(1, -2))."),
    "channels kept": (lambda: SpatialDropout(1), "SpatialDropout(rate=1)."),
    "branches kept": (lambda: StochasticDepth(1.0), "StochasticDepth(rate=1.0)."),
    "no groups to normalise": (lambda: GroupNorm(0), "GroupNorm(groups=0)."),
    "group epsilon": (lambda: GroupNorm(2, 0), "GroupNorm(epsilon=0)."),
    "no mels": (lambda: LogMel(8000, 240, 80, 0), "mels=0 of a spectrogram. Expected a whole number above 0."),
    "half a hop": (lambda: LogMel(8000, 240, 100, 40), "frames of 240 samples, one every 100. Expected a multiple of"),
    "bands between bins": (
        lambda: LogMel(8000, 240, 80, 90),
        "90 bands in frames of 240 samples: some lie between two. Ask for fewer bands, or longer frames.",
    ),
    "means of other bands": (
        lambda: LogMel(8000, 240, 80, 40, (1.0, 2.0)),
        "Normalization with 2 numbers as mean got (40,). Expected 2 features.",
    ),
    "mean in words": (lambda: Normalization("a"), "Normalization(mean=('a',)). Expected mean to be numbers"),  # type: ignore[arg-type]
    "mean that is none": (lambda: Normalization(float("nan")), "Normalization(mean=(nan,))."),
    "no mean": (lambda: Normalization(()), "Normalization(mean=()). Expected mean to be numbers, one a feature."),
    "variance below 0": (
        lambda: Normalization(0, (1, -1)),
        "Normalization(variance=(1, -1)). Expected variance to be numbers, 0 or above.",
    ),
    "halved axis": (lambda: Reshape((2.5,)), "Reshape(shape=(2.5,))."),  # type: ignore[arg-type]
}

INPUTS: dict[str, tuple[Layer, tuple[Shape, ...], str]] = {
    "two for one": (
        Dense(3),
        ((2,), (2,)),
        "Dense got 2 inputs. Expected one. Join them first with Add or Concatenate.",
    ),
    "none for one": (Flatten(), (), "Flatten got 0 inputs. Expected one. Place it after an Input or another layer."),
    "no axis": (Dense(3), ((),), "Dense got one number a sample, shape (). Expected at least one axis of features."),
    "no axis to normalise": (BatchNorm(), ((),), "BatchNorm got one number a sample"),
    "no axis within": (LayerNorm(), ((),), "LayerNorm got one number a sample"),
    "no axis for softmax": (Activation("softmax"), ((),), "Activation('softmax') got one number a sample"),
    "other shapes": (Add(), ((2,), (3,)), "Add got (2,) and (3,). Expected inputs of one shape."),
    "one alone": (Multiply(), ((2,),), "Multiply got 1 input. Expected two or more. Write Multiply()(x, y)."),
    "other rows": (
        Concatenate(),
        ((2, 3), (4, 3)),
        "Concatenate got (2, 3) and (4, 3). Expected shapes that differ in",
    ),
    "nothing to join": (Concatenate(), ((), ()), "Concatenate got () and ()."),
    "numbers left over": (Reshape((4, 2)), ((7,),), "Reshape((4, 2)) got (7,), that is 7 numbers a sample. Expected 8"),
    "not a multiple": (Reshape((-1, 2)), ((7,),), "Reshape((-1, 2)) got (7,), that is 7 numbers"),
    "behind another": (Input((3,)), ((3,),), "Input stands behind another layer. Expected the beginning of a network."),
    "units unknown": (Output(), ((3,),), "Output() does not know its units yet. Expected data."),
    "vector in time": (
        LSTM(3),
        ((5,),),
        "LSTM got (5,). Expected (time, features). Put an Embedding or Reshape before it.",
    ),
    "nothing in time": (GRU(3), (), "GRU got nothing. Expected (time, features)."),
    "narrow state": (
        LSTM(3),
        ((5, 2), (3,)),
        "LSTM got (5, 2) and (3,). Expected (time, features) and perhaps (6,), the state to begin in.",
    ),
    "three for a cell": (SimpleRNN(3), ((5, 2), (3,), (3,)), "SimpleRNN got (5, 2) and (3,) and (3,)."),
    "state both ways": (Bidirectional(GRU(3)), ((5, 2), (6,)), "Bidirectional got 2 inputs. Expected one."),
    "picture to mask": (Masking(), ((5, 5, 3),), "Masking got (5, 5, 3). Expected (time, features)."),
    "last of a vector": (LastStep(), ((3,),), "LastStep got (3,). Expected (time, features)."),
    "one id to mask": (
        Embedding(3, 3, mask_zero=True),
        ((),),
        "Embedding(mask_zero=True) got one id a sample. Expected ids at several steps, (time,).",
    ),
    "sequence to repeat": (
        RepeatVector(2),
        ((5, 2),),
        "RepeatVector got (5, 2). Expected one vector a sample. Put LastStep or Flatten before it.",
    ),
    "vector for a picture": (
        Conv2D(3, 3),
        ((5,),),
        "Conv2D got (5,). Expected (height, width, channels). Put Reshape before it.",
    ),
    "picture for a series": (Conv1D(3, 3), ((5, 5, 3),), "Conv1D got (5, 5, 3). Expected (time, channels)."),
    "picture for a volume": (
        MaxPool3D(),
        ((4, 4, 3),),
        "MaxPool3D got (4, 4, 3). Expected (depth, height, width, channels).",
    ),
    "picture for steps": (GlobalMaxPool1D(), ((4, 4, 3),), "GlobalMaxPool1D got (4, 4, 3). Expected (time, channels)."),
    "features for a picture": (GlobalAveragePool2D(), ((4,),), "GlobalAveragePool2D got (4,)."),
    "large kernel": (
        Conv2D(3, 5),
        ((4, 6, 1),),
        "Conv2D lays a window of 5 by 5 over 4 by 6 values. Expected a window that fits. Make it smaller, or",
    ),
    "wide kernel": (Conv1D(3, 3, dilation_rate=3), ((6, 1),), "Conv1D lays a window of 7 over 6 values."),
    "large depthwise kernel": (DepthwiseConv2D(3), ((2, 3, 1),), "DepthwiseConv2D lays a window of 3 by 3 over 2 by 3"),
    "large separable kernel": (
        SeparableConv2D(2, 3),
        ((3, 2, 1),),
        "SeparableConv2D lays a window of 3 by 3 over 3 by 2 values.",
    ),
    "vector laid down": (
        ConvTranspose2D(2, 3),
        ((3,),),
        "ConvTranspose2D got (3,). Expected (height, width, channels).",
    ),
    "large pool": (MaxPool2D(3), ((2, 4, 1),), "MaxPool2D lays a window of 3 by 3 over 2 by 4 values."),
    "channels in groups": (
        Conv2D(4, 3, groups=2),
        ((5, 5, 3),),
        "Conv2D(groups=2) got 3 channels. Expected channels that groups divide.",
    ),
    "normal groups": (
        GroupNorm(4),
        ((5, 6),),
        "GroupNorm(groups=4) got 6 channels. Expected channels that groups divide.",
    ),
    "nothing left": (Cropping2D(2), ((4, 9, 3),), "Cropping2D(cropping=2) leaves nothing of 4 by 9."),
    "vector to pad": (ZeroPadding2D(), ((4,),), "ZeroPadding2D got (4,). Expected (height, width, channels)."),
    "vector to widen": (UpSampling2D(), ((4,),), "UpSampling2D got (4,). Expected (height, width, channels)."),
    "no channel": (SpatialDropout(0.5), ((),), "SpatialDropout got one number a sample, shape ()."),
    "other channels": (
        Normalization((1.0, 2.0), 1.0),
        ((4, 4, 3),),
        "Normalization with 2 numbers as mean got (4, 4, 3). Expected 2 features.",
    ),
    "a picture to hear": (
        LogMel(8000, 240, 80, 40),
        ((28, 28),),
        "LogMel got (28, 28). Expected the samples of a sound",
    ),
    "matrix for members": (
        Members(2),
        ((2, 3),),
        "Members got (2, 3). Expected one vector a sample. Put Flatten before",
    ),
    "uneven steps of members": (
        MemberSteps(3),
        ((2, 4),),
        "MemberSteps(3) got (2, 4). Expected a multiple of 3 features.",
    ),
    "window shorter than a season": (
        SeasonalNaive(3, 7),
        ((5, 1),),
        "SeasonalNaive(season=7) got (5, 1). Expected a window as long as the season.",
    ),
    "too few values": (Centred(3), ((5, 2),), "Centred of 3 values got (5, 2). Expected a window of at least 3"),
    "vector for a level": (Level(3, 1), ((5,),), "Level got (5,). Expected (time, features)."),
    "vector for members": (MemberMean(), ((3,),), "MemberMean got (3,). Expected (members, features). Put Members(8)"),
}


@pytest.mark.parametrize(("make", "text"), SETTINGS.values(), ids=SETTINGS)
def test_an_impossible_setting_is_named(make: Callable[[], Any], text: str) -> None:
    with pytest.raises(NeuroglassError, match="^.*" + re.escape(text)):
        make()


@pytest.mark.parametrize(("layer", "shapes", "text"), INPUTS.values(), ids=INPUTS)
def test_inputs_that_do_not_fit_are_named(layer: Layer, shapes: tuple[Shape, ...], text: str) -> None:
    with pytest.raises(NeuroglassError, match="^" + re.escape(text)):
        layer.output_shape(*shapes)


@pytest.mark.parametrize(
    "layer", [Dropout(0.5), AlphaDropout(0.5), GaussianNoise(1.0), SpatialDropout(0.5), StochasticDepth(0.5)], ids=repr
)
def test_noise_without_a_key_says_where_to_give_it(layer: Layer) -> None:
    with pytest.raises(NeuroglassError, match=r"apply got no key. Expected apply\(\.\.\., key=jax.random.key\(0\)\)"):
        layer.compute({}, Moment(training=True), jnp.ones((2, 3)))


def test_a_layer_called_on_an_array_says_how_a_network_is_written() -> None:
    with pytest.raises(NeuroglassError, match=r"^Dense was called on ArrayImpl. Expected an Input .* network.apply\.$"):
        Dense(3)(jnp.ones((2, 3)))  # type: ignore[arg-type]


@pytest.mark.parametrize("layer", [LSTM(2, dropout=0.5), GRU(2, recurrent_dropout=0.5)], ids=repr)
def test_recurrent_dropout_without_a_key_says_where_to_give_it(layer: Layer) -> None:
    weights = {name: jnp.ones(weight.shape) for name, weight in layer.weights((4, 3)).items()}
    with pytest.raises(NeuroglassError, match=r"apply got no key. Expected apply\(\.\.\., key=jax.random.key\(0\)\)"):
        layer.compute(weights, Moment(training=True), jnp.ones((2, 4, 3)))
