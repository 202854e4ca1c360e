"""The categories that every portal starts with: added where missing, never changed."""

from __future__ import annotations

from django.db import transaction

from disclosure_portal.foundation.models import AuditEntry

from .category_tree import shipped
from .models import LetterCategory


@transaction.atomic
def load() -> int:
    """Add what is missing; gives how many rows were added. An office that made a tree
    of its own keeps it: nothing is added to that."""
    known = {row.code: row for row in LetterCategory.objects.all()}
    tree = shipped()
    if known and not known.keys() <= tree.by_code.keys():
        return 0
    new: list[int] = []
    for position, category in enumerate(tree.categories, start=1):
        if category.code in known:
            continue
        known[category.code] = LetterCategory.objects.create(
            code=category.code,
            name=category.name,
            parent=known.get(category.parent),
            level=category.level,
            position=position,
        )
        new.append(known[category.code].pk)
    AuditEntry.objects.record_rows(LetterCategory, new, by=None)
    return len(new)
