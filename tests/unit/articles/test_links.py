"""What an address in an article means."""

import pytest

from portal.articles.links import (
    AnchorTarget,
    ArticleId,
    ArticleTarget,
    BrokenTarget,
    ExternalTarget,
    ImageTarget,
    article_address,
    image_address,
    parse_target,
)
from portal.kernel.language import BRAZILIAN, ENGLISH

HERE = ArticleId("messages", "late")
THERE = ArticleId("webhooks", "set-up")


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("../../webhooks/set-up/en.md", ArticleTarget(THERE, "en", "")),
        ("../../webhooks/set-up/pt-br.md#fix", ArticleTarget(THERE, "pt-br", "fix")),
        ("../late/de.md", ArticleTarget(HERE, "de", "")),
        ("en.md#fix", ArticleTarget(HERE, "en", "fix")),
        ("./screen.png", ImageTarget(HERE, "screen.png")),
        ("the%20screen.png", ImageTarget(HERE, "the screen.png")),
        ("../../webhooks/set-up/screen.png", ImageTarget(THERE, "screen.png")),
        ("#fix", AnchorTarget("fix")),
        ("#%D1%87%D1%82%D0%BE", AnchorTarget("что")),
        ("https://example.org/a?b=c#d", ExternalTarget("https://example.org/a?b=c#d")),
        ("HTTPS://example.org", ExternalTarget("HTTPS://example.org")),
        ("mailto:support@example.org", ExternalTarget("mailto:support@example.org")),
        ("tel:+15550001234", ExternalTarget("tel:+15550001234")),
    ],
)
def test_address_is_understood(address, target):
    assert parse_target(address, HERE) == target


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/en/help/",
        "//elsewhere.example/x",
        "javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "https:",
        "http://[",
        "../../../policy.yml",
        "../../webhooks/en.md",
        "../../Webhooks/set-up/en.md",
        "../../../../etc/passwd",
        "..",
    ],
)
def test_address_that_leads_nowhere_is_broken(address):
    assert isinstance(parse_target(address, HERE), BrokenTarget)


def test_article_id_is_read_from_category_and_slug():
    assert ArticleId.parse("webhooks/set-up") == THERE


@pytest.mark.parametrize("text", ["webhooks", "webhooks/", "/set-up", "a/b/c", "Webhooks/set-up", "a--b/c", "a/../b"])
def test_article_id_that_cannot_stand_in_an_address_is_refused(text):
    with pytest.raises(ValueError, match="category/slug"):
        ArticleId.parse(text)


def test_addresses_follow_the_contract():
    assert article_address(ENGLISH, THERE) == "/en/webhooks/set-up"
    assert article_address(BRAZILIAN, THERE, "fix") == "/pt-br/webhooks/set-up#s-fix"
    assert image_address(THERE, "a b.png", "0af1") == "/images/webhooks/set-up/a%20b.png?v=0af1"
