"""What LibreOffice prints: nothing that its sender did not see, in a room in which there is nothing else to be had."""

from __future__ import annotations

import asyncio
import os
import subprocess
from pathlib import Path

import psutil
import pypdfium2
import pytest

from bot.anonymise.scrub import runner
from bot.anonymise.scrub.office_program import OfficeProgram, find_office
from bot.anonymise.scrub.runner import Instead, Limits, RefusalReason, RefusedFile, Removed, WorkerAnswer, scrub
from bot.anonymise.scrub.sniff import OLE
from tests.anonymise.scrub.conftest import clean
from tests.anonymise.scrub.planted_office import document, rewrite
from tests.anonymise.scrub.planted_prints import SHOWN, printed_case
from tests.anonymise.scrub.searching import MARK
from tests.missing import MISSING_OFFICE
from tests.waiting import until

EMOJI = Path("/usr/share/fonts/truetype/ancient-scripts")  # where Debian puts what `make office` installs for them
OLD = {Removed.AUTHOR, Removed.TIME, Removed.SOFTWARE}
OPEN = {Removed.AUTHOR, Removed.COMMENTS, Removed.EMBEDDED, Removed.THUMBNAIL}
IN_LETTER = {Removed.ROUTE, Removed.ATTACHED, Removed.REMOTE, Removed.HIDDEN}
PRINTS = {
    "doc": (SHOWN, OLD),
    "xls": (f"first third {SHOWN}", OLD),
    "pptx": (SHOWN, {Removed.AUTHOR, Removed.COMMENTS, Removed.HISTORY, Removed.OTHER, Removed.SOFTWARE, Removed.TIME}),
    "odt": (SHOWN, OPEN | {Removed.HISTORY}),
    "rtf": (SHOWN, {Removed.AUTHOR, Removed.COMMENTS, Removed.HISTORY, Removed.SOFTWARE}),
    "eml": (
        f"From: Иванов <ivanov@akimat.kz> Subject: Kepil Date: 27.11.2026 10:00 Attachment: act.pdf {SHOWN}",
        IN_LETTER,
    ),
}
"""The words on the pages of each planted file, and what is named as left out beside EDITING."""


