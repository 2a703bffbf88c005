"""neuroglass generate: a text that goes on."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from neuroglass.cli.options import Json, ModelPath


def generate(
    model: ModelPath,
    prompt: Annotated[str, typer.Option(help="How the text begins.", metavar="TEXT")] = "",
    length: Annotated[int, typer.Option(help="How many characters, words, ... follow.", metavar="N")] = 500,
    temperature: Annotated[
        float, typer.Option(help="Below 1 the likely becomes likelier; 0 takes the likeliest.", metavar="T")
    ] = 1.0,
    top_k: Annotated[int | None, typer.Option(help="Draw from the K likeliest alone.", metavar="K")] = None,
    seed: Annotated[int, typer.Option(help="The same one gives the same text.", metavar="S")] = 0,
    json: Json = False,
) -> None:
    """Continue a text, with a model that learnt one."""
    from neuroglass.cli import screen
    from neuroglass.cli.harmless import harmless
    from neuroglass.model import load

    asked = {"temperature": temperature, "top_k": top_k, "seed": seed}
    trained = load(model)
    pieces = trained.generate(prompt, length, temperature=temperature, top_k=top_k, seed=seed)
    for note in trained.strange(prompt):
        screen.aside().print(note, style="yellow")
    if json:
        screen.emit({"prompt": prompt, "length": length, **asked, "text": "".join(pieces)})
        return
    sys.stdout.write(harmless(prompt))
    for piece in pieces:
        sys.stdout.write(harmless(piece))
        sys.stdout.flush()
    sys.stdout.write("\n")
