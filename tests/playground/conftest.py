"""A playground with one citizen and one office, and a plain client that calls it as a bot would."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from bot.playground import Group, JumpingClock, Person, Playground, PrivateChat, check_object


@dataclass
class Bot:
    """Calls methods over HTTP with JSON, and remembers where it is in the updates."""

    session: aiohttp.ClientSession
    url: str
    offset: int = 0
    seen: list[dict[str, Any]] = field(default_factory=list)

    async def call(self, method: str, /, **parameters: Any) -> Any:
        """The result of a call that must succeed."""
        answer = await self.ask(method, **parameters)
        assert answer["ok"], answer
        return answer["result"]

    async def ask(self, method: str, /, **parameters: Any) -> dict[str, Any]:
        """The whole answer of a call."""
        async with self.session.post(f"{self.url}/{method}", json=parameters) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == answer.get("error_code", 200)
            return answer

    async def refusal(self, method: str, /, **parameters: Any) -> tuple[int, str]:
        """The code and description of a call that must be refused."""
        answer = await self.ask(method, **parameters)
        assert not answer["ok"], answer
        return answer["error_code"], answer["description"]

    async def updates(self, **parameters: Any) -> list[dict[str, Any]]:
        """What is new; every update is held against the facts."""
        found: list[dict[str, Any]] = await self.call("getUpdates", offset=self.offset, **parameters)
        for update in found:
            check_object("Update", update)
            self.offset = update["update_id"] + 1
        self.seen += found
        return found

    async def confirm(self) -> None:
        """Take and confirm all that waits."""
        while await self.updates():
            pass


@pytest.fixture
def clock(request: pytest.FixtureRequest) -> JumpingClock:
    """As fast as ours, or as a test that gives this fixture a value wants it."""
    return JumpingClock(getattr(request, "param", 1.0))


@pytest.fixture
async def play(clock: JumpingClock) -> AsyncIterator[Playground]:
    async with Playground(token="1:test", clock=clock) as play:
        yield play


@pytest.fixture
async def bot(play: Playground) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as session:
        yield Bot(session, f"{play.url}/bot1:test")


@pytest.fixture
def aigul(play: Playground) -> Person:
    return play.person("Айгүл", last_name="Бекова", username="aigul_b", language_code="kk", is_premium=True)


@pytest.fixture
def dana(play: Playground) -> Person:
    return play.person("Дана", username="dana_office", language_code="ru")


@pytest.fixture
async def chat(play: Playground, bot: Bot, aigul: Person) -> PrivateChat:
    """Aigul's chat, started, its update already taken."""
    chat = play.private(aigul)
    await chat.start()
    await bot.confirm()
    return chat


@pytest.fixture
async def office(play: Playground, bot: Bot, dana: Person) -> Group:
    """Dana's supergroup with the bot in it, the updates already taken."""
    office = play.group("Кеңсе", members=[play.person("Ерлан")], admins=[dana])
    await office.add_bot(dana)
    await bot.confirm()
    return office
