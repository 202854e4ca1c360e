"""Examples of what units' systems send and are answered: a fictional county. A test
sends each of them."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample

SENT = {
    "source_id": "OA-2026-0117",
    "reviewer": "陈立新",
    "reviewed_at": "2026-03-02T10:20:00+08:00",
    "board_slug": "policy",
    "kind": "policy",
    "title": "关于调整农村危房改造补助标准的通知",
    "summary": "调整2026年农村危房改造补助标准。",
    "body": "<p>各乡镇人民政府：</p><p>现将有关事项通知如下。</p>",
    "document_number": "清政办发〔2026〕12号",
    "theme": "10",
    "genre": "notice",
    "keywords": "危房改造",
    "service_audience": "farmers",
    "issued_on": "2026-03-02",
    "effective_from": "2026-03-03",
    "validity": "valid",
    "posting_period": {
        "starts_on": "2026-03-04",
        "length": 5,
        "unit": "working",
        "objection_unit": "县住房和城乡建设局",
        "objection_telephone": "0999-1234567",
    },
}
SENT_FEES = {
    "source_id": "FEE-2026-01",
    "reviewer": "陈立新",
    "reviewed_at": "2026-03-02T10:20:00+08:00",
    "board_slug": "policy",
    "kind": "fee",
    "title": "2026年行政事业性收费目录清单",
    "structure": {
        "kind": "fee",
        "lines": [
            {
                "item": "不动产登记费",
                "sub_item": "住宅类",
                "unit_of_charge": "件",
                "standard": "80元/件",
                "amount": "80.0000",
                "bases": "发改价格规〔2016〕2559号",
                "fund_handling": "local",
            }
        ],
    },
}
SENT_CORRECTION = SENT | {
    "summary": "调整2026年农村危房改造补助标准，自4月1日起执行。",
    "change_note": "补充执行日期。",
    "reason": "原文漏写执行日期。",
}
ROW = {
    "id": 1207,
    "source_id": "OA-2026-0117",
    "title": "关于调整农村危房改造补助标准的通知",
    "agency_code": "990000-zfb",
    "board_slug": "policy",
    "kind": "policy",
    "status": "draft",
    "step": "",
    "reviewer": "陈立新",
    "reviewed_at": "2026-03-02T02:20:00Z",
    "received_at": "2026-03-02T02:30:00.123456Z",
    "submitted_at": "2026-03-02T03:00:00.123456Z",
    "release_at": None,
    "published_at": None,
    "index_number": "",
}
ATTACHMENT = {
    "id": 88,
    "title": "补助标准表",
    "file_name": "补助标准表.xlsx",
    "media_type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "size": 18734,
    "sha256": "ab" * 32,
}
STATE = ROW | {
    "url": None,
    "missing": [],
    "refusals": [],
    "steps": [
        {
            "code": "signature",
            "name": "签发",
            "role": "approver",
            "decision": "returned",
            "at": "2026-03-02T03:00:00.123456Z",
            "is_override": False,
        }
    ],
    "returns": [
        {
            "round": 1,
            "at": "2026-03-02T03:00:00.123456Z",
            "by": "李建国",
            "reason": "请补充依据。",
        }
    ],
    "attachments": [ATTACHMENT],
    "recipients": None,
    "withdrawal_request": None,
    "withdrawal": None,
    "revision": 0,
    "correction": None,
}
SENT_RECIPIENTS = {
    "rows": [
        {
            "township": "石盘镇",
            "village": "柳林村",
            "group": "三组",
            "name": "张三",
            "check": "010017",
            "quantity": "4.000",
            "standard": "96.5000",
            "amount": "386.00",
        }
    ]
}
SENT_REQUEST = {"ground": "wrong", "reason": "附件一的金额有误。"}

SENT_EXAMPLE = OpenApiExample("notice", value=SENT, request_only=True)
SENT_FEES_EXAMPLE = OpenApiExample("fee list", value=SENT_FEES, request_only=True)
SENT_CORRECTION_EXAMPLE = OpenApiExample(
    "correction of a public notice", value=SENT_CORRECTION, request_only=True
)
ROW_EXAMPLE = OpenApiExample(
    "submission", value=ROW, response_only=True, status_codes=["200"]
)
STATE_EXAMPLE = OpenApiExample(
    "state", value=STATE, response_only=True, status_codes=["200", "201", "202"]
)
ATTACHMENT_EXAMPLE = OpenApiExample(
    "attachment", value=ATTACHMENT, response_only=True, status_codes=["200", "201"]
)
SENT_RECIPIENTS_EXAMPLE = OpenApiExample(
    "recipients",
    value=SENT_RECIPIENTS,
    request_only=True,
    media_type="application/json",
)
SENT_REQUEST_EXAMPLE = OpenApiExample("request", value=SENT_REQUEST, request_only=True)
