"""What a message becomes: a command of ours, words, a file, something that is not taken, or nothing that was said."""

from __future__ import annotations

import pytest
from telegram import Bot, Message, Update

from bot.chance import Chance
from bot.conversation.values.commands import Command
from bot.conversation.values.events import ChatChanged, Commanded, Corrected, Event, FileSent, Received, Typed, Unusable
from bot.gateway.incoming import SERVICE, read_message, read_private
from bot.playground.shapes import the_facts

CHAT = {"id": 41, "type": "private", "first_name": "А"}
PERSON = {"id": 41, "is_bot": False, "first_name": "А"}
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9, "file_size": 9}]
LINK = {"type": "text_link", "offset": 0, "length": 8}


def message(**fields: object) -> dict[str, object]:
    """A message as Telegram tells it."""
    return {"message_id": 7, "date": 1_900_000_000, "chat": CHAT, "from": PERSON, **fields}


def read(**fields: object) -> Event:
    """What a message with *fields* becomes."""
    parsed = Message.de_json(message(**fields), Bot("1:playground"))
    assert parsed is not None
    return read_message(parsed, Chance())


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("/start", Commanded(Command.START, "", 7)),
        ("/Help@some_bot please", Commanded(Command.HELP, "please", 7)),
        ("/bind", Typed("/bind", 7)),
        ("/regions mangystau", Typed("/regions mangystau", 7)),
        ("/ это моё обращение", Typed("/ это моё обращение", 7)),
        ("/usr/local не команда", Typed("/usr/local не команда", 7)),
        ("/", Typed("/", 7)),
    ],
)
def test_a_text_that_begins_with_a_slash_is_a_text_unless_it_is_a_command_of_ours(text: str, event: Event) -> None:
    assert read(text=text) == event


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
@pytest.mark.parametrize(
    "about",
    [
        {"pinned_message": message(text="старое")},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400}},
        {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "🌸"}}},
        {"write_access_allowed": {}},
        {"new_chat_members": [PERSON]},
        {"connected_website": "example.kz"},
    ],
)
def test_what_telegram_tells_of_the_chat_itself_is_nothing_that_was_said(about: dict[str, object]) -> None:
    assert read(**about) == ChatChanged()


def test_what_somebody_sent_and_we_do_not_know_is_still_answered() -> None:
    assert read() == Received(Unusable.OTHER, 7)
    assert read(caption="слова", pinned_message=message(text="старое")) == Received(Unusable.OTHER, 7, "слова")


def test_every_service_message_is_a_field_of_a_message() -> None:
    known = {facts["name"] for facts in the_facts()["types"]["Message"]["fields"]}
    assert set(SERVICE.split()) <= known


@pytest.mark.parametrize(
    ("text", "url", "hidden"),
    [
        ("договор на сайте", "https://example.kz/9", True),
        ("https://example.kz/9", "https://example.kz/9", False),
        ("example.kz", "http://example.kz/", False),
        ("Example.KZ", "http://example.kz", False),
        ("example.kz", "https://other.kz/page", True),
    ],
)
def test_a_link_under_words_is_known_of_and_only_that_there_was_one_crosses(text: str, url: str, hidden: bool) -> None:
    entity = LINK | {"length": len(text), "url": url}
    assert read(text=text, entities=[entity]) == Typed(text, 7, linked=hidden)
    captioned = read(photo=PHOTO, caption=text, caption_entities=[entity])
    assert isinstance(captioned, FileSent) and captioned.linked is hidden
    edited = {"update_id": 1, "edited_message": message(text=text, entities=[entity], edit_date=1_900_000_001)}
    found = read_private(Update.de_json(edited, Bot("1:playground")), Chance())
    assert found is not None and found.arrival.event == Corrected(text, 7, linked=hidden)
    assert "other.kz" not in repr(found) and "page" not in repr(captioned)
