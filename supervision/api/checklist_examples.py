"""Examples of checklists; a test compares them with real answers."""

from __future__ import annotations

CHECKLIST_EXAMPLE = {
    "id": 4,
    "url": "https://www.example.gov.cn/inspections/checklists/4/",
    "code": "townships",
    "year": 2026,
    "number": 1,
    "title": "2026年乡镇（街道）政务公开考核指标",
    "unit_kind": "乡镇（街道）",
    "origin": "清政办发〔2026〕3号",
    "status": "published",
    "published_at": "2026-03-03T01:30:00Z",
    "retired_at": None,
    "digest": "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab",
    "indicator_count": 2,
}
WHOLE_CHECKLIST_EXAMPLE = CHECKLIST_EXAMPLE | {
    "document": {
        "format": "disclosure-checklist/1",
        "year": 2026,
        "code": "townships",
        "title": "2026年乡镇（街道）政务公开考核指标",
        "unit_kind": "乡镇（街道）",
        "source": "清政办发〔2026〕3号",
        "notes": "",
        "is_example": False,
        "choices": {"grading": {"bands": [{"grade": "优秀", "lowest": "90"}]}},
        "indicators": [
            {
                "key": "1",
                "code": "1",
                "title": "组织领导",
                "points": "10",
                "children": [
                    {
                        "key": "1.1",
                        "code": "1.1",
                        "title": "信息员在岗",
                        "points": "10",
                        "kind": "deduction",
                        "parameters": {"each": "2", "most": "10"},
                        "rule": "每缺一人扣2分，扣完为止。",
                        "methods": ["look", "check"],
                    }
                ],
            }
        ],
    }
}
