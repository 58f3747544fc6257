"""Many texts are checked by several processes, with the same findings as by one."""

import pytest

from portal.articles.checks import many_texts
from portal.articles.checks.glossary import Glossary
from portal.articles.checks.many_texts import checking
from portal.articles.source import ContentFolder

LONG = "A title that is far too long for the results of a search, whoever reads it and wherever it stands"


@pytest.fixture
def texts(writer, monkeypatch):
    monkeypatch.setattr(many_texts, "PORTION", 2)
    monkeypatch.setattr(many_texts, "WORTH_SHARING", 5)
    for number in range(7):
        writer.write(f"messages/number-{number}", title=LONG if number % 2 else "Short")
    folder = ContentFolder(writer.path)
    folder.read()
    return tuple(folder.list_texts())


def findings(texts, cores):
    with checking(texts, Glossary({}), None, cores=cores) as portions:
        return len(portions), [str(problem) for portion in portions for problem in portion()]


# A test run has threads of other tests; the command forks before it has any.
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_several_processes_find_what_one_finds(texts):
    portions, alone = findings(texts, cores=1)

    assert (portions, len(alone)) == (4, 3)
    assert findings(texts, cores=3) == (portions, alone)


def test_few_texts_are_not_worth_a_process(texts, monkeypatch):
    monkeypatch.setattr(many_texts, "ProcessPoolExecutor", None)

    assert len(findings(texts[:4], cores=8)[1]) == 2


def test_nothing_is_left_behind(texts):
    with pytest.raises(ValueError, match="stop"), checking(texts, Glossary({}), None, cores=1):
        raise ValueError("stop")

    assert many_texts._shared == []
