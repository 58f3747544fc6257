"""Notices: who sees them and when, and what can be wrong with them."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.articles.notices import Level, concerns, list_active
from portal.kernel.language import ENGLISH, GERMAN, RUSSIAN

NIGHT = datetime(2026, 11, 29, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def front(**keys: object) -> str:
    lines = [f"{name.removesuffix('_')}: {value}\n" for name, value in {"title": "On Sunday", **keys}.items()]
    return f"---\n{''.join(lines)}---\n"


def put(writer, slug="sunday", tag="en", body="The Hub rests.\n", **keys: object):
    return writer.put(f"notices/{slug}/{tag}.md", front(**keys) + body)


def load(writer):
    (notice,) = writer.load().notices
    return notice


class TestWindow:
    def test_notice_begins_with_from_and_is_over_with_until(self, writer):
        put(writer, from_="2026-11-29T02:00Z", until="2026-11-29T04:00Z")
        notice = load(writer)

        assert not notice.is_active(NIGHT - SECOND)
        assert notice.is_active(NIGHT)
        assert notice.is_active(NIGHT + timedelta(hours=2) - SECOND)
        assert not notice.is_active(NIGHT + timedelta(hours=2))

    @pytest.mark.parametrize(
        "written", ["2026-11-29T02:00Z", "2026-11-29T02:00", "2026-11-29 02:00", "2026-11-29T03:00+01:00"]
    )
    def test_time_without_a_zone_is_in_utc(self, writer, written):
        put(writer, from_=f'"{written}"')

        assert load(writer).starts == NIGHT

    def test_notice_without_a_window_is_always_shown(self, writer):
        put(writer)

        assert load(writer).is_active(NIGHT)

    def test_warnings_come_first_then_what_began_last(self, writer):
        put(writer, "always")
        put(writer, "earlier", from_="2026-11-28T00:00Z")
        put(writer, "later", from_="2026-11-29T00:00Z")
        put(writer, "warning", level="warning")
        put(writer, "over", until="2026-11-29T00:00Z")

        assert [notice.slug for notice in list_active(writer.load().notices, NIGHT)] == [
            "warning",
            "later",
            "earlier",
            "always",
        ]


class TestComponents:
    def test_notice_about_components_concerns_their_pages_alone(self, writer):
        put(writer, components="[api, webhooks]")
        notice = load(writer)

        assert notice.level is Level.INFO
        assert [concerns(notice, component) for component in ("api", "webhooks", "hub", None)] == [
            True,
            True,
            False,
            False,
        ]

    def test_notice_about_none_concerns_every_page(self, writer):
        put(writer)

        assert concerns(load(writer), "hub")
        assert concerns(load(writer), None)


class TestLanguages:
    def test_translation_is_a_title_and_a_text(self, writer):
        put(writer)
        put(writer, tag="de", title="Am Sonntag", body="Der Hub ruht.\n")

        text, language = load(writer).find_text(GERMAN)

        assert (text.title, text.body, language) == ("Am Sonntag", "Der Hub ruht.", GERMAN)

    def test_reader_without_a_translation_gets_the_english_text(self, writer):
        put(writer)
        put(writer, tag="de", title="Am Sonntag")

        text, language = load(writer).find_text(RUSSIAN)

        assert (text.title, language) == ("On Sunday", ENGLISH)

    def test_title_may_say_it_all(self, writer):
        put(writer, body="")

        assert load(writer).texts["en"].body == ""


class TestMistakes:
    @pytest.mark.parametrize(
        ("keys", "finding"),
        [
            ({"from_": "tomorrow"}, "3: bad-time"),
            ({"until": "2026-11-29"}, "3: bad-time"),
            ({"until": "0001-01-01T00:00+10:00"}, "3: bad-time"),
            ({"from_": "2026-11-29T02:00Z", "until": "2026-11-29T02:00Z"}, "4: bad-window"),
            ({"from_": "2026-11-29T02:00Z", "until": "2026-11-29T01:00Z"}, "4: bad-window"),
            ({"level": "danger"}, "3: unknown-value"),
            ({"components": "[api, apis]"}, "3: unknown-component"),
            ({"components": "\n- api\n- apis"}, "4: unknown-component"),
            ({"components": "api"}, "3: wrong-type"),
            ({"title": '""'}, "2: empty-value"),
            ({"untill": "2026-11-29T02:00Z"}, "3: unknown-key"),
        ],
    )
    def test_mistake_in_the_front_matter_is_named_with_its_line(self, writer, keys, finding):
        put(writer, **keys)

        assert writer.findings == [f"notices/sunday/en.md:{finding}"]

    @pytest.mark.parametrize(
        ("body", "finding"),
        [
            ("\nSee [this](../../articles/messages/nothing/en.md).\n", "5: broken-link"),
            ("See [this](../../articles/messages/late/en.md#nothing).\n", "4: broken-anchor"),
            ("![A map](../../articles/messages/late/map.png)\n", "4: missing-image"),
            ("First response: {{ policy.plans.gold.first_response }}.\n", "4: unknown-placeholder"),
            ("Words.\n\n## Why {#why}\n", "6: notice-heading"),
            ("Words.[^1]\n\n[^1]: More.\n", "1: notice-footnote"),
        ],
    )
    def test_mistake_in_the_text_is_named_with_its_line(self, writer, body, finding):
        writer.write("messages/late")
        put(writer, body=body)

        assert writer.findings == [f"notices/sunday/en.md:{finding}"]

    def test_window_is_never_written_twice(self, writer):
        put(writer, until="2026-11-29T04:00Z")
        put(writer, tag="de", until="2026-11-29T04:00Z")

        assert writer.findings == ["notices/sunday/de.md:3: unknown-key"]

    def test_notice_needs_an_english_text(self, writer):
        put(writer, tag="de")

        assert writer.findings == ["notices/sunday/de.md:1: english-missing"]

    @pytest.mark.parametrize(
        ("place", "content", "finding"),
        [
            ("notices/en.md", front(), "notices/en.md:1: misplaced-file"),
            ("notices/On_Sunday/en.md", front(), "notices/On_Sunday/en.md:1: misplaced-file"),
            ("notices/sunday/fr.md", front(), "notices/sunday/fr.md:1: unknown-locale"),
            ("notices/sunday/en.txt", front(), "notices/sunday/en.txt:1: unknown-locale"),
            ("notices/sunday/en.md", "Words.\n", "notices/sunday/en.md:1: front-matter-missing"),
            ("notices/sunday/en.md", b"---\ntitle: \xff\n---\n", "notices/sunday/en.md:2: encoding"),
            ("notices/sunday/en.md", "---\ntitle: [\n---\n", "notices/sunday/en.md:3: yaml-syntax"),
        ],
    )
    def test_file_that_is_no_notice_is_named(self, writer, place, content, finding):
        writer.put(place, content)

        assert writer.findings == [finding]

    def test_notice_with_a_mistake_keeps_the_folder_from_going_live(self, writer):
        put(writer, level="danger")

        assert writer.read().library is None

    def test_link_to_an_article_is_sound(self, writer):
        writer.write("messages/late", body="## Fix {#fix}\n")
        put(writer, body="See [this](../../articles/messages/late/en.md#fix).\n")

        assert writer.findings == []
