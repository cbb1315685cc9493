"""Intake: one arrival of a private chat becomes one transaction, and what is to be shown after it.

The transaction holds the update's mark, the visit, and the case with its outbox items; nothing is shown before COMMIT.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from functools import partial

from sqlalchemy import Connection

from bot.clock import Clock
from bot.conversation.questionnaire.questions import Questions
from bot.conversation.step import Occasion
from bot.conversation.values.choices import Send
from bot.conversation.values.draft import Visit, facts_wait
from bot.conversation.values.events import AdditionWaits, CaseOpened, ChatChanged, Event, Pressed, Repeated
from bot.desk.citizens import losses, missed
from bot.desk.citizens.answers_read import AnswersRead, keep_counts
from bot.desk.citizens.arrivals import OWN_NEWS, Allowances, Arrival, Counted, Decision, SavedStep
from bot.desk.citizens.limits import DAY, HOUR, Limit, Memory
from bot.desk.citizens.losses import Loss
from bot.desk.citizens.opening import Opened, VisitOpener
from bot.desk.citizens.questionnaire import as_offices_are
from bot.desk.citizens.transaction import ADDITIONS_AN_HOUR, BEGUN_AN_HOUR, FILED_A_DAY, Transaction
from bot.desk.rules import Rules, Turn
from bot.desk.still_theirs import offer_again
from bot.encryption.codes import new_code
from bot.encryption.session import SessionKeys
from bot.frozen import frozen, replace
from bot.terms import Language
from storage import facts, updates, visits
from storage.damage import DamagedRow
from storage.dialect import lock_actor
from storage.engine import Database
from storage.errors import StoreDamagedError, StoreError
from storage.facts import Fact

SEEN_FOR = timedelta(hours=49)  # Telegram repeats an update for 24 hours; the marks outlive that safely
CODES_AN_HOUR = 5  # wrong ones: enough for typing errors; at 63 bits a guesser gains nothing from any number
HIGHEST_MOST_FILES = 20  # at 20 MB each, what one case may bring to an office's disk
CODE_SESSION = timedelta(hours=1)  # an opened case ties an account to it, under the session key: not for longer
LANGUAGES_KEPT = 10_000  # of those who filed last: some hundred bytes each, a few MB in all
FIRST_STEPS = 1 << 20  # so that a button of an older visit fits a newer one by chance once in a million
DRAWS = 6  # with a third of the smallest table's pages damaged, a filing fails once in 700
NOTHING = Decision(None, 0, ())


@frozen
class Decided:
    """A decision, and what of the day's limits it used up."""

    decision: Decision
    counted: tuple[Counted, ...] = ()
    added_to: tuple[str, ...] = ()
    read: tuple[CaseOpened, ...] = ()


