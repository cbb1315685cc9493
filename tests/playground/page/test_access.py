"""The page is for everybody: by keyboard, by ear, on a narrow screen, in bright light."""

from __future__ import annotations

import pytest
from playwright.async_api import ViewportSize, expect

from bot.playground import Group, Person, Playground, PrivateChat
from tests.browser import NARROW, WIDE
from tests.playground.conftest import Bot
from tests.playground.page.arrivals import arrived
from tests.playground.page.checks import faint, nameless, tabbed_through, too_small, too_wide
from tests.playground.page.screen import Screen

LONG = "Өтінішті қарау мерзімі туралы толық мәлімет көрсету"
QUOTE = "Бірінші жол.\nЕкінші жол.\nҮшінші жол.\nТөртінші жол.\nБесінші жол."


@pytest.fixture
async def full(play: Playground, bot: Bot, chat: PrivateChat, office: Group, dana: Person) -> None:
    """Chats in which there is some of everything."""
    await chat.send_photo(caption="сурет")
    await chat.send_album([None, None, None])
    await chat.send_document("есеп.pdf", b"%PDF-")
    await chat.send_voice()
    await chat.send_sticker()
    row = [{"text": LONG, "callback_data": "a"}, {"text": "Көшіру", "copy_text": {"text": "1234"}}]
    entities = [
        {"type": "expandable_blockquote", "offset": 0, "length": len(QUOTE)},
        {"type": "spoiler", "offset": len(QUOTE) + 1, "length": 5},
    ]
    text = QUOTE + "\nқұпия /help"
    sent = {"chat_id": chat.id, "text": text, "entities": entities, "reply_markup": {"inline_keyboard": [row]}}
    await bot.call("sendMessage", **sent, reply_parameters={"message_id": chat.messages[1].id})
    play.admins.add(play.person("Әлия").id)


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
async def test_everything_has_a_name_room_and_contrast(phone: Screen, size: ViewportSize) -> None:
    await phone.page.set_viewport_size(size)
    await phone.page.locator("#tools").evaluate("tools => tools.open = true")
    await phone.pane("citizen").get_by_role("button", name=phone.text("demo.attach")).click()
    await expect(phone.pane("citizen").locator(".drawer")).to_be_visible()
    found = {
        "nameless": await nameless(phone.page),
        "faint": await faint(phone.page),
        "too wide": await too_wide(phone.page),
        "too small": await too_small(phone.page),
    }
    assert found == {"nameless": [], "faint": [], "too wide": [], "too small": []}


@pytest.mark.usefixtures("full")
async def test_tab_reaches_every_control_in_the_order_of_the_page_and_shows_where_it_is(phone: Screen) -> None:
    await phone.see("citizen", "Бірінші жол.")
    every, reached, unframed = await tabbed_through(phone.page)
    assert (reached, unframed) == (every, [])


async def test_a_whole_turn_is_played_by_keyboard_alone(
    play: Playground, bot: Bot, chat: PrivateChat, phone: Screen
) -> None:
    row = [{"text": "Иә", "callback_data": "yes"}, {"text": "Жоқ", "callback_data": "no"}]
    sent = await bot.call("sendMessage", chat_id=chat.id, text="Сұрақ", reply_markup={"inline_keyboard": [row]})
    await phone.line("citizen").focus()
    keyboard = phone.page.keyboard
    await keyboard.type("бірінші жол")
    await keyboard.press("Shift+Enter")
    await keyboard.type("екінші жол")
    await keyboard.press("Enter")
    assert [each["text"] for each in await arrived(bot)] == ["бірінші жол\nекінші жол"]
    await phone.see("citizen", "екінші жол")
    await keyboard.press("ArrowUp")
    await expect(phone.line("citizen")).to_have_value("бірінші жол\nекінші жол")
    await keyboard.press("Escape")
    await expect(phone.line("citizen")).to_have_value("")
    await phone.button("citizen", chat.messages[1], "Жоқ").focus()
    await keyboard.press("Enter")
    assert [each["data"] for each in await arrived(bot)] == ["no"]
    await bot.call("editMessageText", chat_id=chat.id, message_id=sent["message_id"], text="Келесі сұрақ")
    await phone.see("citizen", "Келесі сұрақ")
    await expect(phone.message("citizen", chat.messages[1])).to_be_focused()


