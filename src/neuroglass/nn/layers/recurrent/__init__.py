"""Recurrent layers: SimpleRNN, LSTM and GRU, and Bidirectional.

``base.py`` is what they share as layers, ``loop.py`` the loop over time and its gradient; a cell's own file holds its
formulas, forward and backward, and nothing of time.
"""

from neuroglass.nn.layers.recurrent.base import Recurrent
from neuroglass.nn.layers.recurrent.bidirectional import Bidirectional, at_every_step
from neuroglass.nn.layers.recurrent.gru import GRU
from neuroglass.nn.layers.recurrent.lstm import LSTM
from neuroglass.nn.layers.recurrent.simple import SimpleRNN

__all__ = ["Bidirectional", "GRU", "LSTM", "Recurrent", "SimpleRNN", "at_every_step"]
