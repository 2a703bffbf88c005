"""Files in folders and archives, whatever they hold: found, told apart by their endings, labelled by their folders."""

from neuroglass.data.folders.listing import Entry, Listing, Tree
from neuroglass.data.folders.sought import Sought
from neuroglass.data.folders.unreadable import Unreadable

__all__ = ["Entry", "Listing", "Sought", "Tree", "Unreadable"]
