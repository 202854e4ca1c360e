"""Lines and facts of a draft put in the place of those before, all or none."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from directories.models import Role
from directories.permissions import require_role
from disclosure_portal.foundation.models import User

from ..models import Citing, Notice, NoticeFacts
from .line_table import Line, LineTable, link_bases


@transaction.atomic
def replace_lines(
    notice: Notice, table: LineTable, lines: Sequence[Line], *, by: User
) -> None:
    """Raises NotAllowed, and StaleStatusError for what is no draft any more or was
    changed since it was read."""
    require_role(by, notice.agency, Role.EDITOR)
    notice.lock_content(by=by)
    table.replace(notice, lines)


@transaction.atomic
def replace_facts(notice: Notice, facts: NoticeFacts, *, by: User) -> None:
    """Raises as replace_lines does."""
    require_role(by, notice.agency, Role.EDITOR)
    notice.lock_content(by=by)
    model = type(facts)
    model._default_manager.filter(notice=notice).delete()
    facts.notice = notice
    facts.save()
    if isinstance(facts, Citing):
        link_bases(type(facts), [facts])
