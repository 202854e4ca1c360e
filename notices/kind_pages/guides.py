"""The page of a service guide: 要什么 · 去哪儿 · 多久 · 多少钱 first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _, ngettext

from disclosure_portal.foundation.leaving import outward
from disclosure_portal.foundation.spreadsheets.columns import Column, by_code
from disclosure_portal.foundation.telephones import telephone_url
from disclosure_portal.foundation.workdays import WorkCalendar

from ..guide_steps import Graph
from ..models import HandlingType, MaterialSource, Notice
from ..structures.guide_columns import FACTS, MATERIALS
from ..structures.guides import FILES, graph_of_structure
from ..structures.registry import missing_in
from ..structures.structured_kind import Structure, StructuredKind
from .flow_chart import APART, Step, lay_out
from .flow_chart_svg import svg
from .guide_fees import fees_today, signed_fees
from .guide_services import services_of
from .kind_page import KindPage
from .printed import Repealed, printed, printed_facts

FACT = by_code(FACTS)
MATERIAL = by_code(MATERIALS)
# What stands in no card and under no heading of its own.
RESULT = ("result", "agent_points", "remedies", "complaint_telephone")
AT_THE_END = (*RESULT, "code", "item_kind", "item_type", "audience")
PLACE = ("place", "window", "hours", "telephone", "online_url", "agent_points")


def show_guide(
    kind: StructuredKind, structure: Structure, repealed: Repealed
) -> dict[str, Any]:
    return {
        "place": _place(structure),
        "time": _time(structure),
        "material_count": len(structure["materials"]),
        "materials": [_material(line) for line in structure["materials"]],
        "needs_no_materials": bool(structure.get("needs_no_materials")),
        "is_free": bool(structure.get("is_free")),
        **guide_flow(structure),
        "conditions": _lines(structure.get("conditions")),
        "bases": _lines(structure.get("bases")),
        "repealed": [
            repealed[key] for key in structure.get("cited", ()) if key in repealed
        ],
        "facts": printed_facts([FACT[code] for code in AT_THE_END], structure),
        "has_result": any(structure.get(code) for code in RESULT),
        "faq": structure.get("faq") or "",
    }


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _place(structure: Structure) -> dict[str, Any]:
    address, window = structure.get("place") or "", structure.get("window") or ""
    telephone = structure.get("telephone") or ""
    online = outward(structure.get("online_url") or "")
    elsewhere = _("Apply online") if online else _("see below")
    return {
        "is_known": any(structure.get(code) for code in PLACE),
        "short": address or window or elsewhere,
        "address": address,
        "window": window,
        "hours": structure.get("hours") or "",
        "telephone": telephone,
        "telephone_url": telephone_url(telephone),
        "online_url": online,
        "has_agents": bool(structure.get("agent_points")),
    }


def _time(structure: Structure) -> dict[str, Any]:
    """The promise first, else what the law allows, else how often one must come."""
    visits = structure.get("visits")
    legal = working_days(structure.get("legal_days"))
    promised = duration(structure.get("handling") or "", structure.get("promised_days"))
    known = [
        promised,
        _("Legal limit: %(days)s") % {"days": legal} if legal else "",
        "" if visits is None else visits_in_words(visits),
    ]
    short, *more = [text for text in known if text] or [""]
    return {"is_known": bool(short), "short": short, "more": more}


def duration(handling: str, days: int | None) -> str:
    """When it is done: at once, or within so many working days."""
    if days:
        return working_days(days)
    return _("At once") if handling == HandlingType.IMMEDIATE or days == 0 else ""


def working_days(days: int | None) -> str:
    if days is None:
        return ""
    return ngettext("%s working day", "%s working days", days) % days


def _price(fees: Sequence[Mapping[str, Any]], *, is_free: bool) -> str:
    """Short: several fees stand below with their names."""
    if len(fees) == 1:
        return str(fees[0]["standard"])
    if fees:
        return ngettext("%s fee", "%s fees", len(fees)) % len(fees)
    return _("Free of charge") if is_free else ""


def visits_in_words(visits: int) -> str:
    if visits == 0:
        return _("No visit needed")
    return ngettext("%s visit at most", "%s visits at most", visits) % visits


# --- Materials ----------------------------------------------------------------------


def _material(line: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": line["name"],
        "copies": _copies(line),
        "condition": line["condition"],
        "is_obtained": line["source"] == MaterialSource.OFFICE,
        "remark": line["remark"],
        "files": [
            {"pk": line[f"{file}_id"], "label": _label(MATERIAL[file])}
            for file in FILES
            if line[f"{file}_id"]
        ],
    }


def _label(column: Column) -> str:
    return str(column.label)


def _copies(line: Mapping[str, Any]) -> str:
    words = printed(MATERIAL["copies"], line["copies"])
    if not line["quantity"]:
        return words
    many = ngettext("%s sheet", "%s sheets", line["quantity"]) % line["quantity"]
    return f"{words} {many}".strip()


# --- Steps --------------------------------------------------------------------------


def guide_flow(structure: Structure) -> dict[str, Any]:
    """The steps in words, and their chart."""
    graph = graph_of_structure(structure)
    return {
        "steps": _steps(structure["steps"], graph),
        "chart": _chart(structure, graph),
    }


def _steps(steps: Sequence[Mapping[str, Any]], graph: Graph) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "name": step["name"],
            "note": step_note(step),
            "what": step["what"],
            "ways": _ways(place, graph),
            "is_end": place in graph.ends and place + 1 < len(steps),
        }
        for place, (number, step) in enumerate(zip(graph.numbers, steps, strict=True))
    ]


def step_note(step: Mapping[str, Any]) -> str:
    """Who does it and how long it takes, in one line."""
    return APART.join(filter(None, [step["handler"], duration("", step["days"])]))


def _ways(place: int, graph: Graph) -> list[str]:
    """Where a step leads, in words; nothing where simply the one below follows."""
    ways = [edge for edge in graph.edges if edge.source == place]
    if len(ways) == 1 and ways[0].target == place + 1 and not ways[0].label:
        return []
    return [_way(edge.label, graph.numbers[edge.target]) for edge in ways]


def _way(label: str, number: str) -> str:
    if not label:
        return _("then step %s") % number
    return _("%(case)s: step %(number)s") % {"case": label, "number": number}


def _chart(structure: Structure, graph: Graph) -> SafeString:
    """The drawing module escapes all text: it builds a tree, not a string."""
    if not structure["steps"]:
        return SafeString()
    steps = [
        Step(f"{number} {step['name']}", step_note(step), place in graph.ends)
        for place, (number, step) in enumerate(
            zip(graph.numbers, structure["steps"], strict=True)
        )
    ]
    drawn = svg(
        lay_out(steps, graph.edges),
        title=_("Flow chart: %s") % structure.get("item", ""),
        description=_("The list of steps beside it says the same in words."),
    )
    return mark_safe(drawn)


def _as_of_today(
    part: dict[str, Any], structure: Structure, notice: Notice, calendar: WorkCalendar
) -> dict[str, Any]:
    """What it costs today and where it is handled; of a guide of an older site also
    what it lacks."""
    return {
        **_with_cards(part | fees_today(structure)),
        **services_of(structure, notice),
        "lacks": missing_in(structure) if notice.is_migrated else [],
        "original_url": outward(notice.original_url),
    }


def _as_signed(part: dict[str, Any], structure: Structure, day: date) -> dict[str, Any]:
    """What it cost by its own words."""
    return _with_cards(part | signed_fees(structure))


def _with_cards(part: dict[str, Any]) -> dict[str, Any]:
    price = _price(part["fees"], is_free=part["is_free"])
    firsts = (part["materials"], part["needs_no_materials"], price)
    known = (part["place"]["is_known"], part["time"]["is_known"])
    return part | {"price": price, "has_cards": any(firsts) or any(known)}


GUIDE_PAGE = KindPage(
    template="notices/kinds/procedure.html",
    show=show_guide,
    stylesheet="css/guide.css",
    mark=_as_of_today,
    as_signed=_as_signed,
)
