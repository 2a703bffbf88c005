"""A report asks for every value of small networks once."""

from __future__ import annotations

import pytest

from tests.compiling import quickly

quick_compilation = pytest.fixture(quickly, autouse=True, scope="module")
