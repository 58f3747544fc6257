import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.privacy.names import LONGEST, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("log.txt", "log.txt"),
        ("Ошибка «1».pdf", "Ошибка «1».pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Windows\\x.dll", "C__Windows_x.dll"),
        ("a\nb\x1b[31m.txt", "a_b_[31m.txt"),
        ("evil\u202egpj.exe", "evil_gpj.exe"),
        ("  . ", "file"),
        ("", "file"),
        ("x" * 300 + ".json", "x" * 95 + ".json"),
        ("y" * 300, "y" * 100),
    ],
)
def test_names_are_safe_everywhere(name, safe):
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_whatever_a_file_is_called(name):
    safe = safe_name(name)

    assert 0 < len(safe) <= LONGEST
    assert not set('/\\:*?"<>|\0') & set(safe)
    assert not safe.startswith(".")
    assert safe == safe_name(safe)
