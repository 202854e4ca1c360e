"""Invented contents for every component, in each of its states: /styleguide/."""

from __future__ import annotations

from typing import Any

from django import forms

from disclosure_portal.foundation import charts
from disclosure_portal.foundation.chart_panels import panel, summarised
from disclosure_portal.foundation.charts import (
    Bars,
    HeatClass,
    HeatTable,
    Look,
    Series,
    Table,
)
from disclosure_portal.foundation.reading_view import ReadingView
from disclosure_portal.foundation.search.snippets import Piece
from disclosure_portal.foundation.warning_banner import SHAPES, Banner, WarningLevel

HERE = "#styleguide"

MARKS = [
    {"code": "posting", "text": "公示中"},
    {"code": "valid", "text": "有效"},
    {"code": "expired", "text": "失效"},
    {"code": "repealed", "text": "废止"},
]
LONG_TITLE = (
    "县教育局县财政局县人力资源和社会保障局关于转发《关于进一步做好家庭经济困难学生"
    "认定和资助资金发放管理工作的通知》的通知"
)


class SampleForm(forms.Form):
    """One field that is wrong and one that is not."""

    name = forms.CharField(label="姓名", help_text="与户口簿一致的全名。")
    year = forms.ChoiceField(label="年份", choices=[("", "全部年份"), ("2026", "2026")])
    note = forms.CharField(label="说明", widget=forms.Textarea, required=False)


def styleguide_page() -> dict[str, Any]:
    """No query: nothing here is anybody's."""
    return {
        "section": "",
        "breadcrumbs": [{"title": "公开栏", "url": HERE}, {"title": "正文", "url": ""}],
        "reading": ReadingView(has_bar=True),
        "warnings": _warnings(),
        "rows": [_row("关于调整县城供水价格的通知"), _row(LONG_TITLE, MARKS)],
        "facets": [_facet(is_open=True), _facet(is_open=False)],
        "chosen": [{"facet": "类型", "title": "政策", "remove_url": HERE}],
        "clear_url": HERE,
        "page": {"newer_url": HERE, "first_url": HERE, "older_url": HERE},
        "count_text": "5,000",
        "facts": _facts(),
        "validity": {"code": "valid", "text": "有效"},
        "posting": _posting(),
        "found": {
            "section": "办理材料",
            "snippet": [Piece("…凭"), Piece("身份证", is_marked=True), Piece("办理")],
        },
        "attachments": [
            {
                "title": "招生片区",
                "url": HERE,
                "download": HERE,
                "extension": "XLSX",
                "size": "24 KB",
            }
        ],
        "form": SampleForm({"name": "", "year": ""}),
        "events": _events(),
        "table": _table(),
        "stations": _stations(),
        "charts": _charts(),
        "elsewhere": [_elsewhere()],
        **_records(),
        "back": {"title": "政策文件", "url": HERE},
    }


def _warnings() -> Banner:
    rows = [
        {
            "level": str(level.label),
            "code": level.value,
            "shape": SHAPES[level],
            "title": "县气象台发布大风预警",
            "url": HERE,
            "until": "至2026年11月27日10时",
        }
        for level in WarningLevel
    ]
    return Banner(rows=rows, more=2)


def _row(title: str, marks: list[dict[str, str]] | None = None) -> dict[str, Any]:
    return {
        "url": HERE,
        "title": title,
        "agency": "县发改局",
        "day": "2026年10月29日",
        "day_iso": "2026-10-29",
        "kind": "政策",
        "document_number": "发改价格〔2026〕49号",
        "marks": marks or [],
    }


def _facet(*, is_open: bool) -> dict[str, Any]:
    names = [("政策", True, "41"), ("办事指南", False, "67"), ("动态", False, "")]
    options = [
        {"title": name, "url": HERE, "is_chosen": chosen, "count_text": count}
        for name, chosen, count in names
    ]
    return {"title": "类型", "is_open": is_open, "options": options, "more_url": HERE}


def _facts() -> list[dict[str, str]]:
    rows = [
        ("index_number", "索引号", "11990421000000123G/2026-00008"),
        ("agency", "发布机构", "县发展和改革局"),
        ("validity", "有效性", "有效"),
        ("basis", "法律依据", "《中华人民共和国政府信息公开条例》第二十条"),
    ]
    return [dict(zip(("code", "label", "value"), row, strict=True)) for row in rows]


def _posting() -> dict[str, Any]:
    return {
        "state": "open",
        "state_text": "还剩 5 天",
        "start": "2026年11月23日",
        "start_iso": "2026-11-23",
        "end": "2026年12月1日",
        "end_iso": "2026-12-01",
        "length": "7 个工作日",
        "unit": "县农业农村局",
        "telephone": "0310-5550115",
        "how": "书面或者电话，须提供真实姓名。",
        "arithmetic": ["11月23日（周一）第 1 个工作日", "12月1日（周二）第 7 个工作日"],
    }


def _events() -> list[dict[str, Any]]:
    titles = ("出生", "上学", "就业", "困难救助")
    events = [{"title": title, "url": HERE, "count_text": "5"} for title in titles]
    return [{"code": "citizen", "title": "个人办事", "url": HERE, "events": events}]


