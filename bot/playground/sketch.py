"""The world as the page and out-of-process drivers see it: plain JSON."""

from typing import Protocol

from bot.clock import KAZAKHSTAN, Clock
from bot.playground.bubbles import sketch_message
from bot.playground.calls import Call, Violation
from bot.playground.faults import Faults
from bot.playground.groups import Group
from bot.playground.jumping import JumpingClock
from bot.playground.people import PrivateChat
from bot.playground.profile import Profile
from bot.playground.shapes import Json
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

    async def jump(self, seconds: float) -> None:
        """Move the clock forward, and the clocks of the programs beside it."""
        ...


def sketch_world(play: Rehearsal) -> Json:
    """Everything that the page shows."""
    world = play.world
    return {
        "revision": world.changes.revision,
        "clock": _sketch_clock(world.clock),
        "bot": world.bot | {"description": world.profile.descriptions},
        "people": [person.raw | {"is_admin": person.id in play.admins} for person in world.people.values()],
        "private": [_sketch_private(play.private(person), world.profile) for person in world.people.values()],
        "groups": [_sketch_group(group, world.profile) for group in play.groups],
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


def _sketch_clock(clock: Clock) -> Json:
    """The moment, how fast it passes, and whether it can be jumped over; days are those of Kazakhstan."""
    now = clock.now().astimezone(KAZAKHSTAN)
    return {
        "now": now.isoformat(timespec="milliseconds"),
        "speed": clock.speed,
        "can_jump": isinstance(clock, JumpingClock),
    }


def _sketch_private(chat: PrivateChat, profile: Profile) -> Json:
    return {
        "id": chat.id,
        "person": chat.person.id,
        "name": chat.person.first_name,
        "is_blocked": chat.is_blocked,
        "keyboard": chat.keyboard,
        "commands": profile.menu_seen(_scopes(chat, "all_private_chats"), chat.person.language_code or ""),
        "messages": _sketch_messages(chat),
    }


def _sketch_group(group: Group, profile: Profile) -> Json:
    return {
        "id": group.id,
        "title": group.title,
        "is_supergroup": group.is_supergroup,
        "bot_status": group.bot_status,
        "members": [person.id for person in group.members],
        "commands": profile.menu_seen(_scopes(group, "all_group_chats"), ""),
        "messages": _sketch_messages(group),
    }


def _scopes(window: ChatWindow, kind: str) -> tuple[Json, ...]:
    """Whose menus are seen in a chat, the narrowest first; those for single members are no matter of the page."""
    return {"type": "chat", "chat_id": window.id}, {"type": kind}, {"type": "default"}


def _sketch_messages(window: ChatWindow) -> list[Json]:
    return [sketch_message(message) for message in window.messages[-SHOWN_MESSAGES:]]
