"""Text for loudspeakers and LED lines: short, whole sentences, numbers as they are read
out. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Sequence

# What a village loudspeaker reads in a minute, and an LED line shows in two rounds.
LIMIT = 200
SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
ENDS = "。！？；"

# As numbers are read digit by digit on the telephone: 1 is 幺.
DIGITS = str.maketrans("0123456789", "零幺二三四五六七八九")
# Not an amount, which is counted in something.
TELEPHONE = re.compile(
    r"(?<![\d.])(?:\d{3,4}-\d{7,8}|1\d{10}|123\d\d|\d{7,8})(?![\d.元人户亩个万吨])"
)
TIME = re.compile(r"(?<!\d)(\d{1,2})[:：](\d{2})(?!\d)")
PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
NUMBER = re.compile(r"[〔［\[](\d{4})[〕］\]]\s*(?:第)?(\d+)号")
RANGE = re.compile(r"(?<=[\d分点日时年月])\s*[—–~～-]+\s*(?=\d)")
WORDS = {"℃": "摄氏度", "㎡": "平方米", "m³": "立方米", "km": "公里", "mm": "毫米"}
SILENT = re.compile(r"[《》“”‘’\"'〈〉【】●■▲◆□√]")
BRACKETS = re.compile(r"[（(]([^（()）]*)[)）]")


def composed(head: str, middle: str, tail: str = "", *, limit: int = LIMIT) -> str:
    """The head, as many whole sentences of the middle as there is room for, the tail.
    Nothing longer than the limit, ever; a sentence is cut only where it is the head."""
    head, tail = _ended(head), _ended(tail)
    if len(head) + len(tail) > limit:
        keep = max(limit - len(tail) - 1, 0)
        head = f"{head[:keep]}…"
    room = limit - len(head) - len(tail)
    chosen: list[str] = []
    for sentence in sentences(middle):
        if len(sentence) > room:
            break
        chosen.append(sentence)
        room -= len(sentence)
    return (head + "".join(chosen) + tail)[:limit]


def sentences(text: str) -> Sequence[str]:
    """Whole sentences, each with its end; a line of its own is one."""
    return [_ended(found.strip()) for found in SENTENCE.findall(text) if found.strip()]


def spoken(text: str) -> str:
    """The same to be read aloud; dates and amounts read well as they stand."""
    text = NUMBER.sub(r"\1年第\2号", text)
    text = TIME.sub(_time, text)
    text = TELEPHONE.sub(lambda found: _digits(found[0]), text)
    text = PERCENT.sub(r"百分之\1", text)
    text = RANGE.sub("到", text)
    for sign, word in WORDS.items():
        text = text.replace(sign, word)
    return SILENT.sub("", BRACKETS.sub(r"，\1，", text)).replace("，，", "，")


def _ended(text: str) -> str:
    return text if not text or text[-1] in ENDS else f"{text}。"


def _time(found: re.Match[str]) -> str:
    minutes = "" if found[2] == "00" else f"{int(found[2])}分"
    return f"{int(found[1])}点{minutes}"


def _digits(number: str) -> str:
    return number.replace("-", "，").translate(DIGITS)
