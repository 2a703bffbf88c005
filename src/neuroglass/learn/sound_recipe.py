"""The recipe for sounds: convolutions over their spectrograms."""

from __future__ import annotations

from neuroglass.data.inputs import SOUND
from neuroglass.data.parts import Data
from neuroglass.learn import augmentation, optimizers, schedules
from neuroglass.learn.recipe import ACTIVATION, Recipe
from neuroglass.nn.layers import Activation, BatchNorm, Conv2D, Dense, Dropout, Flatten, Layer, MaxPool2D, Reshape
from neuroglass.nn.network import Network

FILTERS = (24, 48, 96)
SEEN = 40_000  # clips in a training: epochs of few are many
FEWEST_EPOCHS, MOST_EPOCHS = 8, 40
BATCH_SIZE = 32


def for_sounds(data: Data) -> Recipe:
    """What suits the number of clips.

    Three convolutions of 3 x 3 over time and pitch, each with pooling, batch normalisation and relu, then dropout and
    the answer: a word sounds the same a little later or a little higher, which convolutions know and recurrent layers
    must learn. Figures in benchmarks/README.md.
    """
    rows = len(data.train)
    spec = data.spec.inputs[SOUND]
    if spec.mel is None:
        raise ValueError(f"the input {SOUND} without a spectrogram")
    steps, bands = spec.mel.steps(spec.shape[0]), spec.mel.mels
    epochs = max(FEWEST_EPOCHS, min(MOST_EPOCHS, SEEN // rows))
    changed, why = augmentation.for_sounds()
    blocks = [layer for filters in FILTERS for layer in _block(filters)]
    answer = Dense(data.spec.target.width, ACTIVATION[data.spec.task.kind], name="output")
    return Recipe(
        network=Network([Reshape((steps, bands, 1)), *blocks, Flatten(), Dropout(0.5), answer]),
        epochs=epochs,
        batch_size=BATCH_SIZE,
        optimizer=optimizers.adamw(schedules.one_cycle(4e-3), weight_decay=5e-3),
        augmentation=changed,
        because={
            "network": f"{len(FILTERS)} two-dimensional convolutions over spectrograms of {steps} steps and {bands} "
            "bands: a sound is the same a little later or higher, which they know and recurrent layers must learn",
            "epochs": f"{epochs} epochs let the network hear {epochs * rows:,} clips",
            "batch_size": f"batches of {BATCH_SIZE} suit {rows:,} clips",
            "optimizer": "Adam with weight decay, its learning rate rising to 0.004 and falling again in one cycle",
            "augment": why,
        },
    )


def _block(filters: int) -> list[Layer]:
    convolution = Conv2D(filters, 3, padding="same", use_bias=False, kernel_initializer="he_normal")
    return [convolution, MaxPool2D(2), BatchNorm(momentum=0.9), Activation("relu")]
