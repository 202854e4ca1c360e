"""Kinds with structured content (结构化内容): how each is read and judged.

A structure is a plain record: "kind", and what the kind's own module says. It is
part of the revision, so that readers and other systems see what was signed. Lines
of recipients are never in it (decisions.md, Recipient lists).
"""

from __future__ import annotations

import json

from disclosure_portal.foundation.canonical import canonical

from ..models import Notice
from .structured_kind import Structure, StructuredKind

STRUCTURED: dict[str, StructuredKind] = {}


def is_structured(kind: str) -> bool:
    return kind in STRUCTURED


def structure_of(notice: Notice) -> Structure | None:
    """The structure as it stands in the rows now; None for kinds without one.

    Numbers, days and moments are texts in canonical form, as in a revision.
    """
    known = STRUCTURED.get(notice.kind)
    if known is None:
        return None
    record = {"kind": notice.kind, **known.read(notice)}
    structure: Structure = json.loads(canonical(record))["record"]
    return structure


def signed_structure(revision_content: str) -> Structure | None:
    """The structure within the content of a revision."""
    structure: Structure | None = json.loads(revision_content)["record"]["structure"]
    return structure


def missing_of(notice: Notice) -> list[str]:
    """What the kind must have and this notice lacks."""
    structure = structure_of(notice)
    return STRUCTURED[notice.kind].missing(structure) if structure else []
