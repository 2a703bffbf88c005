"""Files of pictures as a data set of torch, as its users write one without torchvision."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from torch.utils.data import Dataset


class PictureFiles(Dataset[tuple[torch.Tensor, int]]):
    """The pictures of ``folder/CLASS/*.jpg``, each cropped and resized to a square where a side is told."""

    def __init__(self, folder: Path, side: int | None) -> None:
        classes = sorted(path for path in folder.iterdir() if path.is_dir())
        self.files = [(path, label) for label, name in enumerate(classes) for path in sorted(name.glob("*.jpg"))]
        self.side = side

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        path, label = self.files[index]
        with Image.open(path) as image:
            return torch.from_numpy(self._pixels(image)), label

    def _pixels(self, image: Image.Image) -> np.ndarray:
        if self.side is None:
            return np.array(image.convert("RGB"))
        size = (self.side, self.side)
        image.draft("RGB", size)
        return np.array(ImageOps.fit(image.convert("RGB"), size, Image.Resampling.BILINEAR))
