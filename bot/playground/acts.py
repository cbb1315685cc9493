"""The acts that change the world: who exists, who is in which group, what fails, what time it is."""

import asyncio
from typing import Any

from bot.playground.acting import act, chat_of, group_of, is_private, person_of
from bot.playground.errors import PlaygroundUseError
from bot.playground.faults import Fault
from bot.playground.groups import make_group
from bot.playground.shapes import Json
from bot.playground.sketch import Rehearsal
from bot.playground.world import Person

ANSWER_SECONDS = 5.0  # chosen: a page waits no longer for a press to be answered


@act
async def person(play: Rehearsal, wanted: Json) -> Json:
    """Let somebody exist: first_name, last_name, username, language_code, is_premium."""
    names = ("first_name", "last_name", "username", "language_code", "is_premium")
    facts: dict[str, Any] = {name: wanted[name] for name in names if name in wanted}
    if not facts.get("first_name"):
        raise PlaygroundUseError("a person needs a first_name")
    new = play.world.add_person(Person(play.world.next_person_id(), **facts))
    return {"id": new.id}


@act
async def group(play: Rehearsal, wanted: Json) -> Json:
    """Let a group exist: title, members and admins (ids), supergroup, bot_admin."""
    people = play.world.people
    new = make_group(
        play.world,
        wanted.get("title", "Кеңсе"),
        members=[people[number] for number in wanted.get("members", ())],
        admins=[people[number] for number in wanted.get("admins", ())],
        bot_admin=bool(wanted.get("bot_admin")),
        supergroup=bool(wanted.get("supergroup", True)),
        username=wanted.get("username"),
        forum=bool(wanted.get("forum")),
    )
    play.groups.append(new)
    return {"id": new.id}


@act
async def press(play: Rehearsal, wanted: Json) -> Json:
    """Press a button: chat, person, message, and its label or data or [row, column]; tells the bot's answer."""
    button = wanted["button"]
    target: str | tuple[int, int] = (button[0], button[1]) if isinstance(button, list) else button
    message, forged = wanted.get("message"), wanted.get("forged")
    if is_private(play, wanted):
        pressed = await chat_of(play, wanted).press(target, message, data=forged)
    else:
        pressed = await group_of(play, wanted).press(person_of(play, wanted), target, message, data=forged)
    try:
        answer = await asyncio.wait_for(asyncio.shield(pressed.answer), wanted.get("wait", ANSWER_SECONDS))
    except TimeoutError:
        return {"query": pressed.id, "answer": None}
    return {"query": pressed.id, "answer": {"text": answer.text, "show_alert": answer.show_alert}}


@act
async def block(play: Rehearsal, wanted: Json) -> Json:
    """Block the bot: person."""
    chat_of(play, wanted).block()
    return {}


@act
async def unblock(play: Rehearsal, wanted: Json) -> Json:
    """Unblock the bot: person."""
    chat_of(play, wanted).unblock()
    return {}


@act
async def add_bot(play: Rehearsal, wanted: Json) -> Json:
    """Add the bot to a group: chat, person, start, admin."""
    who = person_of(play, wanted)
    await group_of(play, wanted).add_bot(who, start=wanted.get("start"), admin=wanted.get("admin"))
    return {}


@act
async def remove_bot(play: Rehearsal, wanted: Json) -> Json:
    """Kick the bot from a group: chat, person."""
    await group_of(play, wanted).remove_bot(person_of(play, wanted))
    return {}


@act
async def migrate(play: Rehearsal, wanted: Json) -> Json:
    """Turn a basic group into a supergroup: chat; tells the new id."""
    moved = group_of(play, wanted)
    await moved.migrate()
    return {"id": moved.id}


@act
async def fail(play: Rehearsal, wanted: Json) -> Json:
    """Order a fault: kind, method, times (null: until cleared), seconds, retry_after, description, code, chat."""
    kind = wanted.get("kind", "500")
    lasting = None if kind == "down" else wanted.get("times", 1)
    seconds, retry_after = float(wanted.get("seconds", 0)), int(wanted.get("retry_after", 1))
    said, code, chat = str(wanted.get("description", "")), int(wanted.get("code", 400)), wanted.get("chat")
    play.faults.order(Fault(kind, wanted.get("method"), lasting, seconds, retry_after, said, code, chat))
    play.world.changes.tell()
    return {}


@act
async def clear(play: Rehearsal, wanted: Json) -> Json:
    """End all faults."""
    play.faults.clear()
    play.world.changes.tell()
    return {}


@act
async def jump(play: Rehearsal, wanted: Json) -> Json:
    """Move the clock forward: seconds; only when the playground was started with a clock that can."""
    await play.jump(float(wanted["seconds"]))
    return {}
