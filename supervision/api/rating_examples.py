"""Examples of published rounds and ratings, as the API answers them."""

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
    "unit_count": 1,
    "published_at": "2026-11-27T02:00:00Z",
}
RATING_EXAMPLE: dict[str, Any] = {
    "id": 1,
    "round_id": 1,
    "agency_code": "990000-zjj",
    "agency_name": "清源县住房和城乡建设局",
    "unit_group": "",
    "total": "89.0000",
    "grade": "一般",
    "rank": 1,
    "is_vetoed": False,
    "is_failed": False,
    "is_model": False,
}
WHOLE_RATING_EXAMPLE: dict[str, Any] = {
    **RATING_EXAMPLE,
    "parts": [["1", "组织领导", "35", "40"], ["2", "政务公开", "54", "60"]],
    "scores": [["1.1", "9", "10", True, ""]],
    "lines": [
        {
            "step": "item",
            "what": "1.1",
            "rule": "credit",
            "before": "0",
            "after": "9",
            "lost": "1",
            "particulars": {"maximum": "10", "value": "9"},
        }
    ],
}
