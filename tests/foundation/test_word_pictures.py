"""Pictures of Word documents stand where they stood, drawn anew."""

from __future__ import annotations

import io

import docx
import pytest
from PIL import Image

from disclosure_portal.foundation import store
from disclosure_portal.foundation.extraction import running
from disclosure_portal.foundation.file_types import MEDIA_TYPES

from ..word_documents import Word


def drawing(colour="red", size=(400, 200), form="PNG", **options) -> io.BytesIO:
    content = io.BytesIO()
    Image.new("RGB", size, colour).save(content, form, **options)
    content.seek(0)
    return content


def opened(word: Word) -> running.Outcome:
    stored = store.put([word.content()], max_bytes=1 << 30)
    return running.extract(stored.digest, MEDIA_TYPES["docx"])


def shown(outcome: running.Outcome) -> list[str]:
    """The texts in order, and the sizes of what stands between them."""
    return [
        f"{part.width}x{part.height}" if part.width else part.text.strip()
        for part, _digest in outcome.parts
    ]


def picture_of(outcome: running.Outcome) -> Image.Image:
    digest = next(kept.digest for kept in outcome.parts if kept.part.width)
    with Image.open(store.path_of(digest)) as image:
        return image.convert("RGB")


def test_a_picture_stands_between_the_lines_around_it():
    word = Word()
    word.line("项目位置如下图所示。")
    word.file.add_picture(drawing())
    word.line("图1 项目位置")

    outcome = opened(word)

    assert shown(outcome) == ["项目位置如下图所示。", "400x200", "图1 项目位置"]
    assert not outcome.summary.omitted
    assert outcome.has_text


def test_pictures_of_a_table_stand_behind_it():
    word = Word()
    table = word.table([["现场", "说明"]])
    table.cell(0, 0).paragraphs[0].add_run().add_picture(drawing())
    word.line("以上为现场照片。")

    first, second, third = shown(opened(word))

    assert "说明" in first
    assert second == "400x200"
    assert third == "以上为现场照片。"


def test_large_pictures_are_made_small_and_lose_what_a_camera_wrote():
    exif = Image.Exif()
    exif[0x010F] = "CAMERA-OF-SOMEBODY"
    word = Word()
    word.line("现场照片")
    word.file.add_picture(drawing(size=(4000, 3000), form="JPEG", exif=exif))

    outcome = opened(word)

    assert shown(outcome)[1] == "1000x750"
    content = store.path_of(outcome.parts[1].digest).read_bytes()
    assert b"CAMERA-OF-SOMEBODY" not in content


def test_what_the_writer_has_cut_off_does_not_come_back():
    half = Image.new("RGB", (400, 200), "red")
    half.paste("blue", (200, 0, 400, 200))
    content = io.BytesIO()
    half.save(content, "PNG")
    word = Word()
    word.file.add_picture(content)
    fill = next(word.file.element.body.iter(docx.oxml.ns.qn("pic:blipFill")))
    rect = docx.oxml.OxmlElement("a:srcRect")
    rect.set("r", "50000")
    fill.insert(1, rect)

    picture = picture_of(opened(word))

    assert picture.size == (200, 200)
    red, blue = picture.getchannel("R").tobytes(), picture.getchannel("B").tobytes()
    assert min(red) > 200 > max(blue)


def test_hidden_and_deleted_pictures_are_not_shown():
    word = Word()
    word.line("正文")
    paragraph = word.file.add_paragraph()
    run = paragraph.add_run()
    run.add_picture(drawing())
    run.font.hidden = True

    assert shown(opened(word)) == ["正文"]


def test_scanned_pages_in_a_word_document_are_no_text():
    word = Word()
    word.line("扫描件")
    word.file.add_picture(drawing(size=(1200, 1700)))

    assert not opened(word).has_text


def test_words_of_a_picture_are_told_and_names_of_files_are_not():
    word = Word()
    word.file.add_picture(drawing())
    word.file.add_picture(drawing("blue"))
    first, second = word.file.element.body.iter(docx.oxml.ns.qn("wp:docPr"))
    first.set("descr", "城关镇供水管网示意图")
    second.set("descr", r"C:\Users\somebody\Desktop\a.jpg")

    texts = [kept.part.text for kept in opened(word).parts]

    assert texts == ["城关镇供水管网示意图", ""]


@pytest.mark.parametrize(
    "broken", [b"\xd7\xcd\xc6\x9a" + b"\0" * 80, b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_picture_of_the_web_is_named_as_missing(broken):
    word = Word()
    word.line("正文")
    word.file.add_picture(drawing())
    part = next(
        each for each in word.file.part.package.iter_parts() if "media" in each.partname
    )
    part._blob = broken

    outcome = opened(word)

    assert shown(outcome) == ["正文"]
    assert outcome.summary.omitted == {"pictures": 1}
