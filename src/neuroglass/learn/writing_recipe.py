"""The recipe for texts that are written token by token: of a row, of a picture, of arrays."""

from __future__ import annotations

from neuroglass.data.inputs import PICTURE, WRITTEN, InputSpec
from neuroglass.data.parts import Data
from neuroglass.data.pictures.image_inputs import ImageInputs
from neuroglass.learn import augmentation, optimizers, schedules
from neuroglass.learn.augmentation import NOTHING, Augmentation
from neuroglass.learn.picture_recipe import convolutions
from neuroglass.learn.recipe import ACTIVATION, Recipe
from neuroglass.learn.text_recipe import vectors
from neuroglass.nn.layers import (
    LSTM,
    Concatenate,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    Input,
    Layer,
    Normalization,
    RepeatVector,
    Symbol,
)
from neuroglass.nn.network import Network

WIDTH = 64  # numbers in the vector of a token
SAID = 128  # numbers in the vector of what is to be written
UNITS = 128
TEXTS_SEEN = 50_000  # in a training: epochs of few are many
FEWEST_EPOCHS, MOST_EPOCHS = 4, 200
FEW, MANY = 1000, 10_000  # texts, below which they are learnt in smaller batches, and from which in larger ones


def for_writing(data: Data) -> Recipe:
    """What suits texts that a row, a picture or an array is to become.

    What is given is one vector, which an LSTM reads at each step beside the token it wrote before, as Vinyals and
    others have it for pictures and their captions (arXiv:1411.4555); there the vector is read once.
    """
    rows = len(data.train)
    epochs = max(FEWEST_EPOCHS, min(MOST_EPOCHS, TEXTS_SEEN // rows))
    batch_size = 16 if rows < FEW else 32 if rows < MANY else 128
    changed, why = _augmentation(data)
    return Recipe(
        network=_writer(data),
        epochs=epochs,
        batch_size=batch_size,
        optimizer=optimizers.adamw(schedules.one_cycle(4e-3), weight_decay=1e-2, clip_norm=1.0),
        augmentation=changed,
        because={
            "network": f"an LSTM of {UNITS} units writes, and reads at each step what is given and what it wrote last",
            "epochs": f"{epochs} epochs show the network {epochs * rows:,} texts",
            "batch_size": f"batches of {batch_size} suit {rows:,} texts",
            "optimizer": "Adam with weight decay, its learning rate rising to 0.004 and falling again in one cycle; "
            "the whole gradient is held to a length of 1",
            **why,
        },
    )


def _augmentation(data: Data) -> tuple[Augmentation, dict[str, str]]:
    """How pictures are changed, as far as their texts allow it; all else is taken as it is."""
    if not isinstance(data.spec.source, ImageInputs):
        return NOTHING, {}
    changed, why = augmentation.for_pictures(data.spec.inputs[PICTURE].shape, data.names, len(data.train))
    return changed, {"augment": why}


def beside(data: Data) -> Symbol:
    """What is given beside the token before, at each step, (steps, numbers)."""
    target = data.spec.target
    given = [vector for name, entry in data.spec.source.inputs.items() for vector in _vectors(name, entry)]
    joined = Concatenate(name="joined")(*given) if len(given) > 1 else given[0]
    said = Dense(SAID, "relu", name="said")(Dense(SAID, "relu", name="understood")(joined))
    told = RepeatVector(target.steps, name="told")(said)
    ids = target.inputs[WRITTEN]
    tokens = Embedding(ids.size, WIDTH, mask_zero=True, name="tokens")(Input(ids.shape, ids.dtype, name=WRITTEN))
    return Concatenate(name="beside")(tokens, told)


def _writer(data: Data) -> Network:
    target = data.spec.target
    memory = LSTM(UNITS, return_sequences=True)(beside(data))
    return Network(Dense(target.width, ACTIVATION[target.task.kind], name="output")(Dropout(0.2)(memory)))


def _vectors(name: str, entry: InputSpec) -> list[Symbol | Input]:
    """What an input says of its row, as one or more vectors."""
    if entry.size is not None or len(entry.shape) == 1:
        return vectors(name, entry)
    value: Symbol | Input = Input(entry.shape, entry.dtype, name=name)
    for layer in _seeing(name, entry):
        value = layer(value)
    return [Dropout(0.5, name=f"{name}.dropout")(value)]


def _seeing(name: str, entry: InputSpec) -> list[Layer]:
    """Layers that make a vector of a picture, or of numbers in any other shape."""
    first = [Normalization(entry.mean, entry.variance, name=f"{name}.normalization")] if entry.mean else []
    is_picture = len(entry.shape) == 3
    return [*first, *(convolutions(min(entry.shape[:2])) if is_picture else []), Flatten(name=f"{name}.flat")]
