"""Fees (收费目录清单): the union of the columns that counties publish."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

from ..models import ApprovalLevel, FeeLine, FundHandling
from .line_table import table_of
from .structured_kind import StructuredKind

FUND_WORDS = {
    FundHandling.CENTRAL: ("缴入中央国库", "中央国库"),
    FundHandling.SHARED: ("缴入中央和地方国库", "中央和地方国库", "中央地方国库"),
    FundHandling.PROVINCIAL: ("缴入省国库", "省国库", "缴入省级国库"),
    FundHandling.LOCAL: (
        "缴入同级国库",
        "同级国库",
        "国库",
        "缴入国库",
        "缴入地方国库",
    ),
    FundHandling.SPECIAL_ACCOUNT: (
        "缴入财政专户",
        "缴入中央和地方财政专户",
        "财政专户",
        "专户",
    ),
}
LEVEL_WORDS = {
    ApprovalLevel.CENTRAL: ("中央", "国家", "中央级"),
    ApprovalLevel.PROVINCIAL: ("省", "省级", "自治区", "直辖市"),
}
COLUMNS = (
    Column(
        code="item",
        label=_("fee"),
        synonyms=("收费项目", "项目名称", "收费项目名称", "项目", "收费名称"),
        is_required=True,
        max_length=100,
        example="不动产登记费",
    ),
    Column(
        code="sub_item",
        label=_("sub-item"),
        synonyms=("子项", "子项名称", "收费子项"),
        max_length=100,
        example="住宅类",
    ),
    Column(
        code="nature",
        label=_("nature of the fee"),
        synonyms=("收费性质", "性质"),
        max_length=40,
        example="行政事业性收费",
    ),
    Column(
        code="unit_of_charge",
        label=_("unit of charge"),
        synonyms=("计费单位", "单位", "计算单位", "计量单位"),
        max_length=40,
        example="件",
    ),
    Column(
        code="standard",
        label=_("standard"),
        synonyms=("收费标准", "标准", "征收标准", "收费标准(元)", "征收标准(元)"),
        is_required=True,
        max_length=300,
        example="80元/件",
        help=_("As the tariff says it: a sum, a rate, or a range."),
    ),
    Column(
        code="amount",
        label=_("amount"),
        kind=Kind.MONEY,
        synonyms=("金额", "标准金额", "收费金额"),
        digits=14,
        places=4,
        adds_up=False,
        minimum=Decimal(0),
        example="80",
        help=_("Yuan for one unit of charge; empty for rates and ranges."),
    ),
    Column(
        code="payer",
        label=_("who pays"),
        synonyms=("收费对象", "缴费对象", "征收对象"),
        max_length=200,
        example="申请登记的单位和个人",
    ),
    Column(
        code="bases",
        label=_("legal basis"),
        synonyms=(
            "收费依据",
            "政策依据",
            "文件依据",
            "收费文件依据",
            "批准收费依据",
            "批准文件",
            "依据",
        ),
        is_required=True,
        keeps_lines=True,
        example="发改价格规〔2016〕2559号",
        help=_("Titles and document numbers, divided by 、 or ；."),
    ),
    Column(
        code="collecting_unit",
        label=_("collecting unit"),
        synonyms=("执收单位", "收费单位", "收费单位名称", "部门", "执收部门"),
        max_length=100,
        example="不动产登记中心",
    ),
    Column(
        code="fund_handling",
        label=_("handling of the funds"),
        kind=Kind.CHOICE,
        synonyms=("资金管理方式", "管理方式", "资金管理"),
        choices={key: (key.label, *words) for key, words in FUND_WORDS.items()},
        example="缴入同级国库",
    ),
    Column(
        code="approval_level",
        label=_("set up by"),
        kind=Kind.CHOICE,
        synonyms=("立项级次", "设立级次", "审批级次", "立项级别"),
        choices={key: (key.label, *words) for key, words in LEVEL_WORDS.items()},
        example="中央",
    ),
    Column(
        code="is_enterprise_related",
        label=_("concerns enterprises"),
        kind=Kind.FLAG,
        synonyms=("涉企", "是否涉企", "涉企收费"),
        example="否",
    ),
    Column(
        code="effective_from",
        label=_("charged from"),
        kind=Kind.DAY,
        synonyms=("执行日期", "起始日期", "执行时间", "开始日期"),
        example="2016.12.6",
    ),
    Column(
        code="effective_until",
        label=_("charged until"),
        kind=Kind.DAY,
        synonyms=("截止日期", "终止日期", "有效期至"),
        blanks=("长期", "长期有效", "无"),
    ),
    Column(code="remark", label=_("remark"), synonyms=("备注", "说明"), max_length=300),
)
AS_THE_BASIS_SAYS = "按依据文件执行"
# Of a sheet: what an item's number tells, and what its sub-items leave to it.
SHEET_COLUMNS = (
    Column(
        code="number",
        label=_("No."),
        synonyms=("序号", "编号"),
        is_serial=True,
    ),
    *(
        replace(
            column,
            is_judged_later=column.code in ("standard", "bases"),
            absent_as=AS_THE_BASIS_SAYS if column.code == "standard" else "",
        )
        for column in COLUMNS
    ),
)
FEES = StructuredKind(
    tables=(
        table_of(
            FeeLine,
            code="lines",
            title=_("Fees"),
            columns=COLUMNS,
            key=("item", "sub_item", "unit_of_charge"),
        ),
    )
)
