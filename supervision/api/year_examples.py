"""Examples of a published year; a test compares them with real answers."""

from __future__ import annotations

from typing import Any

YEAR_EXAMPLE: dict[str, Any] = {
    "id": 1,
    "year": 2026,
    "title": "2026年度政务公开考核",
    "published_at": "2026-11-27T03:00:00Z",
    "unit_count": 1,
}
WHOLE_YEAR_EXAMPLE: dict[str, Any] = YEAR_EXAMPLE | {
    "choices": {"bonus_most": "5", "places": 2},
    "shares": [
        {"round_id": 1, "title": "2026年年终考核", "percent": "100.00", "full": "10.00"}
    ],
}
RESULT_EXAMPLE: dict[str, Any] = {
    "id": 1,
    "total": "82.0000",
    "grade": "",
    "rank": 1,
    "bonus": "2.0000",
    "penalty": "0.0000",
    "is_vetoed": False,
    "is_failed": False,
    "assessment_id": 1,
    "agency_code": "990000-zjj",
    "agency_name": "清源县住房和城乡建设局",
    "unit_group": "",
}
WHOLE_RESULT_EXAMPLE: dict[str, Any] = RESULT_EXAMPLE | {
    "shares": [["R1", "2026年年终考核", "100", "10", "8", "80"]],
    "register": [
        ["B1", "bonus", "市级表彰", "2", "2026-06-30", "市政公开办〔2026〕3号", None]
    ],
    "lines": [
        {
            "step": "item",
            "what": "R1",
            "rule": "credit",
            "before": "0",
            "after": "8",
            "lost": "2",
            "particulars": {"maximum": "10", "value": "8"},
        },
        {
            "step": "multiplied",
            "what": "R1",
            "rule": "multiplied",
            "before": "8",
            "after": "80",
            "lost": "18",
            "particulars": {"by": "100", "per": "10", "when_absent": ""},
        },
        {
            "step": "bonus",
            "what": "B1",
            "rule": "bonus",
            "before": "0",
            "after": "2",
            "lost": "0",
            "particulars": {"value": "1", "each": "2"},
        },
    ],
}
