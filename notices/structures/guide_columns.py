"""The columns of a service guide (办事指南): its facts, materials and steps."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

from ..models import (
    Copies,
    GuideAudience,
    HandlingType,
    ItemKind,
    ItemType,
    MaterialSource,
)


def _choices(words: type[TextChoices], **others: tuple[str, ...]) -> dict[str, Any]:
    """Each choice by its label and by the words that sheets use for it."""
    return {key: (key.label, *others.get(key.name, ())) for key in words}


FACTS = (
    Column(
        code="item",
        label=_("service item"),
        synonyms=("事项名称", "事务名称", "办理事项", "项目名称"),
        is_required=True,
        max_length=200,
    ),
    Column(
        code="code",
        label=_("item code"),
        synonyms=("事项编码", "基本编码", "实施编码", "事项代码"),
        max_length=60,
    ),
    Column(
        code="item_kind",
        label=_("item kind"),
        kind=Kind.CHOICE,
        synonyms=("事项类别",),
        choices=_choices(
            ItemKind,
            APPROVAL=("审批", "审批类"),
            POWER=("职权", "职权类"),
            CONVENIENCE=("便民", "便民类"),
        ),
    ),
    Column(
        code="item_type",
        label=_("item type"),
        kind=Kind.CHOICE,
        synonyms=("事项类型", "权力类型"),
        choices=_choices(
            ItemType,
            LICENCE=("许可",),
            CONFIRMATION=("确认",),
            BENEFIT=("给付",),
            LEVY=("征收",),
            RULING=("裁决",),
            REWARD=("奖励",),
            OTHER_POWER=("其他",),
        ),
    ),
    Column(
        code="handling",
        label=_("handling type"),
        kind=Kind.CHOICE,
        synonyms=("办件类型",),
        is_required=True,
        choices=_choices(HandlingType, IMMEDIATE=("即办",), PROMISED=("承诺",)),
    ),
    Column(
        code="audience",
        label=_("who may apply"),
        kind=Kind.CHOICE,
        synonyms=("服务对象", "面向对象"),
        is_required=True,
        choices=_choices(
            GuideAudience,
            CITIZENS=("自然人", "群众"),
            ENTERPRISES=("法人", "法人及其他组织"),
            BOTH=("自然人、法人", "自然人、法人及其他组织"),
        ),
    ),
    Column(
        code="conditions",
        label=_("conditions"),
        synonyms=("申请条件", "申报条件", "办理条件", "受理条件"),
        is_required=True,
        keeps_lines=True,
    ),
    Column(
        code="bases",
        label=_("legal basis"),
        synonyms=("设定依据", "办理依据", "法律依据"),
        is_required=True,
        keeps_lines=True,
        help=_("Titles and document numbers, divided by 、 or ；."),
    ),
    Column(code="needs_no_materials", label=_("needs no materials"), kind=Kind.FLAG),
    Column(code="is_free", label=_("free of charge"), kind=Kind.FLAG),
    Column(
        code="legal_days",
        label=_("legal time limit"),
        kind=Kind.WHOLE,
        synonyms=("法定时限", "法定办结时限", "法定期限"),
        unit="工作日",
        adds_up=False,
    ),
    Column(
        code="promised_days",
        label=_("promised time limit"),
        kind=Kind.WHOLE,
        synonyms=("承诺时限", "承诺办结时限", "承诺期限", "期限"),
        unit="工作日",
        adds_up=False,
    ),
    Column(
        code="visits",
        label=_("number of visits"),
        kind=Kind.WHOLE,
        synonyms=("到现场次数", "到办事现场次数", "跑动次数"),
        unit="次",
        adds_up=False,
    ),
    Column(
        code="place",
        label=_("place"),
        synonyms=("办理地点", "地点", "受理地点"),
        is_required=True,
        max_length=200,
    ),
    Column(
        code="window",
        label=_("window"),
        synonyms=("办理窗口", "窗口"),
        max_length=100,
    ),
    Column(
        code="agent_points",
        label=_("agent points"),
        synonyms=("代办点", "就近办理点"),
        keeps_lines=True,
    ),
    Column(
        code="hours",
        label=_("hours of service"),
        synonyms=("办理时间", "工作时间"),
        is_required=True,
        max_length=200,
    ),
    Column(
        code="telephone",
        label=_("contact telephone"),
        synonyms=("联系电话", "咨询电话"),
        is_required=True,
        max_length=100,
    ),
    Column(
        code="online_url",
        label=_("online address"),
        synonyms=("网上办理", "网办地址", "在线办理网址"),
        max_length=500,
    ),
    Column(
        code="result",
        label=_("result of the procedure"),
        synonyms=("办理结果", "结果名称", "审批结果"),
        max_length=200,
    ),
    Column(
        code="remedies",
        label=_("remedies"),
        synonyms=("行政复议和诉讼", "救济途径", "法律救济"),
        keeps_lines=True,
    ),
    Column(
        code="complaint_telephone",
        label=_("complaint telephone"),
        synonyms=("投诉电话", "监督电话", "监督投诉电话"),
        max_length=100,
    ),
    Column(
        code="faq",
        label=_("frequent questions"),
        synonyms=("常见问题",),
        keeps_lines=True,
    ),
)
MATERIALS = (
    Column(
        code="name",
        label=_("material"),
        synonyms=("材料名称", "申请材料", "办理材料", "所需证件", "名称"),
        is_required=True,
        max_length=200,
        example="居民身份证",
    ),
    Column(
        code="copies",
        label=_("original or copy"),
        kind=Kind.CHOICE,
        synonyms=("原件/复印件", "材料形式", "材料类型", "原件或复印件"),
        choices=_choices(
            Copies,
            ORIGINAL=("原件",),
            COPY=("复印件",),
            BOTH=("原件和复印件", "原件及复印件", "原件、复印件", "原件/复印件"),
            ELECTRONIC=("电子", "电子件", "电子版", "电子材料", "电子文件"),
        ),
        example="原件",
    ),
    Column(
        code="quantity",
        label=_("number of copies"),
        kind=Kind.WHOLE,
        synonyms=("份数", "数量", "材料份数"),
        unit="份",
        adds_up=False,
        example="1",
    ),
    Column(
        code="condition",
        label=_("needed only if"),
        synonyms=("必要性", "适用情形", "需提交的情形"),
        max_length=200,
        blanks=("必要", "必需", "必须", "是"),
        help=_("Empty: always needed."),
        example="委托他人代办的",
    ),
    Column(
        code="source",
        label=_("source of the material"),
        kind=Kind.CHOICE,
        synonyms=("材料来源", "来源渠道", "来源"),
        choices=_choices(
            MaterialSource,
            # A form that lies at the window is filled in and brought, too.
            APPLICANT=("申请人自备", "申请人", "自备", "窗口领取", "窗口提供"),
            OFFICE=("政府部门核发", "部门核验", "办理机关核验", "数据共享"),
        ),
        example="申请人自备",
    ),
    Column(
        code="blank_form",
        label=_("blank form"),
        synonyms=("空白表格", "空表", "表格下载"),
        max_length=200,
        help=_("Name of a file among the attachments of this notice."),
        example="申请表.docx",
    ),
    Column(
        code="sample",
        label=_("filled-in sample"),
        synonyms=("样表", "示例样表", "填写样本", "示范文本"),
        max_length=200,
        help=_("Name of a file among the attachments of this notice."),
    ),
    Column(
        code="remark",
        label=_("remark"),
        synonyms=("备注", "说明", "填报须知"),
        max_length=300,
    ),
)
# How many of each, as many sheets have it.
MATERIAL_COUNTS = tuple(
    Column(
        code=code,
        label=label,
        kind=Kind.WHOLE,
        synonyms=synonyms,
        unit="份",
        is_only_read=True,
        adds_up=False,
        minimum=Decimal(0),
    )
    for code, label, synonyms in (
        ("originals", _("number of originals"), ("原件份数", "原件数量")),
        ("duplicates", _("number of duplicates"), ("复印件份数", "复印件数量")),
    )
)
STEPS = (
    Column(
        code="number",
        label=_("step number"),
        synonyms=("步骤序号", "步骤", "环节序号", "序号"),
        is_place=True,
        max_length=10,
        help=_("Empty: its place."),
        example="1",
    ),
    Column(
        code="name",
        label=_("step"),
        synonyms=("步骤名称", "环节", "环节名称", "办理环节", "流程环节"),
        is_required=True,
        max_length=60,
        example="受理",
    ),
    Column(
        code="handler",
        label=_("handled by"),
        synonyms=("办理人", "责任人", "办理人员", "责任部门", "承办单位"),
        max_length=100,
        example="综合窗口",
    ),
    Column(
        code="days",
        label=_("days"),
        kind=Kind.WHOLE,
        synonyms=("办理时限", "时限", "环节时限"),
        words=dict.fromkeys(("当场", "当场办结", "即时", "即办", "即时办结"), 0),
        unit="工作日",
        adds_up=False,
        example="1",
    ),
    Column(
        code="what",
        label=_("what is done"),
        synonyms=("办理内容", "审查标准", "工作内容", "内容"),
        keeps_lines=True,
        example="核对材料，出具受理通知书。",
    ),
    Column(
        code="next",
        label=_("steps that may follow"),
        synonyms=("下一步", "后续步骤", "下一环节"),
        max_length=200,
        help=_(
            "Numbers, each with its case: 3；2（材料不全）. Empty: the step below;"
            " 结束: the end."
        ),
        example="3；2（材料不全）",
    ),
)
