"""Model: a trained network with all it needs to answer on raw input."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from neuroglass.data.answers import Answer
from neuroglass.data.inputs import Encoded
from neuroglass.data.parts import Part, labelled
from neuroglass.data.spec import Spec
from neuroglass.data.texts.plain_text import settled
from neuroglass.data.texts.rows import unknown_told
from neuroglass.data.texts.text_inputs import TextInputs
from neuroglass.data.texts.vocabulary import Vocabulary
from neuroglass.errors import ConfigurationError, FileError, NetworkError, NeuroglassError
from neuroglass.files import model_file, pack, unpack, write_whole
from neuroglass.fits import check_fits
from neuroglass.nn import losses, metrics
from neuroglass.nn.compiling import WELL
from neuroglass.nn.describe import describe, restore
from neuroglass.nn.evaluation import Samples, batch_of, evaluate_stepwise
from neuroglass.nn.generation import Sampling
from neuroglass.nn.network import Carried, Network, Variables, held_by
from neuroglass.nn.objective import Objective
from neuroglass.writing import Wish, going_on, of_each, of_one

Array = NDArray[np.generic]

DEFAULT_LOSS = {
    "binary": "binary_crossentropy",
    "multiclass": "sparse_categorical_crossentropy",
    "next": "sparse_categorical_crossentropy",
    "sequence": "sparse_categorical_crossentropy",
    "regression": "mse",
    "forecast": "mae",
}
DEFAULT_METRICS = {
    "binary": ("accuracy", "balanced_accuracy", "precision", "recall", "f1", "roc_auc", "log_loss"),
    "multiclass": ("accuracy", "balanced_accuracy", "f1_macro", "log_loss"),
    "next": ("accuracy", "perplexity", "bits"),
    "sequence": ("accuracy", "perplexity", "bits"),
    "regression": ("rmse", "mae", "r2"),
    "forecast": ("rmse", "mae", "smape"),
}


@dataclasses.dataclass(frozen=True)
class Model:
    """A trained network.

    Args:
        objective: the network and the loss it was trained with.
        variables: its weights and state.
        spec: how raw input becomes arrays and outputs become answers.
        card: plain facts about how it came to be.
    """

    objective: Objective
    variables: Variables
    spec: Spec
    card: dict[str, Any] = dataclasses.field(default_factory=dict)

    def __repr__(self) -> str:
        size = sum(weight.size for owned in self.network.weights.values() for weight in owned.values())
        inputs = ", ".join(f"{name} {entry.shape}" for name, entry in self.spec.inputs.items())
        return f"<Model: {self.spec.target.name!r} ({self.spec.task.kind}) from {inputs}, {size:,} numbers>"

    @property
    def network(self) -> Network:
        """The network alone."""
        return self.objective.network

    def predict(self, raw: Any) -> Answer:
        """Answers on raw input.

        Args:
            raw: a path, a frame, a mapping of columns, a list of rows, or arrays; as the model was trained on.

        Returns:
            labels and probabilities, values, the likeliest text of each row, or what comes next with its times.
        """
        return self.answered(self.spec.encode(raw))

    def answered(self, encoded: Encoded) -> Answer:
        """Answers on encoded rows, with what is known of these."""
        return self.spec.placed(self.answer(encoded.x), encoded)

    def answer(self, x: dict[str, Array]) -> Answer:
        """Answers on encoded arrays.

        Raises:
            NetworkError: some are not finite, which no label would show.
        """
        if self.spec.target.writes:
            return self._likeliest(x)
        outputs = self.outputs(x)
        lost = int((~np.isfinite(outputs).reshape(len(outputs), -1)).any(axis=1).sum())
        if lost:
            raise NetworkError(
                f"the network answers {lost} of {len(outputs)} row(s) with NaN or infinity",
                "finite numbers",
                "Its training went astray: train again with a lower learning rate",
            )
        return self.spec.answer(outputs)

    def _likeliest(self, x: dict[str, Array]) -> Answer:
        """The text of each row that takes the likeliest token at each step."""
        rows = np.arange(len(next(iter(x.values()))))
        texts = list(self.written(Encoded(x, rows), Wish("", self.spec.target.steps - 1, Sampling(temperature=0))))
        return Answer(np.array(texts, np.str_), None, None, (), self.spec.target.name)

    def outputs(self, x: dict[str, Array]) -> Array:
        """The network's own answer, (rows, width), on encoded arrays.

        Where a layer is stateful, rows are windows that follow each other, read at several places at once as measuring
        does.
        """
        rows = len(next(iter(x.values())))
        room = 1 << max(rows - 1, 0).bit_length()  # powers of two: few shapes, few compilations
        batch, in_streams = batch_of(self.network, room), self.network.stateful
        pieces = -(-rows // batch)
        carried, answers = self.network.rest(batch), []
        for number in range(pieces):
            places = slice(number, None, pieces) if in_streams else slice(number * batch, (number + 1) * batch)
            piece = _padded({name: array[places] for name, array in x.items()}, batch)
            answer, carried = _outputs(self.objective, self.variables, piece, carried)
            answers.append(np.asarray(answer))
        in_order = np.stack(answers, axis=1 if in_streams else 0)
        return in_order.reshape(batch * pieces, *in_order.shape[2:])[:rows]

    def generate(
        self,
        prompt: str = "",
        length: int = 500,
        *,
        given: Any = None,
        temperature: float = 1.0,
        top_k: int | None = None,
        seed: int = 0,
    ) -> Iterator[str]:
        """A text that goes on, or one that is written of a row, piece by piece; joined, they follow the prompt.

        Args:
            prompt: how it begins; without any token in it, it begins like a new line, or as texts of rows do.
            length: tokens at most: characters, words, ...
            given: of a model that writes a text for each row, one row, as for ``predict``; else None.
            temperature: below 1 likely tokens become likelier; 0 takes the likeliest always.
            top_k: draw from so many likeliest tokens; None: from all.
            seed: the same one gives the same text.

        Raises:
            NetworkError: a model of something else than texts, or a network that does not go step by step.
            ConfigurationError: an impossible setting.
        """
        wish, writing = Wish(prompt, length, Sampling(temperature, top_k, seed)), self.spec.target.writing
        vocabulary = self._vocabulary()
        if writing is None:
            if given is not None:
                raise ConfigurationError("given is told, and this model continues a text", "its prompt alone")
            return going_on(self.objective, self.variables, vocabulary, wish)
        encoded = self.spec.encode(_one_row(given))
        if len(encoded.rows) != 1:
            raise ConfigurationError(f"given holds {len(encoded.rows)} rows", "one; write(rows) writes of many")
        return of_one(self.objective, self.variables, writing, encoded.x, wish)

    def write(
        self,
        raw: Any,
        prompt: str = "",
        length: int = 500,
        *,
        temperature: float = 1.0,
        top_k: int | None = None,
        seed: int = 0,
    ) -> list[str]:
        """The text of each row, the prompt among it; ``predict`` gives the likeliest one. Settings as of ``generate``.

        Args:
            raw: as for ``predict``.

        Raises:
            NetworkError: a model that does not write a text for each row, or whose network does not go step by step.
            ConfigurationError: an impossible setting.
        """
        encoded = self.spec.encode(raw)
        return list(self.written(encoded, Wish(prompt, length, Sampling(temperature, top_k, seed))))

    def written(self, encoded: Encoded, wish: Wish) -> Iterator[str]:
        """The text of each encoded row, one after the other."""
        writing = self.spec.target.writing
        if writing is None:
            told = f"this model tells {self.spec.target.name!r} and writes no text of a row"
            raise NetworkError(told, 'a model that learnt to, by task="sequence"')
        return of_each(self.objective, self.variables, writing, encoded.x, encoded.rows, wish)

    def strange(self, prompt: str) -> list[str]:
        """What a reader must know of a prompt: which of its tokens the model has never seen."""
        vocabulary = self._vocabulary()
        text = settled(prompt)
        return unknown_told([text], [vocabulary.ids(text)], vocabulary)

    def _vocabulary(self) -> Vocabulary:
        """The tokens that it writes."""
        source, writing = self.spec.source, self.spec.target.writing
        if writing is not None:
            return writing.vocabulary
        if not isinstance(source, TextInputs) or not source.continues:
            told = f"this model tells {self.spec.target.name!r} and continues nothing"
            raise NetworkError(told, "a model that learnt a text")
        return source.vocabulary

    def evaluate(self, raw: Any, names: Sequence[str] | None = None) -> dict[str, float]:
        """The loss and metrics on labelled raw input.

        Args:
            raw: as for ``predict``, with the target among the columns; or a pair of that without the target, and it.
            names: metrics; None takes those that fit the task.

        Raises:
            DataError: no targets, not as many as rows, or labels that training did not know.
        """
        return self.measured({"": labelled(self.spec, raw)}, names)[""]

    def measured(self, parts: Mapping[str, Part], names: Sequence[str] | None = None) -> dict[str, dict[str, float]]:
        """The loss and metrics on encoded parts, all by one compiled program."""
        chosen = tuple(metrics.get(name) for name in names or DEFAULT_METRICS[self.spec.task.kind])
        longest = max(len(part) for part in parts.values())
        columns = ("loss", *(metric.name for metric in chosen))
        measured = {}
        for name, part in parts.items():
            whole = samples(part, self.spec)
            values = np.asarray(evaluate_stepwise(self.objective, chosen, self.variables, whole, longest))
            measured[name] = {column: float(value) for column, value in zip(columns, values, strict=True)}
        return measured

    def save(self, path: str | Path) -> Path:
        """Write one file that ``load`` reads back; the same model gives the same bytes.

        Raises:
            NetworkError: some of its values are held by an edit, which no weight does.
        """
        _check_held(self)
        arrays = {
            f"{kind}/{node}/{name}": np.asarray(array)
            for kind, nodes in self.variables.items()
            for node, owned in nodes.items()
            for name, array in owned.items()
        }
        facts = {
            "network": self.network.to_json(),
            "loss": describe(self.objective.loss),
            "spec": self.spec.to_json(),
            "card": self.card,
        }
        write_whole(Path(path), pack(arrays, facts))
        return Path(path)


def load(path: str | Path) -> Model:
    """The model in a file, or in the folder of a run. Nothing in it is imported or run.

    Raises:
        FileError: damaged, from a newer version, or with parts that do not fit each other.
    """
    path = model_file(path)
    arrays, facts = unpack(path, "model")
    if facts.keys() != {"network", "loss", "spec", "card"} or not isinstance(facts["card"], dict):
        raise FileError(f"{path} is not a model: it describes {', '.join(sorted(facts)) or 'nothing'}")
    try:
        network = Network.from_json(facts["network"])
        spec = Spec.from_json(facts["spec"])
        check_fits(network, spec)
        objective = Objective(network, losses.get(restore(facts["loss"], losses.KNOWN, "the loss")))
        return Model(objective, _variables(network, arrays), spec, facts["card"])
    except NeuroglassError as error:
        raise FileError(f"{path}: {error.received}", error.expected, error.mend) from error


def samples(part: Part, spec: Spec) -> Samples:
    """A part of the data as the compiled programs take it."""
    weight = None if part.weight is None else jnp.asarray(part.weight, jnp.float32)
    x = {name: jnp.asarray(array) if isinstance(array, np.ndarray) else array for name, array in part.x.items()}
    if spec.target.is_classes:
        return Samples(x, jnp.asarray(part.y), weight)
    offset, scale = (jnp.asarray(values, jnp.float32) for values in (spec.target_offset, spec.target_scale))
    return Samples(x, jnp.asarray(part.y), weight, offset, scale)


def _one_row(given: Any) -> Any:
    if given is None:
        raise ConfigurationError("nothing is given to write of", "one row, as for predict")
    return given


@functools.partial(jax.jit, static_argnums=0, compiler_options=WELL)
def _outputs(
    objective: Objective, variables: Variables, x: dict[str, jax.Array], carried: Carried
) -> tuple[jax.Array, Carried]:
    applied = objective.network.apply(variables, x, carried=carried)
    return applied.value, objective.network.kept(applied.carried)


def _check_held(model: Model) -> None:
    held = ", ".join(node.name for node in model.network.nodes if held_by(node.name) in model.variables["state"])
    if held:
        raise NetworkError(
            f"values of {held} are held by an edit, and a file holds weights",
            "edits of weights alone",
            "Weights hold unit 7 of a dense layer or a convolution at v so: "
            'edit(NODE, weight="kernel", index=(..., 7), value=0) and edit(NODE, weight="bias", index=7, value=v)',
        )


def _padded(x: dict[str, Array], batch: int) -> dict[str, Array]:
    return {name: np.pad(array, [(0, batch - len(array))] + [(0, 0)] * (array.ndim - 1)) for name, array in x.items()}


def _variables(network: Network, arrays: dict[str, Array]) -> Variables:
    """The arrays where the network wants them; every one must be there, none too many, each of its shape."""
    places = {
        f"{kind}/{node}/{name}": (kind, node, name, weight.shape)
        for node, owned in network.weights.items()
        for name, weight in owned.items()
        for kind in ["params" if weight.learnt else "state"]
    }
    if places.keys() != arrays.keys():
        strange = min(places.keys() ^ arrays.keys())
        raise FileError(f"the array {strange} is {'missing' if strange in places else 'not part of the network'}")
    variables: Variables = {"params": {}, "state": {}}
    for path, (kind, node, name, shape) in places.items():
        array = arrays[path]
        if array.shape != shape or array.dtype != np.float32:
            raise FileError(f"the array {path} is {array.dtype} {array.shape}", f"float32 {shape}")
        variables[kind].setdefault(node, {})[name] = jnp.asarray(array)
    return variables
