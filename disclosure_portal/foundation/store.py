"""Files under the SHA-256 of their content: MEDIA_ROOT/<aa>/<sha256>.

A name can't be forged, two equal files are one, and a file is there whole or not at
all: it is written beside its place, made durable, and only then given its name. Rows
that name a file are committed after that, so a crash leaves at most a file unnamed.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from . import clock
from .refusals import RefusedFile

DIGEST = re.compile(r"[0-9a-f]{64}")
# Files on their way in; on the same disk, so that a rename is one step.
INCOMING = "incoming"
# The front server that hands files out belongs to the group.
FILE_MODE = 0o640


class StoredFile(NamedTuple):
    digest: str
    size: int


def path_of(digest: str) -> Path:
    """Where a file of this digest lies, or would lie.

    Raises ValueError for anything but 64 small hexadecimal digits: no path of
    somebody else's making is ever opened.
    """
    if not DIGEST.fullmatch(digest):
        raise ValueError("Not a SHA-256 digest")
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def exists(digest: str) -> bool:
    return path_of(digest).is_file()


def open_stored(digest: str) -> BinaryIO:
    """The content of a file. Raises FileNotFoundError where there is none."""
    return path_of(digest).open("rb")


def put(chunks: Iterable[bytes], *, max_bytes: int) -> StoredFile:
    """Take a file in, hashed while it is written.

    Raises RefusedFile as soon as it grows beyond `max_bytes`; nothing of it is kept.
    """
    incoming = Path(settings.MEDIA_ROOT) / INCOMING
    incoming.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=incoming)
    try:
        with os.fdopen(descriptor, "wb") as file:
            stored = _write(chunks, file, max_bytes)
        _give_name(Path(name), stored)
    finally:
        Path(name).unlink(missing_ok=True)
    return stored


def remove(digest: str, *, untouched_for: timedelta) -> bool:
    """Take a file out for good. False where there is none, and where somebody has put
    the same file in again within that time: its row may not be written yet."""
    path = path_of(digest)
    try:
        touched = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if touched > clock.now() - untouched_for:
            return False
        path.unlink()
    except FileNotFoundError:
        return False
    return True


def _write(chunks: Iterable[bytes], file: BinaryIO, max_bytes: int) -> StoredFile:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > max_bytes:
            raise RefusedFile(
                _("The file is larger than %(limit)s. Divide it, or make it smaller.")
                % {"limit": filesizeformat(max_bytes)}
            )
        digest.update(chunk)
        file.write(chunk)
    file.flush()
    os.fchmod(file.fileno(), FILE_MODE)
    os.fsync(file.fileno())
    return StoredFile(digest.hexdigest(), size)


def _give_name(written: Path, stored: StoredFile) -> None:
    """Move a finished file to its place, for good.

    What is there already stays, unless a failing disk has cut it short.
    """
    place = path_of(stored.digest)
    if place.is_file() and place.stat().st_size == stored.size:
        os.utime(place)  # `remove` then leaves it alone
        return
    if not place.parent.is_dir():
        place.parent.mkdir(exist_ok=True)
        _sync_folder(place.parent.parent)
    written.replace(place)
    _sync_folder(place.parent)


def _sync_folder(folder: Path) -> None:
    """A new name is durable only once its folder is written."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
