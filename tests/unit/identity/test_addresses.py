import pytest

from portal.identity.rules import InvalidAddress, company_domain, normalise_address, normalise_domain, safe_next


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ana@premium.example", "ana@premium.example"),
        ("  Ana.Silva@Premium.EXAMPLE ", "ana.silva@premium.example"),
        ("x@Müller.de", "x@xn--mller-kva.de"),
        ("x@почта.рф", "x@xn--80a1acny.xn--p1ai"),
        ("first+tag@example.org", "first+tag@example.org"),
    ],
)
def test_address_has_one_spelling(typed, stored):
    assert normalise_address(typed) == stored
    assert normalise_address(stored) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ana",
        "ana@",
        "@premium.example",
        "a b@premium.example",
        "ana@premium",
        "ana@[127.0.0.1]",
        "a@b.example\nBcc: c@d.example",
        "x" * 250 + "@premium.example",
        "jörg@premium.example",
        "ana@premium..example",
        "ana@premium.example,bea@basic.example",
    ],
)
def test_what_no_mail_reaches_is_not_an_address(typed):
    assert normalise_address(typed) == InvalidAddress()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Premium.Example", "premium.example"),
        ("@müller.de", "xn--mller-kva.de"),
        ("nodots", None),
        ("a b.de", None),
        ("", None),
    ],
)
def test_domain_has_one_spelling(typed, stored):
    assert normalise_domain(typed) == stored


def test_free_mail_services_are_nobodys_company():
    assert company_domain("ana@gmail.com") is None
    assert company_domain("ana@mail.ru") is None
    assert company_domain("ana@premium.example") == "premium.example"


@pytest.mark.parametrize("target", ["/en/requests/", "/en/requests/K7Q2-9XHM?key=abc", "/de/help/x/contact#code"])
def test_sign_in_leads_on_within_the_site(target):
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "requests",
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        " /en/",
        "/en/\r\nSet-Cookie: a=b",
    ],
)
def test_sign_in_leads_nowhere_else(target):
    assert safe_next(target) is None
