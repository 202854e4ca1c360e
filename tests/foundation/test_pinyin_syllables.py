"""Sounds of words, without a library."""

from __future__ import annotations

import pytest

from disclosure_portal.foundation.pinyin_syllables import sound


@pytest.mark.parametrize(
    ("word", "sounds"),
    [
        ("低保", "dibao"),
        ("底保", "dibao"),
        ("担保", "danbao"),
        ("一龥", "yiyu"),
        ("ab低1", "abdi1"),
        ("𠮷", "𠮷"),
        ("", ""),
    ],
)
def test_each_character_has_its_sound(word, sounds):
    assert sound(word) == sounds
