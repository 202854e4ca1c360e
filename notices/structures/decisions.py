"""Licences and penalties (双公示): the columns that the credit platforms ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _, gettext_lazy

from disclosure_portal.foundation.credit_codes import is_credit_code
from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

from ..models import DecisionRecord, DecisionSort, Notice, SubjectKind
from ..models.decisions import public_decision
from .line_table import Line, table_of
from .structured_kind import Structure, StructuredKind

SORT_WORDS = {
    DecisionSort.LICENCE: ("许可", "准予许可", "普通许可", "登记", "核准", "认可"),
    DecisionSort.PENALTY: ("处罚", "罚款", "警告", "没收"),
}
SUBJECT_WORDS = {
    SubjectKind.PERSON: ("个人", "公民"),
    SubjectKind.ORGANISATION: (
        "法人",
        "法人及非法人组织",
        "法人或其他组织",
        "企业",
        "单位",
    ),
    SubjectKind.TRADER: ("个体户", "个体"),
}
# What the national list of columns writes for 长期.
LONG_TERM = date(2099, 12, 31)
COLUMNS = (
    Column(
        code="sort",
        label=gettext_lazy("sort of decision"),
        kind=Kind.CHOICE,
        synonyms=("决定类别", "许可/处罚", "双公示类别", "类别", "信息类别"),
        choices={key: (key.label, *words) for key, words in SORT_WORDS.items()},
        is_required=True,
        # The credit platforms have a sheet for each, without such a column.
        told_by={DecisionSort.LICENCE: "许可", DecisionSort.PENALTY: "处罚"},
        example="行政许可",
    ),
    Column(
        code="document_number",
        label=gettext_lazy("document number"),
        synonyms=(
            "决定书文号",
            "行政许可决定文书号",
            *("许可决定书文号", "行政许可决定书文号", "许可决定文书号"),
            *("处罚决定书文号", "处罚决定文书号"),
            "行政处罚决定书文号",
            "决定文书号",
            "文书号",
        ),
        is_required=True,
        max_length=80,
        example="霁市监罚决〔2026〕12号",
    ),
    Column(
        code="subject_kind",
        label=gettext_lazy("kind of subject"),
        kind=Kind.CHOICE,
        synonyms=("相对人类别", "行政相对人类别"),
        choices={key: (key.label, *words) for key, words in SUBJECT_WORDS.items()},
        is_required=True,
        example="法人",
    ),
    Column(
        code="subject_name",
        label=gettext_lazy("subject of the decision"),
        synonyms=("行政相对人名称", "相对人名称", "行政相对人", "当事人", "申请人"),
        is_required=True,
        max_length=120,
        example="霁川县云坪茶业有限公司",
        help=gettext_lazy(
            "The name of a natural person is masked before it is stored."
        ),
    ),
    Column(
        code="credit_code",
        label=gettext_lazy("unified social credit code"),
        synonyms=("行政相对人代码_1(统一社会信用代码)", "信用代码", "统一信用代码"),
        max_length=18,
        example="91350100M000100Y43",
        help=gettext_lazy("Of organisations and sole traders; never of persons."),
    ),
    Column(
        code="matter",
        label=gettext_lazy("matter decided"),
        synonyms=("许可内容", "许可事项", "案由", "违法行为类型", "事项名称", "内容"),
        is_required=True,
        max_length=200,
        example="食品经营许可",
    ),
    Column(
        code="facts",
        label=gettext_lazy("facts of the case"),
        synonyms=("违法事实", "主要事实"),
        keeps_lines=True,
    ),
    Column(
        code="bases",
        label=gettext_lazy("legal basis"),
        synonyms=("处罚依据", "许可依据", "依据", "决定依据"),
        keeps_lines=True,
        help=gettext_lazy("Titles and document numbers, divided by 、 or ；."),
    ),
    Column(
        code="penalty_kind",
        label=gettext_lazy("kind of penalty"),
        synonyms=("处罚类别", "处罚种类"),
        max_length=100,
        example="罚款；没收违法所得",
    ),
    Column(
        code="amount",
        label=gettext_lazy("amount of the penalty"),
        kind=Kind.MONEY,
        synonyms=("罚款金额", "罚款金额(元)", "处罚金额"),
        minimum=Decimal(0),
        example="2000",
    ),
    Column(
        code="result",
        label=gettext_lazy("content of the decision"),
        synonyms=("处罚内容", "决定内容", "处理结果", "许可结果"),
        keeps_lines=True,
        example="准予许可",
    ),
    Column(
        code="decided_on",
        label=gettext_lazy("decided on"),
        kind=Kind.DAY,
        synonyms=("决定日期", "许可决定日期", "处罚决定日期", "作出决定日期"),
        is_required=True,
        example="2026.3.5",
        help=gettext_lazy("Public within 7 working days of this day."),
    ),
    Column(
        code="valid_until",
        label=gettext_lazy("valid until"),
        kind=Kind.DAY,
        synonyms=("有效期至", "有效期截止", "处罚有效期"),
        blanks=("无",),
        words=dict.fromkeys(("长期", "长期有效", "永久"), LONG_TERM),
        help=gettext_lazy("A day, or 长期; kept as 2099-12-31."),
    ),
    Column(
        code="deciding_unit",
        label=gettext_lazy("deciding unit"),
        synonyms=("许可机关", "处罚机关", "决定机关", "作出决定机关"),
        is_required=True,
        max_length=100,
        example="县市场监督管理局",
    ),
)
_TABLE = table_of(
    DecisionRecord,
    code="lines",
    title=gettext_lazy("Decisions"),
    columns=COLUMNS,
    key=("document_number",),
)
_LABELS = {column.code: column.label for column in COLUMNS}
# Who was punished for what, how, and who was licensed to what.
ALSO_OF_PENALTIES = ("facts", "bases", "penalty_kind", "result")


def _replace(notice: Notice, lines: Sequence[Line]) -> None:
    _TABLE.replace(notice, [public_decision(line) for line in lines])


def _lacks(structure: Structure) -> list[str]:
    return [
        _("%(table)s, line %(number)s: %(column)s")
        % {"table": _TABLE.title, "number": number, "column": _LABELS[code]}
        for number, line in enumerate(structure["lines"], start=1)
        for code in _missing_in(line)
    ]


def _missing_in(line: Line) -> list[str]:
    """Organisations have a credit code, and what stands there is one; a penalty says
    for what and how."""
    code = line["credit_code"]
    is_needed = line["subject_kind"] == SubjectKind.ORGANISATION or code
    missing = ["credit_code"] if is_needed and not is_credit_code(code) else []
    if line["sort"] == DecisionSort.PENALTY:
        missing += [name for name in ALSO_OF_PENALTIES if not line[name]]
    return missing


PRIVATE = frozenset({"subject_name", "credit_code"})
DECISIONS = StructuredKind(
    tables=(replace(_TABLE, replace=_replace, shown=public_decision, private=PRIVATE),),
    lacks=_lacks,
)
