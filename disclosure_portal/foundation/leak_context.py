"""What stands around a number that may be somebody's: labels, units, signs. Pure.

A mask (a star) counts as a digit here: so a masked text never shows a new candidate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """In the order in which one explains the same digits better than the next."""

    EMAIL = "email"
    IDENTITY = "identity"
    CARD = "card"
    MOBILE = "mobile"
    LANDLINE = "landline"


@dataclass(frozen=True)
class Candidate:
    """A number at a place of the folded text: what it is, what of it is hidden."""

    kind: Kind
    start: int
    end: int
    value: str
    hidden: tuple[int, ...]


LABEL_LENGTH = 24
_LABEL_ENDS = r"[号码]{0,2}(?:\([^()\n\t]{0,12}\))?[\s:：\"“'(是为]{0,4}\Z"
TELEPHONE_LABEL = re.compile(
    r"(?:电\s?话|手\s?机|座\s?机|固\s?话|热线|传\s?真|致电|拨打|拨|联系方式|咨询|微信"
    rf"|(?<![A-Za-z])(?i:tel|telephone|phone|fax|mobile|mob|cell)\.?){_LABEL_ENDS}"
)
IDENTITY_LABEL = re.compile(rf"(?:身份证件?|公民身份|证件){_LABEL_ENDS}")
CARD_LABEL = re.compile(rf"(?:卡|账户?|帐户?|存折){_LABEL_ENDS}")
# Numbers of things: what is called so is nobody's telephone, card or identity.
THING_LABEL = re.compile(
    r"(?:(?:订|运|快递|物流|工|清|账|保|表|收|税|罚)?单|合同|协议书?|发票|票据|收据|票"
    r"|凭证|交易|支付|业务|流水|缴款|编|受理|办件|批次?|档案?|序列|设备|机身|终端|条形?"
    r"|货|物料|资产|车架|发动机|识别|注册|登记|备案|许可证?|执照|税务登记证|证书|文|案"
    r"|项目|招标|学|学籍|考生|考|准考证|座位|图书|纳税人识别|税|机构|信用|索引|版本"
    r"|区划|IMEI|imei|SN|ISBN|[Nn][Oo][.:：]|№|QQ群?|qq群?)"
    rf"(?:[编序单代票证卡]?号?码?|代码|编码|代号){_LABEL_ENDS}"
)
CODE_LABEL = re.compile(
    rf"(?:信用代码|机构代码|统一代码|纳税人识别号|税号|索\s?引\s?号|代码){_LABEL_ENDS}"
)
ACCOUNT_LABEL = re.compile(rf"(?:账|帐)[户号]?{_LABEL_ENDS}")
WORD_BEFORE = re.compile(
    r"(?<![A-Za-z])(?i:tel|telephone|phone|fax|mobile|mob|m|cell|wechat|weixin|wx|vx)\Z"
)
CURRENCY = re.compile(r"[¥￥$]\s?\Z")
UNIT = re.compile(
    r"\s?(?:[万亿]?(?:元|亩|吨|度|千瓦|立方|平方|公斤|千克|美元|米|公里)|㎡|m²|[%％]"
    r"|kWh|[×*])"
)
DIGITS_BEFORE = re.compile(r"[0-9*][ .\-]{1,3}\Z")
DIGITS_AFTER = re.compile(r"[ .\-]{1,3}[0-9*]")
CODE_BEFORE = re.compile(r"[0-9A-Za-z*][_\-]\Z|[A-Za-z]/\Z|(?<![0-9*])[0-9]{1,6}/\Z")
CODE_AFTER = re.compile(
    r"[0-9A-Za-z*]|\.[0-9]|_[0-9A-Za-z]|-(?!1[3-9]\d{9}|0\d\d)[0-9*]"
)
ANOTHER_BEFORE = re.compile(r"(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})-\Z")
DECIMALS_BEFORE = re.compile(r"[0-9]\.\Z")


class Context:
    """The folded text around a candidate."""

    def __init__(self, text: str, ends: set[int]) -> None:
        self.text = text
        # Where e-mail addresses end: letters there do not touch what follows.
        self.ends = ends

    def before(self, start: int) -> str:
        return self.text[max(0, start - LABEL_LENGTH) : start]

    def is_labelled(self, label: re.Pattern[str], start: int) -> bool:
        return label.search(self.before(start)) is not None

    def touches_word(self, start: int) -> bool:
        """A Latin letter stands before it that is no label."""
        before = self.text[start - 1 : start] if start else ""
        if not (before.isascii() and before.isalpha()) or start in self.ends:
            return False
        return WORD_BEFORE.search(self.before(start)) is None

    def is_alone(self, start: int, end: int) -> bool:
        """No digits stand before or after it on the line."""
        return not (
            DIGITS_BEFORE.search(self.before(start))
            or DIGITS_AFTER.match(self.text, end)
        )

    def is_part_of_code(self, start: int, end: int) -> bool:
        before = self.before(start)
        if DECIMALS_BEFORE.search(before) or CODE_AFTER.match(self.text, end):
            return True
        return bool(CODE_BEFORE.search(before)) and not ANOTHER_BEFORE.search(before)

    def is_amount(self, start: int, end: int) -> bool:
        return bool(CURRENCY.search(self.before(start)) or UNIT.match(self.text, end))
