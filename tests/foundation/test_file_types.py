"""Files are what they say they are, or they are refused with advice."""

from __future__ import annotations

import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from disclosure_portal.foundation.archives import FREE_UNPACKED
from disclosure_portal.foundation.file_types import (
    MEDIA_TYPES,
    RefusedFile,
    clean_file_name,
    judge,
)

from . import made_files as made

TEXT = made.TEXT
GOOD = {
    "paper.pdf": made.PDF,
    "paper.PDF": made.PDF,
    "版式.ofd": made.ofd(),
    "a.doc": made.compound("Root Entry", "WordDocument", "1Table"),
    "a.wps": made.compound("WordDocument"),
    "new.wps": made.docx(),
    "a.docx": made.docx(),
    "a.xls": made.compound("Workbook"),
    "old.xls": made.compound("Book"),
    "a.et": made.compound("Workbook"),
    "new.et": made.xlsx(),
    "a.xlsx": made.xlsx(),
    "a.ppt": made.compound("PowerPoint Document", "Workbook"),
    "a.pptx": made.pptx(),
    "utf8.txt": TEXT.encode(),
    "bom.txt": TEXT.encode("utf-8-sig"),
    "gbk.txt": TEXT.encode("gb18030"),
    "utf16.txt": TEXT.encode("utf-16"),
    "a.csv": "单位,金额\n甲,1.5\n".encode("gbk"),
    "titles.txt": "关于修改<管理办法>的决定，3 < 5".encode(),
    "a.zip": made.zipped({"表/甲.xlsx": made.xlsx(), "乙.pdf": made.PDF}),
    "a.jpg": made.picture("JPEG"),
    "a.jpeg": made.picture("JPEG"),
    "a.png": made.picture("PNG"),
    "a.gif": made.picture("GIF"),
    "a.mp3": made.MP3,
    "bare.mp3": b"\xff\xfb\x90\x64" + bytes(400),
    "a.mp4": made.MP4,
}


@pytest.fixture
def judged(tmp_path):
    def judge_content(content, name):
        path = tmp_path / "uploaded"
        path.write_bytes(content)
        return judge(path, file_name=name)

    return judge_content


@pytest.mark.parametrize("name", GOOD)
def test_an_honest_file_is_taken(judged, name):
    extension = {"jpeg": "jpg"}.get(name.lower()[-4:], name.lower().split(".")[-1])

    found = judged(GOOD[name], name)

    assert found == (
        MEDIA_TYPES[extension], extension, extension in ("jpg", "png", "gif")
    )  # fmt: skip


def overlapping() -> bytes:
    """Two members in the directory that share one content."""
    content = bytearray(made.zipped({"a.txt": b"x" * 10}, zipfile.ZIP_STORED))
    start = content.find(b"PK\x01\x02")
    end = content.find(b"PK\x05\x06")
    entry = bytes(content[start:end])
    count = 40
    tail = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, start, 0
    )
    return bytes(content[:start]) + entry * count + tail


