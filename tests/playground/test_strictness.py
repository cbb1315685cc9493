"""What Telegram refuses is refused in its words, and what no correct bot does is noted."""

from typing import Any

import aiohttp
import pytest

from bot.playground import JumpingClock, Person, Playground, PrivateChat
from tests.playground.conftest import Bot

ROW = [{"text": "a", "callback_data": "x"}]
MISTAKES: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {}, "message text is empty"),
    ("sendMessage", {"text": "   "}, "message text is empty"),
    ("sendMessage", {"text": 5}, 'field "text" must be of type String'),
    ("sendMessage", {"text": None}, 'field "text" must be of type String'),
    ("sendMessage", {"text": "x", "silent": True}, 'unknown parameter "silent" of sendMessage'),
    ("sendMessage", {"text": "x" * 4097}, "message is too long"),
    ("sendMessage", {"text": "😀" * 2049}, "message is too long"),
    ("sendMessage", {"text": "\ud83d"}, "strings must be encoded in UTF-8"),
    ("sendMessage", {"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities"),
    ("sendMessage", {"text": "<x>x</x>", "parse_mode": "HTML"}, "can't parse entities"),
    ("sendMessage", {"text": "x", "parse_mode": "MarkdownV2"}, "parse mode MarkdownV2 is not implemented"),
    (
        "sendMessage",
        {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 2}]},
        "entity of type bold lies",
    ),
    ("sendMessage", {"text": "x", "entities": [{"type": "bold", "offset": 0}]}, "can't parse MessageEntity"),
    ("sendMessage", {"text": "x", "link_preview_options": {"disabled": True}}, "can't parse LinkPreviewOptions"),
    ("sendMessage", {"text": "x", "reply_parameters": {"message_id": "5"}}, 'field "reply_parameters.message_id"'),
    ("sendMessage", {"text": "x", "reply_parameters": {}}, "can't parse ReplyParameters"),
    ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [ROW * 9]}}, "a keyboard row holds at most 8"),
    ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [ROW] * 101}}, "reply markup is too long"),
    ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}}, "can't parse inline"),
    (
        "sendMessage",
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "ж" * 33}]]}},
        "BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "copy_text": {"text": "1" * 257}}]]}},
        "BUTTON_COPY_TEXT_INVALID",
    ),
    ("sendMessage", {"text": "x", "reply_markup": {"keyboard": [["a"]]}}, "can't parse"),
    ("sendPhoto", {}, "there is no photo in the request"),
    ("sendDice", {}, "sendDice is not implemented in the playground"),
    ("editMessageText", {"text": "x"}, "message identifier is not specified"),
    ("deleteMessages", {"message_ids": []}, "message_ids must hold 1-100"),
    ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
    ("sendMediaGroup", {"media": [{"type": "photo", "media": "x"}]}, "an album must include 2-10 items"),
    ("setMessageReaction", {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "x"}]}, "field"),
]


@pytest.mark.parametrize(("method", "parameters", "wording"), MISTAKES)
async def test_mistake_of_the_bot_is_refused_and_noted(
    play: Playground, bot: Bot, chat: PrivateChat, method: str, parameters: dict[str, Any], wording: str
) -> None:
    code, description = await bot.refusal(method, chat_id=chat.id, **parameters)
    assert code == 400
    assert description.startswith(f"Bad Request: {wording}"), description
    assert [(each.method, each.description) for each in play.violations] == [(method, description)]
    assert chat.from_bot == []


SCOPES = [
    ({"type": "all_admins"}, 'field "scope.type" must be one of default'),
    ({"type": "chat"}, 'can\'t parse BotCommandScopeChat: can\'t find field "chat_id" in "scope"'),
    ({"type": "all_group_chats", "chat_id": 5}, 'unknown field "chat_id" in "scope"'),
    ({"type": "chat", "chat_id": 5}, "chat not found"),
]


@pytest.mark.parametrize(("scope", "wording"), SCOPES)
async def test_a_menu_belongs_to_a_scope_that_is_there(bot: Bot, scope: dict[str, Any], wording: str) -> None:
    code, description = await bot.refusal("setMyCommands", commands=[], scope=scope)
    assert code == 400 and wording in description


async def test_a_private_chat_has_a_menu_once_it_was_started_and_no_administrators(
    play: Playground, bot: Bot, chat: PrivateChat
) -> None:
    commands = [{"command": "help", "description": "анықтама"}]
    scope = {"type": "chat", "chat_id": chat.id}
    await bot.call("setMyCommands", commands=commands, scope=scope)
    assert play.world.profile.menu(scope) == commands
    unknown = play.private(play.person("Ерлан"))
    assert await bot.refusal("setMyCommands", commands=commands, scope={"type": "chat", "chat_id": unknown.id}) == (
        400,
        "Bad Request: chat not found",
    )
    assert await bot.refusal("setMyCommands", commands=commands, scope=scope | {"type": "chat_administrators"}) == (
        400,
        "Bad Request: can't use specified scope in private chats",
    )


