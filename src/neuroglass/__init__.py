"""Neural networks that train at full speed and can be seen.

Nothing is imported until a name is used, so `import neuroglass` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from neuroglass.version import __version__

# Public name -> the module that has it, or that it is. The block for type checkers repeats it; a test compares them.
_HOME = {
    "Activation": "neuroglass.nn.layers",
    "Add": "neuroglass.nn.layers",
    "AlphaDropout": "neuroglass.nn.layers",
    "BatchNorm": "neuroglass.nn.layers",
    "Classifier": "neuroglass.estimators",
    "Concatenate": "neuroglass.nn.layers",
    "Dense": "neuroglass.nn.layers",
    "Dropout": "neuroglass.nn.layers",
    "Embedding": "neuroglass.nn.layers",
    "Flatten": "neuroglass.nn.layers",
    "GaussianNoise": "neuroglass.nn.layers",
    "Input": "neuroglass.nn.layers",
    "LayerNorm": "neuroglass.nn.layers",
    "MemberDense": "neuroglass.nn.layers",
    "MemberMean": "neuroglass.nn.layers",
    "Members": "neuroglass.nn.layers",
    "Model": "neuroglass.model",
    "Multiply": "neuroglass.nn.layers",
    "Network": "neuroglass.nn.network",
    "Output": "neuroglass.nn.layers",
    "Regressor": "neuroglass.estimators",
    "Reshape": "neuroglass.nn.layers",
    "Run": "neuroglass.run",
    "activations": "neuroglass.nn.activations",
    "data": "neuroglass.data",
    "fit": "neuroglass.run",
    "initializers": "neuroglass.nn.initializers",
    "load": "neuroglass.model",
    "losses": "neuroglass.nn.losses",
    "metrics": "neuroglass.nn.metrics",
    "optimizers": "neuroglass.learn.optimizers",
    "regularizers": "neuroglass.nn.regularizers",
    "schedules": "neuroglass.learn.schedules",
}

if TYPE_CHECKING:
    from neuroglass import data as data
    from neuroglass.estimators import Classifier as Classifier, Regressor as Regressor
    from neuroglass.learn import optimizers as optimizers, schedules as schedules
    from neuroglass.model import Model as Model, load as load
    from neuroglass.nn import (
        activations as activations,
        initializers as initializers,
        losses as losses,
        metrics as metrics,
        regularizers as regularizers,
    )
    from neuroglass.nn.layers import (
        Activation as Activation,
        Add as Add,
        AlphaDropout as AlphaDropout,
        BatchNorm as BatchNorm,
        Concatenate as Concatenate,
        Dense as Dense,
        Dropout as Dropout,
        Embedding as Embedding,
        Flatten as Flatten,
        GaussianNoise as GaussianNoise,
        Input as Input,
        LayerNorm as LayerNorm,
        MemberDense as MemberDense,
        MemberMean as MemberMean,
        Members as Members,
        Multiply as Multiply,
        Output as Output,
        Reshape as Reshape,
    )
    from neuroglass.nn.network import Network as Network
    from neuroglass.run import Run as Run, fit as fit

__all__ = sorted(_HOME)  # noqa: PLE0605 - one table, not two


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'neuroglass' has no attribute {name!r}")
    home = import_module(_HOME[name])
    value: object = home if _HOME[name].endswith(f".{name}") else getattr(home, name)
    globals()[name] = value  # the next use finds it without coming here
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
