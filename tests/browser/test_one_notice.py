"""The whole life of one notice in real browsers: a unit's system sends it, four people
pass it, the system corrects it, a print of it is verified, it is taken down; mirrors
that followed it end equal."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import expect

from directories.models import Role
from notices.models import Notice, NoticeStatus
from tests.factories import member
from tests.factories.chains import BASIS, pass_step, whole_chain
from tests.factories.systems import SystemClient, new_token, source_system

from .pages import axe_faults

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
TITLE = "关于调整农村饮水安全工程水价的通知"
MIRROR = Path(__file__).parents[2] / "docs" / "examples" / "mirror.py"


@pytest.fixture(autouse=True)
def address(settings, live_server):
    """The codes on the prints lead to this server."""
    settings.SITE_URL = live_server.url


@pytest.fixture
def system(unit):
    whole_chain(unit)
    return SystemClient(new_token(source_system(unit)))


@pytest.fixture
def public_notice(system):
    """Sent by the system, passed by everybody."""
    return passed(sent(system))


def sent(system, **fields):
    words = {"title": TITLE, "body": "<p>每立方米2.00元。</p>", **fields}
    notice = system.notice(**words, disclosure_basis=BASIS)
    assert system.post(sent=notice).status_code in (201, 202)
    assert system.post("A-1/submit/").status_code == 200
    return Notice.objects.order_by("-pk")[0]


def passed(notice):
    while Notice.objects.get(pk=notice.pk).status == NoticeStatus.IN_REVIEW:
        notice.refresh_from_db()
        pass_step(notice)
    notice.refresh_from_db()
    return notice


def is_sound(page):
    assert axe_faults(page) == []
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_three_people_pass_it_on_telephones_and_anybody_reads_it(
    open_page, sign_in, unit, system
):
    notice = sent(system)

    for role in (Role.REVIEWER, Role.REVIEWER, Role.APPROVER):
        page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
        sign_in(page, member(role, unit))
        page.goto("/desk/")
        with page.expect_navigation():
            page.get_by_role("link", name=TITLE).tap()
        deed = "sign" if role == Role.APPROVER else "agree"
        form = page.locator(f"[action$='/{deed}/']")
        for box in form.locator("[type=checkbox]").all()[-1:]:  # the one for all
            box.tap()
        is_sound(page)
        with page.expect_navigation(url="**/desk/"):
            form.locator("button").tap()

    reader = open_page(viewport=PHONE)
    answer = reader.goto(f"/notices/{notice.pk}/")
    assert answer.status == 200
    assert reader.locator("h1").inner_text().replace("\n", "") == TITLE
    is_sound(reader)


def test_a_correction_by_the_system_stands_beside_what_was_there(
    open_page, system, public_notice
):
    words = {"body": "<p>每立方米2.40元。</p>", "change_note": "更正水价。"}
    correction = sent(system, **words)
    reader = open_page(viewport=PHONE)

    reader.goto(f"/notices/{public_notice.pk}/")
    assert "2.00元" in reader.locator(".body").inner_text()
    passed(correction)
    reader.reload()

    assert "2.40元" in reader.locator(".body").inner_text()
    reader.goto(f"/notices/{public_notice.pk}/revisions/")
    is_sound(reader)
    assert "更正水价" in reader.locator("main").inner_text()
    reader.goto(f"/notices/{public_notice.pk}/revisions/2/")
    expect(reader.locator("del", has_text="2.00")).to_be_visible()
    expect(reader.locator("ins", has_text="2.40")).to_be_visible()
    is_sound(reader)


def test_a_print_of_its_page_is_verified_by_its_code(
    open_page, public_notice, tmp_path
):
    printed = open_page()
    printed.goto(f"/notices/{public_notice.pk}/print/")
    paper = tmp_path / "paper.pdf"
    printed.pdf(path=paper, format="A4")
    photo = tmp_path / "print.png"
    with pypdfium2.PdfDocument(paper) as document:
        document[0].render(scale=2).to_pil().save(photo)

    reader = open_page(viewport=PHONE)
    reader.goto("/log/verify/")
    reader.set_input_files("[type=file]", photo)
    with reader.expect_navigation():
        reader.locator("form:has([type=file]) button").click()

    said = reader.locator("main").inner_text()
    assert TITLE in said
    assert "二维码指向这条信息" in said
    is_sound(reader)


def test_after_its_withdrawal_a_reader_finds_why_and_no_word_of_it(
    open_page, sign_in, unit, public_notice
):
    officer = open_page(viewport=PHONE)
    sign_in(officer, member(Role.APPROVER, unit))
    officer.goto(f"/desk/notices/{public_notice.pk}/")
    officer.locator("details:has([action$='/withdraw/']) > summary").click()
    form = officer.locator("[action$='/withdraw/']")
    form.locator("select").select_option("wrong")
    form.locator("textarea").fill("水价计算有误。")
    is_sound(officer)
    with officer.expect_navigation():
        form.locator("button").click()

    reader = open_page(viewport=PHONE)
    answer = reader.goto(f"/notices/{public_notice.pk}/")

    assert answer.status == 410
    expect(reader.locator("main")).to_contain_text("水价计算有误")
    assert "2.00元" not in reader.content()
    is_sound(reader)


def test_mirrors_that_followed_it_end_equal(live_server, system, tmp_path):
    mirror = sample()
    ask = mirror.asking(live_server.url)
    early, late = tmp_path / "early", tmp_path / "late"

    notice = passed(sent(system))
    mirror.follow(ask, early)
    passed(sent(system, body="<p>每立方米2.40元。</p>", change_note="更正水价。"))
    mirror.follow(ask, late)
    mirror.follow(ask, early)

    kept = [(folder / f"{notice.pk}.json").read_bytes() for folder in (early, late)]
    assert kept[0] == kept[1]
    assert b"2.40" in kept[0]
    assert mirror.kept_lines(early) == mirror.kept_lines(late)
    for folder in (early, late):
        assert mirror.differences(ask, folder) == mirror.altered(folder) == []


def sample():
    spec = importlib.util.spec_from_file_location("mirror", MIRROR)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
