"""A network as a graph: two ways through it, added together, and the shape of every node."""

import neuroglass as ng

x = ng.Input(13)
wide = ng.Dense(32, "relu")(x)
deep = ng.Dense(32, "tanh")(ng.Dense(16, "selu")(x))
print(ng.Network(ng.Dense(3, "softmax")(ng.Add()(wide, deep))).summary())
