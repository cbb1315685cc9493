"""What can be done through the control endpoints: each act is one POST to /play/<act> with JSON.

Here an act is told who does it and where; `acts` lets the world change, `speech_acts` lets people speak.
"""

from collections.abc import Awaitable, Callable

from bot.playground.errors import PlaygroundUseError
from bot.playground.groups import Group
from bot.playground.incoming import How
from bot.playground.people import PrivateChat
from bot.playground.shapes import Json
from bot.playground.sketch import Rehearsal
from bot.playground.speaking import Speaker
from bot.playground.world import Person

Act = Callable[[Rehearsal, Json], Awaitable[Json]]
ACTS: dict[str, Act] = {}


def act(function: Act) -> Act:
    """Make a function an act of its own name."""
    ACTS[function.__name__] = function
    return function


def person_of(play: Rehearsal, wanted: Json) -> Person:
    """Who acts; without `person` the one whose private chat it is."""
    person = play.world.people.get(wanted.get("person") or wanted.get("chat") or 0)
    if person is None:
        raise PlaygroundUseError("there is no such person")
    return person


def group_of(play: Rehearsal, wanted: Json) -> Group:
    """The group that `chat` names."""
    group = next((group for group in play.groups if group.id == wanted.get("chat")), None)
    if group is None:
        raise PlaygroundUseError("there is no such group")
    return group


def is_private(play: Rehearsal, wanted: Json) -> bool:
    """Whether `chat` (or `person`) names a private chat."""
    return wanted.get("chat", wanted.get("person")) in play.world.people


def chat_of(play: Rehearsal, wanted: Json) -> PrivateChat:
    """The private chat of who acts."""
    return play.private(person_of(play, wanted))


def speaker_of(play: Rehearsal, wanted: Json) -> Speaker:
    """Who acts, in the chat where it is done."""
    person = person_of(play, wanted)
    return play.private(person) if is_private(play, wanted) else group_of(play, wanted).by(person)


def how(wanted: Json) -> How:
    """The reply, the topic and the mask with which something is said."""
    return {
        "reply_to": wanted.get("reply_to"),
        "topic": wanted.get("topic"),
        "as_anonymous_admin": bool(wanted.get("as_anonymous_admin")),
    }
