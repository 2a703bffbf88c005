"""What can be seen of a network."""

from neuroglass.glass.ablation import Ablation
from neuroglass.glass.along_gradient import AlongGradient
from neuroglass.glass.attribution import Attribution, Importance, Share, permutation_importance
from neuroglass.glass.curvature import Curvature
from neuroglass.glass.editing import Change, Edited, Effect
from neuroglass.glass.filters import Filters
from neuroglass.glass.glass import Glass, look
from neuroglass.glass.jacobian import Jacobian
from neuroglass.glass.landscape import Landscape, landscape
from neuroglass.glass.maps import Maps
from neuroglass.glass.memory import Memory
from neuroglass.glass.neuron import Neuron, Source, Term
from neuroglass.glass.noise import NoiseScale
from neuroglass.glass.opened import Opened
from neuroglass.glass.over_time import OverTime
from neuroglass.glass.projection import Projection, projection
from neuroglass.glass.top_samples import TopSamples, top_samples

__all__ = [
    "Ablation",
    "AlongGradient",
    "Attribution",
    "Change",
    "Curvature",
    "Edited",
    "Effect",
    "Filters",
    "Glass",
    "Importance",
    "Jacobian",
    "Landscape",
    "Maps",
    "Memory",
    "Neuron",
    "NoiseScale",
    "Opened",
    "OverTime",
    "Projection",
    "Share",
    "Source",
    "Term",
    "TopSamples",
    "landscape",
    "look",
    "permutation_importance",
    "projection",
    "top_samples",
]
