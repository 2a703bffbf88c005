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
    from neuroglass.estimators import Classifier as Classifier
    from neuroglass.estimators import Regressor as Regressor
    from neuroglass.learn import optimizers as optimizers
    from neuroglass.learn import schedules as schedules
    from neuroglass.model import Model as Model
    from neuroglass.model import load as load
    from neuroglass.nn import (
        activations as activations,
    )
    from neuroglass.nn import (
        initializers as initializers,
    )
    from neuroglass.nn import (
        losses as losses,
    )
    from neuroglass.nn import (
        metrics as metrics,
    )
    from neuroglass.nn import (
        regularizers as regularizers,
    )
    from neuroglass.nn.layers import (
        Activation as Activation,
    )
    from neuroglass.nn.layers import (
        Add as Add,
    )
    from neuroglass.nn.layers import (
        AlphaDropout as AlphaDropout,
    )
    from neuroglass.nn.layers import (
        BatchNorm as BatchNorm,
    )
    from neuroglass.nn.layers import (
        Concatenate as Concatenate,
    )
    from neuroglass.nn.layers import (
        Dense as Dense,
    )
    from neuroglass.nn.layers import (
        Dropout as Dropout,
    )
    from neuroglass.nn.layers import (
        Embedding as Embedding,
    )
    from neuroglass.nn.layers import (
        Flatten as Flatten,
    )
    from neuroglass.nn.layers import (
        GaussianNoise as GaussianNoise,
    )
    from neuroglass.nn.layers import (
        Input as Input,
    )
    from neuroglass.nn.layers import (
        LayerNorm as LayerNorm,
    )
    from neuroglass.nn.layers import (
        MemberDense as MemberDense,
    )
    from neuroglass.nn.layers import (
        MemberMean as MemberMean,
    )
    from neuroglass.nn.layers import (
        Members as Members,
    )
    from neuroglass.nn.layers import (
        Multiply as Multiply,
    )
    from neuroglass.nn.layers import (
        Output as Output,
    )
    from neuroglass.nn.layers import (
        Reshape as Reshape,
    )
    from neuroglass.nn.network import Network as Network
    from neuroglass.run import Run as Run
    from neuroglass.run import fit as fit

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
