"""One to many: a row of a table goes in, a text comes out, character by character.

The rows are made: how many animals of a colour there are. One combination in ten is kept for the test.
"""

import neuroglass as ng

COUNTS = ["one", "two", "three", "four", "five", "six"]
COLOURS = ["red", "green", "black", "white"]
ANIMALS = {"fox": "foxes", "goose": "geese", "mouse": "mice", "pony": "ponies", "wolf": "wolves", "owl": "owls"}

rows = [
    {"count": number + 1, "colour": colour, "animal": one, "told": f"{count} {colour} {many if number else one}"}
    for number, count in enumerate(COUNTS)
    for colour in COLOURS
    for one, many in ANIMALS.items()
]
data = ng.data.table(rows, "told", task="sequence", categories=["count"], test=0.1)
run = ng.fit("auto", data, epochs=40, progress=None)

asked = [{"count": 3, "colour": "red", "animal": "goose"}, {"count": 1, "colour": "white", "animal": "pony"}]
for row, text in zip(asked, run.model.predict(asked).labels, strict=True):
    print(*row.values(), "->", text)
