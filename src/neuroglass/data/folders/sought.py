"""The kinds of files that are looked for in folders and archives, told apart by their endings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sought:
    """One kind of file.

    >>> PICTURES.fits("cat.JPG"), TEXTS.against("cat.JPG")
    (True, 'no text by its ending, .jpg')

    Args:
        thing: what one of them is called.
        endings: how their names end, in lower case, the usual one first.
        formats: what files these are, in words.
    """

    thing: str
    endings: tuple[str, ...]
    formats: str

    def fits(self, name: str) -> bool:
        """Whether a file is one, by its name."""
        return name.lower().endswith(self.endings)

    def against(self, name: str) -> str:
        """The reason why another file is left out."""
        dot = name.rfind(".")
        ending = f"ending, {name[dot:].lower()}" if dot > 0 else "name, which has no ending"
        return f"no {self.thing} by its {ending}"

    @property
    def arranged(self) -> str:
        """How files of this kind lie in folders of their classes, in words."""
        file = f"{self.thing}{self.endings[0]}"
        return f"one folder for each class, folder/CLASS/{file}, or folder/train/CLASS/{file}"


PICTURES = Sought(
    "picture",
    (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".dib", ".tif", ".tiff", ".gif"),
    "JPEG, PNG, WebP, BMP, TIFF or GIF files",
)
TEXTS = Sought("text", (".txt", ".text", ".md"), "text files (.txt, .text or .md)")
SOUNDS = Sought("clip", (".wav", ".wave", ".flac", ".ogg"), "WAV, FLAC or OGG files")
