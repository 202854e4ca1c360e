"""The trail tells the accused nothing of a letter either."""

from __future__ import annotations

from django.db.models import Q

from disclosure_portal.foundation.models import User

from .models import Letter, LetterPublication, Question, Reply, accuses


def barred_entries(reader: User) -> Q:
    """A condition of entries of the trail: of letters that accuse a unit of the
    reader's, and of what hangs on these."""
    letters = Letter.objects.filter(accuses(reader)).order_by().values("pk")
    barred = Q(target_type=Letter._meta.label_lower, target_id__in=letters)
    for model in (LetterPublication, Question, Reply):
        rows = model._default_manager.filter(letter__in=letters).order_by()
        label = model._meta.label_lower
        barred |= Q(target_type=label, target_id__in=rows.values("pk"))
    return barred
