"""Neural networks that train at full speed and can be seen.

Nothing is imported until a name is used, so `import neuroglass` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from neuroglass.lazily import finder
from neuroglass.version import __version__

# Public name -> the module that has it, or that it is. The block for type checkers repeats it; a test compares them.
_HOME = {
    "Activation": "neuroglass.nn.layers",
    "Add": "neuroglass.nn.layers",
    "AlphaDropout": "neuroglass.nn.layers",
    "AveragePool1D": "neuroglass.nn.layers",
    "AveragePool2D": "neuroglass.nn.layers",
    "AveragePool3D": "neuroglass.nn.layers",
    "BatchNorm": "neuroglass.nn.layers",
    "Bidirectional": "neuroglass.nn.layers",
    "Centred": "neuroglass.nn.layers",
    "Classifier": "neuroglass.estimators",
    "Concatenate": "neuroglass.nn.layers",
    "Conv1D": "neuroglass.nn.layers",
    "Conv2D": "neuroglass.nn.layers",
    "Conv3D": "neuroglass.nn.layers",
    "ConvTranspose2D": "neuroglass.nn.layers",
    "Cropping2D": "neuroglass.nn.layers",
    "Dense": "neuroglass.nn.layers",
    "DepthwiseConv2D": "neuroglass.nn.layers",
    "Dropout": "neuroglass.nn.layers",
    "Embedding": "neuroglass.nn.layers",
    "Flatten": "neuroglass.nn.layers",
    "GRU": "neuroglass.nn.layers",
    "GaussianNoise": "neuroglass.nn.layers",
    "GlobalAveragePool1D": "neuroglass.nn.layers",
    "GlobalAveragePool2D": "neuroglass.nn.layers",
    "GlobalAveragePool3D": "neuroglass.nn.layers",
    "GlobalMaxPool1D": "neuroglass.nn.layers",
    "GlobalMaxPool2D": "neuroglass.nn.layers",
    "GlobalMaxPool3D": "neuroglass.nn.layers",
    "GroupNorm": "neuroglass.nn.layers",
    "Input": "neuroglass.nn.layers",
    "LSTM": "neuroglass.nn.layers",
    "LastStep": "neuroglass.nn.layers",
    "LayerNorm": "neuroglass.nn.layers",
    "Level": "neuroglass.nn.layers",
    "LogMel": "neuroglass.nn.layers",
    "Masking": "neuroglass.nn.layers",
    "MaxPool1D": "neuroglass.nn.layers",
    "MaxPool2D": "neuroglass.nn.layers",
    "MaxPool3D": "neuroglass.nn.layers",
    "MemberDense": "neuroglass.nn.layers",
    "MemberMean": "neuroglass.nn.layers",
    "MemberSteps": "neuroglass.nn.layers",
    "Members": "neuroglass.nn.layers",
    "Model": "neuroglass.model",
    "Multiply": "neuroglass.nn.layers",
    "Network": "neuroglass.nn.network",
    "Normalization": "neuroglass.nn.layers",
    "Output": "neuroglass.nn.layers",
    "Regressor": "neuroglass.estimators",
    "RepeatVector": "neuroglass.nn.layers",
    "Reshape": "neuroglass.nn.layers",
    "Run": "neuroglass.run",
    "SeasonalNaive": "neuroglass.nn.layers",
    "SeparableConv2D": "neuroglass.nn.layers",
    "SimpleRNN": "neuroglass.nn.layers",
    "SpatialDropout": "neuroglass.nn.layers",
    "StochasticDepth": "neuroglass.nn.layers",
    "UpSampling2D": "neuroglass.nn.layers",
    "ZeroPadding2D": "neuroglass.nn.layers",
    "activations": "neuroglass.nn.activations",
    "data": "neuroglass.data",
    "fit": "neuroglass.run",
    "initializers": "neuroglass.nn.initializers",
    "landscape": "neuroglass.glass",
    "load": "neuroglass.model",
    "look": "neuroglass.glass",
    "losses": "neuroglass.nn.losses",
    "metrics": "neuroglass.nn.metrics",
    "optimizers": "neuroglass.learn.optimizers",
    "permutation_importance": "neuroglass.glass",
    "projection": "neuroglass.glass",
    "regularizers": "neuroglass.nn.regularizers",
    "schedules": "neuroglass.learn.schedules",
    "top_samples": "neuroglass.glass",
}

if TYPE_CHECKING:
    from neuroglass import data as data
    from neuroglass.estimators import Classifier as Classifier, Regressor as Regressor
    from neuroglass.glass import (
        landscape as landscape,
        look as look,
        permutation_importance as permutation_importance,
        projection as projection,
        top_samples as top_samples,
    )
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
        GRU as GRU,
        LSTM as LSTM,
        Activation as Activation,
        Add as Add,
        AlphaDropout as AlphaDropout,
        AveragePool1D as AveragePool1D,
        AveragePool2D as AveragePool2D,
        AveragePool3D as AveragePool3D,
        BatchNorm as BatchNorm,
        Bidirectional as Bidirectional,
        Centred as Centred,
        Concatenate as Concatenate,
        Conv1D as Conv1D,
        Conv2D as Conv2D,
        Conv3D as Conv3D,
        ConvTranspose2D as ConvTranspose2D,
        Cropping2D as Cropping2D,
        Dense as Dense,
        DepthwiseConv2D as DepthwiseConv2D,
        Dropout as Dropout,
        Embedding as Embedding,
        Flatten as Flatten,
        GaussianNoise as GaussianNoise,
        GlobalAveragePool1D as GlobalAveragePool1D,
        GlobalAveragePool2D as GlobalAveragePool2D,
        GlobalAveragePool3D as GlobalAveragePool3D,
        GlobalMaxPool1D as GlobalMaxPool1D,
        GlobalMaxPool2D as GlobalMaxPool2D,
        GlobalMaxPool3D as GlobalMaxPool3D,
        GroupNorm as GroupNorm,
        Input as Input,
        LastStep as LastStep,
        LayerNorm as LayerNorm,
        Level as Level,
        LogMel as LogMel,
        Masking as Masking,
        MaxPool1D as MaxPool1D,
        MaxPool2D as MaxPool2D,
        MaxPool3D as MaxPool3D,
        MemberDense as MemberDense,
        MemberMean as MemberMean,
        Members as Members,
        MemberSteps as MemberSteps,
        Multiply as Multiply,
        Normalization as Normalization,
        Output as Output,
        RepeatVector as RepeatVector,
        Reshape as Reshape,
        SeasonalNaive as SeasonalNaive,
        SeparableConv2D as SeparableConv2D,
        SimpleRNN as SimpleRNN,
        SpatialDropout as SpatialDropout,
        StochasticDepth as StochasticDepth,
        UpSampling2D as UpSampling2D,
        ZeroPadding2D as ZeroPadding2D,
    )
    from neuroglass.nn.network import Network as Network
    from neuroglass.run import Run as Run, fit as fit

__all__ = sorted(_HOME)  # noqa: PLE0605 - one table, not two


__getattr__ = finder(__name__, _HOME)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