async def test_commands_and_names_have_their_own_rules(bot: Bot) -> None:
    assert await bot.refusal("setMyCommands", commands=[{"command": "Қ", "description": "x"}]) == (
        400,
        "Bad Request: BOT_COMMAND_INVALID",
    )
    assert await bot.refusal("setMyDescription", description="x" * 513) == (
        400,
        'Bad Request: "description" must be 0-512 characters long',
    )
    assert await bot.refusal("setMyName", name="x", language_code="kaz") == (
        400,
        "Bad Request: invalid language code specified",
    )
    assert await bot.refusal("answerCallbackQuery", callback_query_id="1", text="x" * 201) == (
        400,
        "Bad Request: MESSAGE_TOO_LONG",
    )


async def test_unknown_method_and_wrong_token_are_noted(play: Playground, bot: Bot) -> None:
    assert await bot.refusal("sendMassage") == (404, "Not Found")
    async with bot.session.post(f"{play.url}/bot2:other/getMe") as response:
        assert (response.status, await response.json()) == (
            401,
            {"ok": False, "error_code": 401, "description": "Unauthorized"},
        )
    assert [each.description for each in play.violations] == ["Not Found", "Unauthorized"]


async def test_limits_hold_exactly_and_count_after_the_entities(bot: Bot, chat: PrivateChat) -> None:
    await bot.call("sendMessage", chat_id=chat.id, text="😀" * 2048)
    marked = "<b>" + "x" * 4096 + "</b>"
    sent = await bot.call("sendMessage", chat_id=chat.id, text=marked, parse_mode="HTML")
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]


async def test_what_telegram_finds_in_a_text_becomes_entities(bot: Bot, chat: PrivateChat) -> None:
    sent = await bot.call("sendMessage", chat_id=chat.id, text="😀 /start @aigul_b https://t.me/x #сыбайлас t.me/y")
    assert [(entity["type"], entity["offset"]) for entity in sent["entities"]] == [
        ("bot_command", 3),
        ("mention", 10),
        ("url", 19),
        ("hashtag", 34),
        ("url", 44),
    ]
    plain = await bot.call("sendMessage", chat_id=chat.id, text="аты-жөні, сома 5.000, 3/4, a@b және т.б.")
    assert "entities" not in plain


async def test_unknown_and_unreachable_chats(play: Playground, bot: Bot, chat: PrivateChat, dana: Person) -> None:
    assert await bot.refusal("sendMessage", chat_id=12345, text="x") == (400, "Bad Request: chat not found")
    assert await bot.refusal("sendMessage", chat_id=dana.id, text="x") == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )
    chat.block()
    assert await bot.refusal("sendMessage", chat_id=chat.id, text="x") == (
        403,
        "Forbidden: bot was blocked by the user",
    )
    chat.unblock()
    await bot.call("sendMessage", chat_id=chat.id, text="x")
    statuses = [update["my_chat_member"]["new_chat_member"]["status"] for update in await bot.updates()]
    assert statuses == ["kicked", "member"]
    chat.deactivate()
    assert await bot.refusal("sendMessage", chat_id=chat.id, text="x") == (403, "Forbidden: user is deactivated")
    assert await bot.updates() == []
    assert play.violations == []


