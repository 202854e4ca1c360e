from __future__ import annotations

import pytest

from disclosure_portal.foundation.pinyin_initials import initial, initials


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("残疾人证新办", "C"),
        ("《城乡规划》", "C"),
        ("霁川县", "J"),
        ("会计从业", "K"),
        ("会议", "H"),
        ("重庆路", "C"),
        ("重大事项", "Z"),
        ("长期护理", "C"),
        ("长者食堂", "Z"),
        ("ETC办理", "E"),
        ("2026年", "#"),
        ("", "#"),
        ("𬭊", "#"),
    ],
)
def test_a_name_is_looked_for_under_its_first_sound(name, letter):
    assert initial(name) == letter


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("低保", "DB"),
        ("居民身份证（补领）", "JMSFZBL"),
        ("会计资格证", "KJZGZ"),
        ("ETC卡办理", "EKBL"),
        ("12345热线", "RX"),
        ("《一件事》", "YJS"),
        ("", ""),
    ],
)
def test_a_name_is_found_by_the_letters_of_all_of_it(name, letters):
    assert initials(name) == letters
