"""What a training tells when it has ended, and while it runs: a page, plots, lines."""

from neuroglass.report.page import write
from neuroglass.report.story import Story

__all__ = ["Story", "write"]
