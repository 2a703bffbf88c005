"""The encoding of a text file: as its first bytes say, as its NUL bytes betray, or guessed and told."""

from __future__ import annotations

import codecs
import unicodedata

from neuroglass.errors import DataError

HEAD = 1 << 16  # bytes that are looked at, a multiple of four
MARKS = {  # that of UTF-32 before that of UTF-16, which it begins with
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
NO_LETTERS = {"Cc", "Cn", "Co"}  # categories of Unicode: control, unassigned, private
FEW = 0.01  # of the characters; a text holds no more of these
ONE_SIDED = 10  # times as many NUL bytes stand in one half of UTF-16's pairs as in the other

Decoded = tuple[str, str, tuple[str, ...]]


def decode(content: bytes, encoding: str | None, source: str) -> Decoded:
    """The text, the name of its encoding, and a note where that was guessed.

    Raises:
        DataError: no text, or not in the encoding that was named.
    """
    known = encoding or next((name for mark, name in MARKS.items() if content.startswith(mark)), None)
    if known is not None:
        return _decode_as(known, content, source), known.removesuffix("-sig"), ()
    if b"\0" in content[:HEAD]:
        return _decode_wide(content, source)
    try:
        return content.decode(), "utf-8", ()
    except UnicodeError:
        return _guess(content, source)


def _decode_as(encoding: str, content: bytes, source: str) -> str:
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        raise DataError(f"The encoding {encoding!r} is not known", "one like utf-8, cp1252 or gb18030") from error
    except UnicodeError as error:
        raise DataError(f"{source} is not written in {encoding}: {error}", "", "Name its encoding") from error


def _decode_wide(content: bytes, source: str) -> Decoded:
    """A text of two or four bytes a character, which holds NUL bytes in every other character or more."""
    odd, even = content[1:HEAD:2].count(0), content[:HEAD:2].count(0)
    pairs = {"utf-16-le": odd > ONE_SIDED * even, "utf-16-be": even > ONE_SIDED * odd}
    for name in ("utf-32-le", "utf-32-be", *(name for name, suits in pairs.items() if suits)):
        if _is_text(content[:HEAD], name):
            note = f"{source} has no mark of its encoding; it is read as {name}. Name the encoding if that is wrong"
            return _decode_as(name, content, source), name, (note,)
    raise DataError(
        f"{source} is a binary file: it holds NUL bytes",
        "a table of text, Parquet or JSON lines",
        "If it is a text, name its encoding",
    )


def _is_text(head: bytes, encoding: str) -> bool:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeError:
        return False
    strange = sum(unicodedata.category(letter) in NO_LETTERS and not letter.isspace() for letter in text)
    return strange <= FEW * len(text)


def _guess(content: bytes, source: str) -> Decoded:
    for name in ("gb18030", "cp1252"):
        try:
            text = content.decode(name)
        except UnicodeError:
            continue
        if name == "cp1252" or _is_everyday_chinese(text[:HEAD]):
            return text, name, (f"{source} is not UTF-8; it is read as {name}. Name the encoding if that is wrong",)
    raise DataError(f"{source} is no text in UTF-8, GB 18030 or Windows-1252", "", "Name its encoding")


def _is_everyday_chinese(text: str) -> bool:
    """Whether nearly all foreign letters are of GB 2312's first level, which western letters seldom fall into."""
    foreign = [letter for letter in text if ord(letter) > 127]
    everyday = sum(0xB0 <= letter.encode("gb18030")[0] <= 0xD7 for letter in foreign)
    return everyday > 0.8 * len(foreign)
