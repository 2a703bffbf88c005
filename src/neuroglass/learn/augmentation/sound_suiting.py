"""Which augmentation suits a set of sounds, and why."""

from __future__ import annotations

from neuroglass.learn.augmentation.augmentation import Augmentation
from neuroglass.learn.augmentation.masks import FrequencyMask, TimeMask
from neuroglass.learn.augmentation.waves import Delay, Noise, Speed

CHOSEN = Augmentation((Speed(0.2), Delay(0.05), Noise(5), TimeMask(0.2), FrequencyMask(0.2)))


def for_sounds() -> tuple[Augmentation, str]:
    """What suits clips, and the sentence that says why.

    >>> augmentation, why = for_sounds()
    >>> str(augmentation)
    'speed 0.2, delay 0.05, noise 5, timemask 0.2, frequencymask 0.2'
    """
    return CHOSEN, (
        "clips are played faster and higher or slower and lower, begin earlier or later, with noise under them and "
        "stretches of time and of pitch hidden, so that no voice, room or microphone is learnt by heart; where pitch "
        'tells the classes apart, choose augment="delay, noise, timemask"'
    )
