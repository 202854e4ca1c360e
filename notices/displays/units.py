"""The unit whose screen or kiosk it is."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404

from directories.models import Agency


def unit_or_404(slug: str) -> Agency:
    """An open unit by its address of now or of before."""
    named = Q(slug=slug.lower()) | Q(aliases__slug=slug.lower())
    unit = Agency.objects.open().filter(named).first()
    if unit is None:
        raise Http404
    return unit
