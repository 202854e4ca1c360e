"""Examples of published rounds and ratings; a test compares them with real answers."""

from __future__ import annotations

from typing import Any

ROUND_EXAMPLE: dict[str, Any] = {
    "id": 1,
    "title": "2026年年终考核",
    "checklist_id": 1,
    "first_day": "2026-01-01",
    "last_day": "2026-10-31",
    "blind_percent": 0,
    "seed": "0f2c5a7e4b9d4c1f8a6e3d2b1c0f9e8d",
    "published_at": "2026-11-27T02:00:00Z",
    "unit_count": 1,
}
RATING_EXAMPLE: dict[str, Any] = {
    "id": 1,
    "total": "8.0000",
    "grade": "优秀",
    "rank": 1,
    "is_vetoed": False,
    "is_failed": False,
    "is_model": False,
    "round_id": 1,
    "agency_code": "990000-zjj",
    "agency_name": "清源县住房和城乡建设局",
    "unit_group": "",
}
WHOLE_RATING_EXAMPLE: dict[str, Any] = RATING_EXAMPLE | {
    "parts": [["1", "组织领导", "8", "10"]],
    "scores": [["1", "8", "10", True, ""], ["1.1", "8", "10", True, ""]],
    "lines": [
        {
            "step": "item",
            "what": "1.1",
            "rule": "deduction",
            "before": "0",
            "after": "8",
            "lost": "2",
            "particulars": {"each": "2", "most": "10", "maximum": "10", "value": "1"},
        },
        {
            "step": "grade",
            "what": "total",
            "rule": "band",
            "before": "8",
            "after": "8",
            "lost": "0",
            "particulars": {"grade": "优秀"},
        },
    ],
}
