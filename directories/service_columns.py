"""The columns of lists of powers and services as offices keep them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.spreadsheets.columns import Column

from .models import ExerciseLevel, ServiceKind

# Required cells are judged by the import, which names the row and its rule.
COLUMNS = (
    Column(code="serial", label=_("number"), synonyms=("序号",), is_serial=True),
    Column(
        code="name",
        label=_("name"),
        synonyms=("事项名称", "权力名称", "职权名称", "项目名称", "服务事项名称"),
        is_required=True,
        is_judged_later=True,
    ),
    Column(
        code="kind",
        label=_("kind"),
        synonyms=("事项类型", "权力类型", "职权类型", "权力类别", "职权类别", "类型"),
        is_required=True,
        is_judged_later=True,
    ),
    Column(
        code="code",
        label=_("implementation code"),
        synonyms=("实施编码", "实施清单编码", "职权编码", "权力编码", "事项编码"),
        is_required=True,
        is_judged_later=True,
    ),
    Column(
        code="basic_code",
        label=_("basic code"),
        synonyms=("基本编码", "目录编码", "国家基本编码"),
    ),
    Column(
        code="unit",
        label=_("unit in charge"),
        synonyms=("实施主体", "行使主体", "实施机构", "实施机关", "责任主体", "单位"),
    ),
    Column(
        code="level",
        label=_("exercising level"),
        synonyms=("行使层级", "权力层级", "实施层级"),
    ),
    Column(
        code="bases",
        label=_("legal basis"),
        synonyms=("设定依据", "实施依据", "法律依据", "职权依据"),
        keeps_lines=True,
    ),
    Column(
        code="responsibilities",
        label=_("responsibility matters"),
        synonyms=("责任事项", "责任清单", "责任事项内容"),
        keeps_lines=True,
    ),
    Column(
        code="accountability",
        label=_("grounds for accountability"),
        synonyms=("追责情形", "追责情形和追责依据", "追责情形及依据"),
        keeps_lines=True,
    ),
    Column(
        code="legal",
        label=_("legal time limit"),
        synonyms=("法定时限", "法定办结时限", "法定期限"),
    ),
    Column(
        code="promised",
        label=_("promised time limit"),
        synonyms=("承诺时限", "承诺办结时限", "承诺期限"),
    ),
    Column(code="charged", label=_("is charged"), synonyms=("是否收费", "收费")),
    Column(
        code="charge_basis",
        label=_("basis of the charge"),
        synonyms=("收费依据", "收费标准及依据"),
    ),
)
KINDS: Mapping[str, str] = {
    "行政许可": ServiceKind.LICENCE,
    "许可": ServiceKind.LICENCE,
    "行政处罚": ServiceKind.PENALTY,
    "处罚": ServiceKind.PENALTY,
    "行政强制": ServiceKind.COERCION,
    "强制": ServiceKind.COERCION,
    "行政征收": ServiceKind.LEVY,
    "征收": ServiceKind.LEVY,
    "行政给付": ServiceKind.BENEFIT,
    "给付": ServiceKind.BENEFIT,
    "行政检查": ServiceKind.INSPECTION,
    "检查": ServiceKind.INSPECTION,
    "行政确认": ServiceKind.CONFIRMATION,
    "确认": ServiceKind.CONFIRMATION,
    "行政奖励": ServiceKind.REWARD,
    "奖励": ServiceKind.REWARD,
    "行政裁决": ServiceKind.RULING,
    "裁决": ServiceKind.RULING,
    "其他行政权力": ServiceKind.OTHER_POWER,
    "其他权力": ServiceKind.OTHER_POWER,
    "其他职权": ServiceKind.OTHER_POWER,
    "其他": ServiceKind.OTHER_POWER,
    "公共服务": ServiceKind.PUBLIC_SERVICE,
    "公共服务事项": ServiceKind.PUBLIC_SERVICE,
}
LEVELS: Mapping[str, str] = {
    "省级": ExerciseLevel.PROVINCE,
    "市级": ExerciseLevel.CITY,
    "县级": ExerciseLevel.COUNTY,
    "区级": ExerciseLevel.COUNTY,
    "县区级": ExerciseLevel.COUNTY,
    "乡级": ExerciseLevel.TOWNSHIP,
    "镇级": ExerciseLevel.TOWNSHIP,
    "乡镇级": ExerciseLevel.TOWNSHIP,
    "街道级": ExerciseLevel.TOWNSHIP,
    "村级": ExerciseLevel.VILLAGE,
    "社区级": ExerciseLevel.VILLAGE,
}
CHARGED: Mapping[str, bool | None] = {
    "": None,
    "是": True,
    "收费": True,
    "有": True,
    "否": False,
    "不收费": False,
    "免费": False,
    "无": False,
}
