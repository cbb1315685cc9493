"""What a bot marks in its texts: taken as Telegram takes it, refused as Telegram refuses it, shown to tests."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground import PrivateChat, ShownEntity
from bot.playground.entities import check_given
from bot.playground.errors import ViolationError
from bot.playground.texts import read_text
from tests.playground.conftest import Bot


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


async def test_a_quotation_reaches_the_person_and_the_test_that_looks(bot: Bot, chat: PrivateChat) -> None:
    quotation = entity("expandable_blockquote", 9, 12)
    sent = await bot.call("sendMessage", chat_id=chat.id, text="Сіз 👍🏽\nдедіңіз: иә.", entities=[quotation])
    assert sent["entities"] == [quotation]
    assert chat.messages[-1].entities == (ShownEntity("expandable_blockquote", 9, 12, "дедіңіз: иә."),)
    assert chat.messages[-1].marked("expandable_blockquote") == ("дедіңіз: иә.",)


async def test_an_edit_brings_its_own_entities_and_drops_the_old(bot: Bot, chat: PrivateChat) -> None:
    sent = await bot.call("sendMessage", chat_id=chat.id, text="бір екі", entities=[entity("bold", 0, 3)])
    where = {"chat_id": chat.id, "message_id": sent["message_id"], "text": "бір екі"}
    await bot.call("editMessageText", **where, entities=[entity("blockquote", 4, 3)])
    assert chat.messages[-1].entities == (ShownEntity("blockquote", 4, 3, "екі"),)
    assert "not modified" in (await bot.refusal("editMessageText", **where, entities=[entity("blockquote", 4, 3)]))[1]
    await bot.call("editMessageText", **where)
    assert chat.messages[-1].entities == ()


async def test_a_caption_is_marked_as_a_text_is(bot: Bot, chat: PrivateChat) -> None:
    photo = (await chat.send_photo()).raw["photo"][-1]["file_id"]
    bold = entity("bold", 4, 3)
    await bot.call("sendPhoto", chat_id=chat.id, photo=photo, caption="бір екі", caption_entities=[bold])
    assert chat.messages[-1].marked("bold") == ("екі",)


async def test_telegram_finds_commands_in_bold_words_and_quotations_but_not_in_code(
    bot: Bot, chat: PrivateChat
) -> None:
    for kind, found in (("bold", ("/start",)), ("expandable_blockquote", ("/start",)), ("code", ())):
        await bot.call("sendMessage", chat_id=chat.id, text="бас /start", entities=[entity(kind, 0, 10)])
        assert chat.messages[-1].marked("bot_command") == found


def test_what_telegram_finds_itself_is_passed_over_when_it_is_given() -> None:
    given = [entity("mention", 0, 3), entity("bold", 0, 3)]
    assert read_text("бір", parse_mode=None, entities=given) == ("бір", [entity("bold", 0, 3)])


def test_what_lies_whole_in_something_else_is_taken_outer_first() -> None:
    inner, outer = entity("bold", 0, 2), entity("blockquote", 0, 5)
    link = entity("text_link", 3, 2, url="https://x.kz")
    assert check_given("абвгд", [inner, link, outer]) == [outer, inner, link]


def test_an_expandable_quotation_can_be_written_in_html() -> None:
    html = "<blockquote expandable>бір <b>екі</b></blockquote>"
    assert read_text(html, parse_mode="HTML", entities=None) == (
        "бір екі",
        [entity("expandable_blockquote", 0, 7), entity("bold", 4, 3)],
    )


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ([entity("shiny", 0, 1)], "unsupported type"),
        ([entity("text_link", 0, 1)], 'a text_link needs "url"'),
        ([entity("custom_emoji", 0, 2)], 'a custom_emoji needs "custom_emoji_id"'),
        ([entity("bold", -1, 2)], "outside the text"),
        ([entity("bold", 0, 0)], "outside the text"),
        ([entity("bold", 4, 2)], "outside the text"),
        ([entity("bold", 1, 2)], "middle of a UTF-16 symbol"),
        ([entity("bold", 0, 1)], "middle of a UTF-16 symbol"),
        ([entity("bold", 0, 3), entity("italic", 2, 3)], "overlap in part"),
        ([entity("code", 0, 5), entity("bold", 2, 3)], "can't hold"),
        ([entity("blockquote", 0, 5), entity("expandable_blockquote", 2, 3)], "can't be nested"),
        ([entity("bold", 0, 2)] * 101, "at most 100"),
    ],
)
def test_entities_that_telegram_does_not_know_are_refused(given: list[dict[str, Any]], refusal: str) -> None:
    with pytest.raises(ViolationError, match=refusal):
        check_given("😀абв", given)
