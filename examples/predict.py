"""A saved network answers on raw input."""

import neuroglass as ng

answer = ng.load("digits.safetensors").predict("digits")
print(answer.to_frame().head(3))
