"""Takes the pictures in docs/pictures from the playground's page: `make screenshots`.

What is pressed is found by its meaning, as in the tests of the page: a change of the conversation changes the pictures
and not this file.
"""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.async_api import Browser, Page, ViewportSize

from bot.playground import Group, JumpingClock, PrivateChat
from bot.playground.driving import Receipt, Way
from tests.browser import WIDE, open_browser, open_page
from tests.flows.office import TEXTS, Rehearsal
from tests.missing import MISSING_BROWSER
from tests.playground.page.screen import Screen
from tests.playground.page.stage import page_playground, rehearse_on
from tests.playground.page.walking import send_preview, walk_to, walk_to_preview
from tests.waiting import PATIENCE

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
LARGEST = 150 * 1024  # bytes of one picture: a README is read on phones too
COLOURS = 64  # of letters and flat grounds; fewer are seen at the edges of the letters
SCALE = 2  # pixels to one of CSS, as on cheap phones: at 1 the dot of a bold «і» runs into its stem
GAP, ROUND = 40, 36  # pixels between two phones, and of their corners
TALL = ViewportSize(width=360, height=880)
"""A phone's screen below the tools of the page, which are cut off."""
STORY = "Қалалық емханада дәрігерге кезексіз кіру үшін тіркеу бөлімінде 5 000 теңге сұрады. Дүйсенбі, таңғы тоғызда."
ANSWER = "Рақмет. Емханада тексеру жүргіздік, тіркеуші жұмыстан шеттетілді. Ақша сұраса, бізге қайта жазыңыз."
PHOTO = (640, 400), "#7f9c8d"


def main() -> int:
    """Take them all; 1 when there is no browser to take them with."""
    try:
        asyncio.run(_take_all())
    except FileNotFoundError:
        print(MISSING_BROWSER, file=sys.stderr)
        return 1
    return 0


async def _take_all() -> None:
    FOLDER.mkdir(exist_ok=True)
    clock = JumpingClock()
    with tempfile.TemporaryDirectory(prefix="adaldyq-pictures-") as name:
        folder = Path(name)
        async with open_browser() as browser, page_playground(clock) as play, rehearse_on(play, clock, folder) as house:
            await _take(browser, house, folder)


async def _take(browser: Browser, house: Rehearsal, folder: Path) -> None:
    office = await house.bind("mangystau", language="kk")
    chat = house.citizen(language_code="kk")
    async with open_page(browser, house.play.url, size=TALL, scale=SCALE) as page:
        phone = Screen(page, house.play, TEXTS)
        phones, receipt = await _report(phone, chat, _photo(folder))
        await _answer(phone, office)
        phones.append(await _read(phone, receipt))
    _keep("conversation", _beside(phones))
    async with open_page(browser, house.play.url, size=WIDE, scale=SCALE) as page:
        await Screen(page, house.play, TEXTS).see("group", ANSWER)
        _keep("playground", await _picture_of(page, "body"))


async def _report(phone: Screen, chat: PrivateChat, photo: Path) -> tuple[list[Image.Image], Receipt]:
    """The first question and the preview as pictures; number and code."""
    way = Way(STORY)
    await phone.start()
    await walk_to(phone, chat, way, f"new:{way.kind}")
    first = await _picture_of(phone.page, "#pane-citizen")
    await walk_to_preview(phone, chat, way, [photo])
    await phone.see("citizen", STORY)
    taken = [first, await _picture_of(phone.page, "#pane-citizen")]
    receipt = await send_preview(phone, chat)
    await phone.close_alert()
    return taken, receipt


async def _answer(phone: Screen, office: Group) -> None:
    """The office answers the card and sends the answer."""
    card = await office.wait_for(lambda m: m.from_bot and STORY in m.text, PATIENCE)
    await office.wait_for(lambda m: m.from_bot and m.media == "photo", PATIENCE)
    await phone.turn_to("group")
    await phone.pane("group").get_by_label(phone.text("demo.who_writes")).select_option("Дана")
    await phone.reply("group", card, ANSWER)
    preview = await office.wait_for(lambda m: m.from_bot and ANSWER in m.text, PATIENCE, after=card)
    await phone.press("group", preview, phone.text("s.btn_send"))
    await office.wait_for(lambda m: m.id == preview.id and m.edited, PATIENCE)


async def _read(phone: Screen, receipt: Receipt) -> Image.Image:
    """The citizen reads the answer by the code."""
    await phone.turn_to("citizen")
    await phone.write("citizen", "/status")
    await phone.see("citizen", phone.text("status.ask_code"))
    await phone.write("citizen", receipt.code)
    await phone.see("citizen", ANSWER)
    return await _picture_of(phone.page, "#pane-citizen")


async def _picture_of(page: Page, part: str) -> Image.Image:
    # Neither the mouse nor the focus nor a note of before is of the conversation.
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement.blur(), document.getElementById('toast').textContent = ''")
    taken = await page.locator(part).screenshot(animations="disabled")
    return Image.open(io.BytesIO(taken)).convert("RGB")


def _photo(folder: Path) -> Path:
    path = folder / "photo.jpg"
    Image.new("RGB", *PHOTO).save(path)
    return path


def _beside(phones: Sequence[Image.Image]) -> Image.Image:
    """The screens side by side on white, with round corners."""
    width, height = sum(each.width + GAP for each in phones) - GAP, max(each.height for each in phones)
    whole = Image.new("RGB", (width, height), "white")
    left = 0
    for each in phones:
        corners = Image.new("L", each.size, 0)
        ImageDraw.Draw(corners).rounded_rectangle((0, 0, each.width - 1, each.height - 1), ROUND, fill=255)
        whole.paste(each, (left, 0), corners)
        left += each.width + GAP
    return whole


def _keep(name: str, picture: Image.Image) -> None:
    path = FOLDER / f"{name}.png"
    picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(FOLDER.parents[1])}: {picture.width} x {picture.height}, {size // 1024} KB")
    assert size <= LARGEST, f"{path} is larger than {LARGEST} bytes"


if __name__ == "__main__":
    sys.exit(main())
