"""One to one: one row goes in, one answer comes out. A flower's measures, and which iris it is."""

import neuroglass as ng

data = ng.data.table("iris", seed=1)
run = ng.fit("dense 16 tanh", data, epochs=150, learning_rate=0.01, progress=None)
print(run.evaluate())
