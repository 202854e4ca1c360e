"""A hotline that hands in orders, as tests speak for it."""

from __future__ import annotations

from typing import Any

from directories.models import Agency, SourceSystem
from feedback.models import Letter, Mailbox
from tests.factories import agency
from tests.factories.letters import mailbox
from tests.factories.systems import SystemClient, new_token, source_system

ROOT = "/api/v1/work-orders/"


class Hotline(SystemClient):
    """With a mailbox that takes its orders."""

    def __init__(
        self,
        unit: Agency | None = None,
        system: SourceSystem | None = None,
        **rights: Any,
    ) -> None:
        system = system or source_system(unit or agency("12345热线中心"))
        super().__init__(new_token(system, **rights), ROOT)
        self.box = Mailbox.objects.filter(code="hotline").first() or mailbox(
            code="hotline"
        )

    def order(self, source_id: str = "W-1", **fields: Any) -> dict[str, Any]:
        return {
            "source_id": source_id,
            "mailbox": "hotline",
            "kind": "complaint",
            "title": "路灯不亮",
            "text": "幸福路门前的路灯三天不亮，请派人修理。",
            "name": "王小明",
            "telephone": "13800138000",
        } | fields

    def letter(self, source_id: str = "W-1", **fields: Any) -> Letter:
        """A letter that came as an order."""
        answer = self.post(sent=self.order(source_id, **fields))
        assert answer.status_code == 201, answer.content
        return Letter.objects.get(number=answer.json()["number"])

    def steps(self, after: int = 0, **query: Any) -> list[dict[str, Any]]:
        found = self.get("steps/", after=after, **query).json()
        rows: list[dict[str, Any]] = found["results"]
        return rows

    def kinds(self, after: int = 0) -> list[str]:
        return [row["kind"] for row in self.steps(after)]
