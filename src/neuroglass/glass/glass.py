"""Glass: one moment of a network, open."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import jax
import numpy as np
from numpy.typing import NDArray

from neuroglass.data.answers import Answer
from neuroglass.data.parts import Part
from neuroglass.errors import NetworkError, nearest
from neuroglass.glass.ablation import Ablation, ablate
from neuroglass.glass.along_gradient import AlongGradient, along_gradient
from neuroglass.glass.attribution.asking import attribution
from neuroglass.glass.attribution.attribution import Attribution
from neuroglass.glass.attribution.permutation import Importance, permutation_importance
from neuroglass.glass.curvature import Curvature, curvature
from neuroglass.glass.filters import Filters, filters
from neuroglass.glass.following import followed
from neuroglass.glass.given import check_model
from neuroglass.glass.graph.asking import Of, graph
from neuroglass.glass.graph.graph import Graph
from neuroglass.glass.graph.steps import Moment, steps
from neuroglass.glass.jacobian import Jacobian, jacobian
from neuroglass.glass.maps import Maps, maps
from neuroglass.glass.memory import END, Memory, memory
from neuroglass.glass.neuron import Neuron
from neuroglass.glass.noise import NoiseScale, noise_scale
from neuroglass.glass.opened import Opened, opened
from neuroglass.glass.over_time import OverTime, over_time
from neuroglass.glass.seen import Seen, seen
from neuroglass.glass.taking import taken
from neuroglass.glass.wanted import LOSS, Wanted, wanted
from neuroglass.model import Model, samples
from neuroglass.nn.evaluation import Samples
from neuroglass.nn.graph import Node

if TYPE_CHECKING:
    from neuroglass.glass.editing import Edited, Index

Array = NDArray[Any]
Weights = Mapping[str, Mapping[str, Array]]  # by node and name


@dataclasses.dataclass(frozen=True)
class Glass:
    """A network at some samples: all it computed forward, and all that came back.

    Args:
        model: the network.
        part: the samples as arrays.
        is_known: whether the true answers of the samples are known.
        wanted: what was differentiated.
        seen: the numbers.
        updates: what the last step of training added to each weight, by node and name; None where that is not known.
        notes: what a reader must know of the samples.
    """

    model: Model
    part: Part
    is_known: bool
    wanted: Wanted
    seen: Seen
    updates: Weights | None = None
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        what = "loss" if self.wanted.kind == LOSS else "score"
        return f"<Glass: {len(self.part)} sample(s), {len(self.values)} nodes, {what} {self.number:.4g}>"

    @property
    def number(self) -> float:
        """What was differentiated: the cost, penalties of the weights included, or what speaks for the answer."""
        return float(self.seen.number)

    @functools.cached_property
    def samples(self) -> Samples:
        """The samples as compiled programs take them."""
        return samples(self.part, self.model.spec)

    @functools.cached_property
    def values(self) -> dict[str, Array]:
        """What each node computed, (samples, ...)."""
        return {name: np.asarray(value) for name, value in self.seen.values.items()}

    @functools.cached_property
    def gradients(self) -> dict[str, Array]:
        """The derivative of ``number`` by each of ``values``; there is none behind a folded softmax, and by no ids."""
        return {name: np.asarray(value) for name, value in self.seen.gradients.items()}

    @functools.cached_property
    def weights(self) -> dict[str, dict[str, Array]]:
        """The weights of each node that learns."""
        return jax.tree.map(np.asarray, self.model.variables["params"])

    @functools.cached_property
    def weight_gradients(self) -> dict[str, dict[str, Array]]:
        """The derivative of ``number`` by each weight."""
        return jax.tree.map(np.asarray, self.seen.weight_gradients)

    @functools.cached_property
    def answer(self) -> Answer:
        """What the network says of each sample."""
        return self.model.spec.answer(self.values[self.model.network.output])

    @property
    def true_answer(self) -> Array | None:
        """The classes or values that are true, in the words and units of the target; None where they are not known, and
        at steps at which nothing is asked."""
        return _true(self.model, self.part) if self.is_known else None

    @property
    def nodes(self) -> tuple[Opened, ...]:
        """Every node, in the order they are computed."""
        return tuple(opened(self, node) for node in self.model.network.nodes)

    def node(self, name: str) -> Opened:
        """One node: its value, its gradient, and the weights, their gradient and last update where it has any.

        Raises:
            NetworkError: there is no such node.
        """
        return opened(self, self._found(name))

    def neuron(self, node: str, unit: int, *, sample: int = 0, at: tuple[int, ...] | None = None) -> Neuron:
        """The whole story of one neuron.

        Args:
            node: the node it is in, as "dense_1"; that of its activation says the same.
            unit: its number, from 0.
            sample: for which sample, from 0.
            at: its place where the layer has the same neuron at several: (height, width) of a convolution, (step,) of a
                recurrent layer, (member,) of an ensemble; None: where it is most active.

        Raises:
            NetworkError: there is no such neuron, sample or place.
        """
        return followed(self, self._found(node), unit, sample, at)

    def graph(self, of: Of = None, *, sample: int = 0, at: tuple[int, ...] | None = None) -> Graph:
        """The operations of the program that computes ``number``, each with its value and its gradient.

        Args:
            of: None: all of them; a node, as "dense_1": its own; a neuron, as ("dense_1", 7): its products and sum.
            sample, at: of a neuron, as for ``neuron``.

        Raises:
            NetworkError: there is no such node or neuron, it computes nothing, or the numbers are too many.
        """
        return graph(self, of, sample, at)

    def step_by_step(self, of: Of = None, *, sample: int = 0, at: tuple[int, ...] | None = None) -> Iterator[Moment]:
        """The operations of ``graph`` one after another, forward and then backward, in words."""
        return steps(self.graph(of, sample=sample, at=at))

    def edit(
        self,
        name: str,
        value: Any,
        *,
        unit: int | None = None,
        at: tuple[int, ...] | None = None,
        weight: str | None = None,
        index: Index = ...,
    ) -> Edited:
        """What if: the same samples through the network with something changed. This glass and its model stay as they
        are, so an edit of an edit adds to it, and ``with`` is for the eye.

        Args:
            name: a node; or a column of a table or a series, in its own words and unit.
            value: what is put there. A unit's values are held, whatever is computed; of a recurrent layer those it
                hands on, not what its cell remembers.
            unit: which unit or channel of the node, from 0; None: all of it.
            at: where, as for ``neuron``; None: everywhere.
            weight: a weight of the node instead, as "kernel", and
            index: its place there, as NumPy writes it: 7, (3, 7), (..., 7); without one all of it.

        Raises:
            NetworkError: no such node, column, unit, place or weight, or a value that is no finite number.
        """
        from neuroglass.glass.editing import edit

        return edit(self, name, value, unit, at, weight, index)

    def ablate(self, node: str, metric: str | None = None, data: Any = None) -> Ablation:
        """What each unit of a node is worth: all are silenced in turn.

        Args:
            node: whose units give 0, at all their places.
            metric: what is measured, "loss" or a metric, of
            data: a part, or as for ``Model.evaluate``. Without both it is ``number`` at these samples.

        Raises:
            NetworkError: there is no such node, or it has no units.
            ConfigurationError: one of metric and data without the other.
        """
        return ablate(self, node, metric, data)

    def maps(self, node: str, *, sample: int = 0) -> Maps:
        """The feature maps of a convolution, a pooling or their kin for one sample.

        Raises:
            NetworkError: there is no such node or sample, or its values have no places.
        """
        return maps(self, node, sample)

    def filters(self, node: str) -> Filters:
        """The kernels of a convolution, or of a Dense on the pixels of a picture, as pictures.

        Raises:
            NetworkError: there is no such node, or what it multiplies is no picture.
        """
        return filters(self, node)

    def over_time(self, node: str, *, sample: int = 0) -> OverTime:
        """Gates and states of a recurrent node at every step of one sample.

        Raises:
            NetworkError: there is no such recurrent node or sample.
        """
        return over_time(self, node, sample)

    def along_gradient(
        self, points: int = 41, *, reach: float = 1.0, learning_rate: float | None = None
    ) -> AlongGradient:
        """The cost along the negative gradient by the weights, as far as one step of gradient descent may lead.

        Args:
            points: how many steps are tried, from 0 on.
            reach: 1 goes twice as far as where the cost would be 0 if it fell in a straight line.
            learning_rate: a step that is asked about.

        Raises:
            NetworkError: what was differentiated is not the loss, or the gradient is 0.
            ConfigurationError: an impossible setting.
        """
        return along_gradient(self, points, reach, learning_rate)

    def jacobian(self, of: str, by: str, *, sample: int = 0) -> Jacobian:
        """The derivative of everything in a node by everything in another, or in an input.

        Args:
            of, by: the nodes; ``of`` follows from ``by``.
            sample: for which sample, from 0.

        Raises:
            NetworkError: no such node or sample, one that does not follow, ids, or too many numbers.
        """
        return jacobian(self, of, by, sample)

    def memory(self, node: str, *, of: str = END, way: str = "forward", sample: int = 0) -> Memory:
        """How much each step of a sequence still counts at its end.

        Args:
            node: a recurrent node, or any that follows from a sequence.
            of: what is differentiated: "end", the state after the last real step, or "number", as the glass has it.
            way: of a bidirectional layer, "forward" or "backward".
            sample: for which sample, from 0.

        Raises:
            NetworkError: no such node or sample, or no sequence of two real steps.
            ConfigurationError: another ``of`` or ``way``.
        """
        return memory(self, node, of, way, sample)

    def curvature(self, iterations: int = 300, *, tolerance: float = 1e-3, seed: int = 0) -> Curvature:
        """The Hessian's largest eigenvalue, of the cost of these samples by all weights, by power iteration.

        Args:
            iterations: at most.
            tolerance: the residual at which it ends.
            seed: of the direction it begins with.

        Raises:
            ConfigurationError: an impossible setting, or samples whose answers are not known.
        """
        return curvature(self, iterations, tolerance, seed)

    def noise_scale(self) -> NoiseScale:
        """The gradient noise scale of these samples: how many a step should be taken from.

        Raises:
            NetworkError: one sample alone.
            ConfigurationError: samples whose answers are not known.
        """
        return noise_scale(self)

    def attribution(
        self, method: str, node: str | None = None, *, steps: int | None = None, seed: int = 0
    ) -> Attribution:
        """What each input has in each sample's number: its loss, or with ``look(..., of="answer")`` its answer.

        Args:
            method: gradient, gradient_x_input, integrated_gradients, smoothgrad, occlusion or grad_cam.
            node: a node in place of the inputs; of grad_cam which convolution, None: the last.
            steps: of integrated_gradients (64), or samples with noise of smoothgrad (50).
            seed: of that noise.

        Raises:
            ConfigurationError: an unknown method, or steps of one that has none.
            NetworkError: no such node, or one that does not fit the method.
        """
        return attribution(self, method, node, steps, seed)

    def permutation_importance(
        self, data: Any, metric: str | None = None, *, repeats: int = 5, seed: int = 0
    ) -> Importance:
        """What each column of a table is worth to the model, on other rows: see ``ng.permutation_importance``."""
        return permutation_importance(self.model, data, metric, repeats=repeats, seed=seed)

    def _found(self, name: str) -> Node:
        for node in self.model.network.nodes:
            if node.name == name:
                return node
        raise NetworkError(f"there is no node {name!r}", "", nearest(name, self.values))


def look(model: Model, sample: Any, *, of: str | int | None = None) -> Glass:
    """Open one moment of a network: one forward and one backward pass, of which everything is kept.

    Args:
        model: a trained network.
        sample: one sample or several, raw, with their true answers or without; or a part of the data.
        of: what is differentiated: "loss", or "answer" for what speaks for it (of classes z before the softmax), or a
            class for what speaks for that one. None: the loss, where the true answers are known.

    Raises:
        DataError: samples that cannot be read.
        ConfigurationError: the loss of samples whose answers are not known, or an unknown class.
        NetworkError: what is no model.
    """
    check_model(model)
    part, is_known, notes = taken(model.spec, sample)
    asked = wanted(of, model.spec.target, is_known=is_known)
    both_ways = seen(model.objective, model.variables, samples(part, model.spec), asked)
    return Glass(model, part, is_known, asked, both_ways, notes=notes)


def _true(model: Model, part: Part) -> Array:
    target = model.spec.target
    if target.is_classes:
        y = part.y.astype(np.int64)
        told = target.typed_classes()[np.maximum(y, 0)]
        return np.where(y < 0, np.array(None), told) if (y < 0).any() else told
    scaled = part.y.astype(np.float64)
    return scaled * model.spec.target_scale + model.spec.target_offset
