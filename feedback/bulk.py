"""Several letters at once: accept them, or accept and pass on. What nobody opened is
refused: a letter is not decided about unread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.contrib.messages import ERROR, SUCCESS
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _, ngettext

from directories.models import Agency
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import DomainError

from .forms.writing import UnitField
from .intake import accept, assign
from .models import Letter, LetterOpening, LetterStatus


class Bulk(NamedTuple):
    letters: Sequence[Letter]
    deed: str
    unit: str


def pass_on_all(asked: Bulk, *, by: User) -> Iterator[tuple[int, str]]:
    """Each letter by itself, so that one refusal spoils no other; what to say."""
    unit: Agency | None = None
    if asked.deed == "assign":
        try:
            unit = UnitField().clean(asked.unit)
        except ValidationError as refusal:
            yield ERROR, refusal.messages[0]
            return
    if not asked.letters:
        yield ERROR, _("Choose letters first.")
        return
    opened = set(
        LetterOpening.objects.filter(user=by, letter__in=asked.letters).values_list(
            "letter", flat=True
        )
    )
    done = 0
    for letter in asked.letters:
        if letter.pk not in opened:
            yield ERROR, _("%s: open it first.") % letter
            continue
        try:
            _pass_on(letter, unit, by=by)
            done += 1
        except DomainError as refusal:
            yield ERROR, f"{letter}：{refusal}"
    said = ngettext("%(count)s letter done.", "%(count)s letters done.", done)
    if done:
        yield SUCCESS, said % {"count": done}


@transaction.atomic
def _pass_on(letter: Letter, unit: Agency | None, *, by: User) -> None:
    if letter.status == LetterStatus.SUBMITTED:
        accept(letter, by=by)
    if unit is not None:
        assign(letter, unit, by=by)
