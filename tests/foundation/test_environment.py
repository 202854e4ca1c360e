"""Values from the environment: understood, or refused by the name of their variable."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from disclosure_portal.settings import environment

KEY = "k" * 32
NAME = "SOME_VARIABLE"

GOOD = [
    (environment.integer, {"default": 5}, "7", 7),
    (environment.integer, {"default": 5}, None, 5),
    (environment.flag, {"default": False}, "Yes", True),
    (environment.flag, {"default": True}, "off", False),
    (environment.flag, {"default": True}, "", True),
    (environment.words, {}, "a, b,,c ", ["a", "b", "c"]),
    (environment.words, {}, None, []),
    (environment.key, {}, KEY, KEY),
    (environment.keys, {}, f"{KEY},{KEY}2", [KEY, f"{KEY}2"]),
    (environment.site_url, {}, "https://www.x.gov.cn/", "https://www.x.gov.cn"),
    (environment.site_url, {}, "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    (environment.text, {"default": "x"}, None, "x"),
]
BAD = [
    (environment.integer, {"default": 5}, "many"),
    (environment.integer, {"default": 5}, "1.5"),
    (environment.integer, {"default": 5, "least": 1}, "0"),
    (environment.integer, {"default": 5}, "-1"),
    (environment.flag, {"default": True}, "flase"),
    (environment.text, {}, None),
    (environment.text, {}, "  "),
    (environment.words, {"default": None}, None),
    (environment.key, {}, "short"),
    (environment.key, {}, None),
    (environment.keys, {}, f"{KEY},short"),
    (environment.keys, {}, ","),
    (environment.site_url, {}, "www.x.gov.cn"),
    (environment.site_url, {}, "ftp://www.x.gov.cn"),
    (environment.site_url, {}, "https://www.x.gov.cn/portal"),
    (environment.site_url, {}, "https://"),
    (environment.site_url, {}, "https://user@x.gov.cn"),
    (environment.site_url, {}, "https://x.gov.cn:port"),
    (environment.database, {"default": ""}, "mysql://u:p@h/db"),
    (environment.database, {"default": ""}, "postgres://u:p@h"),
    (environment.database, {"default": ""}, "postgres://u:p@h:port/db"),
    (environment.database, {"default": ""}, "hello"),
    (environment.mail, {"default": ""}, "pigeon://h"),
    (environment.mail, {"default": ""}, "smtp://h:port"),
    (environment.cache, {"default": ""}, "shelf://"),
]


@pytest.fixture
def given(monkeypatch):
    def set_to(value):
        if value is None:
            monkeypatch.delenv(NAME, raising=False)
        else:
            monkeypatch.setenv(NAME, value)

    return set_to


@pytest.mark.parametrize(("read", "options", "value", "expected"), GOOD)
def test_good_values_are_understood(read, options, value, expected, given):
    given(value)

    assert read(NAME, **options) == expected


@pytest.mark.filterwarnings("ignore:Engine not recognized")
@pytest.mark.parametrize(("read", "options", "value"), BAD)
def test_bad_values_are_refused_by_name(read, options, value, given):
    given(value)

    with pytest.raises(ImproperlyConfigured, match=NAME):
        read(NAME, **options)


@pytest.mark.parametrize("read", [environment.key, environment.keys])
def test_a_refused_secret_is_not_shown(read, given):
    given("hunter2")

    with pytest.raises(ImproperlyConfigured) as refused:
        read(NAME)

    assert "hunter2" not in str(refused.value)


@pytest.mark.filterwarnings("ignore:Engine not recognized")
def test_a_refused_address_does_not_show_its_password(given):
    given("mysql://portal:hunter2@host/db")

    with pytest.raises(ImproperlyConfigured) as refused:
        environment.database(NAME, "")

    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "engine", "name"),
    [
        ("sqlite:////srv/portal.sqlite3", "sqlite3", "/srv/portal.sqlite3"),
        ("postgres://u:p%40ss@db:5432/portal", "postgresql", "portal"),
        ("postgresql://u@/portal?host=/run/pg", "postgresql", "portal"),
    ],
)
def test_both_databases_are_understood(url, engine, name, given):
    given(url)

    config = environment.database(NAME, "")

    assert config["ENGINE"].endswith(engine)
    assert config["NAME"] == name


def test_a_file_adds_what_the_process_lacks(given, tmp_path, monkeypatch):
    given("from the process")
    monkeypatch.setenv("ANOTHER_VARIABLE", "")
    monkeypatch.delenv("ANOTHER_VARIABLE")
    path = tmp_path / "keys.env"
    path.write_text(f"{NAME}=from the file\nANOTHER_VARIABLE=also\n")

    environment.read_file(path)

    assert environment.text(NAME) == "from the process"
    assert environment.text("ANOTHER_VARIABLE") == "also"


def test_a_missing_file_is_no_fault(tmp_path):
    environment.read_file(tmp_path / "none.env")
