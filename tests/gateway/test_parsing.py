"""An update's JSON: a press is read as PTB reads it, and of the message under it only what is needed."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from telegram import Bot, Message, Update

from bot.chance import Chance
from bot.desk.presses import TakeBack, TryItem, spell_staff_press
from bot.gateway.incoming import read_private
from bot.gateway.parsing import parse_update

BOT = Bot("1:playground")
CITIZEN, GROUP = 4711, -1_002_190_000_631
ALERT = spell_staff_press(TryItem(5))
AT_DESK = spell_staff_press(TakeBack("0" * 32, 1))


def press(data: str, *, chat: int = CITIZEN, **more: Any) -> dict[str, Any]:
    """The update of a press."""
    message = {"message_id": 7, "date": 1_780_000_000, "text": "x", "chat": {"id": chat, "type": "supergroup"}}
    if chat > 0:
        message["chat"] = {"id": chat, "type": "private", "first_name": "Айгүл"}
    person = {"id": CITIZEN, "is_bot": False, "first_name": "Айгүл", "language_code": "ru"}
    query = {"id": "55", "from": person, "message": message, "chat_instance": "1", "data": data}
    return {"update_id": 3, "callback_query": query | more}


@pytest.mark.parametrize("data", ["ru1:=report", "kk7:lang:ru", "", "ru1:" + "x" * 60, "what we never drew"])
def test_a_citizens_press_is_read_as_ptb_reads_it(data: str) -> None:
    whole = Update.de_json(press(data), BOT)
    update = parse_update(press(data, field_of_a_later_api="x"), BOT)
    assert read_private(update, Chance()) == read_private(whole, Chance())
    assert update.effective_chat == whole.effective_chat and update.effective_chat.type == "private"
    assert update.callback_query.from_user.language_code == "ru"


def test_the_message_under_an_alert_is_read_whole() -> None:
    (query,) = [parse_update(press(ALERT), BOT).callback_query]
    assert isinstance(query.message, Message) and query.message.text == "x"


@pytest.mark.parametrize(("data", "chat"), [(AT_DESK, CITIZEN), (AT_DESK, GROUP), ("ru1:=report", GROUP)])
def test_of_a_press_at_the_desk_or_in_a_group_the_place_is_left(data: str, chat: int) -> None:
    query = parse_update(press(data, chat=chat), BOT).callback_query
    assert query is not None and isinstance(query.message, Message)
    assert (query.message.chat.id, query.message.message_id, query.message.text) == (chat, 7, None)


@pytest.mark.parametrize("lost", ["id", "from", "chat_instance"])
def test_a_press_without_what_telegram_promises_cannot_be_read(lost: str) -> None:
    broken = deepcopy(press("ru1:=report"))
    del broken["callback_query"][lost]
    with pytest.raises((KeyError, TypeError)):
        parse_update(broken, BOT)


def test_a_press_whose_message_is_not_told_is_still_somebodys() -> None:
    content = press("ru1:=report")
    del content["callback_query"]["message"]
    source = read_private(parse_update(content, BOT), Chance())
    assert source is not None and source.arrival.chat_id == CITIZEN
