"""Reading points with their visitors, and activity days, for programs."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from rest_framework import serializers

from directories.permissions import in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from ..models import (
    Activity,
    ActivityFile,
    ActivityFileSort,
    ActivitySort,
    ReadingPoint,
    VisitorCount,
)
from .content import page_address
from .filters import unit_named

POINT_COLUMNS: dict[str, Any] = {
    "id": "id",
    "url": None,
    "name": "name",
    "agency_code": "agency__code",
    "agency_name": "agency__name",
    "place": "place",
    "office_hours": "office_hours",
    "telephone": "telephone",
    "holdings": "holdings",
    "opened_on": "opened_on",
    "closed_on": "closed_on",
    "signed_at": "signed_at",
}
COUNT_COLUMNS: dict[str, Any] = {
    "id": "id",
    "point_id": "point_id",
    "point_name": "point__name",
    "agency_code": "point__agency__code",
    "agency_name": "point__agency__name",
    "first_day": "first_day",
    "last_day": "last_day",
    "visitors": "visitors",
    "registered_at": "registered_at",
}
ACTIVITY_COLUMNS: dict[str, Any] = {
    "id": "id",
    "url": None,
    "title": "title",
    "sort": "sort",
    "agency_code": "agency__code",
    "agency_name": "agency__name",
    "held_on": "held_on",
    "place": "place",
    "summary": "summary",
    "present": "present",
    "signed_at": "signed_at",
}


class OfUnits(filters.FilterSet):
    """Filters by unit and branch; `owner` is the way from a row to its unit."""

    owner: ClassVar[str] = "agency"

    agency = filters.CharFilter(
        method="of_agency", help_text=_("Code of the unit in charge.")
    )
    branch = filters.CharFilter(
        method="of_branch",
        help_text=_("Code of a unit: what is its own and of all units below it."),
    )

    def of_agency(self, rows: Any, name: str, value: str) -> Any:
        unit = unit_named(self.request, name, value)
        return rows.filter(**{self.owner: unit.pk})

    def of_branch(self, rows: Any, name: str, value: str) -> Any:
        path = unit_named(self.request, name, value).path
        return rows.filter(in_branches([path], f"{self.owner}__path"))


class ReadingPointFilter(OfUnits):
    open = filters.BooleanFilter(
        method="of_open", help_text=_("Only those open today, or only the others.")
    )

    class Meta:
        model = ReadingPoint
        fields: ClassVar[list[str]] = []

    def of_open(self, rows: Any, _name: str, value: bool) -> Any:
        open_today = ReadingPoint.objects.open(local_day(clock.now())).values("pk")
        return (
            rows.filter(pk__in=open_today) if value else rows.exclude(pk__in=open_today)
        )


class VisitorCountFilter(OfUnits):
    owner = "point__agency"

    point = filters.NumberFilter(field_name="point", help_text=_("Its number."))
    since = filters.DateFilter(
        field_name="first_day", lookup_expr="gte", help_text=_("First local day.")
    )
    until = filters.DateFilter(
        field_name="last_day",
        lookup_expr="lte",
        help_text=_("Last local day, included."),
    )

    class Meta:
        model = VisitorCount
        fields: ClassVar[list[str]] = []


class ActivityFilter(OfUnits):
    sort = filters.ChoiceFilter(choices=ActivitySort.choices)
    since = filters.DateFilter(
        field_name="held_on", lookup_expr="gte", help_text=_("First local day.")
    )
    until = filters.DateFilter(
        field_name="held_on",
        lookup_expr="lte",
        help_text=_("Last local day, included."),
    )

    class Meta:
        model = Activity
        fields: ClassVar[list[str]] = []


class ReadingPointSerializer(serializers.ModelSerializer):
    """One reading point."""

    url = serializers.URLField(help_text=_("Address of the page for readers."))
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()

    class Meta:
        model = ReadingPoint
        fields = tuple(POINT_COLUMNS)


class VisitorCountSerializer(serializers.ModelSerializer):
    """How many came on a day, or in a month."""

    point_id = serializers.IntegerField()
    point_name = serializers.CharField()
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()

    class Meta:
        model = VisitorCount
        fields = tuple(COUNT_COLUMNS)


class ActivityRowSerializer(serializers.ModelSerializer):
    """One activity."""

    url = serializers.URLField(help_text=_("Address of the page for readers."))
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()

    class Meta:
        model = Activity
        fields = tuple(ACTIVITY_COLUMNS)


class QuestionSerializer(serializers.Serializer):
    question = serializers.CharField()
    answer = serializers.CharField()


class ActivityFileSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    sort = serializers.ChoiceField(choices=ActivityFileSort.choices)
    title = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    url = serializers.URLField()


class ActivitySerializer(ActivityRowSerializer):
    """One activity with questions, answers and files."""

    questions = QuestionSerializer(many=True)
    files = ActivityFileSerializer(many=True)

    class Meta(ActivityRowSerializer.Meta):
        fields = (*ACTIVITY_COLUMNS, "questions", "files")


def whole_activity(pk: int) -> dict[str, Any] | None:
    """All that is public of one activity, or None; two queries at most."""
    public = Activity.objects.public().select_related("agency")
    activity = public.filter(pk=pk).first()
    if activity is None:
        return None
    plain = ("id", "title", "sort", "held_on", "place", "summary", "present")
    files = activity.files.filter(signed_at__isnull=False)
    return {
        **{name: getattr(activity, name) for name in (*plain, "signed_at")},
        "url": page_address("activity-detail", pk),
        "agency_code": activity.agency.code,
        "agency_name": activity.agency.name,
        "questions": [each._asdict() for each in activity.answered()],
        "files": [_file(each) for each in files],
    }


def _file(file: ActivityFile) -> dict[str, Any]:
    return {
        "id": file.pk,
        "sort": file.sort,
        "title": file.title,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.public_digest,
        "url": page_address("activity-file", file.activity_id, file.pk),
    }


DAY = date(2026, 2, 27).isoformat()
POINT_EXAMPLE = {
    "id": 3,
    "url": "https://www.example.gov.cn/reading-points/",
    "name": "清源县图书馆政务公开查阅点",
    "agency_code": "990000-zfb",
    "agency_name": "清源县人民政府办公室",
    "place": "清源县文化路6号图书馆一楼大厅",
    "office_hours": "周二至周日 9:00—17:00",
    "telephone": "0999-1234567",
    "holdings": "政府公报、公开目录、办事指南，触摸屏一台。",
    "opened_on": "2024-05-01",
    "closed_on": None,
    "signed_at": "2026-03-03T01:30:00Z",
}
COUNT_EXAMPLE = {
    "id": 41,
    "point_id": 3,
    "point_name": "清源县图书馆政务公开查阅点",
    "agency_code": "990000-zfb",
    "agency_name": "清源县人民政府办公室",
    "first_day": "2026-02-01",
    "last_day": "2026-02-28",
    "visitors": 126,
    "registered_at": "2026-03-03T01:30:00Z",
}
ACTIVITY_EXAMPLE = {
    "id": 7,
    "url": "https://www.example.gov.cn/activities/7/",
    "title": "走进政务服务大厅",
    "sort": "open_day",
    "agency_code": "990000-zfb",
    "agency_name": "清源县人民政府办公室",
    "held_on": DAY,
    "place": "县政务服务中心",
    "summary": "参观一窗受理窗口，体验自助终端。",
    "present": 42,
    "signed_at": "2026-03-03T01:30:00Z",
}
WHOLE_ACTIVITY = ACTIVITY_EXAMPLE | {
    "questions": [
        {
            "question": "周末能办身份证吗？",
            "answer": "能，周六上午有值班窗口。",
        }
    ],
    "files": [
        {
            "id": 15,
            "sort": "material",
            "title": "办事一次告知单",
            "media_type": "text/plain",
            "size": 120,
            "sha256": "9f2c…",
            "url": "https://www.example.gov.cn/activities/7/files/15/",
        }
    ],
}
