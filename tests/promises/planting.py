"""Messages in which every field of the Bot API carries a mark of its own, built from the Bot API's bare facts.

A type that is one of several kinds is planted one kind at a time: `variants()` gives as many messages as are needed
for every kind of everything to have been there once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from bot.playground.shapes import the_facts

Json = dict[str, Any]

SCALARS = frozenset({"String", "Integer", "Float", "Boolean"})
MARK = "ЖҰЛДЫЗ"  # with a letter that only Kazakh has: no single-byte encoding hides it
NUMBER_MARK = 4_310_098_530_000  # planted ids are this and a little more; its first nine digits are looked for
VARIANTS = 8
WORDS = ("text", "caption")
"""What may cross: a variant carries one of them, put there by whoever sends it."""
SERVICE_OF_GROUPS = ("migrate_to_chat_id", "migrate_from_chat_id")
"""These say that the group has another id; nothing that a person typed stands in them."""


def deepest(name: str) -> int:
    """How deep inside a message a type still gets all its fields: rich texts nest, messages and chats repeat."""
    return 2 if name in ("Message", "Chat") else 12 if name.startswith("Rich") else 4


@dataclass(slots=True)
class Planter:
    """Plants one variant; counts the marks that it leaves."""

    variant: int
    planted: int = 0
    fields: set[str] = field(default_factory=set)

    def object(self, type_name: str, depth: int = 0) -> Json:
        """An object of *type_name* with every field there is; deep down only those that must be."""
        made = {}
        for facts in the_facts()["types"][type_name]["fields"]:
            if depth < deepest(type_name) or facts["required"]:
                made[facts["name"]] = self.value(facts, type_name, depth)
        return made

    def value(self, facts: Json, owner: str, depth: int) -> Any:
        """A value for one field."""
        self.fields.add(f"{owner}.{facts['name']}")
        if "const" in facts:
            return facts["const"]
        if "choices" in facts:
            return facts["choices"][self.variant % len(facts["choices"])]
        return self.of_types(facts["types"], facts["name"], depth)

    def of_types(self, names: list[str], field_name: str, depth: int) -> Any:
        """A value of one of *names*, another one in each variant; deep down the simplest."""
        simple = [name for name in names if name in SCALARS]
        if simple and all(depth >= deepest(name.removeprefix("Array of ")) for name in names):
            names = simple
        name = names[self.variant % len(names)]
        if name.startswith("Array of "):
            return [self.of_types([name.removeprefix("Array of ")], field_name, depth)]
        match name:
            case "String":
                return self.mark()
            case "Integer":
                return self.number(field_name)
            case "Float":
                return 0.5
            case "Boolean":
                return True
        kinds = the_facts()["types"][name].get("subtypes")
        if kinds:
            return self.of_types(_shallow(kinds) if depth >= deepest(name) else kinds, field_name, depth + 1)
        return self.object(name, depth + 1)

    def mark(self) -> str:
        """A text that stands nowhere else."""
        self.planted += 1
        return f"{MARK}{self.variant}{self.planted:04d}"

    def number(self, field_name: str) -> int:
        """An id that stands nowhere else; a moment or a small number where a field is none."""
        if field_name == "id" or field_name.endswith("_id"):
            self.planted += 1
            return NUMBER_MARK + self.variant * 1_000 + self.planted % 1_000
        return 1_900_000_000 if "date" in field_name or "time" in field_name else 1


def _shallow(kinds: list[str]) -> list[str]:
    """Those of *kinds* that need no other object: an end to what would go on for ever."""
    types = the_facts()["types"]

    def is_plain(kind: str) -> bool:
        if kind not in types:
            return kind in SCALARS
        return all(set(each["types"]) & SCALARS for each in types[kind]["fields"] if each["required"])

    return [kind for kind in kinds if is_plain(kind)] or kinds


@cache
def plant(variant: int) -> tuple[Json, int, frozenset[str]]:
    """One whole planted message, how many marks stand in it, and the fields that it reached."""
    planter = Planter(variant)
    message = planter.object("Message")
    return message, planter.planted, frozenset(planter.fields)


def planted_words(variant: int, *, sender: int, chat: int) -> Json:
    """Raw fields for a person's own message in their private chat; ids that Telegram fixes are left as they are."""
    message = {name: value for name, value in plant(variant)[0].items() if name not in (*WORDS, "message_id", "date")}
    message["from"] = message["from"] | {"id": sender, "is_bot": False}
    message["chat"] = message["chat"] | {"id": chat, "type": "private"}
    return message


def planted_reply(variant: int, *, sender: int, chat: int, card: Json) -> Json:
    """Raw fields for an officer's reply to *card*: a person's, in a private group, to our own post."""
    message = planted_words(variant, sender=sender, chat=chat)
    for name in (*SERVICE_OF_GROUPS, "sender_chat"):
        message.pop(name, None)
    kept = {name: value for name, value in message["chat"].items() if name not in ("username", "active_usernames")}
    message["chat"] = kept | {"type": "supergroup"}
    answered = {name: value for name, value in message["reply_to_message"].items() if name != "forum_topic_created"}
    message["reply_to_message"] = answered | {name: v for name, v in card.items() if name != "reply_to_message"}
    return message
