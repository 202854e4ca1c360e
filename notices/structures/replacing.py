"""Lines of a draft put in the place of those before, all or none."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from directories.models import Role
from directories.permissions import require_role
from disclosure_portal.foundation.models import User

from ..models import Notice
from .line_table import Line, LineTable


@transaction.atomic
def replace_lines(
    notice: Notice, table: LineTable, lines: Sequence[Line], *, by: User
) -> None:
    """Raises NotAllowed, and StaleStatusError for what is no draft any more or was
    changed since it was read."""
    require_role(by, notice.agency, Role.EDITOR)
    notice.lock_content(by=by)
    table.replace(notice, lines)
