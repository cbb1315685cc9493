"""The world as the page and out-of-process drivers see it: plain JSON."""

from typing import Protocol

from bot.playground.calls import Call, Violation
from bot.playground.faults import Faults
from bot.playground.groups import Group
from bot.playground.people import PrivateChat
from bot.playground.shapes import Json
from bot.playground.views import Message, ShownButton
from bot.playground.windows import ChatWindow
from bot.playground.world import Person, World

SHOWN_MESSAGES = 200  # of one chat; chosen: a rehearsal on one page


class Rehearsal(Protocol):
    """What the stage needs of the playground."""

    world: World
    faults: Faults
    groups: list[Group]
    admins: set[int]

    @property
    def calls(self) -> list[Call]: ...

    @property
    def violations(self) -> list[Violation]: ...

    @property
    def floods(self) -> int: ...

    def private(self, person: Person) -> PrivateChat:
        """That person's chat with the bot."""
        ...


def sketch_world(play: Rehearsal) -> Json:
    """Everything that the page shows."""
    world = play.world
    return {
        "revision": world.changes.revision,
        "now": world.clock.now().isoformat(timespec="seconds"),
        "bot": world.bot,
        "people": [person.raw | {"is_admin": person.id in play.admins} for person in world.people.values()],
        "private": [_sketch_private(play.private(person)) for person in world.people.values()],
        "groups": [_sketch_group(group) for group in play.groups],
        "faults": [
            {"kind": fault.kind, "method": fault.method, "times": fault.times, "struck": fault.struck}
            for fault in play.faults.in_force
        ],
        "violations": [{"method": each.method, "description": each.description} for each in play.violations],
        "floods": play.floods,
        "calls": len(play.calls),
    }


def sketch_calls(play: Rehearsal, since: int) -> list[Json]:
    """The calls from the *since*-th on."""
    return [
        {
            "method": call.method,
            "parameters": call.parameters,
            "status": call.status,
            "answer": call.answer,
            "at": call.at.isoformat(timespec="milliseconds"),
        }
        for call in play.calls[since:]
    ]


def _sketch_private(chat: PrivateChat) -> Json:
    return {
        "id": chat.id,
        "person": chat.person.id,
        "name": chat.person.first_name,
        "is_blocked": chat.is_blocked,
        "keyboard": chat.keyboard,
        "messages": _sketch_messages(chat),
    }


def _sketch_group(group: Group) -> Json:
    return {
        "id": group.id,
        "title": group.title,
        "is_supergroup": group.is_supergroup,
        "bot_status": group.bot_status,
        "members": [person.id for person in group.members],
        "messages": _sketch_messages(group),
    }


def _sketch_messages(window: ChatWindow) -> list[Json]:
    return [sketch_message(message) for message in window.messages[-SHOWN_MESSAGES:]]


def sketch_message(message: Message) -> Json:
    """One message as it stands."""
    sender = message.raw.get("sender_chat", {}).get("title") or message.raw["from"]["first_name"]
    media = message.raw.get(message.media or "")
    return {
        "id": message.id,
        "text": message.text,
        "from_bot": message.from_bot,
        "sender": sender,
        "buttons": [[_sketch_button(button) for button in row] for row in message.buttons],
        "edited": message.edited,
        "date": message.raw["date"],
        "media": message.media,
        "file_name": media.get("file_name") if isinstance(media, dict) else None,
        "reply_to": message.reply_to,
        "service": next((name for name in ("new_chat_members", "left_chat_member") if name in message.raw), None),
    }


def _sketch_button(button: ShownButton) -> Json:
    return {"label": button.label, "data": button.data, "copy_text": button.copy_text, "url": button.url}
