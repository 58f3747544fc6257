import pytest

from portal.cases.model import Attachment
from portal.web.current import current_database, current_settings
from tests.web.cases.builders import NOW, address, opened


def attach(app, case, name="log.txt", media_type="text/plain", content=b"one line"):
    with app.app_context(), current_database.get().write() as session:
        folder = current_settings.get().uploads_dir
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "stored").write_bytes(content)
        file = Attachment(name=name, media_type=media_type, size=len(content), stored_name="stored", created_at=NOW)
        file.case_id = case.id
        session.add(file)


@pytest.mark.parametrize(
    ("name", "media_type", "served"),
    [
        ("log.txt", "text/plain", "text/plain; charset=utf-8"),
        ("screen.png", "image/png", "image/png"),
        ("evil.html", "text/html", "application/octet-stream"),
        ("evil.svg", "image/svg+xml", "application/octet-stream"),
        ("Ошибка «1».pdf", "application/pdf", "application/pdf"),
    ],
)
def test_file_is_only_ever_saved(app, ana, case, name, media_type, served):
    attach(app, case, name, media_type)

    path = ana.get(address(case)).link(name)
    page = ana.get(path)

    assert page.body == b"one line"
    assert page.headers["Content-Type"] == served
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert page.headers["Cache-Control"] == "private, no-store"


def test_file_is_reached_by_the_link_of_its_request_only(app, browse, portal_database, case, link):
    attach(app, case)

    path = browse.get(link).link("log.txt")

    assert browse.get(path).body == b"one line"
    browse.get(path.partition("?")[0], status=303)
    other = opened(portal_database, idempotency_key="2")
    browse.get(path.replace(case.reference, other.reference), status=303)


def test_file_that_is_gone_is_missing(app, ana, case):
    attach(app, case)
    path = ana.get(address(case)).link("log.txt")
    with app.app_context():
        (current_settings.get().uploads_dir / "stored").unlink()

    ana.get(path, status=404)
    ana.get(f"{address(case)}/files/999", status=404)
