"""neuroglass generate: a text that goes on, or one that is written of each row or picture."""

from __future__ import annotations

from typing import Annotated

import typer

from neuroglass.cli.options import Json, ModelPath
from neuroglass.errors import ConfigurationError


def generate(
    model: ModelPath,
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            help="What to write of: a table, or pictures. None where a text is continued.", metavar="INPUT..."
        ),
    ] = None,
    prompt: Annotated[str, typer.Option(help="How the text begins.", metavar="TEXT")] = "",
    given: Annotated[
        list[str] | None, typer.Option(help="A value of the row to write of. May be repeated.", metavar="COLUMN=VALUE")
    ] = None,
    length: Annotated[int, typer.Option(help="How many characters, words, ... follow at most.", metavar="N")] = 500,
    temperature: Annotated[
        float, typer.Option(help="Below 1 the likely becomes likelier; 0 takes the likeliest.", metavar="T")
    ] = 1.0,
    top_k: Annotated[int | None, typer.Option(help="Draw from the K likeliest alone.", metavar="K")] = None,
    seed: Annotated[int, typer.Option(help="The same one gives the same text.", metavar="S")] = 0,
    json: Json = False,
) -> None:
    """Continue a text, with a model that learnt one; or write one of each row or picture, with one that learnt to."""
    from neuroglass.cli import screen
    from neuroglass.cli.answering import load_for_files
    from neuroglass.cli.writing import stream, write_of
    from neuroglass.nn.generation import Sampling
    from neuroglass.writing import Wish

    trained = load_for_files(model)
    wish = Wish(prompt, length, Sampling(temperature, top_k, seed))
    asked = {"prompt": prompt, "length": length, "temperature": temperature, "top_k": top_k, "seed": seed}
    if (writing := trained.spec.target.writing) is not None:
        write_of(trained, writing, sources or [], given or [], wish, asked, json)
        return
    pieces = trained.generate(prompt, length, temperature=temperature, top_k=top_k, seed=seed)
    if sources or given:
        told = f"{model} continues a text, and {', '.join(sources or ['--given'])} is told to write of"
        raise ConfigurationError(told, "its beginning alone", f'Write: neuroglass generate {model} --prompt "..."')
    for note in trained.strange(prompt):
        screen.aside().print(note, style="yellow")
    if json:
        screen.emit({**asked, "text": "".join(pieces)})
    else:
        stream(prompt, pieces)
