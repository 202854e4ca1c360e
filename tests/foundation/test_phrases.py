"""Where headings break: between phrases, and nowhere that type forbids."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies

from disclosure_portal.foundation.phrases import phrases


@pytest.mark.parametrize(
    "title",
    [
        "动物防疫条件合格证|核发|办事指南",
        "县农业农村局|关于2026年|增补耕地地力保护补贴|发放对象的|公示",
        "老槐村|2026年|第三季度|收支明细",
        "清源县|政务公开平台",
        "清源县|人民政府|办公室|关于印发|《清源县城乡居民用水保障预案》的|通知",
        "清源县|市场监督管理局|行政处罚|决定|（清市监罚〔2026〕83号）",
        "清源县|气象台|发布大风|蓝色预警",
        "县城供水价格为什么|调整、|怎样|调整|——县发展和改革局|有关负责人|答问",
    ],
)
def test_a_title_breaks_between_its_phrases(title):
    assert phrases(title.replace("|", "")) == title.split("|")


@pytest.mark.parametrize(
    "title",
    [
        "关于和顺路停水的|通知",
        "清源县|住房和城乡建设局",
        "“两公布一提示”行动",
        "清源县|卫生健康局 清源县财政局",
        "清源县|征收土地|预公告",
    ],
)
def test_what_only_looks_like_a_joint_holds_together(title):
    assert phrases(title.replace("|", "")) == title.split("|")


@given(
    strategies.text(
        alphabet="清源县局的关于公示2026年—《〔（“》〕）”、。 a", max_size=30
    )
)
def test_no_title_loses_a_character_or_breaks_against_the_rules(title):
    pieces = phrases(title)

    assert "".join(pieces) == title
    for before, after in zip(pieces, pieces[1:], strict=False):
        assert before[-1] not in "《〔（“"
        assert after[0] not in "》〕）”、。"
        assert (before[-1], after[0]) != ("—", "—")
