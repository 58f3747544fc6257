"""Files in the wizard: judged by content, cleaned, kept while going back, removable."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from tests.web.intake.walking import Customer


def png(size=(20, 10)) -> bytes:
    picture = BytesIO()
    image = Image.new("RGB", size, "white")
    exif = image.getexif()
    exif[0x010F] = "SecretCamera"
    image.save(picture, "PNG", exif=exif)
    return picture.getvalue()


def stored_files(app):
    from portal.cases.model import Attachment
    from portal.web.current import current_database, current_settings

    with app.app_context(), current_database.get().read() as session:
        rows = list(session.scalars(select(Attachment).order_by(Attachment.id)))
        folder = current_settings.get().uploads_dir
        return [(row.name, row.media_type, (folder / row.stored_name).read_bytes()) for row in rows]


def add(customer, *files, status=200, **fields):
    return customer.describes_it(
        status=status, attachments=[(BytesIO(content), name) for name, content in files], **fields
    )


def test_files_travel_with_the_case(app, ana):
    customer = Customer(ana).comes_to_details()
    add(customer, ("screen.png", png()), ("log.txt", b"line one\nline two"))
    customer.rates_it()
    assert customer.page.says("screen.png, log.txt")

    customer.sends()
    page = ana.click(customer.page, "Open the conversation")

    assert page.says("screen.png")


def test_pictures_lose_their_metadata(app, ana):
    assert b"SecretCamera" in png()

    add(Customer(ana).comes_to_details(), ("screen.png", png()))

    ((name, kind, content),) = stored_files(app)
    assert (name, kind) == ("screen.png", "image/png")
    assert b"SecretCamera" not in content


def test_secrets_in_text_files_are_masked_before_they_reach_the_disk(app, ana):
    key = "Zq8RtX2mLp0VwK5sJd7YbN3cHf"
    customer = Customer(ana).comes_to_details()

    add(customer, ("request.log", f"POST /messages\nD360-API-KEY: {key}\n".encode()))

    assert customer.page.says("Replace these secrets now")
    assert key.encode() not in stored_files(app)[0][2]


UNKNOWN = "{} is of a kind we cannot open. Send pictures (PNG, JPEG, WebP), PDF, MP4, text or zip files."
DAMAGED = "{} is damaged or has too many pixels. Save the picture again, smaller."


@pytest.mark.parametrize(
    ("name", "content", "mistake"),
    [
        ("picture.png", b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 40, UNKNOWN),
        ("run.exe", b"MZ\x90\x00\x03" + b"\x00" * 60, UNKNOWN),
        ("logs.zip", b"PK\x03\x04" + b"\x00" * 40, "{} is damaged or not complete. Pack it again."),
        ("broken.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, DAMAGED),
        (
            "log.gz",
            b"\x1f\x8b\x08" + b"\x00" * 40,
            "{} is packed in a way we do not open. Send the files themselves or a zip file.",
        ),
    ],
)
def test_a_kind_that_nobody_can_open_is_refused_by_its_content(app, ana, name, content, mistake):
    customer = Customer(ana).comes_to_details()

    add(customer, (name, content), status=422)

    assert customer.page.mistakes == [mistake.format(name)]
    assert stored_files(app) == []


def test_more_files_than_the_policy_allows_are_named_and_the_others_kept(app, ana):
    customer = Customer(ana).comes_to_details()

    add(customer, *((f"{number}.txt", f"line {number}".encode()) for number in range(7)), status=422)

    assert customer.page.mistakes == ["At most 5 files fit into one request. Leave some out. Not added: 5.txt, 6.txt."]
    assert len(stored_files(app)) == 5


def test_a_file_that_is_refused_leaves_the_good_ones_of_the_same_form(app, ana):
    customer = Customer(ana).comes_to_details()

    add(customer, ("good.txt", b"hello"), ("bad.exe", b"MZ\x90\x00\x03" + b"\x00" * 60), status=422)
    assert customer.page.mistakes == [UNKNOWN.format("bad.exe")]
    assert customer.page.says("good.txt")

    customer.describes_it()

    assert [name for name, _, _ in stored_files(app)] == ["good.txt"]


def test_a_file_that_comes_twice_is_kept_once(app, ana):
    customer = add(Customer(ana).comes_to_details(), ("log.txt", b"hello"), description="", status=422)

    add(customer, ("log.txt", b"hello"), ("log.txt", b"another"))

    assert [content for _, _, content in stored_files(app)] == [b"hello", b"another"]


def test_a_file_stays_when_a_text_has_to_be_corrected_and_can_be_removed(app, ana):
    customer = Customer(ana).comes_to_details()
    add(customer, ("log.txt", b"hello"), description="", status=422)
    assert customer.page.says("log.txt")

    customer.page = ana.submit(customer.page, {}, button="Remove log.txt")

    assert not customer.page.says("log.txt")
    assert stored_files(app) == []


def test_a_path_in_a_file_name_is_only_a_name(app, ana):
    add(Customer(ana).comes_to_details(), ("../../etc/passwd", b"root"))

    assert [name for name, _, _ in stored_files(app)] == ["passwd"]


def test_a_secret_in_a_file_name_is_masked_too(app, ana):
    key = "Zq8RtX2mLp0VwK5sJd7YbN3cHf"
    customer = add(Customer(ana).comes_to_details(), (f"D360-API-KEY {key}.txt", b"hello"))

    assert customer.page.says("Replace these secrets now")
    assert key not in stored_files(app)[0][0]


def test_a_picture_that_would_fill_the_memory_is_refused_unopened(app, ana):
    huge = BytesIO()
    Image.new("1", (10_000, 6_000)).save(huge, "PNG")

    add(Customer(ana).comes_to_details(), ("huge.png", huge.getvalue()), status=422)

    assert stored_files(app) == []


@pytest.mark.parametrize("number", ["", "x", "-1", "²", 10_001, 2**31, 10**30])
def test_removing_a_file_that_is_not_there_changes_nothing(app, ana, number):
    customer = add(Customer(ana).comes_to_details(), ("log.txt", b"hello"), description="", status=422)
    (kept,) = stored_files(app)

    token = customer.page.fields["csrf_token"]
    ana.post(f"/en/help/{customer.draft}/uploads/remove", {"csrf_token": token, "upload": number})

    assert stored_files(app) == [kept]


def test_a_folder_that_cannot_be_written_loses_no_text(app, ana):
    from portal.web.current import current_settings

    with app.app_context():
        folder = current_settings.get().uploads_dir
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("in the way")
    customer = Customer(ana).comes_to_details()

    add(customer, ("log.txt", b"x"), description="Nothing arrives", status=422)
    folder.unlink()

    assert customer.page.says("Your files could not be kept at the moment. What you typed is still here")
    assert customer.page.fields["description"] == "Nothing arrives"
    assert customer.describes_it(description="Nothing arrives").step == "impact"
