"""The layers a network is made of."""

from neuroglass.nn.layers.activation import Activation
from neuroglass.nn.layers.base import Arrays, Input, Layer, Moment, Shape, Symbol, Weight
from neuroglass.nn.layers.dense import Dense, Output
from neuroglass.nn.layers.embedding import Embedding
from neuroglass.nn.layers.members import MemberDense, MemberMean, Members
from neuroglass.nn.layers.merge import Add, Concatenate, Multiply
from neuroglass.nn.layers.noise import AlphaDropout, Dropout, GaussianNoise
from neuroglass.nn.layers.norm import BatchNorm, LayerNorm
from neuroglass.nn.layers.shape import Flatten, Reshape

__all__ = [
    "Activation",
    "Add",
    "AlphaDropout",
    "Arrays",
    "BatchNorm",
    "Concatenate",
    "Dense",
    "Dropout",
    "Embedding",
    "Flatten",
    "GaussianNoise",
    "Input",
    "Layer",
    "LayerNorm",
    "MemberDense",
    "MemberMean",
    "Members",
    "Moment",
    "Multiply",
    "Output",
    "Reshape",
    "Shape",
    "Symbol",
    "Weight",
]
