"""Units' own systems, their tokens, and what they send."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from django.test import Client

from directories.models import Agency, ApiToken, Role, SourceSystem
from directories.tokens import issue, register
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from .directories import agency, member
from .notices import board

_serial = count(1)
ROOT = "/api/v1/submissions/"


def source_system(unit: Agency | None = None, **fields: Any) -> SourceSystem:
    """A system of a unit, registered by its overseer."""
    unit = unit or agency()
    system = SourceSystem(
        agency=unit,
        code=fields.pop("code", f"oa-{next(_serial)}"),
        name=fields.pop("name", "办公系统"),
        contact="王工，0999-1234567",
        **fields,
    )
    return register(system, by=member(Role.OVERSEER, unit))


def new_token(system: SourceSystem | None = None, **fields: Any) -> ApiToken:
    """A token with all rights; its `text` is what the system shows."""
    system = system or source_system()
    fields = {
        "label": "主服务器",
        "addresses": "127.0.0.1",
        "expires_on": local_day(clock.now()) + timedelta(days=30),
        "may_ask_withdrawal": True,
        "may_handle_letters": True,
    } | fields
    token = ApiToken(system=system, **fields)
    token.text = issue(  # type: ignore[attr-defined]
        token, by=member(Role.OVERSEER, system.agency)
    )
    return token


class SystemClient:
    """Sends as a unit's system does."""

    def __init__(
        self, token: ApiToken | None = None, root: str = ROOT, **rights: Any
    ) -> None:
        self.root = root
        self.token = token or new_token(**rights)
        text = self.token.text  # type: ignore[attr-defined]
        self.client = Client(headers={"authorization": f"Bearer {text}"})
        self.board = board()

    def get(self, path: str = "", **query: Any) -> Any:
        return self.client.get(f"{self.root}{path}", query)

    def post(self, path: str = "", sent: Any = None, **more: Any) -> Any:
        kind = more.pop("content_type", "application/json")
        data = {} if sent is None else sent
        return self.client.post(f"{self.root}{path}", data, content_type=kind, **more)

    def upload(self, path: str, **parts: Any) -> Any:
        return self.client.post(f"{self.root}{path}", parts)

    def notice(self, source_id: str = "A-1", **fields: Any) -> dict[str, Any]:
        return {
            "source_id": source_id,
            "reviewer": "陈立新",
            "reviewed_at": "2026-03-02T10:20:00+08:00",
            "board_slug": self.board.slug,
            "title": "关于危房改造的通知",
            "body": "<p>现将有关事项通知如下。</p>",
        } | fields
