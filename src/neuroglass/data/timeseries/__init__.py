"""Series: laid on a clock of regular steps, cut by time, seen through windows that end where a forecast begins.

Whatever is fitted (the season, the scales, whether a series swings with its level) is fitted on the part to learn from.
A window knows nothing of what comes after it: its gaps are filled from within. What is asked for lies on one side of a
cut, and a window of the test part may look back across it, as in use.
"""

from neuroglass.data.timeseries.series_inputs import SeriesInputs

__all__ = ["SeriesInputs"]
