"""A clerk fills a table from a spreadsheet: all of it, or nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.spreadsheets.columns import Column
from notices.drafting import save_draft
from notices.line_sheets import (
    MAX_BYTES,
    choose_sheet,
    forget_sheets,
    keep_sheet,
    path_of,
    read_sheet,
    remember_matches,
)
from notices.models import FeeLine, HeadingMatch, Kind, LineSheet, Notice
from notices.sheet_targets import target_of
from tests.factories.directories import agency, member
from tests.factories.notices import draft_notice, submitted_notice
from tests.factories.structures import FEE, fee_draft, publish
from tests.foundation.test_spreadsheet_files import REFUSED, inflated
from tests.sheets import FEE_HEADINGS, FEE_ROWS, fee_sheet, token_on_page, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft() -> Notice:
    return draft_notice(kind=Kind.FEE, body="")


@pytest.fixture
def desk(draft: Notice, client: Client) -> Client:
    client.force_login(draft.author)
    return client


def act(client: Client, notice: Notice, name: str, **data: Any) -> Any:
    address = reverse("desk-lines-act", args=[notice.pk, "lines", name])
    return client.post(address, data, follow=True)


def upload(client: Client, notice: Notice, content: bytes, name: str = "收费.xlsx"):
    return act(client, notice, "upload", sheet=SimpleUploadedFile(name, content))


def take(client: Client, notice: Notice) -> Any:
    return act(client, notice, "take", token=token_on_page(notice, "lines"))


def test_a_sheet_is_shown_before_anything_is_stored(desk, draft):
    response = upload(desk, draft, fee_sheet())

    assert "不动产登记费" in response.text
    assert not FeeLine.objects.exists()


def test_taken_lines_stand_in_the_draft_and_the_file_is_gone(
    desk, draft, django_capture_on_commit_callbacks
):
    upload(desk, draft, fee_sheet())
    path = path_of(LineSheet.objects.get())

    with django_capture_on_commit_callbacks(execute=True):
        take(desk, draft)

    lines = FeeLine.objects.filter(notice=draft).order_by("position")
    assert [line.item for line in lines] == ["不动产登记费", "土地闲置费"]
    assert lines[0].amount == Decimal(80)
    assert not path.exists()


def test_one_bad_cell_keeps_the_whole_sheet_out(desk, draft):
    bad = (2, "土地闲置费", "宗", "价款的20%", "八十元整", "《城市房地产管理法》")

    response = upload(desk, draft, fee_sheet(FEE_ROWS[0], bad))
    take(desk, draft)

    assert "E4" in response.text
    assert not FeeLine.objects.exists()


def test_the_mended_file_takes_the_place_of_the_bad_one(desk, draft):
    upload(desk, draft, fee_sheet((1, "不动产登记费", "件", "", "x", "")))

    upload(desk, draft, fee_sheet())
    take(desk, draft)

    assert FeeLine.objects.filter(notice=draft).count() == 2


def test_headings_matched_once_are_known_to_the_unit_from_then_on(desk, draft):
    headings = ("序号", "收费事由", "计费单位", "收费标准", "金额", "收费依据")
    content = fee_sheet(headings=headings)
    first = upload(desk, draft, content)

    match = {"heading-1": "收费事由", "column-1": "item"}
    matched = act(desk, draft, "match", **match)
    again = fee_draft(unit=draft.agency)
    desk.force_login(again.author)
    later = upload(desk, again, content)

    assert "收费事由" in first.text
    assert 'name="token"' not in first.text
    assert 'name="token"' in matched.text
    assert 'name="token"' in later.text
    assert HeadingMatch.objects.get().column == "item"


def test_a_sheet_that_was_replaced_meanwhile_is_not_taken(desk, draft):
    upload(desk, draft, fee_sheet())
    seen = token_on_page(draft, "lines")
    upload(desk, draft, fee_sheet(FEE_ROWS[0]))

    act(desk, draft, "take", token=seen)

    assert not FeeLine.objects.exists()


def edit_the_draft(notice: Notice) -> None:
    notice.title = "改过的标题"
    save_draft(notice, by=notice.author)


def match_a_heading(notice: Notice) -> None:
    target = target_of(Kind.FEE, "lines")
    assert target is not None
    remember_matches(notice, target, {"计费单位": ""}, by=notice.author)


def choose_the_other_sheet(notice: Notice) -> None:
    choose_sheet(LineSheet.objects.get(notice=notice), "旧表")


MEANWHILE = (edit_the_draft, match_a_heading, choose_the_other_sheet)


@pytest.mark.parametrize("change", MEANWHILE, ids=lambda each: each.__name__)
def test_what_a_colleague_changed_meanwhile_is_seen_before_anything_is_taken(
    desk, draft, change
):
    other = [FEE_HEADINGS, FEE_ROWS[0]]
    upload(desk, draft, workbook([FEE_HEADINGS, *FEE_ROWS], others={"旧表": other}))
    seen = token_on_page(draft, "lines")
    change(draft)

    refused = act(desk, draft, "take", token=seen)

    assert refused.status_code == 400
    assert "收费项目" in refused.text
    assert token_on_page(draft, "lines") in refused.text
    assert not FeeLine.objects.exists()


def test_what_was_refused_as_changed_is_taken_once_it_was_looked_at(desk, draft):
    upload(desk, draft, fee_sheet())
    seen = token_on_page(draft, "lines")
    edit_the_draft(draft)
    act(desk, draft, "take", token=seen)

    take(desk, draft)

    assert FeeLine.objects.filter(notice=draft).count() == 2


@pytest.mark.parametrize("token", ["", "-", "0", "x" * 5000])
def test_a_token_of_nothing_takes_nothing(desk, draft, token):
    upload(desk, draft, fee_sheet())

    response = act(desk, draft, "take", token=token)

    assert response.status_code == 400
    assert not FeeLine.objects.exists()


def test_the_page_says_what_changes_against_the_last_list(desk, draft):
    old = {**FEE, "sub_item": "", "standard": "60元/件", "amount": Decimal(60)}
    publish(fee_draft(old, unit=draft.agency, board=draft.board))

    response = upload(desk, draft, fee_sheet())

    assert "<del>60元/件</del> → <ins>80元/件</ins>" in response.text


@pytest.mark.parametrize("name", ["收费.pdf", "收费", "收费.xlsm", "收费.exe"])
def test_what_is_no_sheet_by_its_name_is_refused_and_not_kept(desk, draft, name):
    response = upload(desk, draft, fee_sheet(), name)

    assert response.status_code == 400
    assert not LineSheet.objects.exists()


@pytest.mark.parametrize("fault", [*REFUSED, "bomb"])
def test_what_cannot_be_read_is_refused_with_words_and_not_kept(
    desk, draft, fault, django_capture_on_commit_callbacks
):
    name, content, _reason = REFUSED.get(fault) or ("表.xlsx", inflated(), "")
    media = Path(settings.MEDIA_ROOT)

    with django_capture_on_commit_callbacks(execute=True):
        response = upload(desk, draft, content, name)

    assert response.status_code == 400
    assert 'role="alert"' in response.text
    assert not LineSheet.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_a_kept_sheet_can_be_read_by_nobody_on_the_disk(desk, draft):
    content = ",".join(FEE_HEADINGS) + "\n1,不动产登记费,件,80元/件,80,某条例\n"

    upload(desk, draft, content.encode(), "收费.csv")

    assert "不动产".encode() not in path_of(LineSheet.objects.get()).read_bytes()


def test_while_a_sheet_is_read_no_file_holds_what_stands_in_it(
    draft, tmp_path, monkeypatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    looks: list[list[bytes]] = []

    class Looking(tuple[Column, ...]):
        """Columns that look into the folders whenever the reader asks for them."""

        def __iter__(self) -> Iterator[Column]:
            files = [path for path in tmp_path.rglob("*") if path.is_file()]
            looks.append([path.read_bytes() for path in files])
            return super().__iter__()

    target = target_of(Kind.FEE, "lines")
    assert target is not None
    looking = replace(target, columns=Looking(target.columns))
    content = (",".join(FEE_HEADINGS) + "\n1,不动产登记费,件,,80,某条例\n").encode()
    kept = keep_sheet(
        draft, target, file_name="a.csv", chunks=[content], by=draft.author
    )

    sheet = read_sheet(kept, looking)

    assert sheet.lines[0]["item"] == "不动产登记费"
    assert [len(files) for files in looks] == [1] * len(looks)
    assert not any("不动产".encode() in file for files in looks for file in files)


def test_an_upload_that_does_not_fit_into_memory_is_read_too(desk, draft, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1

    response = upload(desk, draft, fee_sheet())

    assert "不动产登记费" in response.text


def test_a_sheet_that_is_too_large_is_refused_and_not_kept(desk, draft):
    response = upload(desk, draft, b"a" * (MAX_BYTES + 1), "大.csv")

    assert response.status_code == 400
    assert not LineSheet.objects.exists()


def test_a_csv_from_an_old_office_machine_is_read(desk, draft):
    rows = "\r\n".join([",".join(FEE_HEADINGS), "1,挖掘费,平方米,10元,10,某条例"])

    response = upload(desk, draft, rows.encode("gbk"), "收费.csv")

    assert "挖掘费" in response.text


def test_the_template_can_be_filled_and_comes_back(desk, draft):
    address = reverse("desk-lines-template", args=[draft.pk, "lines"])
    book = load_workbook(BytesIO(desk.get(address).content))
    sheet = book.worksheets[0]
    headings = [cell.value for row in sheet.iter_rows() for cell in row]

    assert "收费项目" in "".join(str(heading) for heading in headings)


def test_the_lines_of_a_draft_go_out_and_come_in_again(desk, draft):
    upload(desk, draft, fee_sheet())
    take(desk, draft)
    address = reverse("desk-lines-download", args=[draft.pk, "lines"])

    content = desk.get(address).content
    line = AuditEntry.objects.get(action="exported")
    upload(desk, draft, content)
    take(desk, draft)

    assert [line.item for line in FeeLine.objects.order_by("position")] == [
        "不动产登记费",
        "土地闲置费",
    ]
    assert (line.target_id, line.note) == (draft.pk, "lines")
    assert line.actor_name


def test_an_empty_sheet_takes_nothing_away(desk, draft):
    desk.get(reverse("desk-lines-template", args=[draft.pk, "lines"]))

    assert not AuditEntry.objects.filter(action="exported").exists()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.APPROVER, Role.READER])
def test_only_editors_of_the_unit_come_near_a_sheet(client, draft, role):
    client.force_login(member(role, draft.agency))

    response = client.get(reverse("desk-lines", args=[draft.pk, "lines"]))

    assert response.status_code == 404


def test_an_editor_of_another_unit_finds_nothing(client, draft):
    client.force_login(member(Role.EDITOR, agency()))

    response = client.get(reverse("desk-lines", args=[draft.pk, "lines"]))

    assert response.status_code == 404


def test_a_submitted_notice_takes_no_sheet(client):
    notice = submitted_notice()
    client.force_login(notice.author)

    response = client.get(reverse("desk-lines", args=[notice.pk, "lines"]))

    assert response.status_code == 404


def test_a_sheet_that_nobody_took_is_forgotten_after_a_day(
    draft, django_capture_on_commit_callbacks
):
    target = target_of(Kind.FEE, "lines")
    assert target is not None
    kept = keep_sheet(
        draft, target, file_name="a.xlsx", chunks=[fee_sheet()], by=draft.author
    )
    path = path_of(kept)

    tomorrow = clock.now() + timedelta(days=1, minutes=1)
    with clock.frozen_at(tomorrow), django_capture_on_commit_callbacks(execute=True):
        forget_sheets()

    assert not LineSheet.objects.exists()
    assert not path.exists()
