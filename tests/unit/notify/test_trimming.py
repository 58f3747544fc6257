import pytest

from portal.kernel.html_text import html_to_text
from portal.notify.mail_in.trimming import trim


def test_words_without_history_stay_as_they_are():
    text = "Steps:\n\n    {\n        1\n    }\n- one\n--two\n> is greater than"

    assert trim(text).text == text.removesuffix("\n> is greater than")
    assert trim("Hello,\n\nit works.").is_whole


def test_sentence_that_only_looks_like_an_attribution_stays():
    text = "On Monday a colleague wrote:\nthe webhook fails\n\nWhat is that?"

    assert trim(text).text == text


def test_long_end_after_two_dashes_is_no_signature():
    text = "Options:\n--\n" + "\n".join(f"line {number}" for number in range(20))

    assert trim(text).text == text


def test_whole_is_kept_where_nothing_is_new():
    assert trim("-- \nAna").is_whole
    assert trim("> all\n> quoted").text == "> all\n> quoted"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>c", "> a\n> > b\nc"),
        ("<pre>{\n  1\n}</pre>", "{\n  1\n}"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc"),
        ("<a href='https://example.org/x'>example.org/x</a>", "example.org/x"),
        ("<a href='javascript:x'>here</a>", "here"),
        ("<div hidden>no</div><svg><text>no</text></svg>yes &lt;b&gt;", "yes <b>"),
    ],
)
def test_html_becomes_the_text_that_is_seen(markup, text):
    assert html_to_text(markup) == text
