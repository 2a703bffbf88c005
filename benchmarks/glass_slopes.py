"""Values, gradients, Jacobians and attributions of the glass against torch's autograd on the same weights, float32.

A Dense network on a table, a convolutional one on pictures and an LSTM on sequences. Torch computes its own forward and
backward pass; what differs is told as the largest difference, and in parts of the largest number of the array.

    python -m benchmarks.glass_slopes
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

import neuroglass as ng
from benchmarks.measuring import Figure, Result, arguments, needs, told
from neuroglass.data.parts import Data
from neuroglass.glass import Glass
from neuroglass.model import Model
from neuroglass.run.planning import plan
from neuroglass.settings import Settings

Array = NDArray[Any]
Weights = Mapping[str, Mapping[str, Any]]
ROWS, STEPS = 6, 64
TARGET = 1e-5  # in parts of the largest number: float32 rounds at 6e-8, and sums of many products add that up
COLUMNS = ["network", "what", "numbers", "largest difference", "in parts of the largest"]


@dataclasses.dataclass(frozen=True)
class Work:
    """One network: the layers, the data, the node that stands for its input, and how torch computes z."""

    name: str
    layers: Sequence[Any]
    data: Callable[[int], Data]
    point: str
    hidden: str
    forward: Callable[[Weights, Any], tuple[Any, Any]]


def table(rows: int) -> Data:
    """Thirty numbers a row, of three classes."""
    x = np.random.default_rng(0).normal(size=(rows, 30)).astype(np.float32)
    return ng.data.arrays(x, np.arange(rows) % 3)


def pictures(rows: int) -> Data:
    """Pictures of 12 by 12 in three colours."""
    x = np.random.default_rng(1).normal(size=(rows, 12, 12, 3)).astype(np.float32)
    return ng.data.arrays(x, np.arange(rows) % 3)


def sequences(rows: int) -> Data:
    """Twenty steps of five numbers."""
    x = np.random.default_rng(2).normal(size=(rows, 20, 5)).astype(np.float32)
    return ng.data.arrays(x, np.arange(rows) % 3)


def dense(weights: Weights, x: Any) -> tuple[Any, Any]:
    """The last hidden layer, and z."""
    hidden = (x @ weights["dense_1"]["kernel"] + weights["dense_1"]["bias"]).relu()
    hidden = (hidden @ weights["dense_2"]["kernel"] + weights["dense_2"]["bias"]).tanh()
    return hidden, hidden @ weights["output"]["kernel"] + weights["output"]["bias"]


def convolutional(weights: Weights, x: Any) -> tuple[Any, Any]:
    """The last map, channels last, and z."""
    import torch

    def convolved(value: Any, name: str) -> Any:
        kernel = weights[name]["kernel"].permute(3, 2, 0, 1)
        return torch.nn.functional.conv2d(value, kernel, weights[name]["bias"]).relu()

    pooled = torch.nn.functional.max_pool2d(convolved(x.permute(0, 3, 1, 2), "conv2d_1"), 2)
    maps = convolved(pooled, "conv2d_2").permute(0, 2, 3, 1)
    return maps, maps.mean(dim=(1, 2)) @ weights["output"]["kernel"] + weights["output"]["bias"]


def lstm(weights: Weights, x: Any) -> tuple[Any, Any]:
    """The last hidden state, and z; gates in the order of keras: input, forget, candidate, output."""
    import torch

    own = weights["lstm_1"]
    hidden = cell = torch.zeros(len(x), own["recurrent_kernel"].shape[0])
    for step in range(x.shape[1]):
        z = x[:, step] @ own["kernel"] + hidden @ own["recurrent_kernel"] + own["bias"]
        entering, forget, candidate, leaving = z.chunk(4, dim=-1)
        cell = forget.sigmoid() * cell + entering.sigmoid() * candidate.tanh()
        hidden = leaving.sigmoid() * cell.tanh()
    return hidden, hidden @ weights["output"]["kernel"] + weights["output"]["bias"]


WORKS = (
    Work("Dense 30-64-32-3", (ng.Dense(64, "relu"), ng.Dense(32, "tanh")), table, "features", "dense_2.tanh", dense),
    Work(
        "CNN 12x12x3",
        (
            ng.Conv2D(8, 3, activation="relu"),
            ng.MaxPool2D(2),
            ng.Conv2D(8, 3, activation="relu"),
            ng.GlobalAveragePool2D(),
        ),
        pictures,
        "features",
        "conv2d_2.relu",
        convolutional,
    ),
    Work("LSTM 32, 20 steps", (ng.LSTM(32),), sequences, "features", "lstm_1", lstm),
)


def opened(work: Work) -> Glass:
    """The network with drawn weights, at a few samples."""
    import jax

    data = work.data(60)
    objective = plan(ng.Network([*work.layers, ng.Output()]), data, Settings.of({})).program.objective
    model = Model(objective, objective.network.init(jax.random.key(0)), data.spec)
    return ng.look(model, data.train.first(ROWS), of="loss")


def ours(glass: Glass, work: Work) -> dict[str, Array]:
    """What the glass says."""
    answer = ng.look(glass.model, glass.part, of="answer")
    found = {
        "value of the last hidden node": glass.values[work.hidden],
        "z": glass.values["output"],
        "gradient by the input": glass.gradients[work.point],
        "gradient by the last hidden node": glass.gradients[work.hidden],
        "Jacobian of the hidden node by the input": glass.jacobian(work.hidden, work.point).values,
    }
    for node, owned in glass.weight_gradients.items():
        found |= {f"gradient by {node}/{name}": slopes for name, slopes in owned.items()}
    methods = ("gradient", "gradient_x_input", "integrated_gradients", "occlusion")
    found |= {method: answer.attribution(method, steps=None).values[work.point] for method in methods}
    if work.forward is convolutional:
        found["grad_cam, before it is stretched"] = np.asarray(answer.attribution("grad_cam").coarse)
    return found


def theirs(glass: Glass, work: Work) -> dict[str, Array]:
    """What torch says."""
    import torch

    weights = {
        node: {name: torch.tensor(array, requires_grad=True) for name, array in owned.items()}
        for node, owned in glass.weights.items()
    }
    x = torch.tensor(np.asarray(glass.part.x[work.point]), requires_grad=True)
    hidden, z = work.forward(weights, x)
    hidden.retain_grad()
    torch.nn.functional.cross_entropy(z, torch.tensor(glass.part.y.astype(np.int64))).backward()
    found = {
        "value of the last hidden node": hidden,
        "z": z,
        "gradient by the input": x.grad,
        "gradient by the last hidden node": hidden.grad,
        "Jacobian of the hidden node by the input": torch.autograd.functional.jacobian(
            lambda one: work.forward(weights, one[None])[0][0], x[0].detach()
        ),
    }
    for node, owned in weights.items():
        found |= {f"gradient by {node}/{name}": array.grad for name, array in owned.items()}
    found |= _attributed(work, weights, x.detach(), z.detach().argmax(dim=1))
    return {name: array.detach().numpy() for name, array in found.items()}


def _attributed(work: Work, weights: Weights, x: Any, chosen: Any) -> dict[str, Any]:
    import torch

    rows = torch.arange(len(x))

    def score(value: Any) -> Any:
        return work.forward(weights, value)[1][rows, chosen]

    def slopes(at: Any) -> Any:
        moved = at.clone().requires_grad_()
        return torch.autograd.grad(score(moved).sum(), moved)[0]

    places, shares = np.polynomial.legendre.leggauss(STEPS)
    path = [float(share) / 2 * slopes(x * float((place + 1) / 2)) for place, share in zip(places, shares, strict=True)]
    found = {"gradient": slopes(x), "gradient_x_input": slopes(x) * x, "integrated_gradients": sum(path) * x}
    found["occlusion"] = _occluded(x, score)
    if work.forward is convolutional:
        maps = work.forward(weights, x)[0].detach().requires_grad_()
        z = maps.mean(dim=(1, 2)) @ weights["output"]["kernel"] + weights["output"]["bias"]
        grad = torch.autograd.grad(z[rows, chosen].sum(), maps)[0]
        found["grad_cam, before it is stretched"] = (grad.mean(dim=(1, 2), keepdim=True) * maps).sum(dim=-1).relu()
    return found


def _occluded(x: Any, score: Callable[[Any], Any]) -> Any:
    """Features, steps, or patches of an eighth of each side, as the glass has them."""
    import torch

    whole = score(x)
    space = x.shape[1:2] if x.ndim < 4 else x.shape[1:3]
    side = 1 if x.ndim < 4 else -(-space[0] // 8)
    lost = torch.zeros(x.shape if x.ndim == 2 else (*x.shape[:-1], 1))
    for first in np.ndindex(*(-(-size // side) for size in space)):
        places = (slice(None), *(slice(place * side, (place + 1) * side) for place in first))
        covered = x.clone()
        covered[places] = 0
        lost[places] = (whole - score(covered)).detach().reshape(-1, *[1] * (x.ndim - 1))
    return lost


def measured() -> Result:
    """A row for each array, and the worst of them as the figure."""
    needs("torch")
    rows, worst, widest = [], 0.0, 0.0
    for work in WORKS:
        glass = opened(work)
        mine, other = ours(glass, work), theirs(glass, work)
        for name, array in mine.items():
            difference = float(np.abs(array.astype(np.float64) - other[name].astype(np.float64)).max())
            relative = difference / float(np.abs(other[name]).max())
            worst, widest = max(worst, relative), max(widest, difference)
            rows.append([work.name, name, f"{array.size:,}", f"{difference:.1e}", f"{relative:.1e}"])
    reached = f"{widest:.1e}, {worst:.1e} of the largest number"
    what = "every value, gradient, Jacobian and attribution against torch"
    figure = Figure(what, f"<= {TARGET:g} of the largest number", reached, worst <= TARGET)
    how = f"Drawn weights, {ROWS} samples, float32 on both sides; integrated gradients in {STEPS} steps on both."
    return Result("The glass against torch's autograd", how, [figure], COLUMNS, rows)


if __name__ == "__main__":
    wanted = arguments(__doc__)
    told(measured(), wanted.json)
