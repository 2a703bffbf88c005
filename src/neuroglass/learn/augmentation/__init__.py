"""Augmentation: pictures and sounds changed by chance inside the compiled step, so that none is met twice alike."""

from neuroglass.learn.augmentation.augmentation import KNOWN, NOTHING, Augmentation, augmented, get, heard, masked
from neuroglass.learn.augmentation.chance import sample_keys
from neuroglass.learn.augmentation.colours import Brightness, Contrast, Saturation
from neuroglass.learn.augmentation.geometry import Crop, Flip, Rotate, Shear, Shift, Zoom
from neuroglass.learn.augmentation.masks import FrequencyMask, TimeMask
from neuroglass.learn.augmentation.mixing import CutMix, Mixing, Mixup
from neuroglass.learn.augmentation.patches import Cutout
from neuroglass.learn.augmentation.sound_suiting import for_sounds
from neuroglass.learn.augmentation.suiting import for_pictures
from neuroglass.learn.augmentation.transform import Transform
from neuroglass.learn.augmentation.waves import Delay, Gain, Noise, Speed

__all__ = [
    "Augmentation",
    "Brightness",
    "Contrast",
    "Crop",
    "CutMix",
    "Cutout",
    "Delay",
    "Flip",
    "FrequencyMask",
    "Gain",
    "KNOWN",
    "Mixing",
    "Mixup",
    "NOTHING",
    "Noise",
    "Rotate",
    "Saturation",
    "Shear",
    "Shift",
    "Speed",
    "TimeMask",
    "Transform",
    "Zoom",
    "augmented",
    "for_pictures",
    "for_sounds",
    "get",
    "heard",
    "masked",
    "sample_keys",
]
