"""The form with more than one box: it makes an ordinary address of a search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from directories.models import Agency
from directories.unit_search import matching
from disclosure_portal.foundation.document_numbers import display
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.search.questions import ask

from .facets import with_parameters
from .forms.advanced import AdvancedForm
from .list_query import MAX_WORDS, ONLY_WITH_WORDS, parse_query
from .reference import reference

# The button's name: whether the form was sent, or opened by a link.
SENT = "go"
# So many units that a name may mean are offered.
UNITS = 20
FILTERS = (
    *("where", "board", "kind", "theme"),
    *("published_from", "published_to", "validity", "order"),
)


class Advanced(NamedTuple):
    """The form, or the address of the search that it asks for."""

    form: AdvancedForm
    address: str = ""


def advanced(given: Mapping[str, str], state: SiteState) -> Advanced:
    """Filled in from the address of a search, or sent. A unit costs three queries."""
    known = reference(state)
    if SENT not in given:
        form = AdvancedForm(known, initial=_initial(given, state))
        form.offer([])
        return Advanced(form)
    form = AdvancedForm(known, given)
    form.is_valid()
    branch = _unit_meant(form)
    return Advanced(form, "" if form.errors else _address(form, branch))


def advanced_page(form: AdvancedForm) -> dict[str, Any]:
    return {
        "section": "search",
        "breadcrumbs": [
            {"title": _("Search"), "url": reverse("search")},
            {"title": _("Advanced search"), "url": ""},
        ],
        "form": form,
        "sent": SENT,
    }


def advanced_address(parameters: Mapping[str, str]) -> str:
    """Of the form, filled in with what a search asks for."""
    return with_parameters(reverse("search-advanced"), dict(parameters))


def _initial(given: Mapping[str, str], state: SiteState) -> dict[str, str]:
    query = parse_query(given, state)
    found = query.parameters
    if query.branch:
        found = {**found, "unit": query.branch.label}
    if query.year and not query.has_days:
        found |= {
            "published_from": f"{query.year}-01-01",
            "published_to": f"{query.year}-12-31",
        }
    return found


def _unit_meant(form: AdvancedForm) -> str:
    """The slug of the unit, or an error that says how to name it."""
    text = " ".join(form.cleaned_data.get("unit", "").split())
    found = _units(text) if text else []
    slugs = [slug for slug, _name in found]
    form.offer(found if len(found) <= UNITS else [])
    if len(found) > UNITS:
        form.add_error("unit", _("Many units have this in their names: write more."))
    elif text and not found:
        message = _("No unit is called so: write a part of its name, or leave it out.")
        form.add_error("unit", message)
    elif len(found) > 1:
        chosen: str = form.cleaned_data.get("branch", "")
        if chosen in slugs:
            return chosen
        form.add_error("branch", _("Several units are called so: choose one."))
    return slugs[0] if len(slugs) == 1 else ""


def _units(text: str) -> list[tuple[str, str]]:
    """Those that the text may mean, as choices: the one that is called just so, else
    all that have it in their names."""
    units = Agency.objects.open().select_related("parent")
    named = units.filter(Q(name=text) | Q(short_name=text) | Q(slug=text.lower()))
    found = list(named.highest_first()[: UNITS + 1])
    if not found:
        found = list(matching(units, text).highest_first()[: UNITS + 1])
    return [(unit.slug, _name(unit)) for unit in found]


def _name(unit: Agency) -> str:
    return f"{unit.name}（{unit.parent.label}）" if unit.parent else unit.name


def _address(form: AdvancedForm, branch: str) -> str:
    """Where the search is; "" with an error where the whole makes none."""
    told = form.cleaned_data
    words = words_asked(told["q"], told["phrase"], told["without"], told["number"])
    asked = {"q": words, "branch": branch}
    asked |= {name: str(told[name] or "") for name in FILTERS}
    if not words:
        pointless = ONLY_WITH_WORDS.items()
        asked |= {name: "" for name, value in pointless if asked[name] == value}
    stated = {name for name, value in asked.items() if value}
    if not stated:
        form.add_error(None, _("Fill in one field at least."))
    if len(words) > MAX_WORDS:
        message = _(
            "All words together have more than %(most)s characters: leave out some."
        )
        form.add_error(None, message % {"most": MAX_WORDS})
    if form.errors:
        return ""
    view = "search" if stated == {"q"} else "notice-list"
    return with_parameters(reverse(view), asked)


def words_asked(words: str, phrase: str, without: str, number: str) -> str:
    """As one would type it into the box; a number alone leads straight to its notice.

    Many words are a question there, to which the closest is an answer: here all are
    wanted, so each has to stand there just so.
    """
    if number and not (words or phrase or without):
        return number
    exact = [f'"{each}"' for each in (phrase, display(number)) if each]
    wanted = words.split()
    if not exact and len(wanted) > 1 and not ask(words).is_word:
        wanted = [each if each[0] == "-" else f'"{each}"' for each in wanted]
    return " ".join([*exact, *wanted, *without.split()])
