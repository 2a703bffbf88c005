"""The recipes for texts: to continue one, and to tell what each of many is, alone or beside other columns."""

from __future__ import annotations

from neuroglass.data.inputs import InputSpec
from neuroglass.data.parts import Data
from neuroglass.learn import optimizers, schedules
from neuroglass.learn.recipe import ACTIVATION, Recipe, embedding_width
from neuroglass.nn.layers import (
    LSTM,
    Concatenate,
    Conv1D,
    Dense,
    Dropout,
    Embedding,
    GlobalAveragePool1D,
    GlobalMaxPool1D,
    Input,
    Symbol,
)
from neuroglass.nn.network import Network

LONG = 200_000  # tokens of a text, from which the larger network is not too large
SEEN = 13_000_000  # tokens in a training: about ten minutes on two cores
STREAMS = 16  # places at which a text is read at once: many small steps learn more from it than few large ones
FEWEST_STEPS = 16  # in an epoch: a short text is read at fewer places

WIDTH = 64  # numbers in the vector of a token
PATTERNS, REACH = 128, 5  # patterns that are looked for in a text, and the tokens of each
TEXTS_SEEN = 60_000  # in a training: epochs of few are many
FEWEST_EPOCHS, MOST_EPOCHS = 3, 30
MANY = 10_000  # texts, from which they are learnt in larger batches


def for_next_token(data: Data) -> Recipe:
    """What suits the length of a text whose next token is asked for.

    Vectors of the tokens, an LSTM that remembers from window to window, dropout, a probability for each token; one
    cycle of the learning rate, the whole gradient held to a length of 1. Figures in benchmarks/README.md.
    """
    tokens = len(data.train.answers)
    size, steps = len(data.spec.classes), data.spec.target.steps
    units, rate = (384, 0.2) if tokens >= LONG else (128, 0.0)
    streams = max(1, min(STREAMS, len(data.train) // FEWEST_STEPS))
    epochs = max(FEWEST_EPOCHS, min(MOST_EPOCHS, SEEN // tokens))
    memory = LSTM(units, return_sequences=True, stateful=True, recurrent_dropout=rate)
    return Recipe(
        network=Network([Embedding(size, WIDTH), memory, Dropout(0.4), Dense(size, ACTIVATION["next"], name="output")]),
        epochs=epochs,
        batch_size=streams,
        optimizer=optimizers.adamw(schedules.one_cycle(5e-3, rise=0.15), weight_decay=1e-2, clip_norm=1.0),
        because={
            "network": f"an LSTM of {units} units suits {tokens:,} tokens; it keeps its state from window to window, "
            f"and the gradient goes back {steps} steps",
            "epochs": f"{epochs} epochs show it {epochs * tokens:,} tokens",
            "batch_size": f"the text is read at {streams} places at once: small steps teach more than fewer large ones",
            "optimizer": "Adam with weight decay, its learning rate rising to 0.005 and falling again in one cycle; "
            "the whole gradient is held to a length of 1",
        },
    )


def for_texts(data: Data) -> Recipe:
    """What suits texts with an answer each, alone or beside numbers and categories.

    Of a text the mean of its tokens' vectors, which says what it is about, and how strongly each of 128 patterns of
    five tokens stands in it anywhere, as Kim has it (arXiv:1408.5882).
    """
    rows = len(data.train)
    epochs = max(FEWEST_EPOCHS, min(MOST_EPOCHS, TEXTS_SEEN // rows))
    batch_size = 128 if rows >= MANY else 32
    beside = " beside the other columns" if len(data.spec.inputs) > 1 else ""
    return Recipe(
        network=_reader(data),
        epochs=epochs,
        batch_size=batch_size,
        optimizer=optimizers.adamw(schedules.one_cycle(4e-3), weight_decay=1e-2, clip_norm=1.0),
        because={
            "network": f"the mean of a text's tokens and {PATTERNS} patterns of {REACH} of them{beside}: together they "
            "err less than either alone, and than a bidirectional GRU in the same time",
            "epochs": f"{epochs} epochs show the network {epochs * rows:,} texts",
            "batch_size": f"batches of {batch_size} suit {rows:,} texts",
            "optimizer": "Adam with weight decay, its learning rate rising to 0.004 and falling again in one cycle",
        },
    )


def texts_of(data: Data) -> list[str]:
    """The inputs that take in texts: ids of tokens, one after another."""
    return [name for name, entry in data.spec.inputs.items() if entry.size is not None and len(entry.shape) == 1]


def _reader(data: Data) -> Network:
    """Each input as vectors, joined; beside texts, what they have to do with each other is learnt too."""
    read = [vector for name, entry in data.spec.inputs.items() for vector in vectors(name, entry)]
    joined = Dropout(0.5)(Concatenate(name="joined")(*read) if len(read) > 1 else read[0])
    if len(data.spec.inputs) > 1:
        joined = Dropout(0.2)(Dense(WIDTH, "relu")(joined))
    answer = Dense(data.spec.target.width, ACTIVATION[data.spec.task.kind], name="output")
    return Network(answer(joined))


def vectors(name: str, entry: InputSpec) -> list[Symbol | Input]:
    """What an input says of its row, as one or more vectors."""
    given = Input(entry.shape, entry.dtype, name=name)
    if entry.size is None:
        return [given]
    if not entry.shape:
        return [Embedding(entry.size, embedding_width(entry.size), name=f"{name}.embedding")(given)]
    tokens = Embedding(entry.size, WIDTH, mask_zero=True, name=f"{name}.tokens")(given)
    tokens = Dropout(0.3, name=f"{name}.dropout")(tokens)
    patterns = Conv1D(PATTERNS, REACH, padding="same", activation="relu", name=f"{name}.patterns")(tokens)
    strongest = GlobalMaxPool1D(name=f"{name}.strongest")(patterns)
    return [GlobalAveragePool1D(name=f"{name}.mean")(tokens), strongest]
