"""What can be seen of a network."""

from neuroglass.glass.glass import Glass, look
from neuroglass.glass.neuron import Neuron, Source, Term
from neuroglass.glass.opened import Opened

__all__ = ["Glass", "Neuron", "Opened", "Source", "Term", "look"]
