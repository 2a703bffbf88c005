"""neuroglass train: a table or pictures become a trained, seen and saved network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from neuroglass.cli.options import SOURCE, Json, given, takes_data_choices

LEARNS, KEEPS = "How it learns", "Where it is kept"


@takes_data_choices
def train(
    source: Annotated[str | None, typer.Argument(help=SOURCE, metavar="SOURCE")] = None,
    network: Annotated[
        str | None,
        typer.Option(
            help='Layers, as "dense 64 relu, dropout 0.2", or a TOML file.', metavar="SPEC", rich_help_panel=LEARNS
        ),
    ] = None,
    epochs: Annotated[
        int | None, typer.Option(help="Passes over the rows.", metavar="N", rich_help_panel=LEARNS)
    ] = None,
    batch_size: Annotated[
        str | None, typer.Option(help='Rows a step, or "all".', metavar="B", rich_help_panel=LEARNS)
    ] = None,
    optimizer: Annotated[
        str | None, typer.Option(help='sgd, adam, adamw, "sgd momentum=0.9", ...', metavar="O", rich_help_panel=LEARNS)
    ] = None,
    learning_rate: Annotated[
        str | None,
        typer.Option(help='How far a step goes, as 0.001 or "cosine 0.002".', metavar="R", rich_help_panel=LEARNS),
    ] = None,
    augment: Annotated[
        str | None,
        typer.Option(
            help='How pictures or sounds are changed while learning: "flip, crop 4", off, auto.',
            metavar="A",
            rich_help_panel=LEARNS,
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Weights, order and split follow from it.", metavar="S", rich_help_panel=LEARNS)
    ] = None,
    watch: Annotated[
        str | None,
        typer.Option(help="What is measured on the way: off, light or full.", metavar="LEVEL", rich_help_panel=LEARNS),
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(help="Stop after this long.", metavar="M", rich_help_panel=LEARNS)
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(help="The run's folder; runs/SOURCE-1 and so on.", metavar="DIR", rich_help_panel=KEEPS),
    ] = None,
    resume: Annotated[
        str | None, typer.Option(help="Go on with the run in this folder.", metavar="DIR", rich_help_panel=KEEPS)
    ] = None,
    from_step: Annotated[
        int | None,
        typer.Option(help="With --resume: branch from this step of that run.", metavar="N", rich_help_panel=KEEPS),
    ] = None,
    config: Annotated[
        str | None, typer.Option(help="A TOML file like a run's run.toml.", metavar="FILE", rich_help_panel=KEEPS)
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", help="Any other setting, as training.patience=20.", metavar="A.B=C", rich_help_panel=KEEPS
        ),
    ] = None,
    json: Json = False,
    **choices: Any,
) -> None:
    """Learn from a table, pictures, sounds or texts, and keep the network with a report.

    A table's target is the column called target, label, class or y, else the last one; the class of a picture
    or a sound is the folder it lies in. A test part is kept apart, and what is not chosen is chosen to suit the data,
    and told.
    """
    from neuroglass.cli import settled
    from neuroglass.cli.training import begun, branched, resumed

    training = given({"epochs": epochs, "batch_size": _batch_size(batch_size), "optimizer": optimizer})
    training |= given({"learning_rate": learning_rate, "augment": augment, "seed": seed, "minutes": minutes})
    training |= given({"watch": watch})
    data = given({"source": source, "seed": seed, **choices})
    flags = {"data": data, "network": given({"spec": network}), "training": training}
    if from_step is not None:
        changes = settled.laid_over(flags, settled.from_settings(settings or ()))
        _refuse_beside_branch(resume, changes, config)
        branched(Path(str(resume)), from_step, {"training": changes["training"]}, out, json)
        return
    if resume is not None:
        _refuse_beside_resume(flags, out, config, settings)
        resumed(Path(resume), minutes, json)
        return
    file = settled.from_file(Path(config)) if config is not None else {}
    wanted = settled.laid_over(file, flags, settled.from_settings(settings or ()))
    if "source" not in wanted["data"]:
        raise typer.BadParameter("name what to learn from, as in: neuroglass train digits", param_hint="'SOURCE'")
    begun(wanted, out, json)


def _batch_size(text: str | None) -> int | str | None:
    if text is None or text == "all":
        return text
    if not text.removeprefix("-").isdecimal():
        raise typer.BadParameter(f"{text!r} is neither a whole number nor all", param_hint="'--batch-size'")
    return int(text)


def _refuse_beside_branch(resume: str | None, changes: dict[str, dict[str, Any]], config: str | None) -> None:
    """A branch has the data and the network of the run that it comes from."""
    beside = [*changes["data"], *changes["network"], *given({"config": config})]
    if resume is None or beside:
        what = f", not {', '.join(beside)}" if beside else ""
        raise typer.BadParameter(
            f"it goes with --resume RUN, and settings of the training{what}", param_hint="'--from-step'"
        )


def _refuse_beside_resume(
    flags: dict[str, dict[str, Any]], out: str | None, config: str | None, settings: list[str] | None
) -> None:
    """A run goes on as it began; only the time it may take is new."""
    beside = [name for entries in flags.values() for name in entries if name != "minutes"]
    beside += given({"out": out, "config": config, "set": settings})
    if beside:
        raise typer.BadParameter(
            f"a run goes on as it began; only --minutes and --json go with it, not {', '.join(beside)}",
            param_hint="'--resume'",
        )
