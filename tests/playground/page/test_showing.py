"""What the bot and people send is shown as a phone would show it."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.async_api import Locator, expect

from bot.playground import Group, Person, Playground, PrivateChat
from tests.playground.conftest import Bot
from tests.playground.page.screen import Screen

LINES = "\n".join(f"{number}-жол" for number in range(1, 7))


def picture(width: int = 64) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, 48), "olive").save(made, "PNG")
    return made.getvalue()


def quotation(text: str, kind: str = "expandable_blockquote") -> dict[str, object]:
    return {"text": text, "entities": [{"type": kind, "offset": 0, "length": len(text)}]}


async def height(element: Locator) -> float:
    box = await element.bounding_box()
    assert box is not None
    return box["height"]


async def corner(element: Locator) -> tuple[float, float]:
    box = await element.bounding_box()
    assert box is not None
    return box["x"], box["y"]


async def test_a_long_quotation_shows_three_lines_until_opened(bot: Bot, chat: PrivateChat, phone: Screen) -> None:
    await bot.call("sendMessage", chat_id=chat.id, **quotation(LINES))
    box = phone.message("citizen", chat.messages[-1])
    words, control = box.locator(".words"), box.get_by_role("button", name=phone.text("demo.more"))
    await expect(control).to_have_attribute("aria-expanded", "false")
    closed = await height(words)
    await control.click()
    less = box.get_by_role("button", name=phone.text("demo.less"))
    await expect(less).to_have_attribute("aria-expanded", "true")
    assert await height(words) == 2 * closed
    await less.click()
    assert await height(words) == closed


async def test_a_quotation_that_fits_has_nothing_to_open(bot: Bot, chat: PrivateChat, phone: Screen) -> None:
    await bot.call("sendMessage", chat_id=chat.id, **quotation("екі\nжол"))
    await bot.call("sendMessage", chat_id=chat.id, **quotation(LINES, "blockquote"))
    for message in chat.messages[-2:]:
        box = phone.message("citizen", message)
        await expect(box.locator("blockquote")).to_be_visible()
        await expect(box.get_by_role("button", name=phone.text("demo.more"))).to_have_count(0)


async def test_marked_words_nest_and_a_command_can_be_pressed(bot: Bot, chat: PrivateChat, phone: Screen) -> None:
    entities = [
        {"type": "blockquote", "offset": 0, "length": 8},
        {"type": "bold", "offset": 3, "length": 5},
        {"type": "text_link", "offset": 9, "length": 4, "url": "https://adaldyq.kz/"},
    ]
    await bot.call("sendMessage", chat_id=chat.id, text="👍 сөзің\nсайт /help", entities=entities)
    box = phone.message("citizen", chat.messages[-1])
    await expect(box.locator("blockquote")).to_have_text("👍 сөзің")
    await expect(box.locator("blockquote strong")).to_have_text("сөзің")
    await expect(box.get_by_role("link", name="сайт")).to_have_attribute("href", "https://adaldyq.kz/")
    await box.get_by_role("button", name="/help", exact=True).click()
    await chat.wait_for(lambda m: not m.from_bot and m.text == "/help")


async def test_pictures_are_seen_and_an_album_is_a_grid(chat: PrivateChat, phone: Screen) -> None:
    await chat.send_photo(picture())
    await chat.send_album([picture(), picture(), picture()], caption="үш сурет")
    album = (await phone.see("citizen", "үш сурет")).locator(".album img")
    await expect(album).to_have_count(3)
    for shown in [*await album.all(), phone.message("citizen", chat.messages[1]).locator("img")]:
        await expect(shown).to_have_js_property("naturalWidth", 64)
    first, second, third = [await corner(each) for each in await album.all()]
    assert first[1] < second[1] == third[1]
    assert first[0] == second[0] < third[0]
    await expect(album.nth(1)).to_have_attribute("alt", "Фото 2 / 3")


async def test_a_picture_that_is_none_says_so(chat: PrivateChat, phone: Screen) -> None:
    await chat.send_photo(b"no picture")
    box = phone.message("citizen", chat.messages[-1])
    await expect(box).to_contain_text("көрсету мүмкін емес")


@pytest.mark.parametrize(
    ("kind", "tag"), [("voice", "audio"), ("audio", "audio"), ("video", "video"), ("video_note", "video")]
)
async def test_sounds_and_videos_can_be_played(chat: PrivateChat, phone: Screen, kind: str, tag: str) -> None:
    await getattr(chat, f"send_{kind}")()
    player = phone.message("citizen", chat.messages[-1]).locator(tag)
    await expect(player).to_have_js_property("controls", True)
    source = await player.get_attribute("src")
    assert await phone.page.evaluate("async (url) => (await fetch(url)).status", source) == 200


async def test_stickers_documents_and_replies_are_shown(chat: PrivateChat, phone: Screen) -> None:
    sticker = await chat.send_sticker("🙏")
    await chat.send_document("есеп.pdf", b"%PDF-1.7", "application/pdf")
    await chat.send("осыған", reply_to=sticker)
    await expect(phone.message("citizen", chat.messages[1]).get_by_role("img", name="Стикер 🙏")).to_be_visible()
    link = phone.message("citizen", chat.messages[2]).get_by_role("link")
    async with phone.page.expect_download() as download:
        await link.click()
    assert (await download.value).suggested_filename == "есеп.pdf"
    await phone.message("citizen", chat.messages[3]).locator(".quoted").click()
    await expect(phone.message("citizen", chat.messages[1])).to_be_focused()


async def test_answers_to_presses_are_shown_as_notes_and_alerts(bot: Bot, chat: PrivateChat, phone: Screen) -> None:
    row = [{"text": "Иә", "callback_data": "yes"}, {"text": "Сайт", "url": "https://adaldyq.kz/"}]
    await bot.call("sendMessage", chat_id=chat.id, text="?", reply_markup={"inline_keyboard": [row]})
    for alert, place in ((False, "#toast"), (True, "#alert-words")):
        await phone.press("citizen", chat.messages[-1], "Иә")
        (update,) = await bot.updates(timeout=10)
        query = update["callback_query"]["id"]
        await bot.call("answerCallbackQuery", callback_query_id=query, text="Түйме ескірген", show_alert=alert)
        await expect(phone.page.locator(place)).to_have_text("Түйме ескірген")
    await phone.page.get_by_role("dialog").get_by_role("button").click()
    await phone.press("citizen", chat.messages[-1], "Сайт")
    await expect(phone.page.get_by_role("dialog")).to_contain_text("https://adaldyq.kz/")


async def test_an_unstarted_chat_introduces_the_bot(play: Playground, bot: Bot, phone: Screen) -> None:
    await bot.call("setMyDescription", description="Анонимді өтініш қабылдайды")
    aigul = play.person("Айгүл", language_code="kk")
    await expect(phone.log("citizen")).to_have_text("Анонимді өтініш қабылдайды")
    await phone.start()
    await play.private(aigul).wait_for("/start")


async def test_a_group_names_who_speaks_and_tells_who_came(
    bot: Bot, office: Group, dana: Person, play: Playground, phone: Screen
) -> None:
    await office.add(play.person("Самат"), by=dana)
    await office.send(dana, "Сәлем")
    await phone.turn_to("group")
    await expect(phone.log("group").locator(".service").last).to_have_text("Топтың жаңа мүшелері: Самат")
    await phone.pane("group").get_by_label(phone.text("demo.who_writes")).select_option("Ерлан")
    await expect(phone.message("group", office.messages[-1]).locator(".sender")).to_have_text("Дана")
