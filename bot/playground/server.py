"""The playground as a whole: a strict local Bot API server with people who act in it."""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from types import TracebackType
from typing import Self

from bot.clock import Clock
from bot.playground.answering import Answering
from bot.playground.budgets import Budgets
from bot.playground.calls import Call, Violation
from bot.playground.changes import Changes
from bot.playground.errors import PlaygroundRefusedError, PlaygroundUseError
from bot.playground.faults import Fault, Faults, Kind
from bot.playground.files import FileShelf
from bot.playground.groups import Group, make_group
from bot.playground.http import HttpSide
from bot.playground.jumping import JumpingClock
from bot.playground.people import PrivateChat
from bot.playground.presses import Presses
from bot.playground.profile import Profile
from bot.playground.stage import Stage
from bot.playground.transcripts import calls_made, told_for
from bot.playground.updates import Updates
from bot.playground.webhook import Webhook
from bot.playground.world import Person, World

REAL_TOKEN = re.compile(r"\d{8,10}:[A-Za-z0-9_-]{35}")
LONGEST_JUMP = 366 * 24 * 3600.0  # seconds; chosen: no term of an office is longer than a year
PRETENDED_TOKEN = re.compile(r"\d+:(?:playground[A-Za-z0-9_-]*|[A-Za-z0-9_-]{1,24})")


def refuse_beside_real_token(environ: Mapping[str, str]) -> None:
    """Raise PlaygroundRefusedError when BOT_TOKEN could open a real bot."""
    if REAL_TOKEN.fullmatch(environ.get("BOT_TOKEN", "").strip()):
        raise PlaygroundRefusedError(
            "BOT_TOKEN holds a real token: the playground does not start beside it. Unset BOT_TOKEN and start again."
        )


class Playground:
    """A Bot API server on loopback for one bot, and everybody who talks with it.

    `calls` and `violations` are what the bot did; a correct bot leaves `violations` empty.
    With *budgets* False Telegram's flood limits are not enforced. For the page: `admins` holds the ids of the
    people in the admin's pane, `actions` further buttons (a text key and what it does), *texts* its words.
    `followers` are told of every jump of the clock, for programs beside it that have a clock of their own.
    """

    def __init__(
        self,
        token: str = "1:playground",
        *,
        port: int = 0,
        clock: Clock | None = None,
        username: str = "adaldyq_bot",
        first_name: str = "Адалдық алаңы",
        budgets: bool = True,
        texts: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        if REAL_TOKEN.fullmatch(token) or not PRETENDED_TOKEN.fullmatch(token):
            raise PlaygroundRefusedError("the playground takes only tokens that cannot be real, such as 1:playground")
        self.token = token
        self.clock = clock or Clock()
        bot = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": first_name, "username": username}
        updates = Updates(self.clock)
        self.world = World(
            clock=self.clock,
            bot=bot,
            profile=Profile(),
            updates=updates,
            budgets=Budgets(self.clock, enforced=budgets),
            files=FileShelf(self.clock),
            presses=Presses(self.clock),
        )
        self.faults = Faults()
        self.webhook = Webhook(updates, self.faults, self.clock)
        self._answering = Answering(self.world, self.faults, self.webhook)
        self._private: dict[int, PrivateChat] = {}
        self.groups: list[Group] = []
        self.admins: set[int] = set()
        self.actions: dict[str, Callable[[], Awaitable[None]]] = {}
        self.followers: list[Callable[[], Awaitable[None]]] = []
        self._http = HttpSide(
            token, self._answering, self.world, self.faults, stage=Stage(self, texts or {}, self.actions).answer
        )
        self._port = port

    async def __aenter__(self) -> Self:
        self._port = await self._http.start(self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.world.updates.close()
        await self.webhook.close()
        await self._http.stop()

    @property
    def url(self) -> str:
        """Where the server listens: what BOT_API_URL is to be."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def calls(self) -> list[Call]:
        """Every call of the bot, oldest first."""
        return self._answering.calls

    @property
    def violations(self) -> list[Violation]:
        """Every call that broke the Bot API's rules."""
        return self._answering.violations

    @property
    def floods(self) -> int:
        """How often the bot went over a budget."""
        return self._answering.floods

    @property
    def changes(self) -> Changes:
        """Tells of everything that happens."""
        return self.world.changes

    def calls_of(self, *methods: str) -> list[Call]:
        """The calls of these methods."""
        return [call for call in self.calls if call.method in methods]

    def bytes_sent(self) -> bytes:
        """Every body the bot has sent, one after the other, to be searched for what must not leak."""
        return b"\n".join(call.body for call in self.calls)

    def person(
        self,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
        user_id: int | None = None,
        is_premium: bool = False,
    ) -> Person:
        """Let somebody have a Telegram account."""
        number = self.world.next_person_id() if user_id is None else user_id
        return self.world.add_person(
            Person(number, first_name, last_name, username, language_code, is_premium=is_premium)
        )

    def private(self, person: Person) -> PrivateChat:
        """That person's private chat with the bot."""
        if person.id not in self._private:
            self._private[person.id] = PrivateChat(self.world, person)
        return self._private[person.id]

    def group(
        self,
        title: str,
        *,
        members: Iterable[Person] = (),
        admins: Iterable[Person] = (),
        bot_admin: bool = False,
        supergroup: bool = True,
        username: str | None = None,
        forum: bool = False,
    ) -> Group:
        """Let a group exist; the first admin owns it, and somebody has to add the bot."""
        group = make_group(
            self.world,
            title,
            members=members,
            admins=admins,
            bot_admin=bot_admin,
            supergroup=supergroup,
            username=username,
            forum=forum,
        )
        self.groups.append(group)
        return group

    def fail(
        self,
        method: str | None = None,
        *,
        kind: Kind,
        times: int | None = 1,
        seconds: float = 0.0,
        retry_after: int = 1,
        description: str = "",
        code: int = 400,
        chat: int | None = None,
    ) -> Fault:
        """Order a fault for the next *times* calls of *method* (None: any); times None: until cleared.

        *seconds* is for "slow", *retry_after* for "429", both of the server's clock. "down" lasts until cleared; what
        meets "hang" has no effect, and no answer until then.
        *description* and *code* are what "refuse" answers with, such as "Bad Request: TOPIC_CLOSED". With
        *chat* only calls about that chat are struck.
        File downloads are calls of the method "file"; one that meets "hang" gets half of its file until then.
        """
        lasting = None if kind == "down" else times
        return self.faults.order(Fault(kind, method, lasting, seconds, retry_after, description, code, chat))

    async def jump(self, seconds: float) -> None:
        """Move the clock forward, and the clocks that follow it."""
        if not isinstance(self.clock, JumpingClock):
            raise PlaygroundUseError("this playground's clock cannot jump")
        if not 0 < seconds <= LONGEST_JUMP:
            raise PlaygroundUseError(f"a clock jumps forward, by at most {LONGEST_JUMP:g} seconds")
        self.clock.jump(seconds)
        for follow in self.followers:
            await follow()
        self.changes.tell()

    def clear_faults(self) -> None:
        """Put an end to every fault."""
        self.faults.clear()

    async def wait_until(
        self,
        condition: Callable[[], object],
        timeout: float = 10,  # noqa: ASYNC109 - mirrors wait_for of the chats
    ) -> None:
        """Return as soon as *condition* holds; looked at after every change and every call."""
        try:
            await self.changes.wait_until(lambda: True if condition() else None, timeout)
        except TimeoutError:
            waited = f"{timeout:g} s without progress, waiting for {told_for(condition)}"
            raise TimeoutError(f"{waited}\n{calls_made(self.calls)}") from None
