"""What a file is, judged by its content and compared with its name.

The kinds on the list are those a county publishes. Everything else is refused with a
sentence that says what to do instead. Zip containers are judged in `archives.py`.
"""

from __future__ import annotations

import codecs
import mmap
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from . import archives, lazy
from .refusals import RefusedFile

__all__ = ["Judged", "RefusedFile", "clean_file_name", "judge"]

if TYPE_CHECKING:
    import puremagic
else:
    puremagic = lazy.Module("puremagic")

OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "doc": "application/msword",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "wps": "application/wps-office.wps",
    "xls": "application/vnd.ms-excel",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "et": "application/wps-office.et",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "txt": "text/plain",
    "csv": "text/csv",
    "zip": "application/zip",
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
}
SAME = {"jpeg": "jpg", "jpe": "jpg"}
IMAGES = {"jpg", "png", "gif"}
ZIPPED = {"docx", "xlsx", "pptx", "ofd", "zip"}
TEXTS = {"txt", "csv"}

HEAD_BYTES = 8192
ZIP_HEAD = b"PK\x03\x04"
OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams in the old compound files; WPS writes the same ones.
OLE_STREAMS = {
    "doc": ("WordDocument",),
    "wps": ("WordDocument",),
    "xls": ("Workbook", "Book"),
    "et": ("Workbook", "Book"),
    "ppt": ("PowerPoint Document",),
}
HEADS = {
    "pdf": re.compile(rb"%PDF-[12]\.\d"),
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "gif": re.compile(rb"GIF8[79]a"),
    "mp3": re.compile(rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]"),
    "mp4": re.compile(rb"....ftyp(?:isom|iso\d|mp4\d|avc1|M4V |MSNV|dash|3gp\d)", re.S),
}
# Programs and pages that hide under another name: how the message calls them.
TELLTALE = (
    (re.compile(rb"MZ|\x7fELF|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe"), "exe"),
    (re.compile(rb"\s*<svg|\s*<\?xml[^>]*>\s*(?:<!--.*?-->\s*)?<svg", re.S), "svg"),
    (re.compile(rb"\s*<(?:!doctype html|html|head|body|script)", re.I), "html"),
    (re.compile(rb"\s*<\?php", re.I), "php"),
    (re.compile(rb"\{\\rtf"), "rtf"),
    (re.compile(rb"Rar!\x1a\x07"), "rar"),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "7z"),
    (re.compile(rb"RIFF....WEBP", re.S), "webp"),
)
MARKUP = re.compile(r"<\s*(?:script|iframe|object|embed|svg|\?php)\b", re.I)
NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


class Judged(NamedTuple):
    media_type: str
    extension: str
    is_image: bool


def judge(path: Path, *, file_name: str) -> Judged:
    """What the file at `path` is, if it is what its name says.

    Raises RefusedFile otherwise; its text is for the person who chose the file.
    """
    extension = _extension(file_name)
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise RefusedFile(_("The file is empty. Check it and choose it again."))
    _check(extension)(path, extension, head)
    return Judged(MEDIA_TYPES[extension], extension, extension in IMAGES)


def _extension(file_name: str) -> str:
    given = file_name.rpartition(".")[2].strip().lower() if "." in file_name else ""
    extension = SAME.get(given, given)
    if extension not in MEDIA_TYPES:
        raise RefusedFile(
            _(
                "Files of the kind “%(kind)s” are not accepted."
                " Save it as one of: %(all)s."
            )
            % {"kind": given or "?", "all": ", ".join(MEDIA_TYPES)}
        )
    return extension


def _check(extension: str) -> Callable[[Path, str, bytes], None]:
    if extension in ZIPPED:
        return _check_zip
    if extension in OLE_STREAMS:
        return _check_compound
    return _check_text if extension in TEXTS else _check_head


def _disguised(extension: str, head: bytes) -> RefusedFile:
    real = _real_kind(head)
    if not real:
        return RefusedFile(
            _(
                "The name ends in “.%(name)s”, but the content is of another kind. Open"
                " it in the program that made it and save it anew."
            )
            % {"name": extension}
        )
    return RefusedFile(
        _(
            "The name ends in “.%(name)s”, but the content is not of that kind"
            " (%(real)s). Open it in the program that made it and save it anew."
        )
        % {"name": extension, "real": real}
    )


def _real_kind(head: bytes) -> str:
    """A guess for the message only, empty where there is none; nothing is decided by
    it."""
    for pattern, kind in TELLTALE:
        if pattern.match(head):
            return kind
    try:
        return puremagic.from_string(head).lstrip(".")
    except (puremagic.PureError, ValueError):
        return ""