async def test_reply_to_nothing_is_refused_unless_allowed(bot: Bot, chat: PrivateChat) -> None:
    assert await bot.refusal("sendMessage", chat_id=chat.id, text="x", reply_parameters={"message_id": 77}) == (
        400,
        "Bad Request: message to be replied not found",
    )
    allowed = {"message_id": 77, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await bot.call("sendMessage", chat_id=chat.id, text="x", reply_parameters=allowed)


async def test_messages_are_deleted_within_48_hours_and_edited_at_any_age(
    bot: Bot, chat: PrivateChat, clock: JumpingClock
) -> None:
    old = await bot.call("sendMessage", chat_id=chat.id, text="ескі")
    clock.jump(48 * 3600 + 1)
    new = await bot.call("sendMessage", chat_id=chat.id, text="жаңа")
    theirs = await chat.send("менікі")
    assert await bot.call("deleteMessage", chat_id=chat.id, message_id=new["message_id"])
    assert await bot.call("deleteMessage", chat_id=chat.id, message_id=theirs.id)
    code, description = await bot.refusal("deleteMessage", chat_id=chat.id, message_id=old["message_id"])
    assert (code, "message can't be deleted" in description) == (400, True)
    assert await bot.refusal("deleteMessage", chat_id=chat.id, message_id=new["message_id"]) == (
        400,
        "Bad Request: message to delete not found",
    )
    await bot.call("editMessageText", chat_id=chat.id, message_id=old["message_id"], text="өшірілді")
    assert [message.text for message in chat.from_bot] == ["өшірілді"]


async def test_media_take_the_place_of_words_and_media_but_for_a_voice_and_what_an_album_is_not(
    bot: Bot, chat: PrivateChat, clock: JumpingClock
) -> None:
    photo = (await chat.send_photo()).raw["photo"][-1]["file_id"]
    document = (await chat.send_document("a.pdf", b"%PDF", "application/pdf")).raw["document"]["file_id"]
    voice = (await chat.send_voice()).raw["voice"]["file_id"]
    words = await bot.call("sendMessage", chat_id=chat.id, text="сөз", reply_markup={"inline_keyboard": [ROW]})
    spoken = await bot.call("sendVoice", chat_id=chat.id, voice=voice, caption="дауыс")
    pair = [{"type": "photo", "media": photo, "caption": "екі"}, {"type": "photo", "media": photo}]
    album = await bot.call("sendMediaGroup", chat_id=chat.id, media=pair)
    clock.jump(48 * 3600 + 1)

    def edit(message: dict[str, Any], kind: str, media: str) -> dict[str, Any]:
        item = {"type": kind, "media": media, "caption": "жаңа"}
        return {"chat_id": chat.id, "message_id": message["message_id"], "media": item}

    edited = await bot.call("editMessageMedia", **edit(words, "document", document))
    assert edited["document"]["file_id"] == document and edited["caption"] == "жаңа"
    assert not {"text", "reply_markup"} & edited.keys()
    assert (await bot.call("editMessageMedia", **edit(edited, "photo", photo))).keys().isdisjoint({"document"})
    changed = await bot.call("editMessageMedia", **edit(album[0], "photo", photo))
    assert (changed["caption"], changed["media_group_id"]) == ("жаңа", album[0]["media_group_id"])
    refused = "Bad Request: message media can't be edited"
    assert await bot.refusal("editMessageMedia", **edit(spoken, "photo", photo)) == (400, refused)
    refused = "Bad Request: can't change media type in the album"
    assert await bot.refusal("editMessageMedia", **edit(album[1], "document", document)) == (400, refused)


async def test_delete_messages_skips_what_is_missing(bot: Bot, chat: PrivateChat) -> None:
    ids = [(await bot.call("sendMessage", chat_id=chat.id, text=str(n)))["message_id"] for n in range(3)]
    assert await bot.call("deleteMessages", chat_id=chat.id, message_ids=[*ids[:2], 999])
    assert [message.text for message in chat.from_bot] == ["2"]


async def test_stale_and_unknown_presses_cannot_be_answered(bot: Bot, chat: PrivateChat, clock: JumpingClock) -> None:
    await bot.call("sendMessage", chat_id=chat.id, text="?", reply_markup={"inline_keyboard": [ROW]})
    press = await chat.press("a")
    await bot.call("answerCallbackQuery", callback_query_id=press.id)
    await bot.call("answerCallbackQuery", callback_query_id=press.id, text="again")
    assert (await press.answer).text == ""
    clock.jump(16)
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await bot.refusal("answerCallbackQuery", callback_query_id=press.id) == (400, too_old)
    assert await bot.refusal("answerCallbackQuery", callback_query_id="5") == (400, too_old)


async def test_press_is_open_until_it_is_answered_or_stale(
    play: Playground, bot: Bot, chat: PrivateChat, clock: JumpingClock
) -> None:
    await bot.call("sendMessage", chat_id=chat.id, text="?", reply_markup={"inline_keyboard": [ROW]})
    presses = play.world.presses
    assert not presses.are_open
    press = await chat.press("a")
    assert presses.are_open
    await bot.call("answerCallbackQuery", callback_query_id=press.id)
    assert not presses.are_open
    await chat.press("a")
    clock.jump(10)
    assert presses.are_open
    clock.jump(6)
    assert not presses.are_open


async def test_every_way_of_sending_parameters_is_understood(play: Playground, chat: PrivateChat) -> None:
    url = f"{play.url}/bot1:test/sendMessage"
    markup = '{"inline_keyboard":[[{"text":"a","callback_data":"x"}]]}'
    fields = {"chat_id": str(chat.id), "text": "Әліппе", "reply_markup": markup, "protect_content": "true"}
    form = aiohttp.FormData(fields, default_to_multipart=True)
    async with aiohttp.ClientSession() as session:
        for request in (
            session.get(url, params=fields),
            session.post(url, data=fields),
            session.post(url, data=form),
            session.post(url, json=fields),
        ):
            async with request as response:
                answer = await response.json()
                assert answer["ok"], answer
    assert {message.labels for message in chat.from_bot} == {("a",)}
    assert all(message.raw["has_protected_content"] for message in chat.from_bot)
    assert len(chat.from_bot) == 4


async def test_unreadable_bodies_are_refused(play: Playground, bot: Bot) -> None:
    url = f"{play.url}/bot1:test/getMe"
    for content_type, body in (
        ("application/json", b"{"),
        ("application/json", b"[]"),
        ("application/x-www-form-urlencoded", b"a=\xff"),
        ("multipart/form-data; boundary=x", b"--x\r\n"),
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nA: b\r\n\r\nx\r\n--x--\r\n"),
        ("text/xml", b"<a/>"),
    ):
        async with bot.session.post(url, data=body, headers={"Content-Type": content_type}) as response:
            assert response.status == 400, (content_type, body)
    assert len(play.violations) == 7
