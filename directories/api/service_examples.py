"""Answers about service items, windows and promises, as the schema shows them."""

from __future__ import annotations

from typing import Any

_AGENCY = {"agency_code": "990000-zfb", "agency_name": "清源县人民政府办公室"}
ITEM: dict[str, Any] = {
    "id": 31,
    "url": "https://www.example.gov.cn/services/31/",
    "code": "11990000MB0A12345X3000111001000",
    "basic_code": "000111001000",
    "name": "政府信息公开申请的办理",
    "kind": "public_service",
    "level": "county",
    **_AGENCY,
    "legal_number": 20,
    "legal_unit": "working_days",
    "promised_number": 15,
    "promised_unit": "working_days",
    "is_charged": False,
    "removed_on": None,
}
WHOLE_ITEM = ITEM | {
    "bases": "《中华人民共和国政府信息公开条例》",
    "responsibilities": "受理责任：一次性告知补正材料。\n审查责任：依法审查。",
    "accountability": "对符合法定条件的申请不予受理的。",
    "charge_basis": "",
    "removal_note": "",
}
POINT: dict[str, Any] = {
    "id": 7,
    "kind": "window",
    "name": "政府信息公开申请窗口",
    **_AGENCY,
    "place": "清源县政务服务大厅",
    "floor": "2楼B区",
    "telephone": "0999-1234570",
    "hours": "工作日 8:30—12:00，14:30—17:30",
    "closed_on": None,
    "item_ids": [31],
}
PROMISE: dict[str, Any] = {
    "id": 4,
    **_AGENCY,
    "subject": "窗口等候",
    "wording": "窗口等候不超过10分钟。",
    "measure": "自取号起至叫号止，以叫号机记录为准。",
    "limit": "10.00",
    "limit_unit": "minutes",
    "telephone": "0999-12345",
    "since": "2026-03-02",
    "until": None,
}
WHOLE_PROMISE = PROMISE | {
    "former": [
        {
            "subject": "窗口等候",
            "wording": "窗口等候不超过20分钟。",
            "measure": "自取号起至叫号止，以叫号机记录为准。",
            "limit": "20.00",
            "limit_unit": "minutes",
            "telephone": "0999-12345",
            "since": "2025-01-01",
            "until": "2026-03-01",
        }
    ]
}
