"""Help whose options stand in groups. Plain text: drawing it with rich would double the time it takes to answer."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from typer.core import TyperCommand

REST = "Options"


class GroupedCommand(TyperCommand):
    """A command whose help shows its options by their panel."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write one section a group, in the order in which the groups first appear."""
        records = [(_group(param), record) for param in self.get_params(ctx) if (record := param.get_help_record(ctx))]
        order = list(dict.fromkeys(group for group, _ in records))
        records.sort(key=lambda entry: order.index(entry[0]))
        for group, members in groupby(records, key=lambda entry: entry[0]):
            with formatter.section(group):
                formatter.write_dl([record for _, record in members])


def _group(param: Any) -> str:
    if param.param_type_name == "argument":
        return "Arguments"
    return getattr(param, "rich_help_panel", None) or REST
