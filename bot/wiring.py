"""The composition root: the only file that sees every room. It builds the house, starts and stops it in order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

from bot.anonymise.scrub.office_program import find_office
from bot.background.alerts import HouseAlerts
from bot.background.chores import Chores
from bot.background.cleaning import FileCleaner
from bot.background.clockwork import Clockwork, Duty
from bot.background.damage_telling import DamageTelling
from bot.background.deadlines import Deadlines
from bot.background.expiring import Expiring
from bot.background.file_jobs import FileJobs
from bot.background.file_news import FileNews
from bot.background.forgetting import Forgetting
from bot.background.key_watch import TOLD_AGAIN, KeyWatch
from bot.background.lock_watch import LockWatch
from bot.background.moving import RegionMoves
from bot.background.notifier import Notifier
from bot.background.offering import Offering
from bot.background.safety import SafetyChecks
from bot.background.settling import Settler
from bot.background.unhurried import load_unhurried
from bot.catalogue import regions
from bot.catalogue.workdays import WorkCalendar
from bot.chance import Chance
from bot.clock import Clock
from bot.desk.citizens.intake import Intake
from bot.desk.citizens.losses import note_loss
from bot.desk.citizens.questionnaire import build_questions
from bot.desk.citizens.waiting import WaitingVisits
from bot.desk.files import CleanFile, open_files
from bot.desk.groups import unknown
from bot.desk.identifiers import LatestFindings
from bot.desk.outgoing.chats import admin_chats
from bot.desk.outgoing.upgrade import bring_outbox_along
from bot.desk.rules import Rules, Turn
from bot.encryption.session import SessionKeys
from bot.gateway.admin import AdminDesk
from bot.gateway.answers import CitizenAnswers
from bot.gateway.asides import Asides
from bot.gateway.budget import Budget
from bot.gateway.calls import Calls
from bot.gateway.cards import Cards
from bot.gateway.charter_desk import CharterDesk
from bot.gateway.command_desk import CommandDesk
from bot.gateway.commands import COMMANDS, Means
from bot.gateway.consent import ConsentDesk
from bot.gateway.crier import Crier, OutageMark
from bot.gateway.door import UpdateDoor
from bot.gateway.downloads import TelegramDownloads
from bot.gateway.expert_desk import ExpertDesk
from bot.gateway.head_desk import HeadDesk
from bot.gateway.health import HealthDesk
from bot.gateway.hearing import Hearing
from bot.gateway.inquiries import Inquiries
from bot.gateway.introduction import Introduction
from bot.gateway.link_desk import LinkDesk
from bot.gateway.list_desk import ListDesk
from bot.gateway.looks import GroupLooks
from bot.gateway.observer_desk import ObserverDesk
from bot.gateway.office_experts import ExpertList
from bot.gateway.office_mark import OfficeMark
from bot.gateway.office_roles import RoleDesk
from bot.gateway.outage import Outage
from bot.gateway.private_chat import CitizenChats
from bot.gateway.reach import connected, make_bot
from bot.gateway.receiver import Receiver
from bot.gateway.rivals import Rivals
from bot.gateway.sender import TelegramSender
from bot.gateway.staff_group import StaffGroup
from bot.gateway.template_desk import TemplateDesk
from bot.gateway.transport import BotApiRequest
from bot.gateway.watch import GroupWatch
from bot.gateway.wording import Words
from bot.localisation import Texts
from bot.logs import describe_fault
from bot.repeats import Repeats
from bot.settings import Settings
from bot.store import UNASKED, Beginning, Store, open_store, refuse_tmpfs
from storage import facts
from storage.damage import DamagedRow
from storage.errors import StoreUnavailableError
from storage.facts import Fact
from storage.lock import Hold, hold

OUTAGE_SECONDS = 150
"""Telegram keeps button presses this long; after a longer silence a press may be lost."""

log = logging.getLogger(__name__)


def make_rules(settings: Settings, store: Store) -> Rules:
    """What holds for every transaction of this house."""
    numbers = {region.id: f"{region.number:02d}" for region in regions.REGIONS.values()}
    return Rules(store.safe, WorkCalendar(), numbers, settings.departures, settings.admin_ids)


def outage_mark(settings: Settings) -> OutageMark:
    """Beside the session keys, for the disk of the database may be what is full."""
    return OutageMark(settings.session_key_file.with_name("outage"))


class House:
    """A running bot."""

    def __init__(self, settings: Settings, store: Store, clock: Clock, held: Hold, *, anew: bool = False) -> None:
        self.held = held
        self.settings, self.store, self.clock = settings, store, clock
        database, texts, calendar = store.database, Texts.load(), WorkCalendar()
        rules = make_rules(settings, store)
        find = LatestFindings(rules.chance).find
        questions = build_questions(texts, departures=settings.departures, find=find)
        # Opened by the running bot alone: whoever else opened it could rotate it at the same moment.
        self.session = SessionKeys.open_or_create(settings.session_key_file, clock.now(), rules.chance)
        request = BotApiRequest(proxy=settings.proxy)
        polling = BotApiRequest(proxy=settings.proxy, connections=2)
        self._pools, self.bot = (request, polling), make_bot(settings, request, polling)
        self.words, budget, calls = Words(texts), Budget(clock), Calls(self.bot.base_url, request)
        self.intake = Intake(database, self.session, questions, rules, settings.draft_lifetime, clock)
        self.waiting = WaitingVisits(self.intake)
        private = CitizenChats(self.bot, calls, self.words, self._load_files)
        self.answers = CitizenAnswers(self.intake, private, budget, Asides(calls, clock))
        # Strangers' presses in groups have places of their own: they must not keep a citizen's spinner turning.
        self.group_asides = Asides(calls, clock)
        self.alerts = HouseAlerts(database, rules, clock)
        self.mark = OfficeMark(self.bot, store.id, overrule=anew)
        inquiries, looks = Inquiries(self.bot, clock), GroupLooks(self.bot, clock)
        admin = AdminDesk(inquiries, database, rules, self.words, clock)
        self.introduction = Introduction(self.bot, self.words, COMMANDS)
        health = HealthDesk(database, rules, self.words, clock, lambda: self.outage.healthy)
        consent = ConsentDesk(inquiries, database, rules, self.words, clock)
        about = (database, rules, self.words, clock)
        lists, ready, links = ListDesk(*about), TemplateDesk(*about), LinkDesk(self.bot, *about)
        charters, observers = CharterDesk(*about), ObserverDesk(self.bot, *about)
        roles = RoleDesk(inquiries, database, rules, self.words, clock)
        heads = HeadDesk(inquiries, database, rules, self.words, clock)
        welcome = self.introduction.welcome
        experts, listed = ExpertDesk(*about), ExpertList(self.bot, *about)
        desks = (admin, consent, roles, heads, experts, listed, health, lists, ready, links, charters, observers)
        means = Means(*desks, self.intake, self.words, COMMANDS, welcome)
        commands = CommandDesk(self.bot, means, database, rules, clock)
        group = StaffGroup(self.bot, inquiries, database, rules, self.words, clock)
        door = UpdateDoor(self.intake, self.answers, group, commands, self.group_asides)
        self.crier = Crier(calls, self.words, budget, clock, outage_mark(settings), settings.admin_ids)
        self.crier.language_of, self.crier.owe_end = self.intake.language_of, self.alerts.tell_of_end
        self.rivals = Rivals(self.bot, self.alerts.tell, clock)
        self.outage = Outage(database.probe, clock, self.crier)
        self.receiver = Receiver(self.bot, polling, door, self.outage, clock, self.alerts.tell_of_failing, self.rivals)
        self.hearing = Hearing(self.bot, self.receiver, self.alerts.tell, clock)
        cards = Cards(self.words, questions, calendar, clock)
        looks = GroupLooks(self.bot, clock)
        sender = TelegramSender(self.bot, calls, cards, budget, self._load_files, looks, inquiries)
        self.notifier = Notifier(database, sender, store.safe, Settler(rules, clock), clock)
        news, downloads = FileNews(database, self.intake, self.answers, clock), TelegramDownloads(self.bot)
        self.cleaning = FileCleaner(find_office)
        self.file_jobs = FileJobs(database, store.safe, self.session, downloads, self.cleaning.clean, news, clock)
        keyring_file = settings.keyring_file if settings.keyring_text is None else None
        told = Repeats(clock.monotonic, TOLD_AGAIN)
        self.keys = KeyWatch(store.safe.keyring, keyring_file, self.session, told, self.alerts.tell_of_keys)
        self.chores = Chores(database, rules, clock)
        self.offering = Offering(self.waiting, self.intake, self.answers, clock)
        self.damage = DamageTelling(database, rules, clock)
        self.forgetting = Forgetting(database, store.safe.damages, clock)
        self.watch = GroupWatch(self.bot, looks, database, rules, clock)

    async def run(self, *, take_over: bool = False) -> None:
        """Start in order and serve until cancelled; *take_over*: a webhook that is still set is taken away."""
        async with connected(self.bot, *self._pools):
            await self.rivals.look(take_over=take_over)
            await self._prepare()
            try:
                async with asyncio.TaskGroup() as group:
                    for work in self._works():
                        group.create_task(work)
            finally:
                await self.group_asides.stop()
                await self.answers.stop()
                await self._flush_shown()

    async def _prepare(self) -> None:
        await self.mark.refuse_elsewhere()
        await self.intake.read_settings()
        await self._know_admins()
        for chat_id in self.crier.admins:
            self.introduction.welcome(chat_id)
        await self.crier.tell_end_of_before()
        silent = await self._silence()
        waiting = await self.waiting.at_preview() if silent > OUTAGE_SECONDS else []
        self.answers.show_again([*await self.waiting.unsent(), *waiting])
        log.info("the bot is serving")

    def _works(self) -> list[Coroutine[Any, Any, None]]:
        return [
            self.receiver.run(),
            self.notifier.run(),
            self.file_jobs.run(),
            self.chores.run(),
            self._wake(),
            load_unhurried(self.clock),
            self.cleaning.look(),
            LockWatch(self.held, self.store.database, self.clock).run(),
            Clockwork(self._duties(), self.clock).run(),
            self.introduction.run(),
        ]

    def _duties(self) -> list[Duty]:
        return [
            Duty("keeping what was seen", 1.0, self.answers.flush_shown),
            Duty("sign of life", 30.0, self._beat),
            Duty("listening whether updates are heard", 120.0, self.hearing.look),
            Duty("leaving groups that serve no region", 600.0, self._leave_groups),
            Duty("telling of damage", 2.0, self.damage.tell),
            Duty("expiry of drafts", 60.0, Expiring(self.waiting, self.answers).expire),
            Duty("offering of additions", 600.0, self.offering.offer),
            Duty("looking whether groups are private", 60.0, self.watch.look),
            Duty("moves of regions", 60.0, RegionMoves(self.store.database, self.intake.rules, self.clock).carry_out),
            Duty("reminding offices", 60.0, Deadlines(self.store.database, self.intake.rules, self.clock).remind),
            Duty("asking about safety", 600.0, SafetyChecks(self.store.database, self.intake.rules, self.clock).ask),
            Duty("looking at the key files", 30.0, self.keys.look),
            # Three duties, so that one that cannot be done (a full disk, a locked file) holds up neither of the others.
            Duty("turning of the session keys", 600.0, self._rotate),
            Duty("forgetting", 600.0, self.forgetting.forget),
            Duty("emptying of the log", 600.0, self.store.database.checkpoint),
            Duty("counting the answers that were read", 3600.0, self.intake.keep_readings),
            Duty("the mark at Telegram", 3600.0, self.mark.keep),
        ]

    async def _flush_shown(self) -> None:
        """The last word to the store; without it citizens are shown their step once more after the next start."""
        try:
            await self.answers.flush_shown()
        except Exception as fault:  # noqa: BLE001 - the house ends here whatever happens; it is logged
            log.warning("what citizens have seen could not be kept: %s", describe_fault(fault))

    async def _wake(self) -> None:
        """What was put into the outbox goes out at once; steps that put nothing there cost the notifier nothing."""
        async for _ in self.store.database.wakeups():
            self.notifier.wake.set()
            self.file_jobs.wake.set()
            self.chores.wake.set()

    async def _load_files(self, file_ids: Sequence[str]) -> list[CleanFile]:
        return await self.store.database.read(open_files, file_ids, self.store.safe)

    async def _silence(self) -> float:
        last = await self.store.database.read(facts.get_fact, Fact.ALIVE)
        if last is not None and not last.isdecimal():
            self.store.safe.damages.note(DamagedRow("facts", Fact.ALIVE))
            return OUTAGE_SECONDS + 1  # what is not known is taken for long
        return 0.0 if last is None else self.clock.timestamp() - float(last)

    async def _beat(self) -> None:
        """Every commit looks whether the file is still the one; this looks inside, on PostgreSQL too."""
        try:
            await self.store.database.beat(int(self.clock.timestamp()))
        except StoreUnavailableError as fault:
            await self.outage.wait(fault, 0)  # a bot to whom nobody writes tells of it too
            return
        await self._know_admins()

    async def _know_admins(self) -> None:
        """Have at hand whom to alert when the store cannot be asked."""
        self.crier.admins = frozenset(await self.store.database.read(admin_chats, self.intake.rules))

    async def _leave_groups(self) -> None:
        await self.store.database.write(unknown.leave_overdue, Turn(self.intake.rules, self.clock.now()))

    async def _rotate(self) -> None:
        await self.keys.rotate(self.clock.now())


@asynccontextmanager
async def open_house(
    settings: Settings, clock: Clock, chance: Chance, beginning: Beginning = UNASKED
) -> AsyncIterator[House]:
    """The house with its lock held; AlreadyRunningError says who has it."""
    refuse_tmpfs(settings)
    async with hold(settings.database_url) as held, open_store(settings, clock, chance, beginning) as store:
        await store.database.write(bring_outbox_along, store.safe)
        if not settings.session_key_file.exists():
            await store.database.write(note_loss, now=int(clock.timestamp()))
        yield House(settings, store, clock, held, anew=beginning.asked)
