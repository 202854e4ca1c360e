"""The templates of answers that a new portal starts with: words for each kind of
letter, the remedies that belong to them, and where to turn for each ground of a
refusal. The office changes them in its rows: what is there is never changed.

Whether a remedy is open depends on what was decided, so the clerk keeps or strikes it;
each names the law that it follows. What stands in 【】 is filled in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db import transaction

from disclosure_portal.foundation.models import AuditEntry

from .models import LetterKind, RefusalGround, ReplyTemplate

# 信访工作条例（2022）, arts. 35 and 36.
PETITION = (
    "如不服本处理意见，可以自收到之日起30日内，向办理单位的上一级机关、单位提出复查"
    "申请（《信访工作条例》第三十五条）；对复查意见仍不服的，可以自收到复查意见之日起"
    "30日内申请复核（第三十六条）。"
)
# 行政复议法（2023）, arts. 20 and 23; 行政诉讼法, arts. 45 and 46.
DUTY = (
    "如认为行政机关未履行法定职责，应当先自知道之日起60日内向【复议机关】申请行政复议"
    "（《中华人民共和国行政复议法》第二十条、第二十三条）；对复议决定不服的，可以自收"
    "到复议决定书之日起15日内向人民法院提起行政诉讼。"
)
ACT = (
    "如对【行政行为】不服，可以自知道之日起60日内向【复议机关】申请行政复议，也可以自"
    "知道之日起六个月内向人民法院提起行政诉讼；法律规定应当先申请复议的除外。"
)
AGAIN = "如对答复仍有疑问，可在来信查询页评价并说明理由，或致电【经办科室、电话】。"
ABOVE = "如对办理结果有不同意见，可以向【上级主管单位】反映，电话【电话】。"


class Row(NamedTuple):
    """Its name, what it answers, its words, and the remedies."""

    name: str
    kind: str
    text: str
    remedies: str


REPLIES = (
    Row(
        "咨询：按政策答复",
        LetterKind.CONSULTATION,
        "您好！来信收悉。根据《【文件名称】》（【文号】）第【】条规定，【政策内容】。"
        "您可以到【地点】办理，需带【材料】，办公时间【时间】，联系电话【电话】。",
        AGAIN,
    ),
    Row(
        "咨询：不属于本单位职责",
        LetterKind.CONSULTATION,
        "您好！来信收悉。您咨询的【事项】由【主管单位】负责，地址【地址】，电话【电话】"
        "。我们已将您的来信一并转告。",
        AGAIN,
    ),
    Row(
        "投诉：属实，已处理",
        LetterKind.COMPLAINT,
        "您好！来信收悉。经【单位】于【日期】调查，您反映的【问题】属实。处理情况如下："
        "【措施】，已于【日期】完成。感谢您的监督。",
        PETITION,
    ),
    Row(
        "投诉：部分属实",
        LetterKind.COMPLAINT,
        "您好！来信收悉。经【单位】于【日期】调查，您反映的【问题一】属实，已【措施】；"
        "【问题二】与事实不符，情况是【说明】。",
        PETITION,
    ),
    Row(
        "投诉：不属实",
        LetterKind.COMPLAINT,
        "您好！来信收悉。经【单位】于【日期】调查，未发现您反映的【问题】，情况是"
        "【说明】。如有新的线索，请再次来信。",
        PETITION,
    ),
    Row(
        "投诉：要求履行职责",
        LetterKind.COMPLAINT,
        "您好！来信收悉。您要求【单位】【履行的职责】。依据【法律、条款】，处理决定是"
        "【决定及理由】。",
        DUTY,
    ),
    Row(
        "举报：已核查",
        LetterKind.REPORT,
        "您好！您反映的问题已由【承办单位】核查，核查情况：【结论】。您的身份和来信内容"
        "依法保密。",
        ABOVE,
    ),
    Row(
        "求助：已帮助解决",
        LetterKind.HELP,
        "您好！来信收悉。【单位】已于【日期】联系您，帮助情况：【措施】。如今后还有困难"
        "，请致电【电话】。",
        AGAIN,
    ),
    Row(
        "求助：暂不符合条件",
        LetterKind.HELP,
        "您好！来信收悉。您申请的【救助事项】依据《【文件名称】》第【】条，暂不符合"
        "【条件】。您还可以申请【其他途径】，由【单位】办理，电话【电话】。",
        ACT,
    ),
    Row(
        "建议：采纳",
        LetterKind.SUGGESTION,
        "您好！感谢您的建议。经【单位】研究，已采纳【内容】，计划于【日期】前【措施】。",
        "",
    ),
    Row(
        "建议：暂不采纳",
        LetterKind.SUGGESTION,
        "您好！感谢您的建议。经【单位】研究，因【理由】，目前暂不采纳，已留存备用。",
        AGAIN,
    ),
    Row(
        "纠错：已更正",
        LetterKind.CORRECTION,
        "您好！您指出的【页面、行】有误，属实。已于【日期】更正为【内容】，原页面保留更"
        "正记录。感谢您的监督。",
        "",
    ),
    Row(
        "纠错：内容无误",
        LetterKind.CORRECTION,
        "您好！您指出的【页面、行】经与【依据】核对，内容无误，理由是【说明】。",
        AGAIN,
    ),
    Row(
        "公示异议：成立",
        LetterKind.OBJECTION,
        "您好！您对【公示】提出的异议，经【单位】于【日期】核查，成立。处理情况："
        "【更正、取消或重新公示】。",
        "",
    ),
    Row(
        "公示异议：不成立",
        LetterKind.OBJECTION,
        "您好！您对【公示】提出的异议，经【单位】于【日期】核查，不成立，理由是【事实和"
        "依据】。",
        f"{ABOVE}公示结果作出行政决定后，{ACT}",
    ),
    Row(
        "通用：已转办、阶段性答复",
        "",
        "您好！来信收悉。因【原因】尚需时间，目前进展：【进展】，预计于【日期】前答复。",
        AGAIN,
    ),
)

TURN_TO: dict[RefusalGround, str] = {
    RefusalGround.COURT: (
        "该事项已经或者依法应当通过诉讼、仲裁、行政复议等途径解决，请向受理的人民法院、"
        "仲裁机构或者行政复议机关提出。"
    ),
    RefusalGround.PETITION: (
        "该信访事项正在办理，或已作出处理意见、复查复核意见，请向原办理机关查询；对处理"
        "意见不服的，可以自收到之日起30日内申请复查（《信访工作条例》第三十五条）。"
    ),
    RefusalGround.REPEATED: (
        "同一事项已经答复，来信没有新的事实和理由，请用原编号和查询码查看答复；如有新的"
        "情况，请写明后再次来信。"
    ),
    RefusalGround.ELSEWHERE: (
        "该事项不属于本县人民政府及其部门的职权范围，请向有权处理的机关、单位提出，也可"
        "以拨打所在地12345热线咨询。"
    ),
    RefusalGround.APPLICATION: (
        "该事项属于政府信息公开申请，请按照《中华人民共和国政府信息公开条例》第二十九条"
        "，向制作或者保存该信息的机关提出，申请方式见各单位政府信息公开指南。"
    ),
    RefusalGround.UNCLEAR: (
        "来信没有写明具体事项，又无法与您联系。请补充时间、地点、经过和联系方式后再次来"
        "信。"
    ),
    RefusalGround.ADVERTISING: (
        "来信是广告或者没有提出请求。如有需要反映的事项，请写明后再次来信。"
    ),
    RefusalGround.UNLAWFUL: (
        "来信含有侮辱、威胁或者其他违反法律的内容。请依法、如实反映诉求；需要法律帮助的"
        "，可以拨打12348公共法律服务热线。"
    ),
}


def templates() -> Iterator[ReplyTemplate]:
    """Answers first, in their order; then where to turn, one for each ground."""
    for position, row in enumerate(REPLIES, start=1):
        yield ReplyTemplate(**row._asdict(), position=position)
    for position, (ground, text) in enumerate(TURN_TO.items(), len(REPLIES) + 1):
        yield ReplyTemplate(
            name=f"不予受理：{_NAMES[ground]}",
            ground=ground,
            text=text,
            position=position,
        )


# Short names of the grounds, as they stand in the list of templates.
_NAMES = {
    RefusalGround.COURT: "已进入诉讼、仲裁或复议",
    RefusalGround.PETITION: "信访部门已受理",
    RefusalGround.REPEATED: "重复来信",
    RefusalGround.ELSEWHERE: "超出本县职权",
    RefusalGround.APPLICATION: "属于信息公开申请",
    RefusalGround.UNCLEAR: "内容不清",
    RefusalGround.ADVERTISING: "广告或无诉求",
    RefusalGround.UNLAWFUL: "侮辱、威胁或违法",
}


@transaction.atomic
def load() -> int:
    """Add those that are missing; how many were added."""
    known = set(ReplyTemplate.objects.values_list("name", flat=True))
    missing = [row for row in templates() if row.name not in known]
    made = ReplyTemplate.objects.bulk_create(missing)
    keys = [row.pk for row in made]
    return AuditEntry.objects.record_rows(ReplyTemplate, keys, by=None)
