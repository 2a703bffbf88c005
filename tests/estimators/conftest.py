"""Estimators are fitted on dozens of tiny tables, each of its own shape."""

from __future__ import annotations

import pytest

from tests.compiling import quickly

quick_compilation = pytest.fixture(quickly, autouse=True, scope="module")
