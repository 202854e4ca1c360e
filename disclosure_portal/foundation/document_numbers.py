"""Document numbers (文号) as offices write them, and the key to find them by. Pure.

冀政办发〔2021〕5号 comes as （2021）, [2021], 【2021】, with full-width digits, spaces,
第 and leading zeros. The official form has hexagonal brackets, a full year, and
neither 第 nor zeros before the serial (党政机关公文格式, GB/T 9704, 7.2.5); orders
(令) keep their 第. Nothing here raises: an unknown shape stays as it is.
"""

from __future__ import annotations

import re
import unicodedata

# After compatibility folding; 〔 and its small and vertical variants are one by then.
OPEN = r"[\[(〔【〈《<{「『]"
CLOSE = r"[\])〕】〉》>}」』]"
YEAR = r"(?P<year>(?:19|20)[0-9]{2})年?"
SERIAL = r"(?P<serial>[0-9]{1,6}(?:-[0-9]{1,4})*)"
# Years in two figures, of the 1980s, are told from serials only by their place.
BRACKETED = re.compile(
    rf"(?P<head>[^0-9]*?){OPEN}{{1,2}}{YEAR}{CLOSE}{{1,2}}"
    rf"(?P<middle>[^0-9第]*)(?P<ordinal>第)?{SERIAL}号?"
)
PLAIN = re.compile(rf"(?P<head>.*?)(?P<ordinal>第)?{SERIAL}号", re.DOTALL)
YEAR_IN_WORDS = re.compile(r"((?:19|20)[0-9]{2})年(?:第)?(?=[0-9]+(?:-[0-9]+)*号)")
LABEL = re.compile(r"(?:(?:发文字号|发文号|文件编号|文号):)+")
ENCLOSED = re.compile(r"[(《<「『](?P<inner>.*)[)》>」』]", re.DOTALL)
SPACE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")

CHINESE_SERIAL = re.compile(r"第([一二三四五六七八九十百零〇]{1,7})号")
UNITS = {"十": 10, "百": 100}
DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}

HAN = "\u4e00-\u9fff"
# Bounded: a search must not run through a page of spaces from every one of them.
GAP = r"\s{0,4}"
IN_TEXT = re.compile(
    rf"[{HAN}A-Za-z]{{0,24}}{GAP}{OPEN}{{1,2}}{GAP}(?:19|20)[0-9]{{2}}{GAP}年?{GAP}"
    rf"{CLOSE}{{1,2}}{GAP}[{HAN}]{{0,8}}?{GAP}[0-9]{{1,6}}(?:-[0-9]{{1,4}})*{GAP}号"
)
ORDER_IN_TEXT = re.compile(
    rf"[{HAN}]{{1,40}}(?:令|(?:公告|通告){GAP}(?:19|20)[0-9]{{2}}{GAP}年){GAP}第{GAP}"
    rf"(?:[0-9]{{1,6}}|[一二三四五六七八九十百零〇]{{1,7}}){GAP}号"
)
# What stands before a number in running text and is no part of it.
BEFORE = re.compile(
    r".*(?:通知|意见|办法|措施|规定|方案|条例|文件|按照|根据|依据|依照|落实|贯彻|执行"
    r"|符合|印发|转发|发布|公布|关于|细则|决定|已被|文号|以及|年|月|日|按|以|见)(?=..)"
)
# The name of the issuing body before its code: 科技部国科发计字.
ISSUER = re.compile(r".*(?:部|委|署|厅|局|院|办公室|政府)(?=[^令告]{3,8}$)")
SHORT_ISSUER = re.compile(r"(?:国务院|教育部|科技部|财政部|国家科委)(?=[^令告]{2,8}$)")
LONGEST_CODE = 7
# 「…5号和冀政字〔2021〕6号」: the word between two numbers.
BETWEEN = re.compile(r"(?<=[号)》])[和与及]")


def display(text: str) -> str:
    """The official form; an unknown shape comes back trimmed, otherwise as it was."""
    folded = _folded(text)
    if match := BRACKETED.fullmatch(folded):
        head, middle = match["head"], match["middle"]
        ordinal = _ordinal(head, middle, match["ordinal"] or "")
        return f"{head}〔{match['year']}〕{middle}{ordinal}{_serial(match)}号"
    if match := PLAIN.fullmatch(folded):
        head = match["head"]
        ordinal = "第" if head.endswith("令") else match["ordinal"] or ""
        return f"{head}{ordinal}{_serial(match)}号"
    return text.strip()


def normalise(text: str) -> str:
    """The key under which a number is found, however it was typed; "" for none."""
    key = unicodedata.normalize("NFKC", _folded(display(text)).upper())
    key = CHINESE_SERIAL.sub(lambda found: f"第{_value(found[1])}号", key)
    key = YEAR_IN_WORDS.sub(r"〔\1〕", key)
    return re.sub(CLOSE, "〕", re.sub(OPEN, "〔", key)).replace("第", "")


def find(text: str) -> list[str]:
    """The document numbers that stand in a text, in official form, in their order.

    In running text the beginning of a number is not marked: words that lead to it
    are cut off by rule, and a number without a code before its year is left out.
    """
    folded = unicodedata.normalize("NFKC", text)
    found = [*IN_TEXT.finditer(folded), *ORDER_IN_TEXT.finditer(folded)]
    found.sort(key=lambda match: match.start())
    numbers = (display(_without_lead(folded, match)) for match in found)
    return list(dict.fromkeys(number for number in numbers if number[0] != "〔"))


def _folded(text: str) -> str:
    """Digits, letters and brackets in their plain forms; no spaces, no wrapping."""
    folded = unicodedata.normalize("NFKC", text)
    folded = unicodedata.normalize("NFKC", SPACE.sub("", folded))
    label = LABEL.match(folded)
    folded = folded[label.end() :] if label else folded
    wrapped = ENCLOSED.fullmatch(folded)
    if wrapped and re.search(r"[0-9]号$", wrapped["inner"]):
        return wrapped["inner"]
    return folded


def _ordinal(head: str, middle: str, given: str) -> str:
    """第 belongs to orders; notices of a series keep it where they have it."""
    if head.endswith("令"):
        return "第"
    return given if middle or head.endswith(("公告", "通告")) else ""


def _serial(match: re.Match[str]) -> str:
    return match["serial"].lstrip("0") or "0"


def _without_lead(text: str, match: re.Match[str]) -> str:
    start = match.start()
    if BETWEEN.match(text, start):
        start += 1
    head, rest = _parted(SPACE.sub("", text[start : match.end()]))
    head = BEFORE.sub("", head)
    issuer = ISSUER if len(head) > LONGEST_CODE else SHORT_ISSUER
    return issuer.sub("", head, count=1) + rest


def _parted(number: str) -> tuple[str, str]:
    """What stands before the year or the ordinal, and the rest."""
    place = re.search(rf"{OPEN}|第|(?:19|20)[0-9]{{2}}年", number)
    start = place.start() if place else len(number)
    return number[:start], number[start:]


def _value(numeral: str) -> int:
    """第三十八号 is number 38."""
    total = digit = 0
    for character in numeral.replace("〇", "零"):
        if character in UNITS:
            total += max(digit, 1) * UNITS[character]
            digit = 0
        else:
            digit = DIGITS[character]
    return total + digit
