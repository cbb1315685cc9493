"""P2: from a citizen only the words of text or caption cross to staff, plain and defanged; the same way back."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest
from telegram import Bot, Message, Update

from bot.chance import Chance
from bot.conversation.values.events import Received, Typed
from bot.gateway.incoming import PrivateUpdate, read_private
from bot.gateway.parsing import parse_update
from bot.playground.shapes import the_facts
from tests.promises.journey import CONTACT, FACTS, REPLY, WORDS, Journey
from tests.promises.planting import MARK, VARIANTS, plant, planted_words
from tests.promises.searching import find, numbers, texts

# The Telegram library warns of a field that we never read, as soon as it is in a message.
pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")

PLANTED = texts(MARK, "Zhuldyz_", "43100985")
ALL_VARIANTS = 54
"""Enough for each kind of rich text to have stood in each kind of block."""
DANGEROUS = "@durov /start t.me/durov https://telegram.me/x"
COLLEAGUES = re.compile(
    "(?:Ответственный|Жауапты|Ответил|Жауап берген|Қызметкер|Кім берді)(?:[^:]{0,20}): [^\n\\\\\"]+"
)
HIDDEN = "\u202e\u200b\u2066\ufeff\x00\x1b"


@cache
def _raw(variant: int, word: str) -> dict[str, object]:
    message = planted_words(variant, sender=41, chat=41) | {"message_id": 7, "date": 1_900_000_000}
    return {"update_id": 1, "message": message | {word: f"{WORDS}{variant}"}}


def _update(variant: int, word: str) -> Update:
    return Update.de_json(_raw(variant, word), Bot("1:playground"))


def _read(update: Update) -> PrivateUpdate:
    found = read_private(update, Chance())
    assert found is not None
    return found


def test_every_field_of_a_message_is_planted() -> None:
    reached = frozenset().union(*(plant(variant)[2] for variant in range(ALL_VARIANTS)))
    wanted = {f"Message.{facts['name']}" for facts in the_facts()["types"]["Message"]["fields"]}
    assert wanted - reached == set()
    assert _of_all_types() - reached == set()


def _of_all_types() -> set[str]:
    """Every field of every type that can stand in a Message."""
    types, waiting, met = the_facts()["types"], ["Message"], set()
    while waiting:
        name = waiting.pop().replace("Array of ", "")
        if name in types and name not in met:
            met.add(name)
            inner = [kind for facts in types[name]["fields"] for kind in facts["types"]]
            waiting += [*types[name].get("subtypes", ()), *inner]
    return {f"{name}.{facts['name']}" for name in met for facts in types[name]["fields"]}


@pytest.mark.parametrize("variant", range(ALL_VARIANTS))
def test_a_planted_message_becomes_its_words_and_nothing_else(variant: int) -> None:
    typed, captioned = _read(_update(variant, "text")), _read(_update(variant, "caption"))
    assert find(PLANTED, {"as Telegram tells it": repr(_raw(variant, "text")).encode()}) != []
    assert isinstance(typed.arrival.event, Typed)
    linked = typed.arrival.event.linked
    assert typed.arrival.event == Typed(f"{WORDS}{variant}", 7, forwarded=True, linked=linked)
    assert isinstance(captioned.arrival.event, Received)
    assert captioned.arrival.event.caption == f"{WORDS}{variant}"
    assert find(PLANTED, {"typed": repr(typed).encode(), "captioned": repr(captioned).encode()}) == []


def _without_colleagues(bodies: dict[str, bytes]) -> dict[str, bytes]:
    """*bodies* without the lines that tell the officers who of them has a case, has answered, has a role."""
    return {name: COLLEAGUES.sub("", body.decode()).encode() for name, body in bodies.items()}


def test_only_words_reach_the_group(journey: Journey) -> None:
    told = journey.sent_to(journey.group)
    bodies = _without_colleagues(told)
    assert find(texts(MARK), told) != []  # the group reads who of them does what, and nobody else does
    assert find(PLANTED, bodies) == []
    assert find(numbers(journey.citizens), bodies) == []
    whole = b"".join(bodies.values()).decode()
    for variant in range(VARIANTS):
        assert f"{WORDS}{variant} деньги у врача" in whole
    assert f"{WORDS}1 под снимком" in whole
    assert all(f"{FACTS}{place}" in whole for place in range(3))


def test_nothing_planted_goes_anywhere(journey: Journey) -> None:
    told = {body for body in journey.sent_to(journey.ids["admin"]).values() if b"stop:" in body}
    assert len(told) == 1  # an alert names the group that was bound, and the admin who did it
    told |= set(journey.sent_to(journey.group).values())
    told |= {body for body in journey.sent().values() if "Рөл берілді".encode() in body}  # who leads the office
    assert find(PLANTED, {name: body for name, body in journey.sent().items() if body not in told}) == []
    assert find(texts(WORDS, REPLY), journey.sent()) != []
    for level, chat in journey.citizens.items():
        others = {name: body for name, body in journey.sent().items() if body not in journey.sent_to(chat).values()}
        assert find(numbers({level: chat}), others) == []
        assert find(numbers({level: chat}), journey.sent_to(chat)) != []


def test_contacts_and_codes_do_not_reach_the_group(journey: Journey) -> None:
    codes = texts(*journey.codes, *(code.replace(" ", "") for code in journey.codes))
    assert find(texts(CONTACT) | codes, journey.sent_to(journey.group)) == []
    assert find(texts(CONTACT), journey.sent_to(journey.officers["dana"])) != []
    assert find(codes, journey.sent_to(*journey.citizens.values())) != []


def test_nothing_is_forwarded_copied_or_sent_by_its_file_id(journey: Journey) -> None:
    used = {call.method for call in journey.calls}
    assert not {name for name in used if name.startswith(("forward", "copy"))}
    content = {"chat_id", "text", "reply_markup", "link_preview_options", "protect_content", "reply_parameters"}
    for call in journey.calls:
        if call.method in ("sendMessage", "editMessageText"):
            assert set(call.parameters) <= content | {"message_id", "entities"}, call.parameters.keys()
            entities = call.parameters.get("entities", [])
            assert {entity["type"] for entity in entities} <= {"expandable_blockquote"}  # our own notice, folded
            assert entities == [] or call.parameters["chat_id"] in journey.citizens.values()
    assert not {name for name in used if name.startswith("send")} - {"sendMessage", "sendChatAction"}


def test_posts_are_plain_protected_and_without_previews(journey: Journey) -> None:
    posts = [call for call in journey.calls if call.parameters.get("chat_id") == journey.group]
    carrying = [call for call in posts if re.search(f"{WORDS}|{REPLY}|{FACTS}", str(call.parameters.get("text")))]
    assert len(carrying) >= 9
    for call in carrying:
        assert "parse_mode" not in call.parameters and "entities" not in call.parameters
        assert call.parameters["link_preview_options"]["is_disabled"] is True
        assert call.method == "editMessageText" or call.parameters["protect_content"] is True


def test_invisible_and_live_words_are_taken_out() -> None:
    from bot.anonymise.plain import defang
    from bot.gateway.incoming import words_of
    from bot.playground.texts import find_entities

    message = Message.de_json(
        {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": f"до{HIDDEN}после {DANGEROUS}"},
        Bot("1:playground"),
    )
    words = words_of(message)
    assert words.startswith("допосле")
    assert find_entities(words) != []
    assert find_entities(defang(words)) == []


def test_marks_in_a_press_cross_nowhere() -> None:
    query = {
        "id": f"{MARK}1", "chat_instance": f"{MARK}2", "inline_message_id": f"{MARK}3",
        "from": {"id": 41, "is_bot": False, "first_name": f"{MARK}4", "username": "Zhuldyz_x"},
        "message": planted_words(0, sender=41, chat=41) | {"message_id": 7, "date": 1, "text": "x"},
        "data": "ru1:=report",
        "game_short_name": f"{MARK}5",
    }
    update = parse_update({"update_id": 1, "callback_query": query}, Bot("1:playground"))
    arrival = _read(update).arrival
    assert json.dumps(query, ensure_ascii=False).count(MARK) > 100
    assert find(PLANTED, {"arrival": repr(arrival).encode()}) == []
