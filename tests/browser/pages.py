"""A small county that has a page of every kind, and what is asked of a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, Response

from directories.merging import merge
from directories.models import (
    Agency,
    AgencyKind,
    GroupKind,
    GroupMember,
    Official,
    OfficialKind,
    Role,
    WorkingGroup,
)
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_start, local_day
from disclosure_portal.foundation.leaving import outward
from disclosure_portal.foundation.models import SiteState
from notices.drafting import set_posting_period
from notices.models import Board, Kind, Notice, PostingPeriod, Theme, Tick, Validity
from notices.publication import publish_migrated, sign
from notices.review import submit
from tests import factories as make
from tests.factories.structures import (
    PERSON,
    decision,
    decision_draft,
    personnel_draft,
    publish,
    warning_draft,
)

LARGE = {"name": "view", "value": "large"}

# Waits until an element has scrolled; false when it does not. The pages allow no
# string to be evaluated, which Playwright's own waiting would do.
SCROLLED = """e => new Promise(done => {
  if (e.scrollLeft + e.scrollTop > 0) done(true);
  e.addEventListener("scroll", () => done(true), {once: true});
  setTimeout(() => done(false), 5000);
})"""
TITLE = "关于清源县2026年义务教育阶段招生工作的实施意见"
LONG_TITLE = (
    "清源县教育局清源县财政局清源县人力资源和社会保障局清源县乡村振兴局关于转发"
    "《关于进一步做好家庭经济困难学生认定和资助资金发放管理工作的通知》的通知"
)
HEADS = [
    "序号",
    "单位名称",
    "项目",
    "计划数（人）",
    "标准（元）",
    "依据",
    "期限",
    "备注",
]
WIDE_TABLE = (
    "<table><thead><tr>"
    + "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    + "</tr></thead><tbody><tr>"
    + "".join(f"<td>{head}内容</td>" for head in HEADS)
    + "</tr></tbody></table>"
)
BODY = (
    "<h2>一、总体要求</h2><p>坚持免试就近入学。</p>"
    f"{WIDE_TABLE}<h2>二、联系方式</h2>"
    '<p>详见 <a href="http://www.example.gov.cn/a/very/long/address/'
    'that-nothing-breaks/0123456789012345678901234567890123456789.html">'
    "http://www.example.gov.cn/a/very/long/address/that-nothing-breaks/"
    "0123456789012345678901234567890123456789.html</a></p>"
    '<p class="align-right">清源县教育局</p>'
)
ROWS_ON_A_PAGE = 20


@dataclass(frozen=True)
class Stop:
    """One page to visit, and the status that it must answer with."""

    name: str
    address: str
    status: int = 200


# --- The county -----------------------------------------------------------------


def build_county() -> dict[str, Stop]:
    """Units, boards and notices in every state a reader can meet, by the verbs."""
    _identify_site()
    unit = _unit()
    closed = _closed_unit(unit)
    laws = make.board(
        "政策文件", slug="laws", is_on_home=True, description="现行有效。"
    )
    news = make.board("工作动态", slug="news", is_on_home=True)
    empty = make.board("暂无信息的公开栏", slug="empty")
    notices = _notices(unit, laws)
    _many(unit, news)
    return {stop.name: stop for stop in _stops(notices, unit, closed, empty)}


def _identify_site() -> None:
    SiteState.objects.update_or_create(
        pk=SiteState.ONLY,
        defaults={
            "name": "清源县政务公开",
            "slogan": "公开为常态 不公开为例外",
            "site_code": "1399000001",
            "host_unit": "清源县人民政府办公室",
            "operator_unit": "清源县政务服务和数据管理局",
            "telephone": "0310-0000000（工作日 8:30—17:30）",
            "icp_number": "冀ICP备00000000号",
            "police_number": "冀公网安备00000000000000号",
        },
    )


def _unit() -> Agency:
    unit = make.agency(
        "清源县教育局",
        short_name="县教育局",
        duties="贯彻执行教育方针政策。\n管理各级各类学校。",
        address="清源县人民路1号",
        telephone="0310-0000001（工作日 8:30—12:00，13:30—17:30）",
        email="jyj@example.org",
        website="https://school.example.org/",
        office_hours="工作日 8:30—12:00，13:30—17:30",
    )
    make.agency("清源县实验小学", parent=unit, kind=AgencyKind.SCHOOL)
    make.agency("城关镇", kind=AgencyKind.TOWNSHIP)
    for kind, name in ((OfficialKind.LEADER, "王明"), (OfficialKind.STAFF, "李华")):
        Official.objects.create(
            agency=unit, kind=kind, name=name, post="局长", duties="主持全面工作。"
        )
    group = WorkingGroup.objects.create(
        agency=unit, kind=GroupKind.LEADING, name="政务公开领导小组", is_public=True
    )
    GroupMember.objects.create(group=group, name="王明", post="局长", is_head=True)
    return unit


def _closed_unit(into: Agency) -> Agency:
    closed = make.agency("清源县招生办公室")
    overseer = make.member(Role.OVERSEER, Agency.objects.get(parent=None))
    merge(closed, into=into, by=overseer, on=local_day(clock.now()), note="机构改革。")
    return closed


def _notices(unit: Agency, board: Board) -> dict[str, Notice]:
    policy = _policy(unit, board)
    return {
        "notice": policy,
        "interpretation": make.published_notice(
            unit=unit, board=board, title=f"{TITLE}政策解读", interprets=policy
        ),
        "posting": _posting(unit, board),
        "migrated": _migrated(unit, board),
        "expired": make.published_notice(
            unit=unit,
            board=board,
            title=LONG_TITLE,
            kind=Kind.POLICY,
            validity=Validity.VALID,
            effective_until=date(2020, 12, 31),
        ),
        "withdrawn": make.withdrawn_notice(unit=unit, board=board, title=TITLE),
        **_of_kinds({"unit": unit, "board": board}),
    }


def _of_kinds(place: dict[str, Any]) -> dict[str, Notice]:
    """Decisions on time and late, persons, and a warning that holds."""
    late = local_day(clock.now()) - timedelta(days=40)
    lines = [
        decision(),
        decision(subject_kind="person", subject_name="张三丰", decided_on=late),
        decision(sort="licence", penalty_kind="", amount=None),
    ]
    facts = {"level": "red", "area": "全县山区"}
    return {
        "decisions": publish(decision_draft(*lines, **place, title="双公示")),
        "personnel": publish(personnel_draft(PERSON, **place, title="任免通知")),
        "warning": publish(warning_draft(facts=facts, **place, title="暴雨红色预警")),
    }


def _policy(unit: Agency, board: Board) -> Notice:
    notice = make.draft_notice(
        unit=unit,
        board=board,
        title=TITLE,
        body=BODY,
        kind=Kind.POLICY,
        document_number="清政办发〔2026〕12号",
        validity=Validity.VALID,
        theme=Theme.values[0],
        issued_on=date(2026, 1, 5),
        source="清源县教育局",
        responsible_editor="王明",
    )
    make.attachment(notice, name="附件1：2026年清源县义务教育学校招生片区一览表.txt")
    make.attachment(notice, name="附件2.txt", content="另一个内容".encode())
    return _publish(notice)


def _publish(notice: Notice) -> Notice:
    submit(notice, by=notice.author)
    sign(notice, by=make.member(Role.APPROVER, notice.agency), ticks=Tick.values)
    return notice


def _posting(unit: Agency, board: Board) -> Notice:
    notice = make.draft_notice(unit=unit, board=board, title="资助对象名单公示")
    period = PostingPeriod(
        starts_on=local_day(clock.now()),
        length=7,
        objection_unit="清源县教育局纪检组",
        objection_telephone="0310-0000002",
        objection_form="书面提出，写明姓名和电话。",
    )
    set_posting_period(notice, period)
    return _publish(notice)


def _migrated(unit: Agency, board: Board) -> Notice:
    notice = make.submitted_notice(
        unit=unit,
        board=board,
        title="2015年招生工作安排",
        original_url="http://old.example.org/2015/0001.html",
        legacy_index_number="QY-2015-0001",
    )
    publish_migrated(
        notice,
        original_published_at=day_start(date(2015, 6, 1)),
        approved_by=make.member(Role.APPROVER, unit),
    )
    return notice


def _many(unit: Agency, board: Board) -> None:
    """Enough for a second page of the board."""
    for number in range(ROWS_ON_A_PAGE + 1):
        make.published_notice(
            unit=unit, board=board, title=f"动态第{number}号", kind=Kind.NEWS
        )


def _stops(
    notices: dict[str, Notice], unit: Agency, closed: Agency, empty: Board
) -> list[Stop]:
    listed = reverse("notice-list")
    tree = reverse("agency-tree")
    lookup = reverse("index-lookup")
    pages = (
        "home",
        "board-list",
        "posting-list",
        "site-map",
        "help",
        "privacy",
        "accessibility",
    )
    return [
        *(Stop(name, reverse(name)) for name in pages),
        *(
            Stop(name, notice.get_absolute_url(), 410 if name == "withdrawn" else 200)
            for name, notice in notices.items()
        ),
        Stop("mistake", reverse("notice-correction", args=[notices["notice"].pk])),
        Stop("list", listed),
        Stop("filtered list", f"{listed}?board=laws&kind=policy&validity=valid"),
        Stop("empty list", f"{listed}?q=没有这样的词&board=laws"),
        Stop("bad filter", f"{listed}?kind=nope&foo=1&cursor=x"),
        Stop("board", reverse("board-detail", args=["news"])),
        Stop("empty board", empty.get_absolute_url()),
        Stop("tree", tree),
        Stop("opened tree", f"{tree}?open={unit.slug}"),
        Stop("units by name", f"{tree}?q=教育"),
        Stop("unit", unit.get_absolute_url()),
        Stop("closed unit", closed.get_absolute_url()),
        *_searches(unit),
        Stop("index look-up", lookup),
        Stop("unknown index number", f"{lookup}?no=ABC/2026-00001"),
        Stop("no index number", f"{lookup}?no=%3Cscript%3E"),
        Stop("leaving", outward("https://elsewhere.example.org/a?b=c")),
        Stop("forged leaving", f"{reverse('leaving')}?to=forged", 400),
        Stop("unknown page", "/nowhere/", 404),
    ]


def _searches(unit: Agency) -> list[Stop]:
    search, advanced = reverse("search"), reverse("search-advanced")
    wrong = "go=1&q=招生&unit=清源&published_from=2026-03-02&published_to=2026-03-01"
    return [
        Stop("search", search),
        Stop("search with results", f"{search}?q=招生"),
        Stop("search within a unit", f"{search}?q=招生&branch={unit.slug}"),
        Stop("search without results", f"{search}?q=没有这样的词"),
        Stop("advanced search", f"{advanced}?q=招生&branch={unit.slug}"),
        Stop("advanced search, wrong", f"{advanced}?{wrong}"),
    ]


# --- Ways on --------------------------------------------------------------------


def follow(page: Page, selector: str) -> None:
    """Press the first that leads to another page, and wait until that is loaded."""
    with page.expect_navigation():
        page.click(selector)


# --- What is asked of a page --------------------------------------------------------

# The policy of the site lets no page fetch its own style sheets once more.
OPTIONS: Any = {
    "preload": False,
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
}

SHAPE = """() => ({
  width: document.documentElement.clientWidth,
  content: document.documentElement.scrollWidth,
  headings: document.querySelectorAll("h1").length,
  language: document.documentElement.lang,
  title: document.title.trim(),
  ids: [...document.querySelectorAll("[id]")].map(e => e.id)
    .filter((id, place, all) => all.indexOf(id) !== place),
})"""


def faults_of(page: Page, stop: Stop) -> list[str]:
    """Visit a page and say everything that is wrong with it."""
    missing: list[str] = []

    def answered(response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            missing.append(f"{response.status} {response.url}")

    page.on("response", answered)
    response = page.goto(stop.address)
    page.remove_listener("response", answered)
    status = response.status if response else 0
    wrong = [] if status == stop.status else [f"answered {status}"]
    return [*wrong, *missing, *shape_faults(page), *axe_faults(page)]


def shape_faults(page: Page) -> list[str]:
    shape = page.evaluate(SHAPE)
    checks = {
        f"is {shape['content']} px wide": shape["content"] > shape["width"],
        f"has {shape['headings']} main headings": shape["headings"] != 1,
        f"is in “{shape['language']}”": shape["language"] != "zh-hans",
        "has no title": not shape["title"].partition(" - ")[0],
        f"has ids twice: {shape['ids']}": bool(shape["ids"]),
    }
    return [fault for fault, is_so in checks.items() if is_so]


def axe_faults(page: Page) -> list[str]:
    """A line for each rule that axe sees broken, with the places."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{rule['id']}: {[node['target'][0] for node in rule['nodes']]}"
        for rule in found
    ]
