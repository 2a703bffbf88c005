"""The bytes of a file as a text: decoded, in one Unicode form, with one kind of line end."""

from __future__ import annotations

import re
import unicodedata

from neuroglass.data.encodings import decode
from neuroglass.data.folders.unreadable import Unreadable
from neuroglass.errors import DataError

FEW = 0.01  # of the characters; a text with more that have no shape on paper is none
SHAPELESS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def plain_text(content: bytes, encoding: str | None, source: str) -> tuple[str, tuple[str, ...]]:
    """A text, and a note where its encoding was guessed.

    Raises:
        Unreadable: empty, blank, binary, or not in that encoding.
    """
    if not content:
        raise Unreadable("it is empty")
    try:
        decoded, _, notes = decode(content, encoding, source)
    except DataError as error:
        raise Unreadable(f"it {error.received.removeprefix(f'{source} ')}. {error.mend}") from error
    if "\0" in decoded or len(SHAPELESS.findall(decoded)) > FEW * len(decoded):
        raise Unreadable("it is no text: it holds NUL bytes or other characters without a shape")
    if not decoded.strip():
        raise Unreadable("it holds nothing but blanks")
    return settled(decoded), notes


def settled(text: str) -> str:
    r"""A text in Unicode's form NFC, its lines ended by line feeds alone.

    >>> settled("e\u0301\r\n")
    'é\n'
    """
    whole = text.encode("utf-8", "replace").decode()  # half of a surrogate pair is no character
    return unicodedata.normalize("NFC", whole).replace("\r\n", "\n").replace("\r", "\n")
