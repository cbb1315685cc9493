"""Citizens who press and type anything in any order, old buttons included, with a desk that answers."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.conversation.machine import current_view, step
from bot.conversation.questionnaire.questions import open_question
from bot.conversation.questionnaire.review import open_findings
from bot.conversation.values.choices import ShowMenu, read_choice
from bot.conversation.values.commands import Command
from bot.conversation.values.draft import Visit, draft_waits
from bot.conversation.values.effects import (
    AddFacts,
    BeginDraft,
    DropFiles,
    Effect,
    FileCase,
    FindCase,
    KeepFile,
    OpenCase,
    OpenNotice,
)
from bot.conversation.values.events import (
    CaseNotFound,
    CodeRefused,
    Commanded,
    Corrected,
    Event,
    FactsAdded,
    Filed,
    FileSent,
    FileSettled,
    LimitReached,
    Pressed,
    Received,
    Repeated,
    Typed,
    Unusable,
)
from bot.conversation.values.packing import dump_visit, load_visit
from tests.conversation.scenes import (
    CODE,
    FORGED,
    OPENED,
    OTHER_CODE,
    TODAY,
    TOO_BIG,
    TYPED,
    check_view,
    choice_of,
    choices_in,
    eleven_digits,
    files_in,
    is_shown,
    may_be_silent,
    may_lose_files,
    may_lose_words,
    occasion,
    views_of,
    words_in,
)

WORDS = st.sampled_from([text for text in TYPED if len(text) < 200]) | st.text(max_size=40)


class Walk(RuleBasedStateMachine):
    """One private chat."""

    def __init__(self) -> None:
        super().__init__()
        self.visit = Visit()
        self.buttons: list[Pressed] = [Pressed(ShowMenu(), 0, "kk")]
        self.sent = 0
        self.stored: set[str] = set()

    @rule(command=st.sampled_from(tuple(Command)))
    def command(self, command: Command | None) -> None:
        self.happen(Commanded(command))

    @rule(data=st.data())
    def press_what_is_shown(self, data: st.DataObject) -> None:
        newest = [button for button in self.buttons if button.step == self.visit.step]
        self.happen(data.draw(st.sampled_from(newest or self.buttons)))

    @rule(data=st.data())
    def press_an_old_button(self, data: st.DataObject) -> None:
        self.happen(data.draw(st.sampled_from(self.buttons)))

    @rule(choice=st.sampled_from(FORGED), language=st.sampled_from(("kk", "ru")))
    def press_something_forged(self, choice: str, language: str) -> None:
        self.happen(Pressed(read_choice(choice), self.visit.step, language))

    @rule(text=WORDS, forwarded=st.booleans())
    def type_words(self, text: str, forwarded: bool) -> None:
        self.sent += 1
        self.happen(Typed(text, self.sent, forwarded=forwarded))

    @rule(code=st.sampled_from((CODE, OTHER_CODE)), mistyped=st.booleans())
    def type_a_code(self, code: str, mistyped: bool) -> None:
        self.sent += 1
        self.happen(Typed(code[:-1] if mistyped else code, self.sent))

    @rule(text=WORDS, back=st.integers(0, 4))
    def correct(self, text: str, back: int) -> None:
        self.happen(Corrected(text, self.sent - back))

    @rule(kind=st.sampled_from(Unusable), caption=WORDS)
    def send_another_kind(self, kind: Unusable, caption: str) -> None:
        self.sent += 1
        self.happen(Received(kind, self.sent, caption))

    @rule(
        media=st.sampled_from(("photo", "voice", "document")),
        size=st.sampled_from((9, 9, 9, TOO_BIG)),
        caption=st.just("") | WORDS,
        album=st.none() | st.sampled_from("12"),
    )
    def send_a_file(self, media: str, size: int, caption: str, album: str | None) -> None:
        self.sent += 1
        self.happen(FileSent(f"f{self.sent}", media, size, self.sent, caption, album))

    @rule(data=st.data(), clean=st.booleans())
    def settle_a_file(self, data: st.DataObject, clean: bool) -> None:
        name = data.draw(st.sampled_from(sorted(self.stored) or ["gone"]))
        if not clean:
            self.stored.discard(name)
        self.happen(FileSettled(name, clean, ("place",) if clean else ("locked", "unlock")))

    @rule()
    def repeat(self) -> None:
        self.happen(Repeated())

    @invariant()
    def what_is_remembered_survives_a_restart(self) -> None:
        assert load_visit(dump_visit(self.visit)) == self.visit

    def happen(self, event: Event) -> None:
        before = self.visit
        result = step(before, event, occasion())
        assert is_shown(result) or may_be_silent(event)
        if not may_lose_words(event, before):
            assert words_in(before) <= words_in(result.visit)
        if not may_lose_files(event, before):
            assert files_in(before) <= files_in(result.visit)
        self.visit = result.visit
        for view in (*views_of(result.effects), current_view(self.visit, occasion())):
            check_view(view)
            language = self.visit.language or "kk"
            self.buttons += [Pressed(choice_of(choice), self.visit.step, language) for choice in choices_in(view)]
        for effect in result.effects:
            self.obey(effect)

    def give(self, files: tuple[str, ...]) -> None:
        """The case has *files* now; nobody else may forget them."""
        assert set(files) <= self.stored
        self.stored -= set(files)

    def obey(self, effect: Effect) -> None:
        """The desk's part, with answers that depend on the step only, so that a failure repeats."""
        mood = self.visit.step % 5
        match effect:
            case KeepFile(name):
                self.stored.add(name)
            case DropFiles(names):
                self.stored -= set(names)
            case FileCase(answers, code, language, files):
                assert code == CODE
                self.give(files)
                assert not open_findings(answers, occasion().questions.reviewed, eleven_digits)
                assert self.visit.draft is not None
                assert open_question(occasion().questions, answers) is None
                self.happen(Filed("47-26-00001", code, str(getattr(answers["level"], "value", "")), TODAY, 15))
                self.visit = Visit(language=language if mood else None, step=self.visit.step)
            case FindCase():
                self.happen((CaseNotFound(3), CodeRefused(9), OPENED, OPENED, OPENED)[mood])
            case OpenCase():
                self.happen(OPENED if mood else CaseNotFound(5))
            case OpenNotice():
                self.happen(OPENED if mood > 2 else Commanded(Command.STATUS))
            case AddFacts(_, text, files):
                assert text or files
                self.give(files)
                self.happen(FactsAdded())
            case BeginDraft() if mood == 0 and not draft_waits(self.visit):
                self.happen(LimitReached(10, 3))
            case _:
                pass


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)
