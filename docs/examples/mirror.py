"""镜像全部公开信息签发的内容，随时可以中断、接着取；仅用标准库。

python mirror.py https://www.example.gov.cn 镜像目录

不取附件：内容里有每个附件的摘要（public_digest），按 docs/api.md 另取。末尾比对两样：
各行与门户的各月摘要（不缺行、不多行、行未改），存下的内容与各行的摘要（一字未改）。
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

Ask = Callable[[str], bytes | None]
Months = dict[tuple[str, str], tuple[int, str]]


def kept_lines(folder: Path) -> list[dict[str, Any]]:
    """已有的各行；中断时写了一半的最后一行去掉。"""
    path = folder / "lines.ndjson"
    whole = path.read_bytes() if path.exists() else b""
    kept = whole[: whole.rfind(b"\n") + 1]
    if kept != whole:
        path.write_bytes(kept)
    return [json.loads(line) for line in kept.splitlines()]


def follow(ask: Ask, folder: Path) -> None:
    """取上次以后的变更。先存内容，再记这一行：中断后从这一行重新来。"""
    folder.mkdir(parents=True, exist_ok=True)
    lines = kept_lines(folder)
    after = lines[-1]["seq"] if lines else 0
    while True:
        answer = json.loads(ask(f"/api/v1/changes/?after={after}") or b"")
        for line in answer["results"]:
            take(ask, folder, line)
            with (folder / "lines.ndjson").open("ab") as file:
                file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            after = line["seq"]
        if not answer["results"]:
            return


def take(ask: Ask, folder: Path, line: dict[str, Any]) -> None:
    """公开、更正：存下签发的内容；撤下、归档、销毁：删去内容。"""
    if line["subject"] != "notice":
        return
    place = folder / f"{line['id']}.json"
    if line["kind"] not in ("published", "corrected"):
        place.unlink(missing_ok=True)
        return
    content = ask(f"/api/v1/log/{line['seq']}/content/")
    if content is None:  # 已撤下，后面会有一行说明
        place.unlink(missing_ok=True)
        return
    if hashlib.sha256(content).hexdigest() != line["content"]:
        sys.exit(f"第 {line['seq']} 行的内容与摘要不符")
    place.write_bytes(content)


def months(folder: Path) -> Months:
    """各单位各月：行数，以及各行摘要连起来的 SHA-256。"""
    found: dict[tuple[str, str], list[str]] = {}
    for line in kept_lines(folder):
        found.setdefault((line["agency"], line["month"]), []).append(line["digest"])
    return {
        key: (len(each), hashlib.sha256("".join(each).encode()).hexdigest())
        for key, each in found.items()
    }


def differences(ask: Ask, folder: Path) -> list[tuple[str, str]]:
    """与门户不同的（单位、月份）；空即相同。"""
    own, there = months(folder), {}
    for month in sorted({month for _agency, month in own}):
        for row in json.loads(ask(f"/api/v1/changes/digests/?month={month}") or b""):
            key = row["agency"], row["month"]
            there[key] = row["lines"], row["digest"]
    return sorted(key for key in {*own, *there} if own.get(key) != there.get(key))


def altered(folder: Path) -> list[str]:
    """存下后被改动的，以及已撤下而没有删去的；空即全部与各行的摘要相符。"""
    lines = kept_lines(folder)
    said = {str(x["id"]): x["content"] for x in lines if x["subject"] == "notice"}
    return sorted(
        place.name
        for place in folder.glob("*.json")
        if hashlib.sha256(place.read_bytes()).hexdigest() != said.get(place.stem)
    )


def asking(site: str) -> Ask:
    def ask(path: str) -> bytes | None:
        try:
            with urlopen(site + path) as answer:
                whole: bytes = answer.read()
                return whole
        except HTTPError as error:
            if error.code in (404, 410):
                return None
            if error.code != 429:
                raise
            # 问得太快：门户说等几秒就等几秒。
            sleep(int(error.headers.get("Retry-After", "60")))
            return ask(path)

    return ask


if __name__ == "__main__":
    door, place = asking(sys.argv[1]), Path(sys.argv[2])
    follow(door, place)
    sys.stdout.write(f"各行与门户不同之处：{differences(door, place) or '无'}\n")
    sys.stdout.write(f"内容与各行不符之处：{altered(place) or '无'}\n")
