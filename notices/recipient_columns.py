"""The columns of a recipient list as clerks keep it. Those of name and check are read
and never kept."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import chain

from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

from .models import CheckKind

# Headings that circulate, by what stands beneath them.
CHECK_HEADINGS = {
    CheckKind.IDENTITY: (
        *("身份证号", "身份证号码", "身份证", "公民身份号码", "证件号码"),
        *("身份证后六位", "身份证后四位"),
    ),
    CheckKind.CARD: (
        *("银行卡号", "银行账号", "一卡通账号", "一卡通卡号", "卡号", "账号"),
    ),
    CheckKind.SERIAL: ("证书编号", "合同编号", "出厂编号", "机具出厂编号"),
}
# Words by which any other heading tells what it is.
CHECK_WORDS = {
    CheckKind.IDENTITY: ("身份",),
    CheckKind.CARD: ("卡", "账", "帐", "存折"),
    CheckKind.SERIAL: ("证书", "合同", "编号"),
}


def is_other_check(heading: str, wanted: str) -> bool:
    """Does a heading say that another number stands beneath it than is asked for?
    A heading that says nothing of it is taken at the clerk's word."""
    if wanted == CheckKind.NONE:
        return False
    told = {
        kind
        for kind, words in CHECK_WORDS.items()
        if any(word in heading for word in words)
    }
    return bool(told) and wanted not in told


CHECK = Column(
    code="check",
    label=_("check value"),
    synonyms=tuple(chain.from_iterable(CHECK_HEADINGS.values())),
    # As long as a look-up may be: one line may name three machines.
    max_length=60,
    example="001X23",
    help=_(
        "Identity number, card or serial number, as the programme says; the last"
        " characters are enough. It is not kept."
    ),
)
RECIPIENT_COLUMNS = (
    Column(
        code="serial",
        label=_("No."),
        synonyms=("序号", "编号", "行号"),
        is_serial=True,
        example="1",
    ),
    Column(
        code="township",
        label=_("township"),
        synonyms=("镇", "乡镇", "乡", "镇(街道)", "乡(镇)", "街道", "所属乡镇",
                  "所在乡镇", "所在乡(镇)", "所在乡(镇、街道)",
                  "所属乡(镇)", "所属乡(镇)名"),
        max_length=40,
        example="石盘镇",
    ),
    Column(
        code="village",
        label=_("village"),
        synonyms=("村", "行政村", "村名", "村(社区)", "社区"),
        max_length=40,
        example="堰口村",
    ),
    Column(
        code="group",
        label=_("village group"),
        synonyms=("组", "村组", "组别", "村民小组", "村民组", "小组", "自然村",
                  "村组情况"),
        max_length=40,
        example="三组",
    ),
    Column(
        code="name",
        label=_("name of the recipient"),
        synonyms=("姓名", "户主", "户主姓名", "姓名(户主)", "受益人", "领取人",
                  "购机者", "购机者姓名", "享受人", "享受人员"),
        is_required=True,
        max_length=40,
        example="张三",
        help=_("Kept as 张* only."),
    ),
    CHECK,
    Column(
        code="quantity",
        label=_("quantity"),
        kind=Kind.NUMBER,
        synonyms=("面积", "面积(亩)", "补贴面积", "数量", "人数", "种植面积",
                  "购买数量", "购置数量", "核定面积", "核定亩数"),
        digits=14,
        places=3,
        minimum=Decimal(0),
        example="3.5",
    ),
    Column(
        code="standard",
        label=_("standard of payment"),
        kind=Kind.MONEY,
        synonyms=("补贴标准", "标准", "发放标准", "标准(元/亩)", "单价",
                  "单台补贴额", "单台中央补贴额", "每亩补", "每亩补贴"),
        digits=14,
        places=4,
        adds_up=False,
        minimum=Decimal(0),
        example="96.50",
    ),
    Column(
        code="amount",
        label=_("amount"),
        kind=Kind.MONEY,
        synonyms=("金额", "补贴金额", "发放金额", "金额(元)", "补助金额", "实发金额",
                  "补贴总额", "总补贴额", "实补", "实补金额"),
        digits=16,
        places=2,
        is_required=True,
        minimum=Decimal(0),
        example="337.75",
    ),
    Column(
        code="status",
        label=_("state of payment"),
        synonyms=("发放状态", "状态", "发放情况"),
        max_length=20,
        example="已发放",
    ),
    Column(
        code="remark",
        label=_("remark"),
        synonyms=("备注", "说明"),
        max_length=100,
        help=_("Recipients read it: no names and no numbers of other people."),
    ),
)  # fmt: skip


def recipient_columns(wanted: str) -> tuple[Column, ...]:
    """Those of a programme that asks for this number. Lists hold others beside it,
    and what isn't asked for stands back."""
    own = CHECK_HEADINGS.get(CheckKind(wanted), ())
    others = (word for word in chain(*CHECK_HEADINGS.values()) if word not in own)
    check = replace(CHECK, synonyms=own, stand_ins=tuple(others))
    return tuple(check if column is CHECK else column for column in RECIPIENT_COLUMNS)
