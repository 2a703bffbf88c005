"""Small public tables that come with the package; their sources and terms are in README.md beside this file."""

from neuroglass.data.shipped.tables import NAMES, located, path

__all__ = ["NAMES", "located", "path"]
