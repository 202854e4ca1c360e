"""Personnel (人事信息): 任免, 招考, 录用, 拟任公示."""

from __future__ import annotations

from django.utils.translation import gettext as _, gettext_lazy

from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

from ..models import PersonnelAction, PersonnelFacts, PersonnelLine, PersonnelSort
from .line_table import facts_of, table_of
from .structured_kind import Structure, StructuredKind

ACTION_WORDS = {
    PersonnelAction.APPOINTED: ("任命", "任", "聘任", "任职"),
    PersonnelAction.REMOVED: ("免去", "免", "免职", "解聘"),
    PersonnelAction.PROPOSED: ("拟任职", "拟提拔", "拟聘任"),
    PersonnelAction.HIRED: ("拟聘用", "拟聘", "录用", "聘用", "录取"),
}
FACTS = (
    Column(
        code="sort",
        label=gettext_lazy("sort of personnel matter"),
        kind=Kind.CHOICE,
        choices={sort: (sort.label,) for sort in PersonnelSort},
        is_required=True,
    ),
    Column(code="decided_by", label=gettext_lazy("meeting or document")),
    Column(code="decided_on", label=gettext_lazy("decided on"), kind=Kind.DAY),
)
COLUMNS = (
    Column(
        code="name",
        label=gettext_lazy("name of the person"),
        synonyms=("姓名", "考生姓名", "拟任人选", "人员姓名"),
        is_required=True,
        max_length=60,
        example="苏明远",
    ),
    Column(
        code="action",
        label=gettext_lazy("appointed or removed"),
        kind=Kind.CHOICE,
        synonyms=("任免情况", "任/免", "任免", "结论"),
        choices={key: (key.label, *words) for key, words in ACTION_WORDS.items()},
        is_required=True,
        example="任命",
    ),
    Column(
        code="post",
        label=gettext_lazy("post"),
        synonyms=("职务", "拟任职务", "任免职务", "报考岗位", "拟聘岗位", "报考职位"),
        is_required=True,
        max_length=200,
        example="县水利局副局长",
    ),
    Column(
        code="current_post",
        label=gettext_lazy("present post"),
        synonyms=("现任职务", "现职", "现工作单位及职务"),
        max_length=200,
    ),
    Column(
        code="exam_number",
        label=gettext_lazy("exam number"),
        synonyms=("准考证号", "考号", "准考证号码"),
        max_length=40,
    ),
    Column(
        code="from_on",
        label=gettext_lazy("in post from"),
        kind=Kind.DAY,
        synonyms=("任职时间", "生效日期", "任免时间", "起始日期"),
    ),
    Column(
        code="remark",
        label=gettext_lazy("remark"),
        synonyms=("备注", "说明", "试用期"),
        max_length=300,
    ),
)
PERSONS = table_of(
    PersonnelLine,
    code="lines",
    title=gettext_lazy("Persons"),
    columns=COLUMNS,
    is_required=False,
    key=("name", "post"),
)


def _lacks(structure: Structure) -> list[str]:
    """A recruitment announces posts; all else names persons."""
    if structure["lines"] or structure.get("sort") == PersonnelSort.EXAMINATION:
        return []
    return [_("%s: at least one line") % PERSONS.title]


PERSONNEL = StructuredKind(
    facts=FACTS,
    read_facts=facts_of(PersonnelFacts, FACTS),
    tables=(PERSONS,),
    lacks=_lacks,
)
