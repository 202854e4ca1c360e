"""The parts of a .docx that hold text and its layout. Of pictures only the names are
read here: what draws them (extraction.word_pictures) unpacks them.

The container has been judged before (`archives.kind_of`); here each part is read up to
a bound, by a parser that resolves no entity and fetches nothing.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from lxml import etree

from ..archives import DAMAGED
from ..refusals import RefusedFile, TooLargeFile

# Documents of 500 pages have about 8 MB and 400,000 elements. What these bounds let
# through is read and cleaned in seconds, and takes some 300 MB while it is.
MAX_PART = 16 << 20
MAX_ELEMENTS = 500_000

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# The same names in the strict variant of the format.
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R.encode()),
)
MAIN_PART = "word/document.xml"


class Package(NamedTuple):
    document: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    notes: Mapping[str, etree._Element | None]
    # Addresses of links, by the id that the document uses for them.
    links: Mapping[str, str]
    # Names of the parts that are pictures, likewise.
    media: Mapping[str, str]


def open_package(path: Path) -> Package:
    """Raises RefusedFile for what is damaged, or larger than anybody writes."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(archive)
    except (*DAMAGED, etree.XMLSyntaxError, RuntimeError):
        raise damaged() from None


def damaged() -> RefusedFile:
    return RefusedFile(
        _("The file is damaged. Open it, save it anew, and choose it again.")
    )


def too_long() -> RefusedFile:
    return TooLargeFile(
        _("The text is too long: attach the document as a file instead.")
    )


def _read(archive: zipfile.ZipFile) -> Package:
    main = _main_part(archive)
    document = _part(archive, main)
    if document is None:
        raise damaged()
    targets, links, media = _relations(archive, main)
    return Package(
        document=document,
        styles=_part(archive, targets.get("styles", "")),
        numbering=_part(archive, targets.get("numbering", "")),
        notes={
            kind: _part(archive, targets.get(kind, ""))
            for kind in ("footnotes", "endnotes")
        },
        links=links,
        media=media,
    )


def _main_part(archive: zipfile.ZipFile) -> str:
    targets, _links, _media = _relations(archive, "")
    return targets.get("officeDocument", MAIN_PART)


def _relations(
    archive: zipfile.ZipFile, part: str
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Parts by what they are; outside addresses by their ids; pictures by theirs."""
    folder, name = posixpath.split(part)
    root = _part(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    targets: dict[str, str] = {}
    links: dict[str, str] = {}
    media: dict[str, str] = {}
    for relation in root if root is not None else ():
        target = str(relation.get("Target", ""))
        if relation.get("TargetMode") == "External":
            links[str(relation.get("Id", ""))] = target
        else:
            kind = str(relation.get("Type", "")).rpartition("/")[2]
            place = posixpath.normpath(posixpath.join("/", folder, target))
            targets.setdefault(kind, place.lstrip("/"))
            if kind == "image":
                media[str(relation.get("Id", ""))] = place.lstrip("/")
    return targets, links, media


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    if name not in archive.namelist():
        return None
    with archive.open(name) as file:
        content = file.read(MAX_PART + 1)
    if len(content) > MAX_PART:
        raise too_long()
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise damaged()  # no program for documents writes one
    for strict, usual in STRICT:
        content = content.replace(strict, usual)
    # Not huge_tree: libxml2 then refuses what is nested deeper than 256, and the
    # recursion of the readers is bounded.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(content, parser)
    if sum(1 for _element in root.iter()) > MAX_ELEMENTS:
        raise too_long()
    return root
