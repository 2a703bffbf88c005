"""A folder of files, walked once: every real folder one time, whatever the links in it say."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from neuroglass.data.folders.items import File
from neuroglass.data.folders.listing import Entry, Tree, is_litter, naturally, shown
from neuroglass.data.folders.sought import Sought

Place = tuple[str, ...]
SEEN = "a link to a folder that was read already"


@dataclass
class _Walk:
    """The state of one walk; links wait until all real folders are done, so that those keep their own names."""

    sought: Sought
    entries: list[Entry] = field(default_factory=list)
    folders: list[Place] = field(default_factory=list)
    links: list[tuple[str, Place]] = field(default_factory=list)
    seen: set[tuple[int, int]] = field(default_factory=set)
    skipped: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def below(self, folder: str, place: Place) -> None:
        """All of a folder that was not seen before."""
        waiting = [(folder, place)]
        while waiting:
            folder, place = waiting.pop()
            status = os.stat(folder)  # noqa: PTH116 - a name that is no text must stay as it is
            if (status.st_dev, status.st_ino) in self.seen:
                self.skipped[SEEN].append("/".join(place))
                continue
            self.seen.add((status.st_dev, status.st_ino))
            self.folders.append(place)
            waiting += self._inside(folder, place)

    def _inside(self, folder: str, place: Place) -> list[tuple[str, Place]]:
        """Takes the files of one folder and returns its folders."""
        try:
            with os.scandir(folder) as found:
                return [
                    (entry.path, (*place, shown(entry.name)))
                    for entry in found
                    if not is_litter(entry.name) and self._is_folder(entry, place)
                ]
        except PermissionError:
            self.skipped["a folder that may not be read"].append("/".join(place))
            return []

    def _is_folder(self, entry: os.DirEntry[str], place: Place) -> bool:
        path = (*place, shown(entry.name))
        try:
            if entry.is_dir():
                if entry.is_symlink():
                    self.links.append((entry.path, path))
                return not entry.is_symlink()
            leads = entry.is_file() or not entry.is_symlink() or Path(entry.path).exists()
        except OSError:  # a link that leads to itself
            leads = False
        self._take(entry, path, leads)
        return False

    def _take(self, entry: os.DirEntry[str], path: Place, leads: bool) -> None:
        if not leads:
            self.skipped["a link that leads nowhere"].append("/".join(path))
        elif not entry.is_file():
            self.skipped["no ordinary file (a pipe, a socket or a device)"].append("/".join(path))
        elif not self.sought.fits(entry.name):
            self.skipped[self.sought.against(entry.name)].append("/".join(path))
        else:
            self.entries.append(Entry(path, File(entry.path)))


def walk(folder: Path, sought: Sought) -> Tree:
    """The files of one kind below a folder."""
    walked = _Walk(sought)
    walked.below(str(folder), ())
    while walked.links:
        walked.below(*walked.links.pop(0))
    entries = sorted(walked.entries, key=lambda entry: naturally(entry.path))
    folders = sorted(walked.folders, key=naturally)
    return Tree(str(folder), f"a folder of {sought.thing}s", sought, tuple(entries), tuple(folders), walked.skipped)
