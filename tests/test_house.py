"""Which room may import which, read from the source. The floors are those of the design."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
FILES = sorted((SOURCE / "neuroglass").rglob("*.py"))

# From the ground up. A room imports from lower floors only, never one beside it or above it.
FLOORS = (
    {"errors", "lazily", "version"},
    {"files", "mel", "settings"},
    {"nn", "data"},
    {"fits", "writing"},
    {"model"},
    {"learn", "glass"},
    {"many", "doctor"},
    {"report"},
    {"run"},
    {"estimators"},
    {"cli", "studio"},
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

# The stairs inside nn: layers know activations, initializers and regularizers; the network knows layers.
STAIRS = (
    {
        "hashing",
        "class_weights",
        "settings",
        "derivatives",
        "describe",
        "activations",
        "initializers",
        "regularizers",
        "losses",
        "metrics",
    },
    {"layers"},
    {"chains", "graph", "summary"},
    {"beginnings"},
    {"network"},
    {"objective", "shorthand"},
    {"evaluation"},
)
STAIR = {part: number for number, parts in enumerate(STAIRS) for part in parts}

# What answers `--help` and `neuroglass data` must not pay for importing JAX.
COLD = {"errors", "data", "cli"}


def module_of(file: Path) -> str:
    parts = file.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def imported(nodes: Iterable[ast.AST], module: str, is_package: bool) -> Iterator[str]:
    """Every module the nodes import, and every `module.name` of a from-import, for the name may be a module."""
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def imports_of(source: str, module: str, is_package: bool = False) -> set[str]:
    return set(imported(ast.walk(ast.parse(source)), module, is_package))


def at_module_level(node: ast.AST) -> Iterator[ast.AST]:
    """The statements that run when the module is imported."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from at_module_level(child)


def faults(source: str, module: str, is_package: bool = False) -> list[str]:
    """The imports of a module that go up or sideways."""
    room = room_of(module)
    inside = {name for name in imports_of(source, module, is_package) if name.split(".")[0] == "neuroglass"}
    elsewhere = {name for name in inside if room_of(name) != room}
    return sorted(name for name in elsewhere if FLOOR.get(room_of(name), len(FLOORS)) >= FLOOR[room])


def stair_faults(source: str, module: str, is_package: bool = False) -> list[str]:
    """The imports of a module of nn that go up inside nn."""
    parts = module.split(".")
    own = STAIR.get(parts[2]) if len(parts) > 2 else None
    if own is None:
        return []
    inside = [name.split(".") for name in imports_of(source, module, is_package) if name.startswith("neuroglass.nn.")]
    return sorted(".".join(name) for name in inside if STAIR.get(name[2], own) > own)


def hot_imports(source: str, module: str) -> list[str]:
    names = imported(at_module_level(ast.parse(source)), module, is_package=False)
    return sorted(name for name in names if name.split(".")[0] in {"jax", "jaxlib", "optax"})


ROOMS = [file for file in FILES if file != SOURCE / "neuroglass" / "__init__.py"]


@pytest.mark.parametrize("file", ROOMS, ids=module_of)
def test_a_room_imports_only_from_lower_floors(file: Path) -> None:
    assert faults(file.read_text("utf-8"), module_of(file), file.name == "__init__.py") == []


@pytest.mark.parametrize("file", [file for file in ROOMS if room_of(module_of(file)) == "nn"], ids=module_of)
def test_inside_nn_nothing_looks_up(file: Path) -> None:
    assert stair_faults(file.read_text("utf-8"), module_of(file), file.name == "__init__.py") == []


@pytest.mark.parametrize("file", [file for file in ROOMS if room_of(module_of(file)) in COLD], ids=module_of)
def test_the_cold_rooms_do_not_import_jax_at_module_level(file: Path) -> None:
    assert hot_imports(file.read_text("utf-8"), module_of(file)) == []


@pytest.mark.parametrize("file", ROOMS, ids=module_of)
def test_every_room_stands_on_a_floor(file: Path) -> None:
    assert room_of(module_of(file)) in FLOOR


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("neuroglass.nn.losses", "from neuroglass.learn.program import compile"),
        ("neuroglass.nn.losses", "from ..data import table"),
        ("neuroglass.nn.losses", "from neuroglass import model"),
        ("neuroglass.nn.losses", "import neuroglass as ng"),
        ("neuroglass.learn.program", "import neuroglass.glass.look"),
        ("neuroglass.report.page", "def page():\n    from neuroglass.run import Run"),
        ("neuroglass.model", "from neuroglass.unknown import thing"),
    ],
)
def test_an_import_up_or_sideways_is_found(module: str, source: str) -> None:
    assert len(faults(source, module)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("neuroglass.nn.losses", "from neuroglass.errors import NetworkError"),
        ("neuroglass.nn.losses", "from .describe import describe"),
        ("neuroglass.run", "from neuroglass import learn, report"),
        ("neuroglass.model", "import numpy, jax.numpy as jnp"),
    ],
)
def test_an_import_down_or_within_the_room_is_allowed(module: str, source: str) -> None:
    assert faults(source, module) == []


def test_a_loss_that_knows_layers_is_found() -> None:
    assert stair_faults("from neuroglass.nn.layers import Dense", "neuroglass.nn.losses") == [
        "neuroglass.nn.layers.Dense"
    ]
    assert stair_faults("from ..network import Network", "neuroglass.nn.layers.dense") == [
        "neuroglass.nn.network.Network"
    ]
    assert stair_faults("from neuroglass.nn.activations import relu", "neuroglass.nn.layers.dense") == []


def test_jax_at_module_level_is_found_and_inside_a_function_allowed() -> None:
    assert hot_imports("try:\n    import jax.numpy as jnp\nfinally:\n    pass", "neuroglass.data.x") == ["jax.numpy"]
    assert hot_imports("def train():\n    import jax", "neuroglass.cli.x") == []
    assert hot_imports("if TYPE_CHECKING:\n    import jax", "neuroglass.cli.x") == []
