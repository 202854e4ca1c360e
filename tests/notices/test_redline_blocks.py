"""A redline is read by people: however long the texts, its page stays short."""

from __future__ import annotations

from notices.redline import Change, Piece, redline
from notices.redline_blocks import FOLDED, MOST, blocks_of, shortened


def shown(blocks):
    return sum(each.length for block in blocks.blocks for each in block.paragraphs)


def paragraphs(*words):
    return "".join(f"{word}\n" for word in words)


def numbered(count, word="不变的一段"):
    return [f"{word}第{number}段。" for number in range(count)]


def test_what_did_not_change_is_folded_but_for_its_neighbours():
    same = numbered(9)
    before, after = [*same, "收费30元。"], [*same, "收费35元。"]

    blocks = blocks_of(redline(paragraphs(*before), paragraphs(*after))).blocks

    assert [block.is_folded for block in blocks] == [True, False]
    assert (len(blocks[0].paragraphs), len(blocks[1].paragraphs)) == (8, 2)


def test_a_long_document_with_few_changes_brings_few_words_along():
    before = numbered(8000)
    after = [f"{line}改" if number % 1000 == 500 else line
             for number, line in enumerate(before)]  # fmt: skip

    blocks = blocks_of(redline(paragraphs(*before), paragraphs(*after)))

    assert shown(blocks) < FOLDED + 2000
    assert sum(block.hidden or len(block.paragraphs) for block in blocks.blocks) == 8000


def test_of_a_text_that_is_all_new_the_first_paragraphs_are_shown():
    before, after = numbered(1000, "旧文"), numbered(1000, "新的内容")

    blocks = blocks_of(redline(paragraphs(*before), paragraphs(*after)))

    changed = [each for block in blocks.blocks for each in block.paragraphs]
    assert len(changed) == MOST
    assert blocks.hidden > 0


def test_one_paragraph_of_a_hundred_thousand_signs_is_shown_by_its_ends():
    before, after = "甲乙丙" * 40_000, "子丑寅" * 40_000

    blocks = blocks_of(redline(before, after))

    assert blocks.is_shortened
    assert shown(blocks) < 2_000


def test_nothing_is_said_to_be_left_out_where_nothing_is():
    blocks = blocks_of(redline("收费30元。", "收费35元。"))

    assert not blocks.is_shortened


def test_words_beside_a_change_are_kept_at_either_end():
    stayed = [Piece(Change.SAME, sign * 300) for sign in "甲乙丙"]
    changed = [Piece(Change.GONE, "30"), Piece(Change.NEW, "35")]

    pieces = shortened([stayed[0], *changed, stayed[1], *changed, stayed[2]])

    texts = [piece.text for piece in pieces if piece.change is Change.SAME]
    assert texts == [
        f"…… {'甲' * 60}",
        f"{'乙' * 60} …… {'乙' * 60}",
        f"{'丙' * 60} ……",
    ]
