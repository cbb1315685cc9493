"""A strict local Bot API server with people in it: rehearsal, demo and tests without Telegram.

Rules
- What Telegram refuses is refused, in its words; what no correct bot does is noted in `violations` too.
- Everything lives in memory, on loopback, in the server's own clock.
- It does not start beside a real token.

A message of the bot goes http -> answering (facts, faults) -> methods -> outgoing -> world; a person's goes
people or groups -> incoming -> world -> updates -> the bot's poll or its webhook.
"""

from bot.playground.calls import Call, Upload, Violation
from bot.playground.errors import PlaygroundRefusedError, PlaygroundUseError
from bot.playground.facts import check_call, check_object
from bot.playground.faults import Fault
from bot.playground.groups import Group
from bot.playground.jumping import JumpingClock
from bot.playground.people import PrivateChat
from bot.playground.presses import Answer, Press
from bot.playground.server import Playground, refuse_beside_real_token
from bot.playground.views import Message, ShownButton, ShownEntity
from bot.playground.world import Person

__all__ = [
    "Answer",
    "Call",
    "Fault",
    "Group",
    "JumpingClock",
    "Message",
    "Person",
    "Playground",
    "PlaygroundRefusedError",
    "PlaygroundUseError",
    "Press",
    "PrivateChat",
    "ShownButton",
    "ShownEntity",
    "Upload",
    "Violation",
    "check_call",
    "check_object",
    "refuse_beside_real_token",
]