class Intake:
    """Takes arrivals of private chats."""

    def __init__(
        self,
        database: Database,
        session: SessionKeys,
        questions: Questions,
        rules: Rules,
        lifetime: timedelta,
        clock: Clock,
    ) -> None:
        self.database = database
        self.session = session
        self.opener = VisitOpener(session, rules.safe.damages)
        self.questions = questions
        self.rules = rules
        self.lifetime = lifetime
        self.clock = clock
        self.filed = Limit(FILED_A_DAY, DAY, clock, rules.chance)
        self.begun = Limit(BEGUN_AN_HOUR, HOUR, clock, rules.chance)
        self.codes = Limit(CODES_AN_HOUR, HOUR, clock, rules.chance)
        self.additions = Limit(ADDITIONS_AN_HOUR, HOUR, clock, rules.chance)
        self.answers_read = AnswersRead(rules.chance)
        self._languages: Memory[Language] = Memory(rules.chance, LANGUAGES_KEPT)

    async def take(self, arrival: Arrival) -> Decision:
        """Decide *arrival* durably. StoreUnavailableError when nothing could be committed."""
        chat = arrival.chat_id
        allowed = Allowances(
            self.filed,
            self.begun,
            self.codes.left(chat),
            self.codes.minutes(chat),
            self._languages.get(chat),
            self.additions,
        )
        decided = await self._decide_beside_damage(arrival, allowed)
        self._count(chat, decided)
        decision = decided.decision
        self._remember_language(chat, decision)
        return decision

    async def _decide_beside_damage(self, arrival: Arrival, allowed: Allowances) -> Decided:
        """Where a page is damaged on which the step would put a row, it draws another id, and so another page."""
        for _ in range(DRAWS - 1):
            with suppress(StoreDamagedError):
                return await self.database.write(self._decide, arrival, allowed, Turn(self.rules, self.clock.now()))
        return await self.database.write(self._decide, arrival, allowed, Turn(self.rules, self.clock.now()))

    async def offer_addition(self, chat_id: int) -> Decision:
        """What was written for a case hours ago and not sent is offered once more, if its time is not over."""
        actors = self.session.pseudonyms("visit", chat_id)
        runs = partial(visits.is_running, actors=actors, now=int(self.clock.timestamp()))
        return await self.take(Arrival(OWN_NEWS, chat_id, AdditionWaits(), settle=runs))

    async def read_settings(self) -> None:
        """Take over what admins have set."""
        kept = await self.database.read(facts.get_fact, Fact.MOST_FILES)
        if kept is not None and not kept.isdecimal():
            self.rules.safe.damages.note(DamagedRow("facts", Fact.MOST_FILES))
        elif kept is not None:
            self.questions = replace(self.questions, most_files=int(kept))

    async def set_most_files(self, most: int) -> bool:
        """Let a case have at most *most* files, 1 to 20; whether that is a limit that can be set."""
        if not 1 <= most <= HIGHEST_MOST_FILES:
            return False
        await self.database.write(facts.put_fact, Fact.MOST_FILES, str(most))
        self.questions = replace(self.questions, most_files=most)
        return True

    async def report_missed_file(self, number: str, n: int) -> None:
        """The *n*-th file of the office's answer in case *number* cannot be sent: let the office know."""
        turn = Turn(self.rules, self.clock.now())
        await self.database.write(missed.report_missed_file, number, n, turn)

    async def keep_readings(self) -> None:
        """Write down how many answers were read since this was done last."""
        counts = self.answers_read.take()
        if not counts:
            return
        month = Turn(self.rules, self.clock.now()).today.strftime("%Y-%m")
        try:
            await self.database.write(keep_counts, counts, month)
        except StoreError:
            self.answers_read.give_back(counts)
            raise

    async def shown(self, steps: list[SavedStep]) -> None:
        """The citizens have seen these steps."""
        turn = Turn(self.rules, self.clock.now())
        try:
            await self.database.write(_mark_shown, steps, turn)
        except StoreDamagedError as fault:
            self.rules.safe.damages.met(fault)
            for step in steps:
                with suppress(StoreDamagedError):  # shown once more after the next start, if its row is there then
                    await self.database.write(_mark_shown, [step], turn)

    def language_of(self, chat_id: int) -> Language | None:
        """The language of a chat that has filed lately, without asking the store; None when it is not known."""
        return self._languages.get(chat_id)

    def _decide(
        self, connection: Connection, arrival: Arrival, allowed: Allowances, turn: Turn
    ) -> Decided:
        actors = self.session.pseudonyms("visit", arrival.chat_id)
        lock_actor(connection, actors[0])
        mark = turn.safe.update_mark(arrival.update_id)
        if arrival.settle is not None and not arrival.settle(connection):
            return Decided(NOTHING)
        fresh = arrival.settle is not None or updates.mark_seen(connection, mark, expires_at=turn.after(SEEN_FOR))
        row = visits.load_visit(connection, actors)
        opened = None if row is None else self.opener.open(row)
        known = isinstance(opened, Opened)
        before = opened.visit if isinstance(opened, Opened) else _unknown(allowed, turn)
        event = arrival.event if fresh else _repeated(arrival.event, before)
        occasion = self.occasion(turn)
        occasion = replace(occasion, questions=as_offices_are(occasion.questions, connection, turn.safe))
        run = Transaction(connection, arrival, allowed, turn, session=self.session, occasion=occasion)
        if row is not None and not known:
            self.opener.note(row)
            after, effects = losses.tell_of_loss(run, before, event, Loss.DAMAGE)
        elif row is None and fresh and losses.may_be_lost(connection, event, turn, self.lifetime):
            after, effects = losses.tell_of_loss(run, before, event, Loss.KEYS)
        else:
            after, effects = run.go(before, event)
        if row is None and (arrival.settle is not None or isinstance(event, ChatChanged)):
            # Late news of a file whose visit is gone: a row for it would tell that this account had one. And who only
            # pinned something has said nothing.
            return Decided(NOTHING)
        if isinstance(event, AdditionWaits) and row is not None:
            kept = self._resave(connection, arrival, row, after)
            return Decided(Decision(after.language, after.step, effects, kept, beside=True))
        gone = run.filed or run.erased
        saved = self._save(connection, arrival.chat_id, actors, row, before, after, run.filed, known, turn)
        if run.erased and saved is not None:
            saved = replace(saved, erased=arrival.chat_id)
        language = before.language if gone else after.language
        decision = Decision(language, after.step, effects, saved, run.filed, erased=run.erased)
        return Decided(decision, tuple(run.counted), tuple(run.added_to), tuple(run.read))

    def _save(
        self,
        connection: Connection,
        chat_id: int,
        actors: tuple[bytes, ...],
        row: visits.SealedVisit | None,
        before: Visit,
        after: Visit,
        gone: bool,
        known: bool,
        turn: Turn,
    ) -> SavedStep | None:
        if gone:
            visits.delete_visits(connection, actors)
            return None
        if after == before and known and row is not None:
            return SavedStep(row.actor, row.box)
        if row is not None and row.actor != actors[0]:
            visits.delete_visits(connection, [row.actor])
        box = self.opener.seal(chat_id, after)
        visits.save_visit(connection, actors[0], box, expires_at=turn.after(self._kept_for(after)))
        return SavedStep(actors[0], box)

    def _resave(
        self, connection: Connection, arrival: Arrival, row: visits.SealedVisit, after: Visit
    ) -> SavedStep:
        """What the bot itself remembers of a visit makes it last no longer: its citizen has done nothing."""
        box = self.opener.seal(arrival.chat_id, after)
        visits.rewrite_visit(connection, row.actor, box)
        return SavedStep(row.actor, box)

    def _kept_for(self, visit: Visit) -> timedelta:
        """How long *visit* is kept after its last step."""
        reading = visit.case is not None and visit.draft is None and not facts_wait(visit)
        return min(CODE_SESSION, self.lifetime) if reading else self.lifetime

    def occasion(self, turn: Turn) -> Occasion:
        """What the conversation must know at this *turn*."""
        hours = int(self.lifetime.total_seconds() // 3600)
        return Occasion(self.questions.for_one_step(), turn.today, new_code(turn.rules.chance), hours)

    def _count(self, chat_id: int, decided: Decided) -> None:
        if Counted.DRAFT in decided.counted:
            self.begun.count(chat_id)
        if decided.decision.filed:
            self.filed.count(chat_id)
        if Counted.WRONG_CODE in decided.counted:
            self.codes.count(chat_id)
        for case in decided.added_to:
            self.additions.count(case)
        self.answers_read.note(decided.read)

    def _remember_language(self, chat_id: int, decision: Decision) -> None:
        """In memory only: a row written after filing or erasing would tell when the citizen came back."""
        if (decision.filed or decision.erased) and decision.language is not None:
            self._languages.put(chat_id, decision.language)


def _unknown(allowed: Allowances, turn: Turn) -> Visit:
    """The visit of somebody of whom only memory knows something."""
    heeded = allowed.language is not None  # it is remembered of those who have filed, and so were shown the notice
    first = turn.rules.chance.below(FIRST_STEPS)
    return Visit(language=allowed.language, step=first, noticed=heeded, heeded=heeded)


def _repeated(event: Event, visit: Visit) -> Event:
    """What a repeated update does: nothing but show the current step.

    A repeated "send" without a draft is what a crash after the COMMIT of a filing looks like: it goes through, files
    nothing, and is answered with "check by your code".
    """
    sent = isinstance(event, Pressed) and isinstance(event.choice, Send)
    return event if isinstance(event, ChatChanged) or (sent and visit.draft is None) else Repeated()


def _mark_shown(connection: Connection, steps: list[SavedStep], turn: Turn) -> None:
    """Whose chat was erased is offered what is still theirs to answer there only now: nothing of that is erased too."""
    visits.mark_shown(connection, [(step.actor, step.box) for step in steps if step.erased is None])
    for step in steps:
        if step.erased is not None:
            visits.delete_shown(connection, step.actor, step.box)
            offer_again(connection, step.erased, turn)