# --- Kinds with a fixed beginning ---------------------------------------------------


def _check_head(path: Path, extension: str, head: bytes) -> None:
    if not HEADS[extension].match(head):
        raise _disguised(extension, head)
    if archives.ends_as_zip(path):
        raise RefusedFile(
            _("A second file is hidden behind the first. Save the document anew.")
        )


# --- Zip containers -----------------------------------------------------------------


def _check_zip(path: Path, extension: str, head: bytes) -> None:
    if head.startswith(OLE_HEAD):
        raise _compound_instead(path, extension, head)
    if not head.startswith(ZIP_HEAD):
        raise _disguised(extension, head)
    kind = archives.kind_of(path)
    if extension != "zip" and kind != extension:
        raise RefusedFile(
            _(
                "The name ends in “.%(name)s”, but the content is “.%(real)s”."
                " Give it the right ending."
            )
            % {"name": extension, "real": kind}
        )


def _compound_instead(path: Path, extension: str, head: bytes) -> RefusedFile:
    if next(_streams(path, "EncryptedPackage"), None):
        return RefusedFile(
            _("The document is protected by a password. Save it without one.")
        )
    return _disguised(extension, head)


# --- Compound files (doc, xls, ppt and those of WPS) --------------------------------


def _check_compound(path: Path, extension: str, head: bytes) -> None:
    if head.startswith(ZIP_HEAD):
        # Newer WPS writes the format of Office under its own endings.
        modern = {"wps": "docx", "et": "xlsx"}.get(extension)
        kind = archives.kind_of(path)
        if kind != modern:
            raise RefusedFile(
                _(
                    "The name ends in “.%(name)s”, but the content is “.%(real)s”."
                    " Give it the right ending."
                )
                % {"name": extension, "real": kind}
            )
        return
    if not head.startswith(OLE_HEAD):
        raise _disguised(extension, head)
    if next(_streams(path, "_VBA_PROJECT"), None):
        raise archives.has_macros()
    if next(_streams(path, "EncryptedPackage"), None):
        raise _compound_instead(path, extension, head)
    if not next(_streams(path, *OLE_STREAMS[extension]), None):
        raise _disguised(extension, head)


def _streams(path: Path, *names: str) -> Iterator[str]:
    """Those of the names that the directory of a compound file holds."""
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        for name in names:
            # An entry holds its name padded with zeros; so does no running text.
            if content.find(name.encode("utf-16-le") + b"\0\0", 512) >= 0:
                yield name


# --- Plain text ---------------------------------------------------------------------


def _check_text(path: Path, extension: str, head: bytes) -> None:
    for encoding in _encodings(head):
        try:
            _check_words(path, extension, encoding, head)
        except UnicodeDecodeError:
            continue
        return
    raise _disguised(extension, head)


def _encodings(head: bytes) -> tuple[str, ...]:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8-sig", "gb18030")


def _check_words(path: Path, extension: str, encoding: str, head: bytes) -> None:
    with path.open(encoding=encoding, newline="") as file:
        before = ""
        while piece := file.read(1 << 20):
            if NOT_IN_TEXT.search(piece):
                raise _disguised(extension, head)
            if MARKUP.search(before + piece):
                raise RefusedFile(
                    _("The text holds program code for a web page. Take it out.")
                )
            before = piece[-40:]
    if any(pattern.match(head) for pattern, kind in TELLTALE if kind != "exe"):
        raise _disguised(extension, head)


# --- Names --------------------------------------------------------------------------

INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
# Windows gives these to devices, whatever their ending.
DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
# What file systems take, in bytes of UTF-8: about 80 Chinese characters.
NAME_BYTES = 200  # what an attachment's column of 200 characters holds at worst


def clean_file_name(name: str) -> str:
    """A name to show and to save under: no path, nothing invisible, not too long.

    Chinese stays. Marks that turn the direction of writing go: they make "exe.pdf"
    out of a program. The ending is kept when the name is cut, in small letters.
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(
        character
        for character in re.sub(r"\s", " ", name)
        if unicodedata.category(character) not in INVISIBLE
    )
    name = " ".join(NOT_IN_NAMES.sub("_", name).split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if not dot or not ending.isalnum() or len(ending) > 10:
        stem, ending = name, ""
    if DEVICES.match(stem):
        stem = f"_{stem}"
    tail = f".{ending.lower()}" if ending else ""
    room = NAME_BYTES - len(tail.encode())
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(". ")
    return (stem or "file") + tail