def _elsewhere() -> dict[str, Any]:
    return {
        "form": "公示栏",
        "place": "下河湾村村务公开栏",
        "start": "2026年11月23日",
        "start_iso": "2026-11-23",
        "end": "2026年12月1日",
        "end_iso": "2026-12-01",
        "hangs": True,
        "number": 3,
        "photo_url": "",
    }


def _records() -> dict[str, Any]:
    """An activity day with its parts, and a reading point."""
    unit = {"title": "县政务服务和大数据管理局", "url": HERE}
    file = {"title": "参观手册", "url": HERE, "extension": "PDF", "size": "24 KB"}
    return {
        "activity": {
            "day": "2026年11月23日",
            "day_iso": "2026-11-23",
            "place": "县政务服务中心",
            "agency": unit,
            "present": "64人参加",
            "summary": "参观服务大厅，试办营业执照。",
        },
        "questions": [{"question": "周末能办吗？", "answer": "能，周六上午有值班。"}],
        "materials": [file],
        "photographs": [],
        "point": {
            "place": "县图书馆一楼",
            "hours": "周二至周日 9:00—17:30",
            "telephone": "0310-5550115",
            "holdings": "政府公报、公开目录、办事指南。",
            "agency": unit,
            "visitors_month": "126",
            "visitors_year": "899",
        },
        "service_points": [
            {
                "name": "婚姻登记窗口",
                "kind": "办事窗口",
                "place": "县民政局婚姻登记处",
                "floor": "一楼1至4号窗口",
                "telephone": "0310-5550116",
                "hours": "周一至周五 8:30—12:00，14:30—17:30",
                "items": "结婚登记、离婚登记",
            }
        ],
        "month": "2026年10月",
        "year": 2026,
    }


def _stations() -> list[dict[str, str]]:
    stops = (
        ("before", "事前公开", "done", "●", "已完成"),
        ("during", "事中公开", "now", "◉", "进行中"),
        ("after", "事后公开", "coming", "○", "未到"),
    )
    names = ("code", "title", "state", "shape", "word")
    return [dict(zip(names, stop, strict=True)) for stop in stops]


MONTHS = tuple(f"{month}月" for month in range(1, 13))
UNITS = ("县发展和改革局", "县教育局", "城关镇")
CLASSES = (
    HeatClass("on_time", "按期公开", "●", Look.SOLID),
    HeatClass("late", "逾期公开", "△", Look.STRIPES),
    HeatClass("missing", "逾期未公开", "■", Look.ALERT),
    HeatClass("explained", "已作情况说明", "＋", Look.DOTS),
    HeatClass("open", "待公开", "○", Look.BLANK),
)


def _charts() -> list[dict[str, Any]]:
    """One of each sort."""
    counts = (12, 5, 30, 44, 21, 6, 0, 88, 107, 31, 45, 2)
    done = Series("按期", (120, 33, 8))
    late = Series("逾期", (7, 2, 1))
    missing = Series("未公开", (3, 5, 1), Look.ALERT)
    by_month = Table("各月公开数", "月份", MONTHS, (Series("公开数", counts),), "条")
    two_years = Table(
        "两年对比",
        "月份",
        MONTHS,
        (Series("2026年", counts), Series("2025年", counts[::-1])),
    )
    by_unit = Table("各单位台账", "单位", UNITS, (done, late, missing), "项")
    share = Table("各单位按期率", "单位", UNITS, (done, late, missing), "项")
    drawn = [
        (by_month, charts.columns(summarised(by_month), key="months")),
        (two_years, charts.lines(summarised(two_years), key="years")),
        (by_unit, charts.bars(by_unit, key="units")),
        (share, charts.bars(share, key="share", kind=Bars.SHARES)),
    ]
    panels = [panel(f"chart-{n}", *each) for n, each in enumerate(drawn)]
    heat = _heat()
    return [*panels, panel("chart-heat", heat, charts.heat_map(heat, key="heat"))]


def _heat() -> HeatTable:
    codes = ("on_time", "on_time", "late", "missing", "explained", "open", "")
    rows = ("财政预算决算", "重大建设项目", "社会救助")
    cells = tuple(
        tuple(codes[(row + month) % len(codes)] for month in range(len(MONTHS)))
        for row in range(len(rows))
    )
    return HeatTable("公开事项热力图", "事项", rows, MONTHS, cells, CLASSES)


def _table() -> dict[str, Any]:
    heads = [("项目", "text"), ("标准", "text"), ("金额（元）", "number")]
    values = [("信息处理费", "10元/页", "40.00"), ("复印费", "0.5元/页", "2.00")]
    lines = [
        {
            "cells": [
                {"code": "", "label": label, "look": look, "value": value}
                for (label, look), value in zip(heads, row, strict=True)
            ]
        }
        for row in values
    ]
    return {
        "title": "收费项目",
        "anchor": "sample",
        "headings": [{"label": label, "look": look} for label, look in heads],
        "lines": lines,
    }
