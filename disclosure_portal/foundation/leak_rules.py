"""What makes a row of digits somebody's number: check digits, ranges, days. Pure.

Sources: identity numbers GB 11643, residence permits GA/T 704 and the permanent
residence card of 2023, credit codes GB 32100, bank cards ISO/IEC 7812 with the issuers
of China UnionPay, numbers of networks and areas by the ministry's numbering plan.
"""

from __future__ import annotations

import re
from datetime import date


def _words(text: str) -> list[str]:
    return text.split()


PROVINCES = frozenset(
    _words(
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54"
        " 61 62 63 64 65 71 81 82 83"
    )
)
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10X98765432"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
FIRST_YEAR, LAST_YEAR = 1900, 2099

# UnionPay's own range, and banks that issued cards before it, each by its beginning.
CARD_STARTS = tuple(
    _words(
        "62 60 955 103 900 940 966666 968 984 998 990 888 843 870 685 690 694"
        # JCB, Visa
        " 3568 3569 402658 402791 403361 403391 403392 403393 404117 404118 404119"
        " 404120 404121 404157 404158 404159 404171 404172 404173 404174 404738"
        " 404739 405512 406252 406254 406365 406366 407405 409665 409666 409667"
        " 409668 409669 409670 409671 409672 410062 415599 418152 421349 421393"
        " 421865 421869 421870 421871 425862 427010 427018 427019 427020 427028"
        " 427029 427030 427038 427039 427062 427064 427570 427571 428911 433666"
        " 433667 433668 433669 433670 433671 434061 434062 436718 436728 436738"
        " 436742 436745 436748 436768 436769 436770 436771 438088 438125 438126"
        " 438588 438589 439188 439225 439226 439227 442729 442730 451289 451290"
        " 451804 451810 451811 453242 456351 456418 458060 458071 458123 458124"
        " 461982 463758 464580 464581 468203 472067 472068 479228 479229 481699"
        " 486493 486494 486497 486861 487013 489492 489592 489734 489735 489736"
        " 491031 491032 491033 491034 491035 491036 491037 491038 493427 498451"
        # Mastercard
        " 510529 512315 512316 512411 512412 512425 512466 512695 512732 513685"
        " 514906 514957 514958 515672 517650 518212 518364 518377 518378 518379"
        " 518474 518475 518476 518710 518718 519412 519413 520082 520083 520108"
        " 520152 520169 520382 521302 521899 522964 523036 523952 523959 524011"
        " 524047 524070 524090 524864 524865 525498 525745 525746 525998 526410"
        " 526836 526855 527414 528020 528057 528708 528709 528856 528931 530970"
        " 530990 531659 531693 532450 532458 535910 535918 537830 539867 539868"
        " 541709 541710 543098 543159 544033 544210 544887 545217 545392 545393"
        " 545431 545447 545619 545620 545621 545623 545947 545948 547766 548259"
        " 548478 548738 548844 549633 549876 550213 552245 552288 552398 552534"
        " 552587 552599 552742 552794 552801 552853 553131 553161 553242 556610"
        " 556617 557080 558360 558730 558868 558869 558894 558895 558916 559051"
        " 589970"
    )
)
CARD_LENGTHS = range(16, 20)
# The other networks have sixteen digits, but for two old debit cards on Visa numbers.
OF_16, OR_OF_19 = ("3", "4", "5"), ("436742", "456351")

MOBILE = re.compile(r"1(?:3\d|4[5-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}")

AREAS_OF_3 = frozenset(_words("010 020 021 022 023 024 025 027 028 029"))
_AREA_RANGES = (
    "0310-0319 0335 0349-0359 0370-0379 0391-0398 0410-0419 0421 0427 0429 0431-0440"
    " 0448 0450-0459 0464 0467-0469 0470-0479 0482-0483 0510-0519 0523 0527 0530-0539"
    " 0543 0546 0550-0559 0561-0566 0570-0580 0591-0599 0631-0635 0660 0662-0663 0668"
    " 0691-0692 0701 0710-0719 0722 0724 0728 0730-0739 0743-0746 0750-0760 0762-0763"
    " 0766 0768-0779 0790-0799 0812-0813 0816-0818 0825-0839 0851-0859 0870-0879"
    " 0883 0886-0888 0891-0898 0901-0903 0906 0908-0919 0930-0939 0941 0943 0951-0955"
    " 0970-0979 0990-0999"
)
AREAS_OF_4 = frozenset(
    f"{number:04}"
    for part in _AREA_RANGES.split()
    for number in range(int(part[:4]), int(part[-4:]) + 1)
)


def is_day(digits: str) -> bool:
    """Whether eight digits are a day of the years in which people were born."""
    if not FIRST_YEAR <= int(digits[:4]) <= LAST_YEAR:
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True


def is_identity(number: str) -> bool:
    """Eighteen characters: a place, a day of birth, a check character.

    The place is only asked for its province: people keep the codes of counties that
    were renamed or taken in decades ago.
    """
    if not (_is_place(number) and is_day(number[6:14])):
        return False
    total = sum(
        int(digit) * weight
        for digit, weight in zip(number[:17], IDENTITY_WEIGHTS, strict=True)
    )
    return IDENTITY_CHECKS[total % 11] == number[17]


def _is_place(number: str) -> bool:
    if number[0] == "9":  # a foreigner's permanent residence card
        return number[1:3] in PROVINCES and not is_credit_code(number)
    return number[:2] in PROVINCES and number[2:4] != "00"


def is_old_identity(number: str) -> bool:
    """Fifteen digits, as given until 1999: no check digit, two digits of the year."""
    is_place = number[:2] in PROVINCES and number[2:4] != "00"
    return is_place and number[4:6] != "00" and is_day(f"19{number[6:12]}")


def is_credit_code(code: str) -> bool:
    if any(sign not in CREDIT_ALPHABET for sign in code):
        return False
    total = sum(
        CREDIT_ALPHABET.index(sign) * pow(3, place, 31)
        for place, sign in enumerate(code[:17])
    )
    return CREDIT_ALPHABET[-total % 31] == code[17]


def is_card(number: str) -> bool:
    """Luhn's check digit, a known issuer, and a length that issuer has."""
    if len(number) not in CARD_LENGTHS or not number.startswith(CARD_STARTS):
        return False
    is_old = len(number) == 19 and number.startswith(OR_OF_19)
    if number.startswith(OF_16) and not (len(number) == 16 or is_old):
        return False
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_mobile(number: str) -> bool:
    return MOBILE.fullmatch(number) is not None


def is_area(code: str) -> bool:
    return code in AREAS_OF_3 or code in AREAS_OF_4
