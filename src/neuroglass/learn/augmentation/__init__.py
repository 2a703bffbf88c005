"""Augmentation: pictures changed by chance inside the compiled step, so that no picture is seen twice alike."""

from neuroglass.learn.augmentation.augmentation import KNOWN, NOTHING, Augmentation, augmented, get
from neuroglass.learn.augmentation.chance import sample_keys
from neuroglass.learn.augmentation.colours import Brightness, Contrast, Saturation
from neuroglass.learn.augmentation.geometry import Crop, Flip, Rotate, Shear, Shift, Zoom
from neuroglass.learn.augmentation.mixing import CutMix, Mixing, Mixup
from neuroglass.learn.augmentation.patches import Cutout
from neuroglass.learn.augmentation.suiting import for_pictures
from neuroglass.learn.augmentation.transform import Transform

__all__ = [
    "Augmentation",
    "Brightness",
    "Contrast",
    "Crop",
    "CutMix",
    "Cutout",
    "Flip",
    "KNOWN",
    "Mixing",
    "Mixup",
    "NOTHING",
    "Rotate",
    "Saturation",
    "Shear",
    "Shift",
    "Transform",
    "Zoom",
    "augmented",
    "for_pictures",
    "get",
    "sample_keys",
]
