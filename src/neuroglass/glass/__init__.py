"""What can be seen of a network."""

from neuroglass.glass.ablation import Ablation
from neuroglass.glass.along_gradient import AlongGradient
from neuroglass.glass.editing import Change, Edited, Effect
from neuroglass.glass.filters import Filters
from neuroglass.glass.glass import Glass, look
from neuroglass.glass.landscape import Landscape, landscape
from neuroglass.glass.maps import Maps
from neuroglass.glass.neuron import Neuron, Source, Term
from neuroglass.glass.opened import Opened
from neuroglass.glass.over_time import OverTime
from neuroglass.glass.projection import Projection, projection
from neuroglass.glass.top_samples import TopSamples, top_samples

__all__ = [
    "Ablation",
    "AlongGradient",
    "Change",
    "Edited",
    "Effect",
    "Filters",
    "Glass",
    "Landscape",
    "Maps",
    "Neuron",
    "Opened",
    "OverTime",
    "Projection",
    "Source",
    "Term",
    "TopSamples",
    "landscape",
    "look",
    "projection",
    "top_samples",
]
