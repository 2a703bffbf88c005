"""Networks as short text and as TOML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from neuroglass.errors import NeuroglassError
from neuroglass.nn.layers import (
    GRU,
    LSTM,
    Activation,
    AveragePool1D,
    AveragePool2D,
    BatchNorm,
    Bidirectional,
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
    GlobalAveragePool2D,
    GlobalMaxPool1D,
    GlobalMaxPool2D,
    Layer,
    LayerNorm,
    MaxPool2D,
    Output,
    Reshape,
    SeparableConv2D,
    UpSampling2D,
    ZeroPadding2D,
)
from neuroglass.nn.network import Network
from neuroglass.nn.shorthand import network

TEXTS: dict[str, list[Layer]] = {
    "embedding 64, lstm 256 x2, dense": [
        Embedding(None, 64),
        LSTM(256, return_sequences=True),
        LSTM(256),
        Output(),
    ],
    "embedding 8 mask_zero=true, bidirectional gru 4, dropout 0.1, layernorm, gru 5, dense 3 relu": [
        Embedding(None, 8, mask_zero=True),
        Bidirectional(GRU(4, return_sequences=True)),
        Dropout(0.1),
        LayerNorm(),
        GRU(5),
        Dense(3, "relu"),
        Output(),
    ],
    "lstm 3, flatten, dense 2, reshape 2x1, gru 4 stateful=true, globalmaxpool1d": [
        LSTM(3),
        Flatten(),
        Dense(2),
        Reshape((2, 1)),
        GRU(4, return_sequences=True, stateful=True),
        GlobalMaxPool1D(),
        Output(),
    ],
    "dense 64 relu, dropout 0.2, dense 32 selu": [Dense(64, "relu"), Dropout(0.2), Dense(32, "selu"), Output()],
    "Dense 8 , batch_norm,relu,output": [Dense(8), BatchNorm(), Activation("relu"), Output()],
    "dense 8 tanh x3": [*[Dense(8, "tanh")] * 3, Output()],
    "dense relu units=8 use_bias=false": [Dense(8, "relu", use_bias=False), Output()],
    "dense 8 kernel_regularizer=l2 name=first": [Dense(8, kernel_regularizer="l2", name="first"), Output()],
    "batchnorm 0.9 1e-5": [BatchNorm(0.9, 1e-5), Output()],
    "conv 32 3 relu, maxpool 2, flatten, dense 64": [
        Conv2D(32, 3, activation="relu"),
        MaxPool2D(2),
        Flatten(),
        Dense(64),
        Output(),
    ],
    "conv 32 3 padding=same, batchnorm, relu x2": [
        Conv2D(32, 3, padding="same"),
        BatchNorm(),
        Activation("relu"),
        Activation("relu"),
        Output(),
    ],
    "conv 8 3x5 strides=2x1 elu x2, conv3d 4 1×2×3": [
        *[Conv2D(8, (3, 5), (2, 1), activation="elu")] * 2,
        Conv3D(4, (1, 2, 3)),
        Output(),
    ],
    "conv1d 8 3 padding=2, averagepool1d 2, globalmaxpool1d": [
        Conv1D(8, 3, padding=2),
        AveragePool1D(2),
        GlobalMaxPool1D(),
        Output(),
    ],
    "zeropadding 1, depthwiseconv 3, separableconv 8 3, convtranspose 4 3 2, upsampling 2, cropping 1x2, averagepool": [
        ZeroPadding2D(1),
        DepthwiseConv2D(3),
        SeparableConv2D(8, 3),
        ConvTranspose2D(4, 3, 2),
        UpSampling2D(2),
        Cropping2D((1, 2)),
        AveragePool2D(),
        Output(),
    ],
    "globalaveragepool, globalmaxpool": [GlobalAveragePool2D(), GlobalMaxPool2D(), Output()],
    "reshape -1": [Reshape((-1,)), Output()],
}


@pytest.mark.parametrize(("text", "layers"), TEXTS.items(), ids=TEXTS)
def test_a_text_is_the_network_of_its_layers(text: str, layers: list[Layer]) -> None:
    assert network(text) == Network(layers)


def test_a_file_lists_layers_or_nodes(tmp_path: Path) -> None:
    path = tmp_path / "network.toml"
    path.write_text('layers = ["dense 8 relu", "dropout 0.1"]')
    assert network(str(path)) == network("dense 8 relu, dropout 0.1")
    path.write_text(
        '[[nodes]]\nname = "x"\nlayer = {is = "Input", shape = [3]}\nreads = []\n'
        '[[nodes]]\nname = "y"\nlayer = {is = "Dense", units = 2}\nreads = ["x"]\n'
    )
    assert network(str(path)).shapes == {"x": (3,), "y": (2,)}


REFUSED = {
    "dence 3": "the layer 'dence' in 'dence 3' is not known. Did you mean dense?",
    "dense 3,,dense 4": "the network has an empty place between its commas. Expected a layer, as dense 64 relu.",
    "": "the network has an empty place between its commas.",
    "conv 3": "'conv 3' does not say kernel_size. Expected conv 3 and a number.",
    "conv 3 3x": "Conv2D(kernel_size='3x').",
    "conf 3": "the layer 'conf' in 'conf 3' is not known. Did you mean conv",
    "bidirectional dense 3": "Bidirectional(layer=Dense(",
    "dense relu": "'dense relu' does not say units. Expected dense relu and a number.",
    "dense 0": "Dense(units=0). Expected units to be a whole number above 0.",
    "dense many": "Dense(units='many'). Expected units to be a whole number above 0.",
    "dense 3 rleu": "activation 'rleu' is not known. Did you mean relu?",
    "dense 3 unit=4": "'unit=4' in 'dense 3 unit=4' is one setting too many or not known. Did you mean units?",
    "dense 3 units=4": "'units=4' in 'dense 3 units=4' is one setting too many or not known.",
    "dropout 0.1 0.2": "'0.2' in 'dropout 0.1 0.2' is one setting too many or not known. Known: name, rate.",
    "dropout lots": "Dropout(rate='lots'). Expected rate to be a number from 0 to below 1.",
    "dense 3 use_bias=no": "Dense(use_bias='no'). Expected True or False.",
    "missing.toml": "missing.toml cannot be read as a network: No such file or directory.",
}


@pytest.mark.parametrize(("text", "message"), REFUSED.items(), ids=REFUSED)
def test_a_text_that_is_no_network_is_refused(text: str, message: str) -> None:
    with pytest.raises(NeuroglassError, match="^" + re.escape(message)):
        network(text)


CONTENTS = {
    "": "has nothing. Expected either layers = [...] or [[nodes]].",
    "a = 1": "has a. Expected either",
    "layers = 3": "has layers. Expected either",
    "layers = [": "is not TOML: ",
    "a = " + "[" * 5000: "is not TOML: ",
}


@pytest.mark.parametrize(("content", "message"), CONTENTS.items(), ids=lambda text: text[:12])
def test_a_file_that_is_no_network_is_refused(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "network.toml"
    path.write_text(content)
    with pytest.raises(NeuroglassError, match=re.escape(f"{path} {message}")):
        network(str(path))


def test_a_network_is_made_of_words_as_it_is_of_layers() -> None:
    assert Network("gru 6").to_json() == Network([GRU(6), Output()]).to_json()
    with pytest.raises(NeuroglassError, match=r"^the layer 'gro' in 'gro 6' is not known\."):
        Network("gro 6")
