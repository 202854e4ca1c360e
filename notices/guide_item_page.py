"""The desk's page on which a guide gets its item of the lists."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from directories.models import Role, ServiceItem
from directories.permissions import has_role
from directories.unit_search import words_of
from disclosure_portal.foundation.models import User

from .guide_items import chosen_item, item_of, items_for
from .models import Notice, ProcedureGuide

SHOWN = 30


def guide_item_page(guide: Notice, user: User, words: str) -> dict[str, Any]:
    """Five queries at most, however many items there are."""
    code = ProcedureGuide.objects.filter(notice=guide).values_list("code", flat=True)
    code_text = code.first() or ""
    chosen = chosen_item(guide)
    tied = chosen or item_of(guide, code_text)
    rows = list(_found(guide, words).select_related("agency")[: SHOWN + 1])
    return {
        "desk_section": "notices",
        "row": guide,
        "code": code_text,
        "tied": _row(tied) if tied else None,
        "is_chosen": chosen is not None,
        "q": words,
        "rows": [_row(item) for item in rows[:SHOWN] if item != chosen],
        "has_more": len(rows) > SHOWN,
        "may_choose": has_role(user, guide.agency, Role.EDITOR),
    }


def _found(guide: Notice, words: str) -> QuerySet[ServiceItem]:
    """All of the words in the name, or a code that begins so."""
    items = items_for(guide.agency)
    named = words_of(words)
    if not named:
        return items
    whole = reduce(and_, (Q(name__icontains=word) for word in named))
    first = named[0]
    return items.filter(
        whole | Q(code__istartswith=first) | Q(basic_code__istartswith=first)
    )


def _row(item: ServiceItem) -> dict[str, Any]:
    return {
        "id": item.pk,
        "name": item.name,
        "url": item.get_absolute_url(),
        "facts": _("%(kind)s · %(code)s · %(unit)s")
        % {
            "kind": item.get_kind_display(),
            "code": item.code,
            "unit": item.agency.label,
        },
    }
