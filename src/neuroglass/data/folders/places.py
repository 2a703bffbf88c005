"""Where a source lies, or the sentence that says that nothing does."""

from __future__ import annotations

import os
from pathlib import Path

from neuroglass.data.sources import nearest_path
from neuroglass.errors import DataError


def located(source: str | os.PathLike[str]) -> Path:
    """The path, where something lies there.

    Raises:
        DataError: nothing does; the nearest name is suggested.
    """
    path = Path(source)
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DataError(f"There is no file or folder {path}", "", nearest_path(path)) from error
    except (OSError, ValueError) as error:  # ValueError: a path that holds a zero byte
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise DataError(
            f"{str(path)[:200]} cannot be read: {reason}", "", "Check the path and its permissions"
        ) from error
    return path
