"""The real texts that the bench of search reads, and its questions. Pure files.

The questions about laws (`law_questions.tsv`) are the bench's own, in a layman's words:
question, law, year of its version where that matters, article that answers.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

LAWS = "laws_fulltext.jsonl.gz"
PASSAGES = "retrieval_cmrc2018_passages.jsonl.gz"
QUESTIONS = "retrieval_cmrc2018_questions.jsonl.gz"
LAW_QUESTIONS = Path(__file__).with_name("law_questions.tsv")
ARTICLE = re.compile(r"第([〇零一二三四五六七八九十百千]+条(?:之[一二三四五六七])?)\s")
SENTENCE = re.compile(r"[^。；]{8,120}[。；]")


class Text(NamedTuple):
    """`keys` name what it is: a passage, or a law's article with and without a year."""

    title: str
    body: str
    keys: tuple[str, ...]


class Asked(NamedTuple):
    question: str
    key: str


def texts(folder: Path) -> Iterator[Text]:
    """All articles of all laws, each a text of its own, and all passages."""
    for row in _rows(folder / PASSAGES):
        yield Text(row["title"], row["text"], (row["passage_id"],))
    for row in _rows(folder / LAWS):
        for number, body in _articles(row["body"]):
            named = f"{row['title']}第{number}"
            yield Text(named, body, (named, f"{row['date'][:4]} {named}"))


def passage_questions(folder: Path, *, is_tuning: bool) -> list[Asked]:
    """One half of the questions: those of one passage are all in the same one."""
    return [
        Asked(row["question"], row["passage_id"])
        for row in _rows(folder / QUESTIONS)
        if (zlib.crc32(row["passage_id"].encode()) % 2 == 0) == is_tuning
    ]


def law_questions() -> list[Asked]:
    with LAW_QUESTIONS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream, delimiter="\t"))
    return [
        Asked(question, f"{year} {law}第{article}条".strip())
        for question, law, year, article in rows
    ]


def sentences(folder: Path) -> list[str]:
    """Different sentences of laws, in their order."""
    found: dict[str, None] = {}
    for row in _rows(folder / LAWS):
        for line in row["body"].splitlines():
            if not line.startswith(("#", "<")):
                found.update(dict.fromkeys(SENTENCE.findall(ARTICLE.sub("", line))))
    return list(found)


def _articles(body: str) -> Iterator[tuple[str, str]]:
    number = ""
    lines: list[str] = []
    for line in map(str.strip, body.splitlines()):
        if begun := ARTICLE.match(line):
            if number:
                yield number, "\n".join(lines)
            number, lines = begun[1], [line]
        elif line and not line.startswith("#"):
            lines.append(line)
    if number:
        yield number, "\n".join(lines)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)
