"""A saved network answers on raw input."""

import neuroglass as ng

answer = ng.load("digits.safetensors").predict(ng.data.shipped.path("digits"))
print(answer.to_frame().head(3))
