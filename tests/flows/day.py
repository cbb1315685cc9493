"""An office's day: what was filed, the newest card of a case, who pressed what, and what its citizen reads."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.playground import Group, Message, Person, PrivateChat
from tests.flows.citizens import Citizen
from tests.flows.office import PATIENCE, Rehearsal, newest
from tests.flows.shortcuts import OnDesk, put_case
from tests.flows.test_office_roles import text

CASES = 40


@dataclass(slots=True)
class Day:
    """One office, its group and what was filed there, by the words of each story."""

    r: Rehearsal
    group: Group
    language: str
    cases: dict[str, OnDesk] = field(default_factory=dict)

    def say(self, key: str, **values: object) -> str:
        """The text as the group reads it."""
        return text(key, self.language, **values)

    async def file(self, story: str, *, level: str = "code", language: str = "", region: str = "mangystau") -> OnDesk:
        """One more case."""
        language = language or self.language
        case = await put_case(self.r, story, level=level, language=language, region=region)
        self.cases[story] = case
        return case

    async def talk(self, name: str, language: str) -> str:
        """A citizen files in their own words; the number."""
        citizen = Citizen(self.r.citizen(name), language, self.r.clock)
        await citizen.choose_language()
        await citizen.file_up_to_sending("report", level="relay")
        return (await citizen.send()).number

    async def card(self, number: str, *, button: str = "", words: str = "") -> Message:
        """The newest card of the case, with that button and those words."""

        def is_it(message: Message) -> bool:
            heading = message.text.removeprefix("🆕 ").splitlines()[:1] == [number]
            labelled = button in message.labels if button else bool(message.labels)
            return message.from_bot and heading and labelled and words in message.text and self.kind in message.text

        return await self.group.wait_for(is_it, PATIENCE)

    @property
    def kind(self) -> str:
        """What stands on cards alone."""
        return self.say("label.sphere")

    async def alert(self, person: Person, label: str, message: Message) -> str:
        """*person* presses; what the top of the screen says."""
        return (await (await self.group.press(person, label, message)).answered(PATIENCE)).text

    async def send(self, person: Person, preview: Message) -> Message:
        """*person* sends what the preview shows; what stands there then."""
        await self.group.press(person, self.say("s.btn_send"), preview)
        return await self.group.wait_for(lambda m: m.id == preview.id and not m.labels, PATIENCE)

    async def reads(self, case: OnDesk, words: str) -> None:
        """The citizen opens the case by its code and reads *words*."""
        citizen = Citizen(case.chat, self.language, self.r.clock)
        citizen.act()
        await case.chat.press(citizen.text(f"btn.lang_{self.language}"))
        await citizen.say(case.code, "status.case")
        await newest(case.chat, words)

    def cards(self) -> list[Message]:
        """The cards that stand in the group."""
        return [m for m in self.group.from_bot if f"\n{self.kind}: " in m.text and m.labels]

    def new_cards(self) -> list[Message]:
        """Those that nobody has taken."""
        return [m for m in self.group.from_bot if m.text.startswith("🆕")]

    async def lose_bot(self, boss: PrivateChat) -> None:
        """The admin throws the bot out; *boss* hears of it once, by Telegram's word or by the first refusal."""
        lost = tuple(self.told(key) for key in ("a.removed", "a.group_lost"))
        before = boss.messages[-1].id
        await self.group.remove_bot(by=self.r.admin)
        await boss.wait_for(lambda m: m.from_bot and m.text.startswith(lost), PATIENCE, after=before)

    async def get_bot_back(self, boss: PrivateChat) -> None:
        """It is added again, and *boss* hears of that."""
        before = boss.messages[-1].id
        await self.group.add_bot(by=self.r.admin)
        back = self.told("a.group_back")
        await boss.wait_for(lambda m: m.from_bot and m.text.startswith(back), PATIENCE, after=before)

    @staticmethod
    def told(key: str) -> str:
        """How an alert for admins begins, which is in both languages."""
        return text(key, "kk", region="\0").partition("\0")[0]
