"""One transaction of a citizen: what the conversation asks of the store is done, and the findings told back to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import assert_never

from sqlalchemy import Connection

from bot.conversation.machine import step
from bot.conversation.step import Occasion
from bot.conversation.values.draft import Visit
from bot.conversation.values.effects import (
    ActOnCase,
    AddFacts,
    AskToErase,
    BeginDraft,
    DropFiles,
    Effect,
    EraseChat,
    FetchFiles,
    FileCase,
    FindCase,
    KeepFile,
    ListCases,
    OpenCase,
    OpenNotice,
    RateCase,
    SendFiles,
)
from bot.conversation.values.events import (
    AdditionsLimited,
    BeginningsLimited,
    CaseDamaged,
    CaseLocked,
    CaseNotFound,
    CaseOpened,
    CodeRefused,
    ErasingAsked,
    Event,
    FactsAdded,
    FileSent,
    LimitReached,
)
from bot.conversation.values.offices import ReadAbout
from bot.desk import charters, talk
from bot.desk.citizens import filing, own_acts, own_cases, reading
from bot.desk.citizens.answers_read import was_read
from bot.desk.citizens.arrivals import Allowances, Arrival, Counted
from bot.desk.damage import DAMAGE
from bot.desk.files import FileJob, citizen_sender, keep_job, seal_citizen_job
from bot.desk.outgoing import relay
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.safe import NOT_OPENED
from bot.desk.still_theirs import list_theirs
from bot.encryption.session import SessionKeys
from bot.frozen import replace
from storage import cases, files
from storage.errors import RowDamagedError

FILED_A_DAY = 10
"""More than anybody needs in a day; fewer than would fill an office's day with one person's cases."""
BEGUN_AN_HOUR = 60
"""One a minute for an hour: who hesitates and begins again never comes near, a program does."""
ADDITIONS_AN_HOUR = 12
"""For one case, from all who hold its code: one in five minutes, with as many words and files each as fit."""
DONE_HERE = (BeginDraft, KeepFile, DropFiles)


class Transaction:
    """One transaction: the desk's effects become events until only things to show are left."""

    def __init__(
        self,
        connection: Connection,
        arrival: Arrival,
        allowed: Allowances,
        turn: Turn,
        *,
        session: SessionKeys,
        occasion: Occasion,
    ) -> None:
        self.connection = connection
        self.arrival = arrival
        self.chat_id = arrival.chat_id
        self.session = session
        self.occasion = occasion
        self.allowed = allowed
        self.turn = turn
        self.filed = False
        self.erased = False
        self.counted: list[Counted] = []
        self.added_to: list[str] = []
        self.read: list[CaseOpened] = []

    def go(self, visit: Visit, event: Event) -> tuple[Visit, tuple[Effect, ...]]:
        """From *visit* through *event*; the next visit, and what is to be shown after the COMMIT."""
        shown: list[Effect] = []
        pending: list[Event] = [event]
        while pending:
            happened = pending.pop(0)
            result = step(visit, happened, self.occasion)
            visit = result.visit
            if isinstance(happened, CaseOpened) and was_read(happened, result.effects):
                self.read.append(happened)
            for effect in result.effects:
                following = self._do(visit, effect)
                if isinstance(following, LimitReached | BeginningsLimited | AdditionsLimited):
                    # Nothing of this step happens but what the limit leads to.
                    shown, pending = [], [following]
                    break
                if following is None:
                    shown.append(effect)
                else:
                    pending.append(following)
        return visit, tuple(self._finish(effect) for effect in shown if not isinstance(effect, DONE_HERE))

    def _finish(self, effect: Effect) -> Effect:
        """What only the store can tell about something to show."""
        if not isinstance(effect, FetchFiles):
            return effect
        try:
            row = cases.get_case(self.connection, effect.case)
            found = () if row is None else tuple(talk.office_files(self.connection, row, self.turn.safe))
            return SendFiles(found, "" if row is None else row.number)
        except DAMAGE as fault:
            # The case itself, read afresh at the next press, says that it is damaged.
            self.turn.safe.damages.met(fault)
            return SendFiles((), "")

    def _do(self, visit: Visit, effect: Effect) -> Event | None:
        """Carry out *effect* in the store; the event that it leads to, or None when it is only to be shown."""
        match effect:
            case BeginDraft():
                return self._begin()
            case FileCase():
                self.filed = True
                return filing.file_case(
                    self.connection, effect, self.chat_id, self.turn, self.occasion.questions
                )
            case FindCase(code):
                return self._find(code)
            case OpenCase(case):
                return reading.open_by_id(self.connection, case, self.turn) or CaseNotFound(self.allowed.codes)
            case OpenNotice():
                return self._open_notice(effect)
            case AddFacts() | ActOnCase() | RateCase():
                return self._change_case(effect)
            case ListCases() | ReadAbout() | AskToErase():
                return self._look(visit, effect)
            case EraseChat():
                self.erased = True
                return None
            case KeepFile(file):
                self._keep_file(file)
                return None
            case DropFiles(dropped):
                files.drop_files(self.connection, dropped)
                return None
            case _:
                return None

    def _begin(self) -> Event | None:
        """A limit is met here and never later: whoever has begun may file what they wrote."""
        filed, begun = self.allowed.filed, self.allowed.begun
        if (left := filed.left(self.chat_id)) <= 0:
            return LimitReached(filed.most - left, filed.hours(self.chat_id))
        if begun.left(self.chat_id) <= 0:
            return BeginningsLimited(begun.most, begun.minutes(self.chat_id))
        self.counted.append(Counted.DRAFT)
        return None

    def _look(self, visit: Visit, effect: ListCases | ReadAbout | AskToErase) -> Event:
        """What the store knows and the conversation asks of no case in particular."""
        match effect:
            case ListCases(to_unlink):
                return own_cases.list_own(self.connection, self.chat_id, self.turn, to_unlink=to_unlink)
            case ReadAbout(region):
                return charters.read_about(self.connection, region, visit.spoken, self.turn)
            case AskToErase():
                return ErasingAsked(bool(list_theirs(self.connection, Officer(self.chat_id, ""), self.turn)))
            case unexpected:
                assert_never(unexpected)

    def _keep_file(self, file_id: str) -> None:
        """The file that has just arrived waits to be downloaded and cleaned."""
        event, source = self.arrival.event, self.arrival.file
        if not isinstance(event, FileSent) or source is None:
            return
        job = FileJob(file_id, self.chat_id, source.telegram_id, event.media, source.declared)
        sender = citizen_sender(self.chat_id, self.session)
        keep_job(self.connection, job, seal_citizen_job(job, self.session), sender, self.turn)

    def _change_case(self, effect: AddFacts | ActOnCase | RateCase) -> Event:
        """What the citizen does with the case that this visit has open."""
        match effect:
            case AddFacts(case) if self.allowed.additions.left(case) <= 0:
                return AdditionsLimited(ADDITIONS_AN_HOUR, self.allowed.additions.minutes(case))
            case AddFacts():
                return self._add_facts(effect)
            case ActOnCase(case, act):
                return self._do_to_case(case, partial(own_acts.act_on_case, act=act))
            case RateCase(case, stars):
                return self._do_to_case(case, partial(own_acts.rate_case, stars=stars))
            case unexpected:
                assert_never(unexpected)

    def _add_facts(self, effect: AddFacts) -> Event:
        """The key of the case is opened before anything is written, so a damaged case leaves nothing half done."""
        result = self._do_to_case(effect.case, lambda c, case, turn: filing.add_facts(c, effect, turn))
        if isinstance(result, FactsAdded):
            self.added_to.append(effect.case)
        return result

    def _do_to_case(self, case: str, do: Callable[[Connection, str, Turn], Event]) -> Event:
        """What *do* makes of the case; one that is damaged is told as that."""
        try:
            return do(self.connection, case, self.turn)
        except (*NOT_OPENED, RowDamagedError) as fault:
            self.turn.safe.damages.met(fault)
            return CaseDamaged(cases.number_of(self.connection, case))

    def _find(self, code: str) -> Event:
        if self.allowed.codes <= 0:
            return CodeRefused(self.allowed.minutes)
        found = reading.open_by_code(self.connection, code, self.turn)
        if found is None:
            self.counted.append(Counted.WRONG_CODE)
        return found or CaseNotFound(self.allowed.codes - 1)

    def _open_notice(self, effect: OpenNotice) -> Event:
        """A forged button must not open somebody's case: the stored address has to be this chat."""
        safe = self.turn.safe
        try:
            if not relay.is_address(self.connection, effect.case, self.chat_id, safe):
                return CaseLocked()
        except DAMAGE as fault:
            # Whose it is cannot be told any more: the code opens it still, or says that it is damaged.
            safe.damages.met(fault)
            return CaseLocked()
        opened = reading.open_by_id(self.connection, effect.case, self.turn) or CaseLocked()
        own_cases.find_place(self.connection, effect.case, self.chat_id, self.turn)
        return replace(opened, wanted=effect.wanted) if isinstance(opened, CaseOpened) else opened
