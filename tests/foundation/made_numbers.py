"""Numbers that look like people's numbers and belong to nobody, drawn by a seed.

Identity numbers stand in the city 99 of their province, credit codes in the division
990421: neither exists. The rules are written out here a second time on purpose: what
the leak guard believes is not what it is measured with.
"""

from __future__ import annotations

from calendar import monthrange
from random import Random


def words(text: str) -> list[str]:
    return text.split()


PROVINCES = words(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54"
    " 61 62 63 64 65"
)
MOBILE_STARTS = words(
    "130 131 132 133 135 136 137 138 139 147 150 151 152 155 157 158 159 166 173 175"
    " 176 177 178 180 182 183 185 186 187 188 189 191 193 198 199"
)
AREAS_OF_8 = words(
    "010 020 021 022 023 024 025 027 028 029 0311 0371 0431 0451 0512 0531 0571 0591"
    " 0731 0755"
)
AREAS_OF_7 = words(
    "0314 0350 0391 0555 0578 0635 0710 0738 0745 0795 0826 0833 0876 0937 0952 0996"
)
CARDS_OF_19 = words("621700 622202 621226 622848 623052 621799 621081 955880")
CARDS_OF_16 = words("622575 625965 628288 622230 518710 438088")
MAIL_HOSTS = words("163.com 126.com qq.com sina.com 139.com foxmail.com 189.cn")
MAIL_NAMES = words("zhangxm lihua.1987 wang_lei chen-gq sunny2008 liujg zhao.yf")
PEOPLE = words("张某 李某某 王某华 赵某 刘某生 陈某 周某芳 吴某 郑某强 孙某梅")

IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VIN_ALPHABET = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"


def identity_check(head: str) -> str:
    """The eighteenth character for seventeen digits (GB 11643)."""
    total = sum(
        int(digit) * weight
        for digit, weight in zip(head, IDENTITY_WEIGHTS, strict=True)
    )
    return "10X98765432"[total % 11]


def luhn_check(head: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(head)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def credit_check(head: str) -> str:
    total = sum(
        CREDIT_ALPHABET.index(character) * pow(3, place, 31)
        for place, character in enumerate(head)
    )
    return CREDIT_ALPHABET[-total % 31]


class Maker:
    """Draws numbers; the same seed draws the same ones."""

    def __init__(self, seed: object) -> None:
        self.random = Random(str(seed))

    def digits(self, count: int) -> str:
        return "".join(str(self.random.randrange(10)) for _place in range(count))

    def one_of(self, choices: list[str]) -> str:
        return choices[self.random.randrange(len(choices))]

    def day(self, first_year: int = 1935, last_year: int = 2015) -> str:
        year = self.random.randrange(first_year, last_year + 1)
        month = self.random.randrange(1, 13)
        day = self.random.randrange(1, monthrange(year, month)[1] + 1)
        return f"{year}{month:02}{day:02}"

    # --- Numbers of persons -----------------------------------------------------------

    def division(self) -> str:
        return f"{self.one_of(PROVINCES)}99{self.random.randrange(1, 100):02}"

    def identity(self, *, ends_in_x: bool = False) -> str:
        while True:
            head = self.division() + self.day() + self.digits(3)
            if not ends_in_x or identity_check(head) == "X":
                return head + identity_check(head)

    def identity15(self) -> str:
        return self.division() + self.day(1935, 1999)[2:] + self.digits(3)

    def mobile(self) -> str:
        return self.one_of(MOBILE_STARTS) + self.digits(8)

    def card(self, length: int) -> str:
        starts = CARDS_OF_19 if length == 19 else CARDS_OF_16
        start = self.one_of(starts)
        head = start + self.digits(length - 1 - len(start))
        return head + luhn_check(head)

    def area(self, local_length: int) -> str:
        return self.one_of(AREAS_OF_8 if local_length == 8 else AREAS_OF_7)

    def local(self, length: int) -> str:
        return str(self.random.randrange(2, 9)) + self.digits(length - 1)

    def email(self) -> str:
        host = self.one_of(MAIL_HOSTS)
        if host == "qq.com":
            return f"{self.random.randrange(10**8, 10**9)}@{host}"
        return f"{self.one_of(MAIL_NAMES)}@{host}"

    def person(self) -> str:
        return self.one_of(PEOPLE)

    # --- Numbers of other things ------------------------------------------------------

    def wrong_identity(self) -> str:
        """All in order but the check character."""
        number = self.identity()
        return number[:-1] + ("1" if number[-1] != "1" else "2")

    def wrong_card(self) -> str:
        number = self.card(19)
        return number[:-1] + str((int(number[-1]) + 1) % 10)

    def organisation_code(self) -> str:
        return f"{self.digits(8)}-{self.one_of(list('0123456789X'))}"

    def credit_code(self, *, only_digits: bool = False) -> str:
        while True:
            category = self.one_of(["11", "12", "51", "54", "91", "92", "93"])
            head = f"{category}990421{self.digits(9)}"
            code = head + credit_check(head)
            if not only_digits or code.isdigit():
                return code

    def licence15(self) -> str:
        """An old registration number of a shop, whose inside reads as a day."""
        return f"{self.division()}6{self.random.randrange(10)}0{self.digits(6)}"

    def vin(self) -> str:
        return "LSV" + "".join(self.one_of(list(VIN_ALPHABET)) for _place in range(14))

    def amount(self) -> str:
        return f"{self.random.randrange(10**6, 10**10):,}.{self.digits(2)}"

    def pattern(self, pattern: str) -> str:
        """`#` any digit, `@` any but 0."""
        return "".join(
            self.digits(1)
            if sign == "#"
            else str(self.random.randrange(1, 10))
            if sign == "@"
            else sign
            for sign in pattern
        )
