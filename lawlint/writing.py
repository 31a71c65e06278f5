"""Write a file whole or not at all: to a temporary file beside it, which then takes its place."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path


class Changed(OSError):
    """The file is no longer what it was when it was read: somebody saved it meanwhile."""


def replace(path: str | Path, data: bytes, expected: bytes | None = None) -> None:
    """Make ``data`` the content of a file, through links; its permissions stay. A pipe or device is written to as it is.

    :param expected: what the file must still hold; where it does not, nothing is written.
    :raises Changed: it holds something else.
    :raises OSError: it cannot be written; the old content is untouched.
    """
    target = Path(os.path.realpath(path))
    there = target.exists()
    if there and not stat.S_ISREG(target.stat().st_mode):
        with open(target, "wb") as file:  # a folder is refused here, with the system's own words
            file.write(data)
        return
    handle, name = tempfile.mkstemp(prefix=".lawlint-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if there:
            shutil.copymode(target, name)
        else:
            os.chmod(name, 0o666 & ~_umask())
        if expected is not None and target.read_bytes() != expected:
            raise Changed(f"{target} has changed")
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
