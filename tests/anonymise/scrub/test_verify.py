"""The second look sees what a wrong writer would leave."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Callable

import av
import pytest

from bot.anonymise.scrub.runner import Cleaned, scrub
from bot.anonymise.scrub.verify import find_doubt
from tests.anonymise.scrub.planted_office import REL, document, rewrite, workbook
from tests.anonymise.scrub.planted_pdfs import plain, planted
from tests.anonymise.scrub.planted_pictures import gif, jpeg, png, png_chunk, segment
from tests.anonymise.scrub.planted_recordings import box, m4a, mp3, ogg, recording, with_boxes

MAKERS: dict[str, Callable[[], bytes]] = {
    "jpg": jpeg,
    "png": png,
    "pdf": plain,
    "docx": document,
    "xlsx": workbook,
    "mp4": lambda: recording("mp4", "libx264", "aac"),
    "m4a": m4a,
    "ogg": ogg,
    "mp3": mp3,
}


@pytest.fixture(scope="session")
def cleaned() -> dict[str, bytes]:
    """A clean file of every extension."""

    async def make() -> dict[str, bytes]:
        found = {}
        for extension, maker in MAKERS.items():
            result = await scrub(maker())
            assert isinstance(result, Cleaned)
            found[extension] = result.content
        return found

    return asyncio.run(make())


@pytest.mark.parametrize("extension", MAKERS)
def test_clean_file_raises_no_doubt(cleaned: dict[str, bytes], extension: str) -> None:
    assert find_doubt(cleaned[extension], extension) is None


@pytest.mark.parametrize("extension", MAKERS)
def test_original_raises_a_doubt(extension: str) -> None:
    dirty = {"mp4": lambda: with_boxes(recording("mp4", "libx264", "aac")), "pdf": planted}.get(
        extension, MAKERS[extension]
    )
    assert find_doubt(dirty(), extension) is not None


@pytest.mark.parametrize("extension", MAKERS)
def test_bytes_behind_the_end_raise_a_doubt(cleaned: dict[str, bytes], extension: str) -> None:
    assert find_doubt(cleaned[extension] + b"PK\x03\x04 more", extension) is not None


def test_file_under_another_extension_raises_a_doubt(cleaned: dict[str, bytes]) -> None:
    assert find_doubt(cleaned["jpg"], "png") is not None
    assert find_doubt(cleaned["png"], "exe") is not None
    assert find_doubt(gif(), "jpg") is not None


def test_planted_pieces_raise_a_doubt(cleaned: dict[str, bytes]) -> None:
    picture, chunks, page = cleaned["jpg"], cleaned["png"], cleaned["pdf"]
    start = chunks.index(b"IDAT") - 4
    for doubtful, extension in (
        (picture[:20] + segment(0xFE, b"word") + picture[20:], "jpg"),
        (picture[:20] + segment(0xE1, b"Exif\0\0") + picture[20:], "jpg"),
        (picture[:14] + b"\x48" + picture[15:], "jpg"),
        (chunks[:start] + png_chunk(b"tEXt", b"a\0b") + chunks[start:], "png"),
        (page.replace(b"/Type /Catalog", b"/Title /Catalo", 1), "pdf"),
        (page.replace(b"endobj", b"%word\n", 1), "pdf"),
        (page.replace(b" cm /P", b" 1 cm /P", 1), "pdf"),
        (page.replace(b"/I Do", b"/I D0", 1), "pdf"),
        (page.replace(b"31415926", b"41414141", 1), "pdf"),
    ):
        assert find_doubt(doubtful, extension) is not None


def test_fax_codes_that_no_reader_shows_raise_a_doubt(cleaned: dict[str, bytes]) -> None:
    page = cleaned["pdf"]
    start = page.index(b"/CCITTFaxDecode")
    height = int(page[page.index(b"/Height ", start) + 8 :].split()[0])
    size = int(page[page.index(b"/Length ", start) + 8 :].split()[0])
    body = page.index(b"stream\n", start) + 7
    fewer = page[:start] + page[start:].replace(b"/Height %d" % height, b"/Height %d" % (height - 500), 1)
    longer = page[: body + size] + b"word" + page[body + size :]
    longer = longer[:start] + longer[start:].replace(b"/Length %d" % size, b"/Length %d" % (size + 4), 1)
    unseen = page.replace(b" /I Do Q", b"", 1).replace(b"/I ", b"/P ", 1)
    for doubtful in (fewer, longer, unseen, page[: body + 9] + b"\x55\x55" + page[body + 11 :]):
        assert find_doubt(doubtful, "pdf") is not None


def test_planted_parts_of_an_office_file_raise_a_doubt(cleaned: dict[str, bytes]) -> None:
    text = b"<w:body>"
    for inner in (
        b'<w:ins w:author="x"/>',
        b"<!-- x -->",
        b"<?x y?>",
        b'<w:p w:rsidR="1"/>',
        b'<o:x xmlns:o="urn:other"/>',
        b"<w:r><w:instrText> AUTHOR </w:instrText></w:r>",
        b'<w:bookmarkStart w:name="x"/>',
        b"<w:r><w:rPr><w:vanish/></w:rPr></w:r>",
        b'<a:srcRect xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r="50000"/>',
        b'<v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:1pt;visibility:hidden"/>',
        b'<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" cropleft="1f"/>',
        b'<v:f xmlns:v="urn:schemas-microsoft-com:vml" eqn="words of somebody else again"/>',
        b'<v:arc xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" o:spid=""/>',
    ):
        dirty = repacked(cleaned["docx"], {"word/document.xml": (text, text + inner)})
        assert find_doubt(dirty, "docx") is not None
    outside = f'<Relationship Id="x" Type="{REL}/hyperlink" Target="https://x.kz" TargetMode="External"/>'.encode()
    links = {"word/_rels/document.xml.rels": (b"</Relationships>", outside + b"</Relationships>")}
    assert find_doubt(repacked(cleaned["docx"], links), "docx") is not None
    assert find_doubt(rewrite(cleaned["docx"], {}, {}), "docx") is not None  # its times, extras and comments


def test_print_names_raise_no_doubt_and_others_do(cleaned: dict[str, bytes]) -> None:
    named = b"<definedNames><definedName name='%s' localSheetId='0'>%s</definedName></definedNames>"
    for name, text, is_fine in (
        (b"_xlnm.Print_Area", b"'Seen'!$A$1:$B$2", True),
        (b"_xlnm.Print_Titles", b"'Seen'!$1:$2,'Seen'!$A:$B", True),
        (b"_xlnm.Print_Area", b"word", False),
        (b"Budget", b"'Seen'!$A$1", False),
    ):
        changes = {"xl/workbook.xml": (b"</sheets>", b"</sheets>" + named % (name, text))}
        assert (find_doubt(repacked(cleaned["xlsx"], changes), "xlsx") is None) is is_fine, (name, text)


def repacked(content: bytes, changes: dict[str, tuple[bytes, bytes]]) -> bytes:
    """The clean ZIP with *changes* and without other faults."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            part = old.read(item)
            before, after = changes.get(item.filename, (b"", b""))
            assert before in part
            made = zipfile.ZipInfo(item.filename, item.date_time)
            made.create_system, made.compress_type = 0, zipfile.ZIP_DEFLATED
            new.writestr(made, part.replace(before, after, 1) if before else part)
    return out.getvalue()


