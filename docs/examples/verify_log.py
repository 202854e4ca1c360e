"""验证导出的存证日志；仅用标准库，装有 cryptography 时还验证日志头的签名。

python verify_log.py log.ndjson                日志是否首尾相连、没有改动
python verify_log.py log.ndjson 日志头.txt      与自己留存的日志头是否相符
"""

from __future__ import annotations

import hashlib
import json
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ed25519
except ImportError:
    ed25519 = None  # type: ignore[assignment]

START = "0" * 64  # 第一行之前没有别的行
OWN = ("form", "digest")  # 不参加本行摘要计算的两项


def digest_of(line: dict[str, Any]) -> str:
    """规范形式 1：UTF-8、NFC、键排序、无空格，外面写明版本；再取 SHA-256。"""
    record = {key: value for key, value in line.items() if key not in OWN}
    document = {"form": line["form"], "record": record}
    form = json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(unicodedata.normalize("NFC", form).encode()).hexdigest()


def first_fault(lines: Iterable[dict[str, Any]]) -> tuple[str, dict[int, str]]:
    """第一处不符（没有则为空），以及各行的摘要。"""
    previous = START
    digests: dict[int, str] = {}
    for seq, line in enumerate(lines, start=1):
        if line["seq"] != seq:
            return f"第 {seq} 行缺失", digests
        if line["previous"] != previous:
            return f"第 {seq} 行与前一行不相连", digests
        if (line["form"], digest_of(line)) != (1, line["digest"]):
            return f"第 {seq} 行被改动", digests
        digests[seq] = previous = line["digest"]
    return "", digests


def head_in(text: str) -> dict[str, str]:
    lines = [line.strip() for line in text.splitlines()]
    return dict(line.split(": ", 1) for line in lines if ": " in line)


def head_fault(head: dict[str, str], digests: dict[int, str]) -> str:
    if digests.get(int(head["seq"])) != head["digest"]:
        return f"第 {head['seq']} 行与日志头不符"
    if ed25519 is None:
        return ""
    names = ("site", "seq", "digest", "at", "algorithms", "key")
    signed = "\n".join(["disclosure-log-head 1", *(f"{n}: {head[n]}" for n in names)])
    key = ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(head["key"]))
    try:
        key.verify(bytes.fromhex(head["signature"]), f"{signed}\n".encode())
    except InvalidSignature:
        return "日志头的签名无效"
    return ""


def main(log: str, head: str = "") -> str:
    """要告诉用户的话；不符时以“不符”开头。"""
    with Path(log).open(encoding="utf-8") as rows:
        fault, digests = first_fault(map(json.loads, rows))
    if not fault and head:
        kept = head_in(Path(head).read_text(encoding="utf-8"))
        fault = head_fault(kept, digests)
    return f"不符：{fault}" if fault else f"相符：共 {len(digests)} 行"


if __name__ == "__main__":
    sys.stdout.write(main(*sys.argv[1:]) + "\n")
