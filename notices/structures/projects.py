"""Projects (重大建设项目, 村级项目): what is built, and step by step how far it is."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _, gettext_lazy

from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

from ..models import ProjectFacts, ProjectStage, ProjectStep
from .line_table import facts_of, table_of
from .structured_kind import Structure, StructuredKind

FACTS = (
    Column(
        code="name",
        label=gettext_lazy("name of the project"),
        synonyms=("项目名称", "工程名称", "建设项目名称"),
        is_required=True,
        max_length=200,
        example="通村公路硬化工程",
    ),
    Column(
        code="place",
        label=gettext_lazy("place of works"),
        synonyms=("建设地点", "实施地点", "项目地点"),
        is_required=True,
        max_length=200,
        example="石盘镇堰口村三组",
    ),
    Column(
        code="implementing_unit",
        label=gettext_lazy("implementing unit"),
        synonyms=("实施单位", "建设单位", "项目业主", "业主单位"),
        is_required=True,
        max_length=100,
        example="堰口村村民委员会",
    ),
    Column(
        code="project_type",
        label=gettext_lazy("type of project"),
        synonyms=("项目类型", "项目类别", "建设性质"),
        max_length=40,
        example="农村道路",
    ),
    Column(
        code="scale",
        label=gettext_lazy("content and scale"),
        synonyms=("建设内容及规模", "建设规模及内容", "建设内容", "建设规模"),
        is_required=True,
        keeps_lines=True,
        example="硬化道路 1.2 公里，宽 4.5 米",
    ),
    Column(
        code="investment",
        label=gettext_lazy("total investment"),
        kind=Kind.MONEY,
        synonyms=("总投资", "投资额", "投资规模", "项目投资", "资金规模"),
        is_required=True,
        minimum=Decimal(0),
        example="480000",
    ),
    Column(
        code="fund_source",
        label=gettext_lazy("source of funds"),
        synonyms=("资金来源", "资金渠道", "资金来源及构成"),
        is_required=True,
        max_length=300,
        example="财政衔接推进乡村振兴补助资金",
    ),
    Column(
        code="households",
        label=gettext_lazy("households that benefit"),
        kind=Kind.WHOLE,
        unit="户",
        synonyms=("受益户数", "受益农户", "受益户"),
        minimum=Decimal(0),
        example="86",
    ),
    Column(
        code="people",
        label=gettext_lazy("people that benefit"),
        kind=Kind.WHOLE,
        unit="人",
        synonyms=("受益人数", "受益人口", "受益群众"),
        minimum=Decimal(0),
        example="312",
    ),
    Column(
        code="begins_on",
        label=gettext_lazy("works begin"),
        kind=Kind.DAY,
        synonyms=("计划开工日期", "开工日期", "开工时间", "建设起始时间"),
        month_reads_as="first",
        example="2026.3.1",
    ),
    Column(
        code="ends_on",
        label=gettext_lazy("works end"),
        kind=Kind.DAY,
        synonyms=("计划完工日期", "完工日期", "竣工日期", "计划竣工时间"),
        month_reads_as="last",
        example="2026.9.30",
    ),
    Column(
        code="person_in_charge",
        label=gettext_lazy("person in charge of the project"),
        synonyms=("项目负责人", "责任人", "负责人"),
        max_length=60,
        help=gettext_lazy("Name and post; no private telephone number."),
    ),
    Column(
        code="contractor",
        label=gettext_lazy("contractor"),
        synonyms=("施工单位", "中标单位", "承建单位"),
        max_length=200,
    ),
    Column(
        code="supervisor",
        label=gettext_lazy("construction supervisor"),
        synonyms=("监理单位", "工程监理"),
        max_length=200,
    ),
)
STEP_WORDS = {
    ProjectStep.APPROVAL: ("立项", "项目立项", "立项批复", "批复", "审批", "核准"),
    ProjectStep.BUDGET: ("预算", "预算评审", "概算", "财政评审"),
    ProjectStep.TENDER: ("招标", "招标公告", "招投标", "采购", "比选"),
    ProjectStep.AWARD: ("中标", "中标公示", "中标结果", "成交", "签订合同", "合同"),
    ProjectStep.START: ("开工", "开工建设", "施工", "动工"),
    ProjectStep.PAYMENT: ("资金拨付", "拨付", "拨款", "付款"),
    ProjectStep.COMPLETION: ("完工", "竣工", "主体完工"),
    ProjectStep.ACCEPTANCE: ("验收", "竣工验收", "交工验收"),
    ProjectStep.FINAL_ACCOUNT: ("决算", "竣工决算", "结算", "竣工结算"),
    ProjectStep.AUDIT: ("审计", "决算审计", "审计结果"),
    ProjectStep.OTHER: ("其他", "其它"),
}
STAGES = (
    Column(
        code="step",
        label=gettext_lazy("step"),
        kind=Kind.CHOICE,
        synonyms=("阶段", "环节", "进展阶段", "项目阶段"),
        is_required=True,
        choices={key: (key.label, *words) for key, words in STEP_WORDS.items()},
        example="招标",
    ),
    Column(
        code="name",
        label=gettext_lazy("own name of the step"),
        synonyms=("具体事项", "阶段名称", "工作内容", "说明"),
        max_length=60,
        help=gettext_lazy(
            "Where the step needs more words, or is none of those listed."
        ),
    ),
    Column(
        code="promised_on",
        label=gettext_lazy("promised for"),
        kind=Kind.DAY,
        synonyms=("计划时间", "计划日期", "承诺时间", "承诺日期", "计划完成时间"),
        month_reads_as="last",
        example="2026.4.15",
    ),
    Column(
        code="done_on",
        label=gettext_lazy("done on"),
        kind=Kind.DAY,
        synonyms=("实际时间", "实际日期", "完成时间", "实际完成时间", "完成日期"),
        blanks=("未完成", "未开始", "进行中"),
        example="2026.4.12",
    ),
    Column(
        code="result",
        label=gettext_lazy("result"),
        synonyms=("结果", "进展情况", "完成情况", "办理结果"),
        max_length=500,
        example="三家投标，中标价 46.8 万元",
    ),
    Column(
        code="amount",
        label=gettext_lazy("amount"),
        kind=Kind.MONEY,
        synonyms=("金额", "涉及金额"),
        adds_up=False,
        minimum=Decimal(0),
        example="468000",
    ),
)


def lacks(structure: Structure) -> list[str]:
    """A step has a day, promised or real; one that is not on the list has a name."""
    found = []
    for number, stage in enumerate(structure["stages"], start=1):
        if not (stage["promised_on"] or stage["done_on"]):
            found.append(
                _("step %s: the day promised for it, or the day it was done") % number
            )
        if stage["step"] == ProjectStep.OTHER and not stage["name"]:
            found.append(_("step %s: its own name") % number)
    return found


PROJECTS = StructuredKind(
    facts=FACTS,
    read_facts=facts_of(ProjectFacts, FACTS),
    tables=(
        table_of(
            ProjectStage,
            code="stages",
            title=gettext_lazy("Progress of the project"),
            columns=STAGES,
            key=("step", "name"),
        ),
    ),
    lacks=lacks,
)