@pytest.fixture
async def office() -> OfficeProgram:
    """LibreOffice in its room; without it the test is skipped, aloud."""
    program, _ = await find_office()
    if program is None:
        pytest.skip(MISSING_OFFICE)
    return program


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The PDFs that were printed during the test, before they were drawn."""
    printed: list[bytes] = []

    async def listen(
        request: dict[str, object], content: bytes, limits: Limits, *, file_bytes: int = 0
    ) -> WorkerAnswer | RefusedFile:
        answer = await ask(request, content, limits, file_bytes=file_bytes)
        if request["task"] == "print" and isinstance(answer, WorkerAnswer):
            printed.append(answer.content)
        return answer

    ask = runner.ask
    monkeypatch.setattr(runner, "ask", listen)
    return printed


def words_of(pdf: bytes) -> str:
    """The words drawn on the pages of *pdf*."""
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


@pytest.mark.parametrize("extension", PRINTS)
async def test_only_what_was_seen_is_printed(office: OfficeProgram, pages: list[bytes], extension: str) -> None:
    shown, removed = PRINTS[extension]
    made = await clean(printed_case(extension), declared=extension, office=office)
    assert (made.extension, made.media, made.removed) == ("pdf", "document", removed | {Removed.EDITING})
    assert [words_of(each) for each in pages] == [shown]


SIGNS = "☑☐✅❌✔✓✗😀👍⚠❤⭐📎🙏➡☎✉🔴₸"


async def test_emoji_and_ticks_leave_ink(office: OfficeProgram, pages: list[bytes]) -> None:
    if not EMOJI.exists():
        pytest.skip(MISSING_OFFICE)
    words = f"<!DOCTYPE html><meta charset='utf-8'><p style='font-size:24px'>{' '.join(SIGNS)} 👍🏽🥺</p>"
    await clean(words.encode(), declared="html", office=office)
    page = pypdfium2.PdfDocument(pages[0])[0]
    drawn, text = page.render(scale=2, grayscale=True).to_pil(), page.get_textpage()
    assert "".join(text.get_text_range().split()) == f"{SIGNS}👍[☺]"
    height = page.get_height()
    for place in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(place)
        if text.get_text_range(place, 1).strip() and right > left:
            box = tuple(round(2 * side) for side in (left - 1, height - top - 1, right + 1, height - bottom + 1))
            assert drawn.crop(box).getextrema()[0] < 128, text.get_text_range(place, 1)


async def test_a_document_with_macros_is_printed_without_them(office: OfficeProgram, pages: list[bytes]) -> None:
    active = {"[Content_Types].xml": (b"document.main+xml", b"document.macroEnabled.main+xml")}
    with_row = rewrite(document(), active, {"word/vbaProject.bin": b"macro"})
    assert await scrub(with_row, office=office) == RefusedFile(RefusalReason.DOUBT, Instead.PDF)
    made = await clean(rewrite(with_row, {"word/document.xml": (ROW.encode(), b"")}, {}), office=office)
    assert (made.extension, {Removed.EDITING, Removed.EMBEDDED} <= made.removed) == ("pdf", True)
    assert MARK not in words_of(pages[0])


@pytest.mark.parametrize("extension", ["doc", "xls", "pptx", "odt", "ods", "odp", "rtf", "html", "eml"])
async def test_without_the_program_it_is_refused_with_a_way_out(extension: str) -> None:
    assert await scrub(printed_case(extension), declared=extension) == RefusedFile(RefusalReason.TYPE, Instead.PDF)


ROW = (
    f'<w:tr><w:trPr><w:del w:id="8" w:author="{MARK}"/>\n </w:trPr><w:tc><w:p><w:r><w:t>{MARK}</w:t></w:r></w:p></w:tc>'
    "</w:tr>"
)
"""A row that a tracked change took away, of which LibreOffice knows nothing."""
LOOK = """
for place in /etc/passwd /etc/hostname /home /root /var/lib/dpkg /usr/local/bin "$1" /sys /run; do
  [ -e "$place" ] && echo "sees $place"
done
grep -v -e lo: -e '|' /proc/net/dev
for place in /usr/lib /room /etc/fonts; do touch "$place/made" 2>/dev/null && echo "wrote $place"; done
ls /proc | grep -c '^[0-9]'
env | cut -d= -f1 | grep -v -e PWD -e SHLVL -e _ | sort | tr '\\n' ' '
"""


async def test_the_room_holds_nothing_but_programs_and_letters(office: OfficeProgram) -> None:
    order = office.command("doc", "", "/bin/sh", "-c", LOOK, "look", str(runner.ROOT))
    seen = await asyncio.to_thread(subprocess.run, order, capture_output=True, text=True, check=False)
    processes, *rest = seen.stdout.splitlines()
    assert (int(processes) < 8, [line.strip() for line in rest]) == (True, ["FILTER HOME KIND OFFICE PATH"])


async def test_what_is_printing_ends_with_the_call(office: OfficeProgram) -> None:
    def printing() -> list[psutil.Process]:
        return [one for one in psutil.Process(os.getpid()).children(recursive=True) if one.name() == "soffice.bin"]

    task = asyncio.create_task(scrub(printed_case("rtf"), declared="rtf", office=office))
    await until(printing)
    started = printing()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(lambda: not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in started))


async def test_a_file_that_cannot_be_printed_is_refused_as_without_the_program(office: OfficeProgram) -> None:
    broken = OLE + "WordDocument".encode("utf-16-le") + bytes(2000)
    assert await scrub(broken, office=office) == RefusedFile(RefusalReason.TYPE, Instead.PDF)
