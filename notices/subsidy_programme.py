"""The programme of an imported list: one that is there, or made as the mapping says."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .import_targets import People, unit_by_code
from .mapping_files import BadMapping
from .models import CheckKind, Programme
from .recipient_columns import is_other_check
from .subsidy_mapping import SubsidyMapping


def programme_of(mapping: SubsidyMapping, people: People) -> Programme:
    """One that is to be made is not saved yet. Raises BadMapping, UnknownUnit,
    NotAllowed."""
    words = {**mapping.programme}
    may_be_made = words.pop("create", False)
    programme = Programme.objects.filter(name=words["name"]).first()
    if programme is None and not may_be_made:
        raise BadMapping(
            _("There is no programme “%s”; “create = true” has it made.")
            % words["name"]
        )
    programme = programme or _new(words, people)
    _check_heading(mapping, programme)
    if people.approved_by and not programme.bases.strip():
        raise BadMapping(
            _("The programme “%s” has no legal basis: nothing could be published.")
            % programme.name
        )
    return programme


def _new(words: dict[str, Any], people: People) -> Programme:
    """Made by who might make it in the administration."""
    if "agency" not in words:
        raise BadMapping(_("The mapping says nothing of: %s.") % "programme.agency")
    agency = unit_by_code(words["agency"])
    people.require_overseer(agency)
    programme = Programme(**{**words, "agency": agency})
    try:
        programme.full_clean()
    except ValidationError as error:
        told = (f"{name}: {' '.join(each)}" for name, each in _told(error))
        raise BadMapping(
            _("The programme can't be made: %s") % "; ".join(told)
        ) from error
    return programme


def _told(error: ValidationError) -> list[tuple[str, list[str]]]:
    return sorted(error.message_dict.items())


def _check_heading(mapping: SubsidyMapping, programme: Programme) -> None:
    """Keys of another number than recipients are asked for would be found by nobody."""
    if programme.check_kind == CheckKind.NONE:
        return
    heading = mapping.columns.get("check", "")
    if not heading:
        raise BadMapping(_("The mapping names no column for “%s”.") % "check")
    if is_other_check(heading, programme.check_kind):
        raise BadMapping(
            _("The programme asks for “%(kind)s”, but “%(heading)s” is another number.")
            % {"kind": programme.get_check_kind_display(), "heading": heading}
        )
