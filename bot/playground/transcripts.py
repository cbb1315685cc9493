"""What a wait that ran out tells: what was waited for, and what the chat or the bot did instead."""

import inspect
import reprlib
from collections.abc import Callable, Sequence

from bot.playground.calls import Call
from bot.playground.chats import ChatRecord, StoredMessage
from bot.playground.views import view
from bot.playground.world import World

LAST_MESSAGES, LAST_CALLS = 12, 12
"""More than one question with its answers; what came before is rarely the reason."""
_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 200
_SHORT.maxlevel = 2


def told_for(condition: Callable[..., object] | str) -> str:
    """How *condition* is written where the wait stands, and what its names stand for."""
    if isinstance(condition, str):
        return f"a message with {condition!r}"
    try:
        written = " ".join(inspect.getsource(condition).split())
        names = _values_of(condition)
    except (OSError, TypeError):
        return repr(condition)
    values = ", ".join(f"{name} = {_SHORT.repr(value)}" for name, value in names.items() if not callable(value))
    return f"{written}\n  with {values}" if values else written


def transcript(world: World, chat: ChatRecord) -> str:
    """The last messages of *chat*, of both sides and with their buttons, and what the bot has not taken yet."""
    shown = [_line(message, world.bot_id) for message in list(chat.visible())[-LAST_MESSAGES:]]
    waiting = len(world.updates.waiting())
    left = [f"  {waiting} updates wait for the bot"] if waiting else []
    return "\n".join(["the chat shows:", *(shown or ["  nothing"]), *left])


def calls_made(calls: Sequence[Call]) -> str:
    """The last calls of the bot and how each was answered."""
    lines = [f"  {call.method}: {call.status or 'no answer yet'}{_why(call)}" for call in calls[-LAST_CALLS:]]
    return "\n".join(["the bot's last calls:", *(lines or ["  none"])])


def _values_of(condition: Callable[..., object]) -> dict[str, object]:
    """What *condition* took from the function around it, and what a loop bound to it as a default."""
    given = inspect.signature(condition).parameters.values()
    bound = {each.name: each.default for each in given if each.default is not inspect.Parameter.empty}
    return {**inspect.getclosurevars(condition).nonlocals, **bound}


def _line(message: StoredMessage, bot_id: int) -> str:
    seen, author = view(message), message.raw.get("from", {})
    who = "bot" if author.get("id") == bot_id else author.get("first_name", "?")
    marks = "".join(f" <{mark}>" for mark in (seen.media, "edited" if seen.edited else None) if mark)
    buttons = "".join(f" [{label}]" for label in seen.labels)
    return f"  {seen.id} {who}: {seen.text!r}{marks}{buttons}"


def _why(call: Call) -> str:
    return f" {call.answer['description']}" if call.answer and "description" in call.answer else ""