def encrypted() -> bytes:
    content = bytearray(made.zipped({"a.txt": b"x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + offset] |= 1
    return bytes(content)


def bomb() -> bytes:
    return made.zipped({"a.txt": bytes(FREE_UNPACKED + 1)})


BAD = {
    "nothing": ("a.pdf", b""),
    "no ending": ("README", b"x"),
    "a program": ("a.exe", made.EXE),
    "a kind not on the list": ("a.webp", b"RIFF\0\0\0\0WEBPVP8 "),
    "two endings": ("a.pdf.exe", made.EXE),
    "a program as PDF": ("a.pdf", made.EXE),
    "a program as text": ("a.txt", made.EXE),
    "a page as text": ("a.txt", b"<!DOCTYPE html><p>x</p>"),
    "a page with a script as text": ("a.txt", "甲<script>alert(1)</script>".encode()),
    "a script far behind": ("a.txt", b"x" * 1_048_570 + b"<script>x</script>"),
    "a script in UTF-16": ("a.txt", "<script>x</script>".encode("utf-16")),
    "a page as spreadsheet": ("a.xls", b"<html><table></table></html>"),
    "rich text as Word": ("a.doc", b"{\\rtf1 x}"),
    "a drawing": ("a.svg", made.SVG),
    "a drawing as picture": ("a.png", made.SVG),
    "a drawing as text": ("a.txt", made.SVG),
    "another picture": ("a.png", made.picture("JPEG")),
    "a newer document under an old ending": ("a.doc", made.docx()),
    "an older document under a new ending": ("a.docx", made.compound("WordDocument")),
    "a spreadsheet as document": ("a.docx", made.xlsx()),
    "an old spreadsheet as document": ("a.doc", made.compound("Workbook")),
    "a newer spreadsheet of WPS as text of WPS": ("a.wps", made.xlsx()),
    "a plain zip as document": ("a.docx", made.zipped({"a.txt": b"x"})),
    "a plain zip as OFD": ("a.ofd", made.zipped({"a.txt": b"x"})),
    "an installer as document": ("a.doc", made.compound("Root Entry", "MsiTable")),
    "macros by content type": (
        "a.docx",
        made.zipped({"[Content_Types].xml": b"document.macroEnabled.main+xml"}),
    ),
    "macros by their part": ("a.docx", made.docx(word__vbaProject=b"x")),
    "macros in a zip": ("a.zip", made.zipped({"a.xlsm": b"x"})),
    "macros in an old document": (
        "a.doc", made.compound("WordDocument", "_VBA_PROJECT")),
    "a password on a document": ("a.docx", made.compound("EncryptedPackage")),
    "a password on an old document": (
        "a.xls", made.compound("EncryptedPackage", "Workbook")),
    "a password on a zip": ("a.zip", encrypted()),
    "junk before a PDF": ("a.pdf", b"MZjunk" + made.PDF),
    "junk before a zip": ("a.zip", b"junk" + made.zipped({"a.txt": b"x"})),
    "a zip behind a PDF": ("a.pdf", made.PDF + made.zipped({"a.txt": b"x"})),
    "a zip behind a picture": (
        "a.jpg", made.picture("JPEG") + made.zipped({"a.txt": b"x"})),
    "a zip bomb": ("a.zip", bomb()),
    "a bomb as document": ("a.docx", bomb()),
    "overlapping members": ("a.zip", overlapping()),
    "a program in a zip": ("a.zip", made.zipped({"甲/乙.EXE": b"x"})),
    "an archive in a zip": ("a.zip", made.zipped({"a.rar": b"x"})),
    "a path upwards": ("a.zip", made.zipped({"../../a.txt": b"x"})),
    "a path by backslashes": ("a.zip", made.zipped({"..\\a.txt": b"x"})),
    "an absolute path": ("a.zip", made.zipped({"/etc/a.txt": b"x"})),
    "a drive": ("a.zip", made.zipped({"C:/a.txt": b"x"})),
    "a broken zip": ("a.zip", made.zipped({"a.txt": b"x" * 500})[:-30]),
    "a rar": ("a.zip", b"Rar!\x1a\x07\x00" + bytes(50)),
    "zeros in text": ("a.csv", b"a,b\0c"),
    "no encoding": ("a.txt", b"\xff\xff\xff\xff"),
    "another film": ("a.mp4", b"\x00\x00\x00\x18ftypheic" + bytes(64)),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_dishonest_or_dangerous_file_is_refused(judged, case):
    name, content = BAD[case]

    with pytest.raises(RefusedFile) as refusal:
        judged(content, name)

    assert len(str(refusal.value)) > 5
    assert "%(" not in str(refusal.value)


SAID = {
    "what the content is": ("a program as PDF", "exe"),
    "what may be sent instead": ("a kind not on the list", "docx"),
    "the right ending": ("a spreadsheet as document", "xlsx"),
    "which member": ("a program in a zip", "乙.EXE"),
}


@pytest.mark.parametrize(("case", "words"), SAID.values(), ids=SAID.keys())
def test_the_refusal_says(judged, case, words):
    name, content = BAD[case]

    with pytest.raises(RefusedFile, match=words):
        judged(content, name)


def test_a_member_named_by_chinese_windows_is_shown_in_chinese(judged):
    name = "安装.exe".encode("gbk")
    content = made.zipped({"x" * len(name): b"x"}).replace(b"x" * len(name), name)

    with pytest.raises(RefusedFile, match="安装.exe"):
        judged(content, "a.zip")


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    name=st.sampled_from(sorted(MEDIA_TYPES)),
    content=st.binary(min_size=1, max_size=200)
    | st.builds(
        lambda head, tail: head + tail,
        st.sampled_from(
            [b"PK\x03\x04", made.OLE, made.PDF, made.docx(), b"PK\x05\x06"]
        ),
        st.binary(max_size=100),
    ),
)
def test_any_content_is_judged_or_refused(judged, name, content):
    try:
        found = judged(content, f"a.{name}")
    except RefusedFile:
        return
    assert found.extension == name


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_damaged_document_never_breaks_the_judge(judged, data):
    name = data.draw(st.sampled_from(["a.docx", "a.zip", "版式.ofd", "a.xls"]))
    content = bytearray(GOOD[name])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(
            st.integers(0, 255)
        )

    with suppress(RefusedFile):
        judged(bytes(content), name)


NAMES = {
    "Chinese": ("关于公开的通知.docx", "关于公开的通知.docx"),
    "a path": ("/etc/../a.pdf", "a.pdf"),
    "a path of Windows": ("C:\\Users\\甲\\a.pdf", "a.pdf"),
    "capitals in the ending": ("通知.PDF", "通知.pdf"),
    "control characters": ("a\x00b\r\nc\t.pdf", "ab c .pdf".replace(" .", ".")),
    "direction marks": ("通知\u202efdp.exe", "通知fdp.exe"),
    "invisible characters": ("通\u200b知\ufeff.pdf", "通知.pdf"),
    "signs that systems refuse": ('a<b>:"|?*.pdf', "a_b______.pdf"),
    "spaces": ("  通知　 一 .pdf", "通知 一.pdf"),
    "a hidden file": (".htaccess", "htaccess"),
    "dots behind": ("a.pdf...", "a.pdf"),
    "upwards": ("..", "file"),
    "nothing": ("", "file"),
    "only an ending": (".pdf", "pdf"),
    "a device": ("CON.pdf", "_CON.pdf"),
    "a device with more": ("nul.tar.zip", "_nul.tar.zip"),
    "a point in a sentence": ("第1.2节 说明", "第1.2节 说明"),
    "decomposed letters": ("re\u0301sume\u0301.pdf", "résumé.pdf"),
    "a short name": ("a.b.c.pdf", "a.b.c.pdf"),
}


@pytest.mark.parametrize(("given_name", "expected"), NAMES.values(), ids=NAMES.keys())
def test_a_name_is_cleaned(given_name, expected):
    assert clean_file_name(given_name) == expected


def test_a_long_name_is_cut_and_keeps_its_ending():
    name = clean_file_name("通" * 300 + ".pdf")

    assert name == "通" * 65 + ".pdf"


@settings(max_examples=300)
@given(st.text(max_size=120) | st.text("./\\ :*a通\u202e\x00", max_size=40))
def test_any_name_becomes_a_safe_one(name):
    cleaned = clean_file_name(name)

    assert cleaned
    assert cleaned not in (".", "..")
    assert not set(cleaned) & set('/\\<>:"|?*\x00\n\u202e')
    assert len(cleaned.encode()) <= 240
    assert clean_file_name(cleaned) == cleaned


def test_content_of_no_known_kind_is_refused_without_a_guess(judged):
    with pytest.raises(RefusedFile) as refusal:
        judged(b"\x07\x1f neither one nor the other", "通知.pdf")

    assert "(" not in str(refusal.value)
    assert "（" not in str(refusal.value)
