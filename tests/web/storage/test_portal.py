"""A portal whose files lie in a bucket: customers, the worker, backups and operators."""

import sys
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from portal.app import create_app
from portal.backup.restoring import Refused, restore
from portal.backup.saving import save
from portal.cases.model import Attachment
from portal.cases.retention import forget_files_of_drafts
from portal.db import schema
from portal.db.base import Base
from portal.privacy.archive import stream_archive
from portal.privacy.collecting import Owner
from portal.privacy.deleting import delete_drafts
from portal.settings import SettingsError
from portal.storage.choosing import choose_store
from portal.storage.current import current_uploads
from portal.storage.store import UploadsUnavailable, read_all
from portal.web.current import current_database
from tests.building import START, make_settings, tear_down
from tests.cast import ANA
from tests.web.backup.test_round_trip import opening
from tests.web.intake.walking import Customer
from tests.web.storage.s3_server import BUCKET
from tests.web.storage.test_bucket import fetch


@pytest.fixture
def case_path(ana):
    """The page of a request of Ana's that has a file."""
    return send(ana)


def empty_database(app):
    with app.app_context(), current_database.get().write() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())


def rows(app):
    with app.app_context(), current_database.get().read() as session:
        return list(session.scalars(select(Attachment).order_by(Attachment.id)))


def with_file(browse, content=b"line one\nline two"):
    customer = Customer(browse).comes_to_details()
    return customer.describes_it(description="Nothing arrives", attachments=[(BytesIO(content), "log.txt")])


def send(browse):
    """A request that has come with a file; gives the address of its page."""
    customer = with_file(browse).rates_it()
    if customer.step == "duplicates":
        customer.answers(duplicate_of="none")
    return customer.sends().page.link("Open the conversation")


def test_file_is_handed_out_by_a_link_after_the_rights_were_checked(app, ana, eve, case_path):
    path = ana.get(case_path).link("log.txt")

    answer = ana.get(path, status=302)
    status, headers, body = fetch(answer.headers["Location"])

    assert (status, body) == (200, b"line one\nline two")
    assert headers["Content-Disposition"].startswith('attachment; filename="log.txt"')
    assert headers["Content-Type"] == "text/plain"
    assert answer.headers["Cache-Control"] == "private, no-store"
    eve.get(path, status=404)


def test_file_that_is_gone_is_missing_in_our_words(app, ana, case_path):
    path = ana.get(case_path).link("log.txt")
    (row,) = rows(app)
    with app.app_context():
        current_uploads.get().delete([row.stored_name])

    ana.get(path, status=404)


def test_masked_text_alone_reaches_the_bucket(app, ana, objects):
    with_file(ana, b"Authorization: Bearer abcdefgh0123456789abcdefgh0123456789")

    (stored,) = objects().values()
    assert b"abcdefgh0123456789abcdefgh0123456789" not in stored["Body"].read()


def test_while_the_store_is_down_the_wizard_keeps_the_text_and_goes_on(app, ana, manner, objects):
    customer = Customer(ana).comes_to_details()
    manner.name = "500"

    customer.describes_it(status=422, description="Nothing arrives", attachments=[(BytesIO(b"x"), "log.txt")])

    assert customer.page.says("Your files could not be kept at the moment. What you typed is still here")
    assert customer.page.fields["description"] == "Nothing arrives"
    assert rows(app) == []
    assert customer.describes_it(description="Nothing arrives").step == "impact"
    manner.name = "well"
    assert objects() == {}


def test_while_the_store_is_down_a_reply_keeps_its_text(app, ana, manner, case_path):
    page = ana.get(case_path)
    manner.name = "cut"

    page = ana.submit(page, {"message": "And here", "attachments": [(BytesIO(b"x"), "b.txt")]}, status=422)

    assert page.says("Your files could not be kept at the moment.")
    assert page.fields["message"] == "And here"


def test_while_the_store_is_down_a_download_says_so(app, ana, manner, case_path):
    path = ana.get(case_path).link("log.txt")
    manner.name = "500"

    page = ana.get(path, status=503)

    assert page.headers["Retry-After"] == "30"


