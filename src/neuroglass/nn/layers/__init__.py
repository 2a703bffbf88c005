"""The layers a network is made of."""

from neuroglass.nn.layers.activation import Activation
from neuroglass.nn.layers.base import Arrays, Input, Layer, Moment, Shape, Symbol, Weight
from neuroglass.nn.layers.conv import Conv1D, Conv2D, Conv3D
from neuroglass.nn.layers.dense import Dense, Output
from neuroglass.nn.layers.embedding import Embedding
from neuroglass.nn.layers.forecast import Centred, Level, SeasonalNaive
from neuroglass.nn.layers.globalpool import (
    GlobalAveragePool1D,
    GlobalAveragePool2D,
    GlobalAveragePool3D,
    GlobalMaxPool1D,
    GlobalMaxPool2D,
    GlobalMaxPool3D,
)
from neuroglass.nn.layers.log_mel import LogMel
from neuroglass.nn.layers.members import MemberDense, MemberMean, Members, MemberSteps
from neuroglass.nn.layers.merge import Add, Concatenate, Multiply
from neuroglass.nn.layers.noise import AlphaDropout, Dropout, GaussianNoise, SpatialDropout, StochasticDepth
from neuroglass.nn.layers.norm import BatchNorm, GroupNorm, LayerNorm
from neuroglass.nn.layers.normalization import Normalization
from neuroglass.nn.layers.pool import AveragePool1D, AveragePool2D, AveragePool3D, MaxPool1D, MaxPool2D, MaxPool3D
from neuroglass.nn.layers.recurrent import GRU, LSTM, Bidirectional, SimpleRNN
from neuroglass.nn.layers.separable import DepthwiseConv2D, SeparableConv2D
from neuroglass.nn.layers.sequence import LastStep, Masking, RepeatVector
from neuroglass.nn.layers.shape import Flatten, Reshape
from neuroglass.nn.layers.spatial import Cropping2D, UpSampling2D, ZeroPadding2D
from neuroglass.nn.layers.transpose import ConvTranspose2D

__all__ = [
    "Activation",
    "Add",
    "AlphaDropout",
    "Arrays",
    "AveragePool1D",
    "AveragePool2D",
    "AveragePool3D",
    "BatchNorm",
    "Bidirectional",
    "Centred",
    "Concatenate",
    "Conv1D",
    "Conv2D",
    "Conv3D",
    "ConvTranspose2D",
    "Cropping2D",
    "Dense",
    "DepthwiseConv2D",
    "Dropout",
    "Embedding",
    "Flatten",
    "GRU",
    "GaussianNoise",
    "GlobalAveragePool1D",
    "GlobalAveragePool2D",
    "GlobalAveragePool3D",
    "GlobalMaxPool1D",
    "GlobalMaxPool2D",
    "GlobalMaxPool3D",
    "GroupNorm",
    "Input",
    "LSTM",
    "LastStep",
    "Layer",
    "LayerNorm",
    "Level",
    "LogMel",
    "Masking",
    "MaxPool1D",
    "MaxPool2D",
    "MaxPool3D",
    "MemberDense",
    "MemberMean",
    "MemberSteps",
    "Members",
    "Moment",
    "Multiply",
    "Normalization",
    "Output",
    "RepeatVector",
    "Reshape",
    "SeasonalNaive",
    "SeparableConv2D",
    "Shape",
    "SimpleRNN",
    "SpatialDropout",
    "StochasticDepth",
    "Symbol",
    "UpSampling2D",
    "Weight",
    "ZeroPadding2D",
]
