"""Examples of the editions of catalogues; a test compares them with real answers."""

from __future__ import annotations

EDITION_EXAMPLE = {
    "id": 3,
    "url": "https://www.example.gov.cn/directory/990000-zfb/",
    "agency_code": "990000-zfb",
    "agency_name": "清源县人民政府办公室",
    "edition": 1,
    "status": "published",
    "in_force_from": "2026-01-01",
    "filing_number": "备〔2026〕1号",
    "published_at": "2026-03-03T01:30:00Z",
    "item_count": 1,
}
WHOLE_EXAMPLE = EDITION_EXAMPLE | {
    "items": [
        {
            "item_id": 12,
            "domain": "财政预决算",
            "code": "",
            "level_1": "财务信息",
            "level_2": "收支情况",
            "level_3": "",
            "content": "本季度预算执行和收支情况。",
            "basis": "《中华人民共和国政府信息公开条例》第二十条第七项",
            "limit": "每季度结束后20个工作日内",
            "cadence": "periodic",
            "channels": [],
            "specific_audience": "",
            "is_on_request": False,
            "section": "财务室",
        }
    ],
    "changes": {
        "added": [
            {"item_id": 12, "domain": "财政预决算", "name": "财务信息 / 收支情况"}
        ],
        "changed": [],
        "removed": [],
    },
}
