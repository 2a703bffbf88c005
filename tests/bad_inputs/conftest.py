"""What is refused is hardly computed, and what is lived with is small."""

from __future__ import annotations

import pytest

from tests.compiling import quickly

quick_compilation = pytest.fixture(quickly, autouse=True, scope="module")
