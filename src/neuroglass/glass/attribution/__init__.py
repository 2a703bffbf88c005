"""What speaks for an answer: the share of each input in a number, by several methods."""

from neuroglass.glass.attribution.attribution import Attribution, Share
from neuroglass.glass.attribution.permutation import Importance, permutation_importance

__all__ = ["Attribution", "Importance", "Share", "permutation_importance"]
