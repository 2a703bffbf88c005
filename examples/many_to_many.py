"""Many to many: a sequence goes in, and at each of its steps an answer comes out.

First the next character of a text, and what the network writes by itself. Then the ends of words: the same text without
its blanks, and for each letter whether a word ends there. The text is Python's own help.
"""

import re
from pydoc_data import topics

import numpy as np

import neuroglass as ng

text = "\n".join(topics.topics.values())[:40_000]
data = ng.data.text(text, length=32)
run = ng.fit("embedding 32, lstm 96 stateful=true", data, epochs=5, batch_size=16, learning_rate=0.01, progress=None)
print("next character:", run.evaluate())
print("".join(run.model.generate("The ", 200, temperature=0.7)))

words = re.findall("[a-z]+", text.lower())
letters = np.array([ord(letter) - ord("a") for word in words for letter in word])
ends = np.array([place == len(word) - 1 for word in words for place in range(len(word))], int)
rows = len(letters) // 32
x, y = letters[: rows * 32].reshape(-1, 32), ends[: rows * 32].reshape(-1, 32)
data = ng.data.arrays({"letter": x}, y)
run = ng.fit("embedding 16, bidirectional gru 48", data, epochs=10, learning_rate=0.01, progress=None)
print("ends of words:", run.evaluate())
there = run.model.predict({"letter": x[-3:]}).labels
print("".join(chr(ord("a") + letter) + " " * end for letter, end in zip(x[-3:].ravel(), there.ravel(), strict=True)))
