"""Handwritten digits: a table becomes a trained network in five lines."""

import neuroglass as ng

data = ng.data.table("digits", target="digit")
net = ng.Network([ng.Dense(64, "relu"), ng.Dropout(0.2), ng.Dense(32, "selu"), ng.Output()])
run = ng.fit(net, data, epochs=20, batch_size=32, optimizer=ng.optimizers.adam(1e-3), seed=0)
print(run.evaluate())
run.model.save("digits.safetensors")
