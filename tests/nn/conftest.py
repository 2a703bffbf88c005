"""Layers, losses and metrics are held against others' numbers on tiny arrays."""

from __future__ import annotations

import pytest

from tests.compiling import quickly

quick_compilation = pytest.fixture(quickly, autouse=True, scope="module")
