"""The glass: one moment of a network open, one of its neurons, and a step of its training."""

import neuroglass as ng

data = ng.data.table("iris")
run = ng.fit("dense 8 relu", data, epochs=40, progress=None)
flower = data.test.first(1)

glass = ng.look(run.model, flower)
print(glass.answer.labels, "the cost is", round(glass.number, 4))
print(glass.gradients["dense_1"].round(4))  # what came back to each z

neuron = glass.neuron("dense_1", 3)
for name, value, weight, product in neuron.terms():
    print(f"{name:16} {value:7.3f} x {weight:7.3f} = {product:7.3f}")
print("bias", neuron.bias, " z", neuron.z, " relu(z)", neuron.a)

print("without it:", glass.edit("dense_1", 0, unit=3).answer.probabilities.round(3))
print("why:", glass.attribution("integrated_gradients").top(2))
print("at step 20:", run.look(flower, step=20).answer.probabilities.round(3))
