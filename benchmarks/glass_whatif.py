"""What-if and the loss landscape against torch on the same weights: the largest difference of any number shown.

python -m benchmarks.glass_whatif
"""

from __future__ import annotations

import jax
import numpy as np
import torch

import neuroglass as ng
from neuroglass.glass.directions import filter_normalised
from neuroglass.model import Model
from neuroglass.nn.layers import Conv2D, Dense, Flatten, Output
from neuroglass.nn.network import Network
from neuroglass.run.planning import plan
from neuroglass.settings import Settings

ROWS, SIDE, CLASSES = 64, 10, 4
RANDOM = np.random.default_rng(0)


def pictures() -> tuple[Model, ng.data.Data]:
    """A convolution and two dense layers on noise."""
    data = ng.data.images((RANDOM.integers(0, 256, (ROWS, SIDE, SIDE, 3), np.uint8), np.arange(ROWS) % CLASSES))
    network = Network([Conv2D(6, 3, activation="relu"), Flatten(), Dense(12, "tanh"), Output()])
    objective = plan(network, data, Settings.of({})).program.objective
    return Model(objective, objective.network.init(jax.random.key(1)), data.spec), data


class Peer:
    """The same network in torch; ``silent`` is a node and a unit of it that gives 0."""

    def __init__(self, params: dict, normalised: np.ndarray, y: np.ndarray):
        self.weights = {
            f"{node}/{name}": torch.tensor(np.array(w)) for node, own in params.items() for name, w in own.items()
        }
        self.x = torch.tensor(np.array(normalised).transpose(0, 3, 1, 2))
        self.y = torch.tensor(y.astype(np.int64))

    def loss(self, silent: tuple[str, int] | None = None) -> float:
        w = self.weights
        z = torch.nn.functional.conv2d(self.x, w["conv2d_1/kernel"].permute(3, 2, 0, 1), w["conv2d_1/bias"])
        a = self.held("conv2d_1.relu", torch.relu(z).permute(0, 2, 3, 1), silent)
        hidden = self.held("dense_1.tanh", torch.tanh(a.flatten(1) @ w["dense_1/kernel"] + w["dense_1/bias"]), silent)
        return float(torch.nn.functional.cross_entropy(hidden @ w["output/kernel"] + w["output/bias"], self.y))

    @staticmethod
    def held(node: str, value: torch.Tensor, silent: tuple[str, int] | None) -> torch.Tensor:
        if silent is None or silent[0] != node:
            return value
        value = value.clone()
        value[..., silent[1]] = 0
        return value


def main() -> None:
    model, data = pictures()
    part, params = data.train, model.variables["params"]
    glass = ng.look(model, part)
    normalised = glass.values["image.normalization"]
    peer = Peer(params, normalised, part.y)
    for node in ("conv2d_1.relu", "dense_1.tanh"):
        ablation = glass.ablate(node)
        told = np.array([peer.loss((node, unit)) for unit in range(len(ablation.after))])
        report(f"{node} silenced", ablation.after, told)
    plane = ng.landscape(model, part, points=5, seed=2)
    generator = np.random.default_rng(2)
    first, second = (filter_normalised(model.network, params, generator) for _ in range(2))
    told = np.empty_like(plane.losses)
    for row, y in enumerate(plane.y):
        for column, x in enumerate(plane.x):
            moved = jax.tree.map(
                lambda w, a, b, x=x, y=y: w + np.float32(x) * a + np.float32(y) * b, params, first, second
            )
            told[row, column] = Peer(moved, normalised, part.y).loss()
    report("landscape, 25 places", plane.losses, told)
    line = glass.along_gradient(9)
    stepped = [
        jax.tree.map(lambda w, g, t=t: w - np.float32(t) * g, params, glass.seen.weight_gradients) for t in line.steps
    ]
    report("along the gradient, 9 steps", line.costs, np.array([Peer(p, normalised, part.y).loss() for p in stepped]))


def report(what: str, ours: np.ndarray, theirs: np.ndarray) -> None:
    off = np.abs(ours - theirs)
    print(f"{what:<30} largest difference {off.max():.2e}, relative {(off / np.abs(theirs)).max():.2e}")


if __name__ == "__main__":
    main()
