"""The whole conversation on the page, at 360 pixels and in Kazakh, through a real house."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import expect

from bot.playground import Group, Message, PrivateChat
from bot.playground.driving import Receipt, Way
from tests.flows.office import Rehearsal, newest
from tests.playground.page.screen import Screen
from tests.playground.page.walking import send_preview, walk_to_preview
from tests.waiting import PATIENCE

STORY = "Қалалық емханада дәрігерге кезексіз кіру үшін тіркеу бөлімінде 5 000 теңге сұрады."
ANSWER = "Рақмет. Емханада тексеру жүргіздік, тіркеуші жұмыстан шеттетілді."


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "емхана.jpg"
    Image.new("RGB", (400, 300), "teal").save(path, "JPEG")
    return path


async def test_a_report_goes_to_the_office_and_its_answer_is_read(
    house: Rehearsal, phone: Screen, photo: Path
) -> None:
    office = await house.bind("mangystau", language="kk")
    chat = house.citizen(language_code="kk")
    receipt = await report(phone, chat, photo)
    await answer(phone, office, receipt)
    await let_two_weeks_pass(phone)
    await phone.turn_to("citizen")
    await phone.write("citizen", "/status")
    await newest(chat, phone.text("status.ask_code"))
    await phone.write("citizen", receipt.code)
    await phone.see("citizen", ANSWER)
    assert phone.play.violations == []


async def report(phone: Screen, chat: PrivateChat, photo: Path) -> Receipt:
    """First screen, story, photo, preview, code to the clipboard, receipt."""
    await phone.start()
    await phone.see("citizen", phone.text("lang.ask"))
    preview = await walk_to_preview(phone, chat, Way(STORY), [photo])
    await phone.see("citizen", STORY)
    await expect(phone.log("citizen").locator("img")).to_have_js_property("naturalWidth", 400)
    copying = next(button for row in preview.buttons for button in row if button.copy_text)
    # The newest of them: news of the photo may have brought the preview once more.
    await phone.log("citizen").get_by_role("button", name=copying.label, exact=True).last.click()
    await expect(phone.page.locator("#toast")).to_contain_text(copying.copy_text or "")
    assert await phone.page.evaluate("navigator.clipboard.readText()") == copying.copy_text
    receipt = await send_preview(phone, chat)
    assert receipt.code.replace(" ", "") == copying.copy_text
    assert receipt.number in await phone.close_alert()  # said over the chat too, for whoever reads by ear
    return receipt


async def answer(phone: Screen, office: Group, receipt: Receipt) -> None:
    """The office sees the card and its photo, answers the card, and sends what the bot shows."""
    card = await office.wait_for(lambda m: m.from_bot and STORY in m.text, PATIENCE)
    posted = await office.wait_for(lambda m: m.from_bot and m.media == "photo", PATIENCE)
    await expect(phone.page.locator("#tabs .badge")).not_to_have_count(0)
    await phone.turn_to("group")
    await phone.see("group", receipt.number)
    await expect(phone.message("group", posted).locator("img")).to_have_js_property("naturalWidth", 400)
    await phone.pane("group").get_by_label(phone.text("demo.who_writes")).select_option("Дана")
    await phone.reply("group", card, ANSWER)
    preview: Message = await office.wait_for(lambda m: m.from_bot and ANSWER in m.text, PATIENCE, after=card)
    await phone.press("group", preview, phone.text("s.btn_send"))
    await office.wait_for(lambda m: m.id == preview.id and m.edited, PATIENCE)
    await expect(phone.button("group", preview, phone.text("s.btn_send"))).to_have_count(0)


async def let_two_weeks_pass(phone: Screen) -> None:
    """The button moves the bot's clock, and the page shows the new day."""
    then = phone.play.clock.now() + timedelta(weeks=2)
    await phone.page.locator("summary").click()
    await phone.page.get_by_role("button", name=phone.text("demo.two_weeks")).click()
    await expect(phone.page.locator("#clock")).to_contain_text(f"{then + timedelta(hours=5):%d.%m.%Y}")
    assert phone.play.clock.now() >= then
