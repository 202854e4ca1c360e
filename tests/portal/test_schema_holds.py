"""The schema tells no lie, and nothing that it allows breaks the portal: requests made
up from it, the same in each run, sent to the application in this process."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.db import connection, transaction
from drf_spectacular.generators import SchemaGenerator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from disclosure_portal.wsgi import application
from notices.models import Notice, NoticeAttachment
from tests.factories import attachment, published_notice, withdrawn_notice
from tests.factories.structures import posted_notice, warning_draft
from tests.factories.subsidies import published_subsidy
from tests.factories.systems import SystemClient

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="runs once: it is about the schema"
    ),
]
EXAMPLES = 10
HELD = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
KNOWN = {"source_id": "A-1", "code": "990000"}
# What a body that could be taken says; the rest of it is made up.
BODY: dict[str, Any] = {
    "board_slug": "policy",
    "agency_code": "",
    "kind": "general",
    "interprets": None,
    "structure": None,
    "co_publishers": [],
    "release_at": None,
    "reviewed_at": "2026-03-02T10:20:00+08:00",
    "source_url": "",
    "effective_until": None,
}
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]


@pytest.fixture
def system(settings):
    """With something behind every address, and a draft of its own."""
    rates = dict.fromkeys(("list", "detail", "export", "system"), 100_000)
    settings.API_THROTTLE_RATES = rates
    system = SystemClient()
    type(system.board).objects.filter(pk=system.board.pk).update(slug="policy")
    system.board.refresh_from_db()
    system.post(sent=system.notice("A-1"))
    attachment(Notice.objects.get())
    published_subsidy()
    posted_notice()
    withdrawn_notice()
    published_notice(unit=system.token.system.agency)
    warning_draft()
    return system


def from_here(environ, start_response):
    """A connection has an address, which the client of the tests leaves out."""
    return application({"REMOTE_ADDR": "127.0.0.1", **environ}, start_response)


def the_schema():
    schema = SchemaGenerator(api_version="v1").get_schema(public=True)
    loaded = schemathesis.openapi.from_dict(schema)
    loaded.app = from_here
    loaded.config.generation.update(modes=MODES)
    return loaded


def try_operation(operation, headers, answered):
    """Send what is made up; what it writes is taken back each time."""

    @hypothesis.settings(max_examples=EXAMPLES, database=None, deadline=None)
    @hypothesis.given(
        case=operation.as_strategy(), is_known=hypothesis.strategies.booleans()
    )
    def attempt(case, is_known):
        if is_known:
            name_what_exists(case)
        with transaction.atomic():
            answer = case.call_and_validate(headers=headers, checks=HELD)
            answered[operation.label].add(answer.status_code)
            transaction.set_rollback(True)

    attempt()


def name_what_exists(case):
    """Else nearly every request would end at an unknown key."""
    known = KNOWN | {
        "id": str(Notice.objects.latest("pk").pk),
        "attachment": str(NoticeAttachment.objects.latest("pk").pk),
    }
    for name in known.keys() & case.path_parameters.keys():
        case.path_parameters[name] = known[name]
    if isinstance(case.body, dict):
        for name in BODY.keys() & case.body.keys():
            case.body[name] = BODY[name]


def test_every_operation_answers_as_the_schema_says(system):
    headers = {"Authorization": f"Bearer {system.token.text}"}
    answered: dict[str, set[int]] = defaultdict(set)

    for found in the_schema().get_all_operations():
        try_operation(found.ok(), headers, answered)

    assert len(answered) == 63
    assert 400 in answered["POST /api/v1/submissions/"]
    assert 200 in answered["POST /api/v1/submissions/{source_id}/submit/"]


def test_what_is_taken_in_is_answered_as_the_schema_says(system):
    headers = {"Authorization": f"Bearer {system.token.text}"}
    operation = the_schema()["/api/v1/submissions/"]["POST"]
    case = operation.Case(body=system.notice("B-1"), media_type="application/json")

    answer = case.call_and_validate(headers=headers, checks=HELD)

    assert answer.status_code == 201
