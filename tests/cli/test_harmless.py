"""What of a text reaches the terminal, against Unicode's own categories."""

from __future__ import annotations

import io
import unicodedata

from rich.console import Console

from neuroglass.cli.harmless import Harmless, harmless


def test_of_the_controls_of_unicode_a_tab_and_a_line_feed_are_kept_and_all_else_passes() -> None:
    every = "".join(chr(code) for code in range(0x3000))
    kept = harmless(every)
    assert {character for character in kept if unicodedata.category(character) == "Cc"} == {"\t", "\n"}
    assert [character for character in every if unicodedata.category(character) != "Cc" or character in "\t\n"] == list(
        kept
    )


def test_a_console_keeps_its_own_sequences_and_takes_out_those_of_texts() -> None:
    written = io.StringIO()
    console = Console(
        file=written, force_terminal=True, color_system="standard", width=40, markup=False, highlight=False
    )
    console.push_render_hook(Harmless())
    console.print("a\tb\x1b[2J\x07", style="red")
    assert written.getvalue() == "\x1b[31ma       b[2J\x1b[0m\n"
