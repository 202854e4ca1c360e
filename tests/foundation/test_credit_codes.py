from __future__ import annotations

import pytest

from disclosure_portal.foundation.credit_codes import is_credit_code


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        # The example printed with explanations of GB 32100.
        ("91350100M000100Y43", True),
        ("91350100M000100Y44", False),
        ("91350100m000100y43", False),
        ("91350100M000100Y4", False),
        ("91350100M000100Y433", False),
        ("91350100I000100Y43", False),
        ("９1350100M000100Y43", False),
        ("110101199003074514", False),
        ("", False),
    ],
)
def test_a_credit_code_is_known_by_its_form(text, is_one):
    assert is_credit_code(text) == is_one
