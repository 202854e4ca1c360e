"""The log and the feed of changes for programs, and the programs in docs/examples."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import random
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from disclosure_portal.foundation.models import Receipt, SignedHead
from notices.models import Notice
from notices.publication import withdraw
from tests.factories import (
    corrected_notice,
    member,
    published_notice,
    withdrawn_notice,
)

EXAMPLES = Path(__file__).parents[2] / "docs/examples"

pytestmark = pytest.mark.django_db


def signed_head():
    signed = SignedHead.objects.sign()
    assert signed is not None
    return signed


def example(name):
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def fast_door(settings):
    settings.API_THROTTLE_RATES = dict.fromkeys(
        ("list", "detail", "export", "system"), 10_000
    )


def lines(client, **query):
    return client.get("/api/v1/changes/", query).json()["results"]


def test_changes_come_strictly_in_order_after_the_last_one_known(client):
    published_notice()
    withdrawn_notice()

    assert [line["seq"] for line in lines(client)] == [1, 2, 3]
    assert [line["kind"] for line in lines(client, after=1)] == [
        "published", "withdrawn",
    ]  # fmt: skip
    assert lines(client, after=3) == []
    assert [line["seq"] for line in lines(client, limit=2)] == [1, 2]


@pytest.mark.parametrize(
    "query", ["after=x", "after=-1", "limit=501", "limit=x", "month=2026-11", "q=1"]
)
def test_what_is_not_understood_is_refused(client, query):
    assert client.get(f"/api/v1/changes/?{query}").status_code == 400


@pytest.mark.parametrize("month", ["", "2026", "2026-13", "2026-11-01", "x"])
def test_a_month_is_one_of_a_calendar(client, month):
    answer = client.get("/api/v1/changes/digests/", {"month": month})

    assert answer.status_code == 400


def test_the_content_behind_a_line_has_its_digest(client):
    published_notice()
    line = Receipt.objects.get()

    content = client.get("/api/v1/log/1/content/").content

    assert hashlib.sha256(content).hexdigest() == line.content_digest
    assert client.get("/api/v1/log/1/").json()["digest"] == line.digest
    assert client.get("/api/v1/log/2/").status_code == 404


def test_a_version_that_was_taken_back_is_never_given_out(client):
    notice = published_notice(body="<p>旧的隐私内容。</p>")
    corrected_notice(notice, body="<p>新内容。</p>", withholds_earlier=True)

    answers = [client.get(f"/api/v1/log/{seq}/content/") for seq in (1, 2)]

    assert [each.status_code for each in answers] == [410, 200]
    assert "旧的隐私内容" not in answers[0].content.decode()


@pytest.mark.parametrize("make", [withdrawn_notice, lambda: hidden_notice()])
def test_the_content_of_what_is_not_public_is_never_given_out(client, make):
    make()

    assert client.get("/api/v1/log/1/content/").status_code in (404, 410)


def hidden_notice():
    return published_notice(audience="staff")


def test_the_newest_head_and_all_keys_are_there(client, settings):
    assert client.get("/api/v1/log/head/").status_code == 404
    published_notice()
    signed = signed_head()
    settings.RECEIPT_KEY = "another key, long enough to be one of the portal's"
    SignedHead.objects.sign()

    head = client.get("/api/v1/log/head/").json()
    keys = [key["public"] for key in client.get("/api/v1/log/keys/").json()]

    assert keys == [signed.key, head["key"]]
    assert head["seq"] == 1


# --- The programs in docs/examples ----------------------------------------------------


@pytest.fixture
def exported(client, tmp_path):
    for _number in range(4):
        published_notice()
    published_notice(audience="staff")
    path = tmp_path / "log.ndjson"
    path.write_bytes(b"".join(client.get("/log/lines.ndjson")))
    head = tmp_path / "head.txt"
    head.write_text(f"公告：\n  {signed_head().text}")
    return path, head


def test_an_exported_log_is_verified_without_our_code(exported):
    path, head = exported

    assert example("verify_log").main(str(path), str(head)) == "相符：共 5 行"


@pytest.mark.parametrize("key", [
    "seq", "previous", "kind", "subject", "id", "revision", "agency", "content",
    "files", "line_sets", "facts", "at", "later", "algorithms", "form", "digest",
])  # fmt: skip
def test_each_changed_value_of_an_exported_log_is_found(exported, key):
    path, _head = exported
    rows = [json.loads(row) for row in path.read_text().splitlines()]
    rows[2][key] = "改" if rows[2][key] != "改" else "又改"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))

    assert example("verify_log").main(str(path)).startswith("不符：第 3 行")


def test_a_head_of_another_log_does_not_fit(exported):
    path, head = exported
    head.write_text(head.read_text().replace("seq: 5", "seq: 4"))

    assert example("verify_log").main(str(path), str(head)).startswith("不符")


class BrokenOff(Exception):
    """The connection of a mirror was cut."""


def test_mirrors_that_join_midway_or_break_off_end_equal_and_prove_it(client, tmp_path):
    mirror, dice = example("mirror"), random.Random(6)

    def ask(path):
        answer = client.get(path)
        return answer.content if answer.status_code == 200 else None

    def failing(path):
        if dice.random() < 0.3:
            raise BrokenOff
        return ask(path)

    patient, late = tmp_path / "patient", tmp_path / "late"
    made = []
    for number in range(12):
        made.append(published_notice())
        if number % 4 == 3:
            notice = made[number - 2]
            withdraw(
                notice, by=member("approver", notice.agency), ground="wrong",
                reason="内容有误。",
            )  # fmt: skip
        try:
            mirror.follow(failing, patient)
        except BrokenOff:
            with (patient / "lines.ndjson").open("ab") as file:
                file.write(b'{"seq": 99, "hal')  # cut off while it was writing
    for _turn in range(50):
        try:
            mirror.follow(failing, patient)
        except BrokenOff:
            continue
    mirror.follow(ask, patient)
    mirror.follow(ask, late)

    files = {place.name: place.read_bytes() for place in late.iterdir()}
    assert {place.name: place.read_bytes() for place in patient.iterdir()} == files
    assert len(files) == 1 + Notice.objects.public().count()
    assert mirror.differences(ask, patient) == mirror.differences(ask, late) == []
    assert mirror.altered(patient) == mirror.altered(late) == []
    lost = (late / "lines.ndjson").read_bytes().splitlines(keepends=True)
    (late / "lines.ndjson").write_bytes(b"".join(lost[:-1]))
    assert len(mirror.differences(ask, late)) == 1


def test_a_mirror_whose_content_was_altered_or_kept_too_long_is_named(client, tmp_path):
    mirror = example("mirror")
    first, second = published_notice(), published_notice()
    mirror.follow(lambda path: client.get(path).content, tmp_path)
    changed, kept = tmp_path / f"{first.pk}.json", tmp_path / f"{second.pk}.json"
    changed.write_bytes(changed.read_bytes() + b" ")
    content = kept.read_bytes()
    withdraw(
        second, by=member("approver", second.agency), ground="wrong", reason="有误。"
    )
    mirror.follow(lambda path: client.get(path).content, tmp_path)
    kept.write_bytes(content)

    assert mirror.altered(tmp_path) == sorted([changed.name, kept.name])


class TooFastOnce(BaseHTTPRequestHandler):
    """A portal that first asks whom it answers to wait."""

    asked = 0

    def do_GET(self):
        type(self).asked += 1
        self.send_response(429 if self.asked == 1 else 200)
        self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(b"answer")

    def log_message(self, *args):
        """Tests are quiet."""


def test_a_mirror_that_asks_too_fast_waits_and_asks_again():
    portal = HTTPServer(("127.0.0.1", 0), TooFastOnce)
    threading.Thread(target=portal.serve_forever, daemon=True).start()
    try:
        ask = example("mirror").asking(f"http://127.0.0.1:{portal.server_port}")
        assert ask("/api/v1/changes/") == b"answer"
    finally:
        portal.shutdown()
        portal.server_close()
    assert TooFastOnce.asked == 2
