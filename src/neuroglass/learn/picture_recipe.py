"""The recipe for pictures: a convolutional network as deep as the pictures are large."""

from __future__ import annotations

import math

from neuroglass.data.inputs import PICTURE
from neuroglass.data.parts import Data
from neuroglass.learn import augmentation, optimizers, schedules
from neuroglass.learn.recipe import ACTIVATION, Recipe
from neuroglass.nn.layers import Activation, BatchNorm, Conv2D, Dense, Dropout, Flatten, Layer, MaxPool2D
from neuroglass.nn.network import Network

LARGE = 96  # pixels of the shorter side, from which the first layers make them a quarter: most of the time went there
SEEN = 450_000  # pictures in a training: epochs of few are many
FEWEST_EPOCHS, MOST_EPOCHS = 8, 60
NARROWEST, WIDEST = 32, 256  # filters
MANY = 10_000  # pictures, from which they are learnt in larger batches


def for_pictures(data: Data) -> Recipe:
    """What suits the size of the pictures and of the set.

    Convolutions of 3 x 3, pooling, batch normalisation and relu, repeated until 4 to 7 places a side are left, each
    time with twice the filters, as VGG has it (arXiv:1409.1556); one cycle of the learning rate (arXiv:1708.07120).
    What follows the pooling has a quarter of the places to go over: a fifth of a step's time.
    """
    rows, shape = len(data.train), data.spec.inputs[PICTURE].shape
    layers = convolutions(min(shape[:2]))
    answer = Dense(data.spec.target.width, ACTIVATION[data.spec.task.kind], name="output")
    epochs = max(FEWEST_EPOCHS, min(MOST_EPOCHS, SEEN // rows))
    batch_size = 128 if rows >= MANY else 32
    changed, why = augmentation.for_pictures(shape, data.spec.classes, rows)
    count = sum(isinstance(layer, Conv2D) for layer in layers)
    return Recipe(
        network=Network([*layers, Flatten(), Dropout(0.2 if rows >= MANY else 0.5), answer]),
        epochs=epochs,
        batch_size=batch_size,
        optimizer=optimizers.adamw(schedules.one_cycle(4e-3), weight_decay=5e-3),
        augmentation=changed,
        because={
            "network": f"{count} convolutions, each on half the side of the one before, suit pictures of "
            f"{shape[0]} by {shape[1]} pixels",
            "epochs": f"{epochs} epochs show the network {epochs * rows:,} pictures",
            "batch_size": f"batches of {batch_size} suit {rows:,} pictures",
            "optimizer": "Adam with weight decay, its learning rate rising to 0.004 and falling again in one cycle",
            "augment": why,
        },
    )


def convolutions(side: int) -> list[Layer]:
    """Convolutions and poolings for pictures of so many pixels a side, down to a few places."""
    strides = [2] if side >= LARGE else []
    pools = max(1, round(math.log2(side / (5 * math.prod(strides)))))
    filters = [min(WIDEST, NARROWEST << number) for number in range(pools)]
    return [
        layer
        for number, count in enumerate(filters)
        for layer in _block(count, strides[0] if strides and not number else 1)
    ]


def _block(filters: int, strides: int) -> list[Layer]:
    convolution = Conv2D(filters, 3, strides=strides, padding="same", use_bias=False, kernel_initializer="he_normal")
    return [convolution, MaxPool2D(2), BatchNorm(momentum=0.9), Activation("relu")]
