"""Service guides (办事指南): what stands in them, and what a whole one must have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from ..guide_steps import Graph, graph_of, step_number
from ..models import (
    ITEM_CODE,
    GuideEvent,
    GuideFee,
    GuideMaterial,
    GuideStep,
    HandlingType,
    Notice,
    NoticeAttachment,
    ProcedureGuide,
)
from .fees import COLUMNS
from .guide_columns import FACTS, MATERIAL_COUNTS, MATERIALS, STEPS
from .line_table import (
    Line,
    LineTable,
    facts_of,
    made_table,
    stored,
    table_of,
)
from .structured_kind import Structure, StructuredKind

FILES = ("blank_form", "sample")
PLAIN_COLUMNS = tuple(column for column in MATERIALS if column.code not in FILES)
PLAIN = tuple(column.code for column in PLAIN_COLUMNS)
# The key of a form, the name that its file has, the name by which a sheet called it.
FILE_PARTS = ("_id", "__file_name", "_name")
FEE_COLUMNS = ("item", "sub_item", "standard", "bases")


def read_materials(notice: Notice) -> list[Line]:
    """Materials with the names and keys of their forms; a name without a key has no
    file yet."""
    rows = GuideMaterial.objects.filter(notice=notice).order_by("position", "pk")
    lines = list(
        rows.values(*PLAIN, *(f"{file}{part}" for file in FILES for part in FILE_PARTS))
    )
    named = any(
        line[f"{f}_name"] and not line[f"{f}_id"] for line in lines for f in FILES
    )
    files = _files_by_name(notice) if named else {}
    return [_with_files(line, files) for line in lines]


def _with_files(line: Line, files: Mapping[str, NoticeAttachment]) -> Line:
    read = {code: line[code] for code in PLAIN}
    for file in FILES:
        key, typed = line[f"{file}_id"], line[f"{file}_name"]
        found = None if key else files.get(typed)
        name = line[f"{file}__file_name"] or typed
        read[file] = found.file_name if found else name
        read[f"{file}_id"] = found.pk if found else key
    return read


def _files_by_name(notice: Notice) -> dict[str, NoticeAttachment]:
    """A file is named with or without what follows the point; of doubles the first is
    meant."""
    files: dict[str, NoticeAttachment] = {}
    for file in notice.attachments.order_by("-position", "-pk"):
        names = (file.title, file.file_name.rpartition(".")[0], file.file_name)
        files |= dict.fromkeys(names, file)
    return files


def replace_materials(notice: Notice, lines: Sequence[Line]) -> None:
    GuideMaterial.objects.filter(notice=notice).delete()
    GuideMaterial.objects.bulk_create(
        GuideMaterial(
            notice=notice,
            position=number,
            **stored(PLAIN_COLUMNS, line),
            **{f"{file}_name": line.get(file) or "" for file in FILES},
            **{f"{file}_id": line.get(f"{file}_id") for file in FILES},
        )
        for number, line in enumerate(lines, start=1)
    )


_STEPS = table_of(GuideStep, code="steps", title=gettext_lazy("Steps"), columns=STEPS)


def read_steps(notice: Notice) -> list[Line]:
    """Steps, each with the number by which the others name it."""
    return [
        line | {"number": step_number(line["number"], place)}
        for place, line in enumerate(_STEPS.read(notice), start=1)
    ]


def read_more(notice: Notice) -> dict[str, Any]:
    events = GuideEvent.objects.filter(guide__notice=notice).order_by("event")
    fees = GuideFee.objects.filter(notice=notice).order_by("position", "pk")
    return {
        "events": list(events.values_list("event", flat=True)),
        "fees": [
            {"notice": row.pop("fee_notice_id"), **row}
            for row in fees.values("fee_notice_id", *FEE_COLUMNS)
        ],
    }


# --- Completeness -------------------------------------------------------------------


def lacks(structure: Structure) -> list[str]:
    return [
        *_lacking_facts(structure),
        *_lacking_files(structure["materials"]),
        *_lacking_fees(structure["fees"], structure.get("is_free")),
        *_lacking_steps(graph_of_structure(structure)),
    ]


def graph_of_structure(structure: Structure) -> Graph:
    return graph_of([(step["number"], step["next"]) for step in structure["steps"]])


def _lacking_facts(structure: Structure) -> Iterator[str]:
    if structure.get("code") and not re.match(ITEM_CODE, structure["code"]):
        yield _("an item code of the usual form")
    legal, promised = structure.get("legal_days"), structure.get("promised_days")
    if promised is None and structure.get("handling") != HandlingType.IMMEDIATE:
        yield _("promised time limit")
    if legal is not None and promised is not None and promised > legal:
        yield _("a promised time no longer than the legal time")
    if not (structure["materials"] or structure.get("needs_no_materials")):
        yield _("materials, or the mark that none are needed")


def _lacking_files(materials: list[Line]) -> Iterator[str]:
    for line in materials:
        for file in FILES:
            if line[file] and not line[f"{file}_id"]:
                yield _("the file “%s” among the attachments") % line[file]


def _lacking_fees(fees: list[Line], is_free: bool | None) -> Iterator[str]:
    if not (fees or is_free):
        yield _("fees, or the mark that it is free of charge")
    if fees and is_free:
        yield _("either fees or the mark that it is free of charge, not both")
    for number, fee in enumerate(fees, start=1):
        if not (fee["item"] and fee["standard"]):
            yield _("fee %s: its item and standard") % number


def _lacking_steps(graph: Graph) -> Iterator[str]:
    if graph.doubles:  # until then nobody knows which step is meant
        yield from (_("step %s: a number of its own") % n for n in graph.doubles)
        return
    for number, target in graph.unknown:
        yield _("step %(number)s: a step “%(target)s”, which is to follow") % {
            "number": number,
            "target": target,
        }
    if graph.numbers and not graph.ends:
        yield _("a step at which the procedure ends")
    for number in graph.unreachable:
        yield _("a way to step %s") % number


FEES_OF_GUIDE = made_table(
    code="fees",
    title=gettext_lazy("Fees"),
    columns=tuple(column for column in COLUMNS if column.code in FEE_COLUMNS),
    key=("item", "sub_item"),
)
GUIDES = StructuredKind(
    facts=FACTS,
    read_facts=facts_of(ProcedureGuide, FACTS),
    tables=(
        LineTable(
            "materials",
            gettext_lazy("Materials"),
            MATERIALS,
            read_materials,
            replace_materials,
            is_required=False,
            sides=MATERIAL_COUNTS,
            model=GuideMaterial,
            apart=frozenset(FILES),
        ),
        replace(_STEPS, read=read_steps),
    ),
    more=read_more,
    made=(FEES_OF_GUIDE,),
    lacks=lacks,
)
