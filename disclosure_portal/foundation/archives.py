"""Zip containers judged without unpacking them: Office documents, OFD, plain zips."""

from __future__ import annotations

import lzma
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from .refusals import RefusedFile, TooLargeFile

CONTENT_TYPES = "[Content_Types].xml"
MAIN_PARTS = {
    "docx": b"wordprocessingml.document.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
    "pptx": b"presentationml.presentation.main+xml",
}
MACRO = re.compile(rb"macroEnabled|vnd\.ms-office\.vbaProject", re.IGNORECASE)
# Programs that a system starts when they are opened, and archives in archives.
PROGRAMS = {
    *("exe", "dll", "com", "scr", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse"),
    *("wsf", "hta", "msi", "lnk", "jar", "apk", "class", "dex", "reg", "cpl", "pif"),
    *("docm", "xlsm", "xltm", "dotm", "pptm", "xlam", "php"),
}
ARCHIVES = {"zip", "rar", "7z", "gz", "tar", "bz2", "xz", "iso", "cab"}

MAX_MEMBERS = 10_000
MAX_UNPACKED = 2 << 30
# Text shrinks to a twentieth; more than a hundredth, and large, is a bomb.
FREE_UNPACKED = 100 << 20
MAX_RATIO = 100
MAX_CONTENT_TYPES = 1 << 20

LOCAL_HEADER_BYTES = 30
ZIP_END = b"PK\x05\x06"
ZIP_END_BYTES = 22

# What the library raises for damaged containers, and for compressions it lacks.
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, ValueError, NotImplementedError),
)


def kind_of(path: Path) -> str:
    """docx, xlsx, pptx, ofd or zip.

    Raises RefusedFile for damaged and protected ones, for macros, programs and
    archives inside, and for those that would fill a disk when unpacked.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_members(members, path.stat().st_size)
            return _kind(archive, {member.filename for member in members})
    except DAMAGED:
        raise RefusedFile(
            _("The file is damaged. Open it, save it anew, and choose it again.")
        ) from None


def has_macros() -> RefusedFile:
    return RefusedFile(_("The document holds macros. Save it without them."))


def _check_members(members: Sequence[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if (
        len(members) > MAX_MEMBERS
        or unpacked > MAX_UNPACKED
        or _overlap(members, size)
        or (unpacked > FREE_UNPACKED and unpacked > MAX_RATIO * size)
    ):
        raise TooLargeFile(
            _("Unpacked, the file would be far too large. Divide its content.")
        )
    if any(member.flag_bits & 1 for member in members):
        raise RefusedFile(
            _("The file is protected by a password. Save it without one.")
        )
    for member in members:
        _check_name(member)


def _overlap(members: Sequence[zipfile.ZipInfo], size: int) -> bool:
    """Whether members share bytes: a small file then holds any amount of them."""
    ends = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < ends:
            return True
        ends = member.header_offset + LOCAL_HEADER_BYTES + member.compress_size
    return ends > size


def _check_name(member: zipfile.ZipInfo) -> None:
    parts = member.filename.replace("\\", "/").split("/")
    ending = parts[-1].rpartition(".")[2].lower() if "." in parts[-1] else ""
    if parts[0] == "" or ".." in parts or parts[0].endswith(":"):
        raise RefusedFile(
            _("A file inside would be unpacked elsewhere: “%(name)s”. Pack it anew.")
            % {"name": shown_name(member)}
        )
    if parts[-1].lower() == "vbaproject.bin":
        raise has_macros()
    if ending in PROGRAMS:
        raise RefusedFile(
            _("The file holds a program: “%(name)s”. Take it out.")
            % {"name": shown_name(member)}
        )
    if ending in ARCHIVES:
        raise RefusedFile(
            _("The file holds another archive: “%(name)s”. Unpack it first.")
            % {"name": shown_name(member)}
        )


def shown_name(member: zipfile.ZipInfo) -> str:
    """Chinese Windows packs names in its own code and does not say so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    if CONTENT_TYPES in names:
        with archive.open(CONTENT_TYPES) as file:
            types = file.read(MAX_CONTENT_TYPES)
        if MACRO.search(types):
            raise has_macros()
        for kind, part in MAIN_PARTS.items():
            if part in types:
                return kind
    return "ofd" if "OFD.xml" in names else "zip"


def ends_as_zip(path: Path) -> bool:
    """Whether the end of the file is that of a zip, however it begins."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(-min(size, ZIP_END_BYTES + 0xFFFF), os.SEEK_END)
        tail = file.read()
    place = tail.rfind(ZIP_END)
    while place >= 0:
        end = tail[place : place + ZIP_END_BYTES]
        if len(end) == ZIP_END_BYTES:
            (comment,) = struct.unpack("<H", end[-2:])
            if place + ZIP_END_BYTES + comment == len(tail):
                return True
        place = tail.rfind(ZIP_END, 0, place)
    return False
