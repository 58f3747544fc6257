"""Findings in the exact forms that git hosts read."""

import json

from portal.articles.checks.formats import to_github, to_gitlab
from portal.kernel.problem import Problem

ERROR = Problem("content/articles/a/b/en.md", 7, "broken-anchor", "100 % gone:\nno #x, nowhere")
WARNING = Problem("content/a,b:c.md", 1, "raw-html", "<b>", fatal=False)


def test_github_gets_a_command_for_each_with_its_signs_escaped():
    assert to_github([ERROR, WARNING]).split("\n") == [
        "::error file=content/articles/a/b/en.md,line=7,title=broken-anchor::100 %25 gone:%0Ano #x, nowhere",
        "::warning file=content/a%2Cb%3Ac.md,line=1,title=raw-html::<b>",
    ]
    assert to_github([]) == ""


def test_gitlab_gets_a_report_with_all_that_it_needs():
    first, second = json.loads(to_gitlab([ERROR, WARNING]))

    assert first == {
        "description": "broken-anchor: 100 % gone:\nno #x, nowhere",
        "check_name": "broken-anchor",
        "fingerprint": first["fingerprint"],
        "severity": "major",
        "location": {"path": "content/articles/a/b/en.md", "lines": {"begin": 7}},
    }
    assert second["severity"] == "minor"
    assert json.loads(to_gitlab([])) == []


def test_finding_that_only_moves_keeps_its_fingerprint_and_two_alike_have_their_own():
    moved = Problem(ERROR.path, 70, ERROR.code, ERROR.message)

    same, again = json.loads(to_gitlab([ERROR, moved]))
    alone = json.loads(to_gitlab([moved]))[0]

    assert alone["fingerprint"] == same["fingerprint"] != again["fingerprint"]
