"""What was published before there was a log gets its lines once, in order."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from disclosure_portal.foundation.models import Receipt, ReceiptHead, SignedHead
from disclosure_portal.foundation.receipts import Head
from notices.head_signing import sign_daily
from notices.models import Notice
from notices.recording import missing_events, record_missing
from tests.factories import archived_notice, published_notice, withdrawn_notice

from .logged import found, unguarded

pytestmark = pytest.mark.django_db


def signed_head():
    signed = SignedHead.objects.sign()
    assert signed is not None
    return signed


@pytest.fixture(name="unlogged")
def notices_of_a_portal_without_a_log(time_machine):
    """Published, withdrawn and archived in this order, and their lines taken away."""
    made = []
    for hour, make in enumerate(
        (published_notice, withdrawn_notice, archived_notice, published_notice)
    ):
        time_machine.move_to(f"2026-11-2{hour}T09:00:00+08:00", tick=True)
        made.append(make())
    with unguarded():
        Receipt.objects.all().delete()
    ReceiptHead.objects.all().delete()
    return made


def lines():
    return list(Receipt.objects.values_list("seq", "kind", "subject_id"))


def test_each_gets_its_lines_in_the_order_in_which_it_happened(unlogged):
    one, withdrawn, archived, last = (notice.pk for notice in unlogged)

    call_command("record_receipts")

    assert lines() == [
        (1, "published", one),
        (2, "published", withdrawn),
        (3, "withdrawn", withdrawn),
        (4, "published", archived),
        (5, "archived", archived),
        (6, "published", last),
    ]
    assert all(Receipt.objects.values_list("is_later", flat=True))
    assert found() == []


def test_a_second_run_writes_nothing(unlogged, capsys):
    call_command("record_receipts")
    before = lines()
    capsys.readouterr()

    call_command("record_receipts")

    assert "0" in capsys.readouterr().out
    assert lines() == before


def test_a_run_that_broke_off_goes_on_where_it_stopped(unlogged):
    record_missing(missing_events()[:2])
    published_notice()

    call_command("record_receipts")

    assert len(lines()) == len(set(lines())) == 7
    assert found() == []


def test_until_then_the_check_says_what_to_do(unlogged, capsys):
    with pytest.raises(CommandError):
        call_command("verify_log")

    assert "record_receipts" in capsys.readouterr().out


# --- The commands -------------------------------------------------------------------


def test_a_head_that_a_witness_kept_holds_for_good(tmp_path, capsys):
    published_notice()
    call_command("sign_head")
    text = capsys.readouterr().out
    kept = tmp_path / "head.txt"
    kept.write_text(f"  今日存证日志头\n\n  {text.replace(chr(10), chr(10) + '  ')}")
    published_notice()

    call_command("verify_log", rows=True, files=True, against=str(kept))

    assert Head.parse(text).is_signed
    assert "2" in capsys.readouterr().out


def test_a_log_written_anew_does_not_fit_the_head_that_a_witness_kept(tmp_path):
    notice = published_notice()
    kept = tmp_path / "head.txt"
    kept.write_text(signed_head().text)
    with unguarded():
        Receipt.objects.all().delete()
        SignedHead.objects.all().delete()
    ReceiptHead.objects.all().delete()
    Notice.objects.filter(pk=notice.pk).update(title="另一个标题")
    record_missing(missing_events())

    with pytest.raises(CommandError):
        call_command("verify_log", against=str(kept))


@pytest.mark.parametrize("content", ["", "disclosure-log-head 1\nseq: x\n"])
def test_a_file_without_a_head_is_refused(tmp_path, content):
    path = tmp_path / "head.txt"
    path.write_text(content)

    with pytest.raises(CommandError, match="日志头"):
        call_command("verify_log", against=str(path))


@pytest.mark.parametrize("name", ["missing.txt", "."], ids=["missing", "folder"])
def test_a_head_that_cannot_be_read_is_named_without_the_system_s_words(tmp_path, name):
    with pytest.raises(CommandError) as refused:
        call_command("verify_log", against=str(tmp_path / name))

    assert str(tmp_path / name) in str(refused.value)
    assert "Errno" not in str(refused.value)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000", "http://localhost", "https://x.example.cn"]
)
def test_a_head_that_names_no_public_address_is_said_to_and_how_to_mend_it(
    capsys, settings, address
):
    settings.SITE_URL = address
    published_notice()

    call_command("sign_head")

    told = capsys.readouterr()
    assert address in told.out
    is_public = address.endswith(".cn")
    assert ("SITE_URL" in told.err, address in told.err) == (not is_public,) * 2


@pytest.mark.parametrize("address", ["http://localhost:8000", "https://x.example.cn"])
def test_the_daily_signature_warns_of_such_an_address(caplog, settings, address):
    settings.SITE_URL = address
    published_notice()

    told = sign_daily()

    # The second line anchors the trail up to this moment.
    assert told == "head signed at line 2"
    is_public = address.endswith(".cn")
    assert [address in each.getMessage() for each in caplog.records] == (
        [] if is_public else [True]
    )


def test_there_is_nothing_to_sign_before_the_first_publication(capsys):
    call_command("sign_head")

    assert SignedHead.objects.count() == 0
    assert capsys.readouterr().out == ""
