"""Examples of the API's documentation, one story of a fictional county: the notice
that a unit's system hands in (submissions/examples.py) is public. A test walks it."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample

ROW = {
    "id": 1207,
    "url": "https://www.example.gov.cn/notices/1207/",
    "title": "关于调整农村危房改造补助标准的通知",
    "summary": "调整2026年农村危房改造补助标准。",
    "index_number": "11990000MB0A12345X/2026-00001",
    "document_number": "清政办发〔2026〕12号",
    "agency_code": "990000-zfb",
    "agency_name": "清源县人民政府办公室",
    "board_slug": "policy",
    "kind": "policy",
    "theme": "10",
    "genre": "notice",
    "stage": "",
    "keywords": "危房改造",
    "issued_on": "2026-03-02",
    "published_at": "2026-03-03T01:30:00Z",
    "recorded_at": "2026-03-03T01:30:00Z",
    "effective_from": "2026-03-03",
    "effective_until": None,
    "validity": "valid",
    "validity_now": "valid",
    "is_migrated": False,
    "interprets": None,
}
WHOLE = ROW | {
    "body": "<p>各乡镇人民政府：</p>\n<p>现将有关事项通知如下。</p>",
    "service_audience": "farmers",
    "disclosure": "proactive",
    "disclosure_basis": "",
    "term": "long",
    "source": "",
    "source_url": "",
    "responsible_editor": "",
    "section": "",
    "original_url": "",
    "legacy_index_number": "",
    "attachments": [
        {
            "url": "https://www.example.gov.cn/attachments/88/",
            "title": "补助标准表",
            "file_name": "补助标准表.xlsx",
            "media_type": (
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            ),
            "size": 18734,
            "sha256": "ab" * 32,
            "page_url": "https://www.example.gov.cn/notices/1207/attachments/88/",
            "pages": 1,
            "has_text": True,
        }
    ],
    "co_publishers": [],
    "posting_period": {
        "starts_on": "2026-03-04",
        "ends_on": "2026-03-10",
        "length": 5,
        "unit": "working",
        "objection_unit": "县住房和城乡建设局",
        "objection_telephone": "0999-1234567",
        "objection_form": "",
        "result": "",
        "result_note": "",
        "afterwards": "long",
    },
    "override": None,
    "interpretations": [],
    "structure": None,
    "warning_state": None,
    "duties": [
        {
            "id": 12,
            "url": "https://www.example.gov.cn/directory/items/12/",
            "code": "",
            "title": "财务信息 / 收支情况",
            "period": "2026-Q2",
            "first_day": "2026-04-01",
            "last_day": "2026-06-30",
            "due_on": "2026-07-28",
            "state": "in_time",
        }
    ],
}
BOARD = {
    "id": 3,
    "slug": "policy",
    "name": "政策文件",
    "agency_code": None,
    "nature": "standing",
    "column_type": "政策文件",
    "description": "县政府及各部门的规范性文件。",
    "keywords": "政策",
    "update_days": 30,
    "is_open": True,
}

SHORT_TEXT = {
    "led": (
        "清源县人民政府办公室2026年3月3日发布：关于调整农村危房改造补助标准的通知。"
        "调整2026年农村危房改造补助标准。公示期自2026年3月4日至2026年3月10日，"
        "如有异议请向县住房和城乡建设局反映，电话0999-1234567。"
    ),
    "spoken": (
        "清源县人民政府办公室2026年3月3日发布：关于调整农村危房改造补助标准的通知。"
        "调整2026年农村危房改造补助标准。公示期自2026年3月4日至2026年3月10日，"
        "如有异议请向县住房和城乡建设局反映，电话零九九九，幺二三四五六七。"
    ),
}

# In a list an example is one row: the pages around it are added by the schema.
ROW_EXAMPLE = OpenApiExample("notice", value=ROW, response_only=True)
WHOLE_EXAMPLE = OpenApiExample("notice", value=WHOLE, response_only=True)
SHORT_TEXT_EXAMPLE = OpenApiExample("text", value=SHORT_TEXT, response_only=True)
BOARD_EXAMPLE = OpenApiExample("board", value=BOARD, response_only=True)
