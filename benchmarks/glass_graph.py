"""The computation graph against torch on the same weights: every gradient at a node, and every weight's.

python -m benchmarks.glass_graph
"""

from __future__ import annotations

import jax
import numpy as np
import torch

from neuroglass.data.array_data import arrays
from neuroglass.fits import inputs_of
from neuroglass.glass import Glass, look
from neuroglass.model import Model
from neuroglass.nn import losses
from neuroglass.nn.layers import Conv2D, Dense, Flatten, Input, Layer
from neuroglass.nn.network import Network
from neuroglass.nn.objective import Objective

ROWS = 16
RANDOM = np.random.default_rng(0)


def main() -> None:
    """Print the largest difference between the two, and the largest gradient beside it."""
    for name, layers, shape, answer in (
        ("dense", [Dense(32, "tanh"), Dense(16, "relu")], (20,), _dense),
        ("convolutional", [Conv2D(8, 3, activation="relu"), Flatten()], (10, 8, 3), _convolutional),
    ):
        glass = _glass(layers, shape)
        graph = glass.graph()
        weights = {leaf.name: leaf.result for leaf in graph.leaves if leaf.kind == "weight"}
        tensors = {name: torch.tensor(quantity.value, requires_grad=True) for name, quantity in weights.items()}
        kept: dict[str, torch.Tensor] = {}
        z = answer(tensors, torch.tensor(glass.values[graph.groups[0].name]), kept)
        torch.nn.functional.cross_entropy(z, torch.tensor(glass.part.y).long()).backward()
        outputs = {group.name: group.output for group in graph.groups}
        nodes = {node: graph.quantities[outputs[node]].gradient for node in kept}
        ours = nodes | {name: quantity.gradient for name, quantity in weights.items()}
        theirs = {name: tensor.grad.numpy() for name, tensor in (kept | tensors).items()}
        worst = max(float(np.abs(ours[name] - theirs[name]).max()) for name in theirs)
        largest = max(float(np.abs(gradient).max()) for gradient in theirs.values())
        print(f"{name}: {len(theirs)} gradients, largest difference {worst:.2g}, largest gradient {largest:.2g}")


def _glass(layers: list[Layer], shape: tuple[int, ...]) -> Glass:
    x = RANDOM.normal(size=(ROWS, *shape)).astype(np.float32)
    data = arrays(x, np.arange(ROWS) % 3)
    ((name, taken),) = inputs_of(data.spec).items()
    network = Network([Input(taken.shape, taken.dtype, name=name), *layers, Dense(3, "softmax")])
    objective = Objective(network, losses.get("sparse_categorical_crossentropy"))
    return look(Model(objective, network.init(jax.random.key(1)), data.spec), data.train)


def _dense(held: dict[str, torch.Tensor], x: torch.Tensor, kept: dict[str, torch.Tensor]) -> torch.Tensor:
    for node, function in (("dense_1", torch.tanh), ("dense_2", torch.relu)):
        x = function(_kept(kept, node, x @ held[f"{node}/kernel"] + held[f"{node}/bias"]))
    return _kept(kept, "dense_3", x @ held["dense_3/kernel"] + held["dense_3/bias"])


def _convolutional(held: dict[str, torch.Tensor], x: torch.Tensor, kept: dict[str, torch.Tensor]) -> torch.Tensor:
    kernel = held["conv2d_1/kernel"].permute(3, 2, 0, 1)
    z = torch.nn.functional.conv2d(x.permute(0, 3, 1, 2), kernel, held["conv2d_1/bias"])
    a = torch.relu(_kept(kept, "conv2d_1", z.permute(0, 2, 3, 1)))
    return _kept(kept, "dense_1", a.reshape(len(a), -1) @ held["dense_1/kernel"] + held["dense_1/bias"])


def _kept(kept: dict[str, torch.Tensor], node: str, value: torch.Tensor) -> torch.Tensor:
    kept[node] = value
    value.retain_grad()
    return value


if __name__ == "__main__":
    main()
