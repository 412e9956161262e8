"""Photos and documents: what is taken, what is refused, and what is left of it."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from pb.proposals.attached import papers, pictures
from pb.proposals.models import Proposal
from tests.pb.accounts.conftest import ENGLISH, Browser, Town
from tests.pb.proposals.people import begun, call_open, resident, submitted

SEONGSAN = (37.566, 126.912)


def jpeg(size: tuple[int, int] = (2400, 1200), with_place: bool = False, turned: bool = False) -> bytes:
    """A photo that is blue on the left and red on the right."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    if turned:
        exif[0x0112] = 6
    if with_place:
        exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 33.0, 57.6), 3: "E", 4: (126.0, 54.0, 43.2)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def png(width: int, height: int) -> bytes:
    """A tiny file that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return out.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def upload(browser: Browser, number: int, **given: object) -> TestResponse:
    files = {
        name: (io.BytesIO(value), "x.jpg") if isinstance(value, bytes) else value
        for name, value in given.items()
    }
    return browser.client.post(f"/proposals/{number}/pictures", data=files, headers=ENGLISH)


def test_a_photo_is_written_anew_without_what_the_camera_hid() -> None:
    picture = pictures.read(jpeg(with_place=True))
    assert (picture.width, picture.height) == (1600, 800)
    assert picture.place == pytest.approx(SEONGSAN)
    for blob, width in ((picture.large, 1600), (picture.small, 480)):
        image = Image.open(io.BytesIO(blob))
        assert (image.format, image.width) == ("WEBP", width)
        assert not image.getexif()
        assert b"Secret" not in blob


def test_a_photo_taken_upright_stays_upright() -> None:
    picture = pictures.read(jpeg((400, 200), turned=True))
    assert (picture.width, picture.height) == (200, 400)
    image = Image.open(io.BytesIO(picture.large)).convert("RGB")
    assert image.getpixel((100, 10))[2] > 200
    assert image.getpixel((100, 390))[0] > 200


def test_what_is_see_through_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(io.BytesIO(pictures.read(out.getvalue()).large)).convert("RGB").getpixel((5, 5)) == (
        255,
        255,
        255,
    )


@pytest.mark.parametrize(
    ("blob", "refusal"),
    [
        (b"not a picture", pictures.NotAPhoto),
        (SVG, pictures.NotAPhoto),
        (b"<!doctype html><script>alert(1)</script>", pictures.NotAPhoto),
        (b"GIF89a" + b"\0" * 20, pictures.NotAPhoto),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", pictures.Heic),
        (jpeg()[:3000], pictures.Broken),
        (jpeg()[:200] + b"\0" * 3000, pictures.NotAPhoto),
        (png(9000, 9000), pictures.TooManyPixels),
        (png(60_000, 60_000), pictures.TooManyPixels),
        (png(100, 100), pictures.Broken),
    ],
)
def test_what_is_no_photo_is_refused_in_clear_words(blob: bytes, refusal: type[pictures.NotAPhoto]) -> None:
    with pytest.raises(refusal):
        pictures.read(blob)


@pytest.mark.parametrize(
    ("name", "blob", "kept"),
    [
        ("계획.pdf", PDF, "계획.pdf"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("C:\\files\\도면.exe", PDF, "도면.pdf"),
        ("a\u202efdp.exe", PDF, "afdp.pdf"),
        ('"><script>.pdf', PDF, "script.pdf"),
        ("", PDF, "document.pdf"),
        ("안내.hwp", papers.OLE + b"\0" * 100 + b"HWP Document File V5.00", "안내.hwp"),
        ("안내", zipped("mimetype", "Contents/content.hpf"), "안내.hwpx"),
        ("견적.docx", zipped("word/document.xml"), "견적.docx"),
        ("견적.xls", zipped("xl/workbook.xml"), "견적.xlsx"),
    ],
)
def test_a_document_is_told_by_what_is_in_it(name: str, blob: bytes, kept: str) -> None:
    assert papers.read(name, blob).name == kept


@pytest.mark.parametrize(
    ("blob", "refusal"),
    [
        (b"MZ\x90\0", papers.NotADocument),
        (SVG, papers.NotADocument),
        (b"%PDF-1.7 but not whole", papers.NotADocument),
        (papers.OLE + b"an old spreadsheet", papers.NotADocument),
        (zipped("word/document.xml", "word/vbaProject.bin"), papers.NotADocument),
        (b"PK\x03\x04 broken", papers.NotADocument),
        (PDF + b"\0" * papers.LARGEST, papers.TooLarge),
    ],
)
def test_other_files_are_refused(blob: bytes, refusal: type[papers.NotADocument]) -> None:
    with pytest.raises(refusal):
        papers.read("x.pdf", blob)


def test_a_photo_is_added_described_shown_and_taken_away(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = begun(kim)
    assert upload(kim, number, photo=jpeg(), way="next").location.endswith("/pictures")
    page = kim.get(f"/proposals/{number}/pictures").text
    assert "What is on photo 1?" in page
    hostile = '"><script>alert(1)</script>'
    assert upload(kim, number, alt_1=hostile, way="next").location.endswith("/authors")
    page = kim.get(f"/proposals/{number}/send").text
    assert "&#34;&gt;&lt;script&gt;" in page
    assert "<script>alert" not in page
    path = f"/proposals/{number}/photos/1/small.webp"
    answer = kim.get(path)
    assert answer.mimetype == "image/webp"
    assert "private" in answer.headers["Cache-Control"]
    assert town.browser().get(path).status_code == 404
    assert town.browser().get(f"/proposals/{number + 1}/photos/1/small.webp").status_code == 404
    assert upload(kim, number, remove="photo-1").status_code == 302
    assert kim.get(path).status_code == 404


def test_the_place_of_a_photo_becomes_the_pin_only_if_wanted(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = begun(kim)
    for wanted, pin in (({}, None), ({"use_place": "y"}, SEONGSAN)):
        upload(kim, number, photo=jpeg(with_place=True), **wanted)
        with town.database.transaction() as rows:
            proposal = rows.get_one(Proposal, number)
            found = (proposal.latitude, proposal.longitude)
        assert found == (pin or (None, None))


def test_a_document_is_given_out_to_be_saved_and_nothing_else(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = begun(kim)
    assert upload(kim, number, document=(io.BytesIO(PDF), "그늘 계획.html")).status_code == 302
    assert "그늘 계획.pdf" in kim.get(f"/proposals/{number}/pictures").text
    assert town.browser().get(f"/proposals/{number}/documents/1").status_code == 404
    answer = kim.get(f"/proposals/{number}/documents/1")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    upload(kim, number, remove="document-1")
    assert kim.get(f"/proposals/{number}/documents/1").status_code == 404


def test_a_refused_file_leaves_the_rest_of_the_page_as_it_was_typed(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = begun(kim)
    upload(kim, number, photo=jpeg())
    refused = upload(kim, number, alt_1="교문 앞", photo=SVG, document=(io.BytesIO(b"MZ"), "x.pdf"))
    assert refused.status_code == 400
    assert "This is no photo that we can read." in refused.text
    assert "We take PDF, HWP" in refused.text
    assert 'value="교문 앞"' in refused.text
    refused = upload(kim, number, alt_1="900131-1234567")
    assert refused.status_code == 400
    assert "1234567" not in refused.text


def test_six_photos_and_three_documents_are_the_most(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = begun(kim)
    small = jpeg((20, 10))
    assert [upload(kim, number, photo=small).status_code for _ in range(7)] == [302] * 6 + [400]
    papers_sent = [upload(kim, number, document=(io.BytesIO(PDF), "x.pdf")).status_code for _ in range(4)]
    assert papers_sent == [302] * 3 + [400]


def test_throwing_a_draft_away_deletes_its_files(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = begun(kim)
    upload(kim, number, photo=jpeg((20, 10)), document=(io.BytesIO(PDF), "x.pdf"))
    assert kim.send(f"/proposals/{number}/discard").status_code == 302
    with town.database.transaction() as rows:
        for table in ("proposal_photos", "proposal_documents"):
            assert rows.connection().exec_driver_sql(f"select count(*) from {table}").scalar() == 0


def test_files_of_a_proposal_are_public_and_only_its_authors_add_some(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = submitted(kim)
    assert upload(kim, number, photo=jpeg((20, 10))).status_code == 302
    assert town.browser().get(f"/proposals/{number}/photos/1/large.webp").status_code == 200
    lee = resident(town, "lee@example.kr")
    assert upload(lee, number, photo=jpeg((20, 10))).status_code == 404