async def test_news_are_said_aloud_and_own_words_are_not(bot: Bot, chat: PrivateChat, phone: Screen) -> None:
    await phone.see("citizen", "/start")
    live = phone.page.locator("#live")
    assert await live.get_attribute("aria-live") == "polite"
    await phone.write("citizen", "өз сөзім")
    await phone.see("citizen", "өз сөзім")
    sent = await bot.call("sendMessage", chat_id=chat.id, text="Кеңсе жауап берді")
    await expect(live.locator("p").last).to_have_text("Азамат. Бот: Кеңсе жауап берді")
    await bot.call("editMessageText", chat_id=chat.id, message_id=sent["message_id"], text="Офис ответил")
    await expect(live.locator("p")).to_have_count(2)
    assert [await each.get_attribute("lang") for each in await live.locator("p").all()] == ["kk", "ru"]


async def test_one_chat_at_a_time_on_a_phone_and_all_beside_each_other_on_a_desk(
    chat: PrivateChat, office: Group, phone: Screen
) -> None:
    await expect(phone.pane("citizen")).to_be_visible()
    await expect(phone.pane("group")).to_be_hidden()
    await office.send(office.members[-1], "Сәлем")
    tab = phone.page.locator("#tabs").get_by_role("button", name=phone.text("demo.short_group"))
    await expect(tab).to_have_accessible_name("Кеңсе жаңа: 1")
    await phone.turn_to("group")
    await expect(tab).to_have_accessible_name("Кеңсе")
    await expect(tab).to_have_attribute("aria-pressed", "true")
    await expect(phone.pane("citizen")).to_be_hidden()
    await phone.page.set_viewport_size(WIDE)
    for pane in ("citizen", "group", "admin"):
        await expect(phone.pane(pane)).to_be_visible()
    await expect(phone.page.locator("#tabs")).to_be_hidden()


async def test_a_long_label_is_cut_as_telegram_cuts_it_and_still_read_whole(
    bot: Bot, chat: PrivateChat, phone: Screen
) -> None:
    row = [{"text": LONG, "callback_data": "a"}, {"text": "Артқа", "callback_data": "b"}]
    await bot.call("sendMessage", chat_id=chat.id, text="Сұрақ", reply_markup={"inline_keyboard": [row]})
    button = phone.button("citizen", chat.messages[-1], LONG)
    await expect(button).to_have_accessible_name(LONG)
    label = button.locator("span").first
    assert await label.evaluate("label => getComputedStyle(label).textOverflow") == "ellipsis"
    assert await label.evaluate("label => label.scrollWidth > label.clientWidth")
    assert await button.evaluate("button => button.offsetHeight") < 50


async def test_words_say_their_language_and_the_page_speaks_both(bot: Bot, chat: PrivateChat, phone: Screen) -> None:
    for text in ("Өтініш тіркелді", "Обращение зарегистрировано"):
        await bot.call("sendMessage", chat_id=chat.id, text=text)
    kazakh, russian = chat.messages[-2:]
    await expect(phone.message("citizen", kazakh)).to_have_attribute("lang", "kk")
    await expect(phone.message("citizen", russian)).to_have_attribute("lang", "ru")
    await expect(phone.page.locator("html")).to_have_attribute("lang", "kk")
    await phone.page.locator("summary").click()
    await phone.page.locator("#language").select_option("ru")
    await expect(phone.page.locator("html")).to_have_attribute("lang", "ru")
    await expect(phone.page.locator("#banner")).to_have_text(phone.texts.text("demo.banner", "ru"))
