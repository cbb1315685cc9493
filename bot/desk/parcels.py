"""Parcels: an outbox item opened, with all that its rendering needs. Made in the transaction that claims the item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection

from bot.desk import talk
from bot.desk.outgoing import chats, lanes, relay
from bot.desk.outgoing.posting import SHOWN_MINUTES
from bot.desk.outgoing.posts import posted_in
from bot.desk.safe import CaseKey, Safe
from storage import cases, files
from storage.cases import CaseRow
from storage.outbox import OutboxItem


@dataclass(frozen=True, slots=True)
class Card:
    """A new case for the group."""

    chat: int
    language: str
    row: CaseRow
    answers: dict[str, str | None]
    has_contact: bool
    parts_done: int


@dataclass(frozen=True, slots=True)
class Addition:
    """The citizen's later words: under a post of the case, or with the card where the group has none."""

    chat: int
    language: str
    number: str
    text: str
    parts_done: int
    reply_to: int | None = None
    card: Card | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """An officer's words before they go out; `case_language` is the one that the citizen reads."""

    chat: int
    language: str
    case_id: str
    number: str
    seq: int
    text: str
    case_language: str
    reply_to: int | None
    parts_done: int
    files: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a preview: the same message says it."""

    chat: int
    language: str
    message_id: int
    number: str
    text: str
    case_language: str
    key: str
    files: int = 0


@dataclass(frozen=True, slots=True)
class Notice:
    """A short text in a group or to an admin; `choice` is the press of its one button, if any."""

    chat: int
    language: str
    key: str
    values: dict[str, Any]
    reply_to: int | None = None
    button: tuple[str, str] | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Push:
    """A discreet word to the citizen: there is something to read."""

    chat: int
    language: str
    case_id: str


@dataclass(frozen=True, slots=True)
class Contacts:
    """A citizen's contacts for one officer, in private, for some minutes."""

    chat: int
    language: str
    number: str
    text: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Deletion:
    """A message of ours whose time is over."""

    chat: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Files:
    """Clean files of a case for the group: one message or one album, numbered from `first` of `total`."""

    chat: int
    language: str
    number: str
    file_ids: tuple[str, ...]
    first: int
    total: int
    reply_to: int | None


Parcel: TypeAlias = Card | Addition | Preview | Verdict | Notice | Push | Contacts | Deletion | Files


def open_parcel(connection: Connection, item: OutboxItem, safe: Safe) -> Parcel | None:
    """What *item* is about now; None when it is about nothing any more (the address was cut, the case is gone)."""
    if item.kind in ("push", "contacts", "deletion", "alert"):
        return _open_private(connection, item, safe)
    region = lanes.region_of(item.lane)
    group = chats.group_of(connection, region, safe) if region else None
    if group is None:
        return None
    return _open_for_group(connection, item, safe, *group)


def _open_private(connection: Connection, item: OutboxItem, safe: Safe) -> Parcel | None:
    row = cases.get_case(connection, item.case_id) if item.case_id else None
    content = _content(item, safe)
    match item.kind:
        case "push" if row is not None:
            chat = relay.open_address(connection, row.id, safe)
            return None if chat is None else Push(chat, row.language, row.id)
        case "contacts" if row is not None:
            box = cases.get_contact(connection, row.id)
            if box is None:
                return None
            key = safe.open_case_key(row.id, row.wrapped_key)
            text = key.open(box, table="contacts", field="contact")["contact"]
            return Contacts(content["chat"], _office_language(connection, row, safe), row.number, text, SHOWN_MINUTES)
        case "deletion":
            return Deletion(content["chat"], content["message"])
        case "alert":
            reply_to = _spot(content.get("reply_to"), content["chat"])
            return Notice(content["chat"], "both", content["key"], content["values"], reply_to)
    return None


def _open_for_group(connection: Connection, item: OutboxItem, safe: Safe, chat: int, language: str) -> Parcel | None:
    content = _content(item, safe)
    if item.kind == "move":
        return Notice(chat, language, "a.move_ask", content, button=("btn.confirm", f"move:{content['region']}"))
    if item.kind == "notice":
        return Notice(chat, language, content["key"], content["values"], _spot(content["reply_to"], chat))
    row = cases.get_case(connection, item.case_id) if item.case_id else None
    return None if row is None else _open_for_case(connection, item, row, content, safe, chat, language)


def _open_for_case(
    connection: Connection,
    item: OutboxItem,
    row: CaseRow,
    content: dict[str, Any],
    safe: Safe,
    chat: int,
    language: str,
) -> Parcel | None:
    key = safe.open_case_key(row.id, row.wrapped_key)
    seq = item.seq or 0
    entry = cases.get_talk(connection, row.id, seq)
    words = talk.open_words(key, seq, entry.box) if entry else {}
    said, done = words.get("text", ""), item.parts_done
    match item.kind:
        case "card":
            return _card(row, key, chat, language, done)
        case "addition" if words:
            under = posted_in(connection, row.id, chat, safe, without=seq)
            card = _card(row, key, chat, language, 0) if under is None else None
            return Addition(chat, language, row.number, said, done, under, card)
        case "preview" if entry is not None and entry.state == "preview":
            if files.waits_in_talk(connection, row.id, seq):
                return None  # it comes when the last file is clean
            under = _spot(words["reply_to"], chat)
            attached = len(words.get("files", ()))
            return Preview(chat, language, row.id, row.number, seq, said, row.language, under, done, attached)
        case "edit" if words and content["chat"] == chat:
            attached, told = len(words.get("files", ())), content["key"]
            return Verdict(chat, language, content["message"], row.number, said, row.language, told, attached)
        case "files":
            under = posted_in(connection, row.id, chat, safe)
            ids = tuple(content["files"])
            return Files(chat, language, row.number, ids, content["first"], content["total"], under)
        case "prompt":
            values, role = {"case_no": row.number}, f"reveal:{content['wish']}"
            return Notice(chat, language, "s.reveal_prompt", values, _spot(content["reply_to"], chat), role=role)
        case "who":
            button, values = ("btn.confirm", f"why:{content['wish']}"), {"case_no": row.number}
            return Notice(chat, language, "s.reveal_who", values, _spot(content["reply_to"], chat), button)
    return None


def _card(row: CaseRow, key: CaseKey, chat: int, language: str, parts_done: int) -> Card:
    answers = key.open(row.box, table="cases", field="answers")
    return Card(chat, language, row, answers, row.level == "contact", parts_done)


def _spot(box: dict[str, int] | None, chat: int) -> int | None:
    """The message to answer, if it stands in this very chat: elsewhere the same id is another message."""
    return box["message"] if box is not None and box["chat"] == chat else None


def _content(item: OutboxItem, safe: Safe) -> dict[str, Any]:
    if item.box is None:
        return {}
    return safe.open(item.box, table="outbox", row=f"{item.lane}/{item.kind}")


def _office_language(connection: Connection, row: CaseRow, safe: Safe) -> str:
    group = chats.group_of(connection, row.region, safe)
    return group[1] if group else "kk"
