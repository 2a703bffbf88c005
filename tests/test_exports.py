"""What is public, and that looking at it costs nothing."""

from __future__ import annotations

import ast
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import neuroglass

SOURCE = Path(neuroglass.__file__).parents[1]
TOP = SOURCE / "neuroglass" / "__init__.py"
LAZY = (TOP, TOP.parent / "data" / "__init__.py")
PACKAGES = sorted(file for file in TOP.parent.rglob("__init__.py") if file not in LAZY)
COLD = [TOP.parent / "cli" / "main.py", *sorted((TOP.parent / "data").rglob("*.py"))]

HEAVY = {"jax", "jaxlib", "optax", "polars", "matplotlib", "pydantic", "typer", "rich", "jinja2"}


def module_of(file: Path) -> str:
    parts = file.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def bound_by_imports(body: list[ast.stmt]) -> set[str]:
    imports = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    return {alias.asname or alias.name for node in imports for alias in node.names} - {"annotations"}


def is_list_of_names(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"


def loaded_after(statement: str) -> set[str]:
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("file", PACKAGES, ids=module_of)
def test_a_package_lists_what_is_public_and_nothing_else(file: Path) -> None:
    docstring, *body = ast.parse(file.read_text("utf-8")).body
    assert isinstance(docstring, ast.Expr)
    assert all(isinstance(node, ast.Import | ast.ImportFrom) or is_list_of_names(node) for node in body)


@pytest.mark.parametrize("file", PACKAGES, ids=module_of)
def test_the_list_of_a_package_is_sorted_and_complete(file: Path) -> None:
    listed = getattr(importlib.import_module(module_of(file)), "__all__", [])
    assert listed == sorted(listed)
    assert set(listed) == bound_by_imports(ast.parse(file.read_text("utf-8")).body)


@pytest.mark.parametrize("package", [neuroglass, neuroglass.data], ids=["neuroglass", "neuroglass.data"])
def test_every_public_name_resolves(package: ModuleType) -> None:
    for name in package.__all__:
        assert getattr(package, name) is not None
        assert name in dir(package)


@pytest.mark.parametrize("name", ["arrays", "images", "series", "sounds", "table", "text"])
def test_what_reads_data_is_a_function_whatever_was_imported_before(name: str) -> None:
    loaded_after(f"import neuroglass.cli.reading, neuroglass as ng; assert callable(ng.data.{name})")


@pytest.mark.parametrize("file", LAZY, ids=module_of)
def test_type_checkers_are_told_the_same_names(file: Path) -> None:
    body = ast.parse(file.read_text("utf-8")).body
    (for_type_checkers,) = (
        node for node in body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    assert bound_by_imports(for_type_checkers.body) == set(importlib.import_module(module_of(file)).__all__)


@pytest.mark.parametrize("name", ["activations", "initializers", "losses", "optimizers", "regularizers", "schedules"])
def test_a_public_module_lists_what_it_offers_itself_and_in_order(name: str) -> None:
    module = getattr(neuroglass, name)
    assert module.__all__ == sorted(module.__all__)
    assert all(hasattr(module, listed) for listed in module.__all__)
    own = {
        found
        for found, value in vars(module).items()
        if not found.startswith("_") and callable(value) and getattr(value, "__module__", "") == module.__name__
    }
    assert own <= set(module.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"^module 'neuroglass' has no attribute 'Dens'$"):
        neuroglass.Dens  # noqa: B018 - looking it up is the test


def test_importing_the_package_imports_nothing_heavy() -> None:
    assert loaded_after("import neuroglass") & (HEAVY | {"numpy"}) == set()


def test_a_module_seen_before_its_name_is_still_the_public_thing() -> None:
    assert loaded_after("import neuroglass.data.shipped; from neuroglass import data; data.shipped.path('iris')")


def test_the_processes_that_decode_files_import_little() -> None:
    rooms = "neuroglass.data.folders.decoding, neuroglass.data.pictures.frame, neuroglass.data.audio.clip"
    assert loaded_after(f"import {rooms}") & {"jax", "polars", "scipy", "PIL", "loky"} == set()


def test_the_cold_rooms_reach_no_jax() -> None:
    names = ", ".join(module_of(file) for file in COLD)
    assert loaded_after(f"import neuroglass.errors, {names}") & {"jax", "jaxlib", "optax"} == set()
