"""What a network is."""

from neuroglass.nn import activations, initializers, losses, metrics, regularizers
from neuroglass.nn.layers import (
    Activation,
    Add,
    AlphaDropout,
    BatchNorm,
    Concatenate,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    GaussianNoise,
    Input,
    Layer,
    LayerNorm,
    Multiply,
    Output,
    Reshape,
)
from neuroglass.nn.network import Network

__all__ = [
    "Activation",
    "Add",
    "AlphaDropout",
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
    "Multiply",
    "Network",
    "Output",
    "Reshape",
    "activations",
    "initializers",
    "losses",
    "metrics",
    "regularizers",
]