def test_old_files_leave_the_bucket_and_their_rows_wait_while_it_is_down(app, ana, manner, objects):
    with_file(ana)
    (row,) = rows(app)
    with app.app_context():
        database, store = current_database.get(), current_uploads.get()
    manner.name = "500"
    with pytest.raises(UploadsUnavailable), database.write() as session:
        forget_files_of_drafts(session, store, [row.draft_id])
    assert len(rows(app)) == 1

    manner.name = "well"
    with database.write() as session:
        assert forget_files_of_drafts(session, store, [row.draft_id]) == 1

    assert (rows(app), objects()) == ([], {})


def test_copy_of_ones_data_holds_the_files(app, ana, case_path):
    with app.app_context():
        pieces = stream_archive(current_database.get(), current_uploads.get(), Owner(ANA, "secret"), START)
        archive = ZipFile(BytesIO(b"".join(pieces)))

    (name,) = [name for name in archive.namelist() if "/files/" in name]
    assert archive.read(name) == b"line one\nline two"


def test_deletion_of_ones_data_empties_the_bucket(app, ana, objects):
    with_file(ana)
    assert len(objects()) == 1
    with app.app_context(), current_database.get().write() as session:
        owner = Owner(ANA, "secret", tuple(row.draft_id for row in rows(app)))
        assert delete_drafts(session, owner, current_uploads.get(), START + timedelta(days=1)) == 1

    assert objects() == {}


@pytest.mark.parametrize("target", ["", f"s3://{BUCKET}/restored"])
def test_backup_brings_files_from_the_bucket_into_any_store(app, ana, kept_in_bucket, tmp_path, objects, target):
    with_file(ana)
    (row,) = rows(app)
    save(kept_in_bucket, tmp_path / "backup", START)
    after = make_settings(tmp_path / "after", uploads_url=target)
    database = opening(after)
    schema.upgrade(database)

    restore(after, tmp_path / "backup", START)

    assert read_all(choose_store(after), row.stored_name) == b"line one\nline two"
    assert len(objects()) == (2 if target else 1), "what lies elsewhere is left alone"
    database.dispose()


def test_restoring_replaces_what_is_there_only_when_forced(app, ana, kept_in_bucket, tmp_path, objects):
    store = app.extensions[current_uploads.name]
    save(kept_in_bucket, tmp_path / "backup", START)
    with_file(ana)
    empty_database(app)
    with pytest.raises(Refused, match="there are files in s3://customers-files/portal/"):
        restore(kept_in_bucket, tmp_path / "backup", START)

    restore(kept_in_bucket, tmp_path / "backup", START, force=True)

    assert (list(store.names()), objects()) == ([], {})


def test_backup_is_not_made_while_files_cannot_be_read(app, ana, kept_in_bucket, manner, tmp_path):
    with_file(ana)
    manner.name = "500"

    with pytest.raises(UploadsUnavailable):
        save(kept_in_bucket, tmp_path / "backup", START)

    assert not (tmp_path / "backup").exists()


def test_operators_are_told(bucket, manner, tmp_path):
    app = create_app(make_settings(tmp_path, uploads_url=f"s3://{BUCKET}/portal"))

    def part():
        return app.test_client().get("/readyz").json["parts"]["files"]

    assert part() == {"ok": True, "detail": f"s3://{BUCKET}/portal/ answers"}
    manner.name = "403"
    assert part() == {"ok": False, "detail": f"s3://{BUCKET}/portal/: the store refuses (403)"}
    tear_down(app)


def test_missing_extra_stops_the_start_with_one_line(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "portal.storage.bucket", None)

    with pytest.raises(SettingsError) as caught:
        choose_store(make_settings(tmp_path, uploads_url="s3://bucket/prefix"))

    (problem,) = caught.value.problems
    assert problem.startswith("PORTAL_UPLOADS_URL: needs the extra s3")


def test_wrong_variables_stop_the_start_with_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "minio.example")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")

    with pytest.raises(SettingsError) as caught:
        choose_store(make_settings(tmp_path, uploads_url="s3://bucket/prefix"))

    (problem,) = caught.value.problems
    assert problem.startswith("PORTAL_UPLOADS_URL: the AWS_… variables are wrong")
