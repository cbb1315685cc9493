"""What can be done through the control endpoints: each act is one POST to /play/<act> with JSON."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from typing import Any

from bot.playground.errors import PlaygroundUseError
from bot.playground.faults import Fault
from bot.playground.groups import Group, make_group
from bot.playground.incoming import How
from bot.playground.jumping import JumpingClock
from bot.playground.people import PrivateChat
from bot.playground.shapes import Json
from bot.playground.sketch import Rehearsal, sketch_message
from bot.playground.speaking import Speaker
from bot.playground.world import Person

ANSWER_SECONDS = 5.0  # chosen: a page waits no longer for a press to be answered
Act = Callable[[Rehearsal, Json], Awaitable[Json]]
ACTS: dict[str, Act] = {}


def act(function: Act) -> Act:
    """Make a function an act of its own name."""
    ACTS[function.__name__] = function
    return function


def _person(play: Rehearsal, wanted: Json) -> Person:
    person = play.world.people.get(wanted.get("person") or wanted.get("chat") or 0)
    if person is None:
        raise PlaygroundUseError("there is no such person")
    return person


def _group(play: Rehearsal, wanted: Json) -> Group:
    group = next((group for group in play.groups if group.id == wanted.get("chat")), None)
    if group is None:
        raise PlaygroundUseError("there is no such group")
    return group


def _is_private(play: Rehearsal, wanted: Json) -> bool:
    return wanted.get("chat", wanted.get("person")) in play.world.people


def _chat(play: Rehearsal, wanted: Json) -> PrivateChat:
    return play.private(_person(play, wanted))


def _speaker(play: Rehearsal, wanted: Json) -> Speaker:
    person = _person(play, wanted)
    return play.private(person) if _is_private(play, wanted) else _group(play, wanted).by(person)


def _how(wanted: Json) -> How:
    return {
        "reply_to": wanted.get("reply_to"),
        "topic": wanted.get("topic"),
        "as_anonymous_admin": bool(wanted.get("as_anonymous_admin")),
    }


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
async def send(play: Rehearsal, wanted: Json) -> Json:
    """Send a text: chat, person (in groups), text, reply_to."""
    return sketch_message(await _speaker(play, wanted).send(wanted["text"], **_how(wanted)))


@act
async def file(play: Rehearsal, wanted: Json) -> Json:
    """Send a file: chat, person, name, mime, base64, caption; a picture without a name is sent as a photo."""
    body = base64.b64decode(wanted.get("base64", ""))
    caption, speaker = wanted.get("caption", ""), _speaker(play, wanted)
    if name := wanted.get("name"):
        mime = wanted.get("mime", "application/octet-stream")
        return sketch_message(await speaker.send_document(name, body, mime, caption=caption, **_how(wanted)))
    return sketch_message(await speaker.send_photo(body or None, caption=caption, **_how(wanted)))


@act
async def press(play: Rehearsal, wanted: Json) -> Json:
    """Press a button: chat, person, message, and its label or data or [row, column]; tells the bot's answer."""
    button = wanted["button"]
    target: str | tuple[int, int] = (button[0], button[1]) if isinstance(button, list) else button
    message, forged = wanted.get("message"), wanted.get("forged")
    if _is_private(play, wanted):
        pressed = await _chat(play, wanted).press(target, message, data=forged)
    else:
        pressed = await _group(play, wanted).press(_person(play, wanted), target, message, data=forged)
    try:
        answer = await asyncio.wait_for(asyncio.shield(pressed.answer), wanted.get("wait", ANSWER_SECONDS))
    except TimeoutError:
        return {"query": pressed.id, "answer": None}
    return {"query": pressed.id, "answer": {"text": answer.text, "show_alert": answer.show_alert}}


@act
async def edit(play: Rehearsal, wanted: Json) -> Json:
    """Edit an own message: chat, person, message, text."""
    if _is_private(play, wanted):
        return sketch_message(await _chat(play, wanted).edit(wanted["message"], wanted["text"]))
    who = _person(play, wanted)
    return sketch_message(await _group(play, wanted).edit(who, wanted["message"], wanted["text"]))


@act
async def block(play: Rehearsal, wanted: Json) -> Json:
    """Block the bot: person."""
    _chat(play, wanted).block()
    return {}


@act
async def unblock(play: Rehearsal, wanted: Json) -> Json:
    """Unblock the bot: person."""
    _chat(play, wanted).unblock()
    return {}


@act
async def add_bot(play: Rehearsal, wanted: Json) -> Json:
    """Add the bot to a group: chat, person, start, admin."""
    who = _person(play, wanted)
    await _group(play, wanted).add_bot(who, start=wanted.get("start"), admin=wanted.get("admin"))
    return {}


@act
async def remove_bot(play: Rehearsal, wanted: Json) -> Json:
    """Kick the bot from a group: chat, person."""
    await _group(play, wanted).remove_bot(_person(play, wanted))
    return {}


@act
async def migrate(play: Rehearsal, wanted: Json) -> Json:
    """Turn a basic group into a supergroup: chat; tells the new id."""
    moved = _group(play, wanted)
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
    if not isinstance(play.world.clock, JumpingClock):
        raise PlaygroundUseError("this playground's clock cannot jump")
    play.world.clock.jump(float(wanted["seconds"]))
    return {}
