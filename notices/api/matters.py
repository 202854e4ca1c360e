"""Matters (一事一档) for programs: where each stands, and the file of one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from rest_framework import serializers

from directories.permissions import in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from ..matter_pages import on_file
from ..models import (
    Matter,
    MatterEntry,
    MatterKind,
    MatterMeeting,
    MatterQuerySet,
    MeetingSort,
    Notice,
    Stage,
)
from .content import page_address
from .filters import unit_named

COLUMNS: dict[str, Any] = {
    "id": "id",
    "url": None,
    "title": "title",
    "kind": "kind",
    "agency_code": "agency__code",
    "agency_name": "agency__name",
    "summary": "summary",
    "promise": "promise",
    "progress": "progress",
    "result": "result",
    "next_step": "next_step",
    "next_step_on": "next_step_on",
    "person_in_charge": "person_in_charge",
    "telephone": "telephone",
    "status": "status",
    "signed_at": "signed_at",
    "closed_at": "closed_at",
}
STATUSES = (("open", _("under way")), ("closed", _("finished")))


class MatterFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=MatterKind.choices)
    status = filters.ChoiceFilter(choices=STATUSES)
    overdue = filters.BooleanFilter(
        method="of_overdue",
        help_text=_("Only those whose next step is overdue, or only the others."),
    )
    agency = filters.CharFilter(
        method="of_agency", help_text=_("Code of the unit in charge.")
    )
    branch = filters.CharFilter(
        method="of_branch",
        help_text=_("Code of a unit: its matters and those of all units below it."),
    )

    class Meta:
        model = Matter
        fields: ClassVar[list[str]] = []

    def of_overdue(self, rows: Any, _name: str, value: bool) -> Any:
        late = Matter.objects.overdue(local_day(clock.now())).values("pk")
        return rows.filter(pk__in=late) if value else rows.exclude(pk__in=late)

    def of_agency(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(agency=unit_named(self.request, name, value).pk)

    def of_branch(self, rows: Any, name: str, value: str) -> Any:
        path = unit_named(self.request, name, value).path
        return rows.filter(in_branches([path]))


class MatterRowSerializer(serializers.ModelSerializer):
    """One matter."""

    url = serializers.URLField(help_text=_("Address of the page for readers."))
    agency_code = serializers.CharField()
    agency_name = serializers.CharField()
    status = serializers.ChoiceField(choices=STATUSES)

    class Meta:
        model = Matter
        fields = tuple(COLUMNS)


class MatterNoticeSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    stage = serializers.ChoiceField(choices=Stage.choices)
    title = serializers.CharField()
    published_at = serializers.DateTimeField()
    url = serializers.URLField()


class MatterMeetingSerializer(serializers.Serializer):
    sort = serializers.ChoiceField(choices=MeetingSort.choices)
    held_on = serializers.DateField()
    place = serializers.CharField(allow_blank=True)
    present = serializers.IntegerField(help_text=_("How many people were present."))
    decision = serializers.CharField()
    minutes = serializers.CharField(allow_blank=True)
    minutes_notice = serializers.IntegerField(
        allow_null=True, help_text=_("The notice that has the minutes, if public.")
    )


class MatterSerializer(MatterRowSerializer):
    """One matter with its file."""

    notices = MatterNoticeSerializer(many=True)
    meetings = MatterMeetingSerializer(many=True)

    class Meta(MatterRowSerializer.Meta):
        fields = (*COLUMNS, "notices", "meetings")


def whole_matter(rows: MatterQuerySet, pk: int) -> dict[str, Any] | None:
    """All that is public of one matter, or None; four queries at most."""
    columns = {name: column for name, column in COLUMNS.items() if column}
    plain = [name for name, column in columns.items() if name == column]
    renamed = {name: F(column) for name, column in columns.items() if name != column}
    row: dict[str, Any] | None = rows.filter(pk=pk).values(*plain, **renamed).first()
    if row is None:
        return None
    return row | {
        "url": page_address("matter-detail", pk),
        "notices": _notices(pk),
        "meetings": _meetings(pk),
    }


def _notices(pk: int) -> list[dict[str, Any]]:
    entries = MatterEntry.objects.filter(on_file(), matter=pk)
    found = entries.order_by("notice__published_at", "pk").values_list(
        "notice_id", "stage", "notice__title", "notice__published_at"
    )
    return [
        {
            "id": notice,
            "stage": stage,
            "title": title,
            "published_at": published_at,
            "url": page_address("notice-detail", notice),
        }
        for notice, stage, title, published_at in found
    ]


def _meetings(pk: int) -> list[dict[str, Any]]:
    """Minutes in a notice are named only while anybody may read it."""
    signed = MatterMeeting.objects.filter(matter=pk, signed_at__isnull=False)
    meetings = list(
        signed.values(
            *("sort", "held_on", "place", "present"),
            *("decision", "minutes", "minutes_notice"),
        )
    )
    named = {each["minutes_notice"] for each in meetings} - {None}
    if not named:
        return meetings
    public = set(
        Notice.objects.visible_to(AnonymousUser())
        .filter(pk__in=named)
        .values_list("pk", flat=True)
    )
    for each in meetings:
        if each["minutes_notice"] not in public:
            each["minutes_notice"] = None
    return meetings


ROW_EXAMPLE = {
    "id": 4,
    "url": "https://www.example.gov.cn/matters/4/",
    "title": "城区三所小学食堂改造",
    "kind": "promise",
    "agency_code": "990000-zfb",
    "agency_name": "清源县人民政府办公室",
    "summary": "改造三所小学食堂，惠及学生2100人。",
    "promise": "2026年11月底前三所学校食堂全部投入使用。",
    "progress": "两所已投入使用，一所正在装修。",
    "result": "",
    "next_step": "竣工验收",
    "next_step_on": "2026-11-20",
    "person_in_charge": "周明",
    "telephone": "0999-1234567",
    "status": "open",
    "signed_at": "2026-03-03T01:30:00Z",
    "closed_at": None,
}
WHOLE_EXAMPLE = ROW_EXAMPLE | {
    "notices": [
        {
            "id": 1207,
            "stage": "before",
            "title": "关于调整农村危房改造补助标准的通知",
            "published_at": "2026-03-03T01:30:00Z",
            "url": "https://www.example.gov.cn/notices/1207/",
        }
    ],
    "meetings": [
        {
            "sort": "forum",
            "held_on": "2026-02-11",
            "place": "县第一小学会议室",
            "present": 46,
            "decision": "同意列入年度民生实事。",
            "minutes": "",
            "minutes_notice": None,
        }
    ],
}
