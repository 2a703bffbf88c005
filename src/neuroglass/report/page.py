"""The report as one page."""

from __future__ import annotations

from pathlib import Path

from neuroglass.files import write_whole
from neuroglass.report.story import Story


def write(story: Story, path: Path) -> Path:
    """Write the page."""
    write_whole(path, f"<html>{story.name}".encode())
    return path
