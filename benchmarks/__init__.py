"""Measurements against the tools that people use today; never imported by the package."""
