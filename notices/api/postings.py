"""Postings (公示) for programs: which run, until when, where objections go, how they
ended."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from rest_framework import serializers

from directories.permissions import in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from ..models import RELEASABLE, Audience, Kind, PostingPeriod
from .filters import unit_named
from .serializers import PostingPeriodSerializer

STATES = {"upcoming": _("not begun"), "running": _("running"), "ended": _("ended")}
COLUMNS: dict[str, Any] = {
    "id": "id",
    "notice_id": "notice_id",
    "url": None,
    "title": "notice__title",
    "kind": "notice__kind",
    "agency_code": "notice__agency__code",
    "agency_name": "notice__agency__name",
    "starts_on": "starts_on",
    "ends_on": "ends_on",
    "length": "length",
    "unit": "unit",
    "objection_unit": "objection_unit",
    "objection_telephone": "objection_telephone",
    "objection_form": "objection_form",
    "result": "result",
    "result_note": "result_note",
    "afterwards": "afterwards",
}


def public_postings() -> QuerySet[PostingPeriod]:
    """Joined by the key: a list of all public notices would be made first."""
    return PostingPeriod.objects.filter(
        notice__status__in=RELEASABLE,
        notice__published_at__lte=clock.now(),
        notice__audience=Audience.PUBLIC,
    )


class PostingFilter(filters.FilterSet):
    state = filters.ChoiceFilter(choices=list(STATES.items()), method="of_state")
    agency = filters.CharFilter(
        method="of_agency", help_text=_("Code of the unit that published.")
    )
    branch = filters.CharFilter(
        method="of_branch",
        help_text=_("Code of a unit: its notices and those of all units below it."),
    )

    class Meta:
        model = PostingPeriod
        fields: ClassVar[list[str]] = []

    def of_state(self, rows: Any, _name: str, value: str) -> Any:
        today = local_day(clock.now())
        ranges: dict[str, dict[str, Any]] = {
            "upcoming": {"starts_on__gt": today},
            "running": {"starts_on__lte": today, "ends_on__gte": today},
            "ended": {"ends_on__lt": today},
        }
        return rows.filter(**ranges[value])

    def of_agency(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(notice__agency=unit_named(self.request, name, value).pk)

    def of_branch(self, rows: Any, name: str, value: str) -> Any:
        path = unit_named(self.request, name, value).path
        return rows.filter(in_branches([path], "notice__agency__path"))


class PostingSerializer(PostingPeriodSerializer):
    """One posting."""

    id = serializers.IntegerField()
    notice_id = serializers.IntegerField()
    url = serializers.URLField(help_text=_("Address of the page for readers."))
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()


EXAMPLE = {
    "id": 31,
    "notice_id": 1207,
    "url": "https://www.example.gov.cn/notices/1207/",
    "title": "关于调整农村危房改造补助标准的通知",
    "kind": "policy",
    "agency_code": "990000-zfb",
    "agency_name": "清源县人民政府办公室",
    "starts_on": "2026-03-04",
    "ends_on": "2026-03-10",
    "length": 5,
    "unit": "working",
    "objection_unit": "县住房和城乡建设局",
    "objection_telephone": "0999-1234567",
    "objection_form": "",
    "result": "",
    "result_note": "",
    "afterwards": "long",
}