def test_planted_pieces_of_a_recording_raise_a_doubt(cleaned: dict[str, bytes]) -> None:
    video, sound, voice = cleaned["mp4"], cleaned["mp3"], cleaned["ogg"]
    head = video.index(b"mdhd")
    for doubtful, extension in (
        (video + box(b"uuid", bytes(16)), "mp4"),
        (video + box(b"free", b"word"), "mp4"),
        (video.replace(b"VideoHandler", b"VideoHandle1", 1), "mp4"),
        (video[: head + 8] + b"\x01" + video[head + 9 :], "mp4"),
        (video.replace(b"udta", b"free", 1).replace(b"free", b"udta"), "mp4"),
        (b"ID3\4\0\0\0\0\0\0" + sound, "mp3"),
        (sound + b"TAG" + bytes(125), "mp3"),
        (sound[:200] + b"LAME3.100" + sound[209:], "mp3"),
        (voice.replace(b"OpusTags", b"OpusTagz", 1), "ogg"),
        (voice[:-1], "ogg"),
    ):
        assert find_doubt(doubtful, extension) is not None, (extension, doubtful[:20])


def test_message_between_slices_raises_a_doubt() -> None:
    assert "unit" in str(find_doubt(without_boxes(recording("mp4", "libx264", "aac")), "mp4"))


def without_boxes(content: bytes) -> bytes:
    """The frames of *content* moved without cleaning, as a careless writer would."""
    out = io.BytesIO()
    source = av.open(io.BytesIO(content))
    with source, av.open(out, "w", format="mp4", options={"fflags": "+bitexact"}) as target:
        streams = [one for one in source.streams if one.type in ("video", "audio")]
        tracks = {one.index: target.add_stream_from_template(one, opaque=True) for one in streams}
        for packet in source.demux(streams):
            if packet.size:
                packet.stream = tracks[packet.stream.index]
                target.mux(packet)
    made = out.getvalue()
    start = made.index(b"udta")
    size = int.from_bytes(made[start - 4 : start], "big")
    return made[:start] + b"free".ljust(size - 4, b"\0") + made[start - 4 + size :]


@pytest.mark.parametrize("text", ["a\u200bb", "a\u00a0b", "a\rb", "\ufeffa", "a\u202eb", "a\x00b"])
def test_unseen_characters_raise_a_doubt(text: str) -> None:
    assert find_doubt(text.encode(), "txt") is not None
    assert find_doubt(b"plain\n", "txt") is None
    assert find_doubt(b"\xff\xfe", "txt") == "text: not UTF-8"
