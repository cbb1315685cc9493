"""Every place where a citizen can stand, everything that can happen there, and what may be shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from bot.conversation.machine import current_view, step
from bot.conversation.questionnaire.questions import Questions
from bot.conversation.questionnaire.review import Finding
from bot.conversation.step import Occasion, Step
from bot.conversation.values.attachments import counted
from bot.conversation.values.callback import FOREIGN, read_press, spell_press
from bot.conversation.values.case_choices import (
    Correct,
    DropFacts,
    FactsAgain,
    GiveReady,
    OfficeFiles,
    RemoveFactsFile,
    WriteFacts,
)
from bot.conversation.values.choices import (
    Anew,
    AnyChoice,
    Drop,
    Pick,
    RemoveFile,
    SendReady,
    Skip,
    TextAgain,
    read_choice,
    spell_choice,
)
from bot.conversation.values.commands import Command
from bot.conversation.values.draft import Draft, Given, Growing, Visit, files_of, value_of
from bot.conversation.values.effects import (
    ActOnCase,
    AddFacts,
    AskToErase,
    Button,
    Effect,
    EraseChat,
    FetchFiles,
    FileCase,
    FindCase,
    ListCases,
    OpenCase,
    OpenNotice,
    RateCase,
    Say,
    Show,
    View,
)
from bot.conversation.values.erasing_choices import SureChatErased
from bot.conversation.values.events import (
    AdditionWaits,
    BeginningsLimited,
    CaseDamaged,
    CaseLocked,
    CaseNotFound,
    CaseOpened,
    ChatChanged,
    CodeRefused,
    Commanded,
    Corrected,
    ErasingAsked,
    Event,
    FactsAdded,
    Filed,
    FileSent,
    FileSettled,
    LimitReached,
    Pressed,
    Received,
    Repeated,
    TalkLine,
    Typed,
    Unusable,
)
from bot.conversation.values.offices import AboutOffices, ReadAbout
from bot.conversation.values.own_acts import Acted, Aim, AtAnEnd, MyCase, MyCases, NotActed, OwnAct, Rated, WhyNot
from bot.conversation.values.review_choices import FactsMask, HideMarked, Mask
from bot.conversation.views.preview import edit_list
from bot.desk.citizens.questionnaire import build_questions
from bot.gateway.wording import Words, split, units
from bot.localisation import LANGUAGES, Texts
from bot.terms import Status

TODAY = date(2026, 3, 5)
CODE = "12345678901234567891"
OTHER_CODE = "11112222333344445553"
STORY = "В поликлинике требуют деньги за приём у врача, очередь не движется."
CASE = "0123456789abcdef0123456789abcdef"
OTHER_CASE = "f" * 32
PHONE = "87010000001"
PHONE_2 = "87010000002"
WITH_PHONES = f"Просили позвонить на {PHONE}, потом на {PHONE_2}."
MANY = "Звонили с номеров: " + ", ".join(str(87010000001 + n) for n in range(11)) + "."
"""Eleven findings: more than a page."""
TOO_BIG = 20 * 1024 * 1024 + 1
OF_CASES = (FileCase, FindCase, OpenCase, OpenNotice, AddFacts, ActOnCase, RateCase, ListCases, FetchFiles)
DESK = (*OF_CASES, AskToErase, EraseChat, ReadAbout)
"""Effects after which the desk tells what became of them, and that is shown."""

TEXTS = Texts.load()
WORDS = Words(TEXTS)


@cache
def questions() -> Questions:
    """The questionnaire with the real catalogue, and a finder of eleven digits."""
    return replace(build_questions(TEXTS), find=eleven_digits, most_files=4)


def eleven_digits(text: str) -> tuple[Finding, ...]:
    """What the review finds in these tests; a mask holds no digits, so that masking ends."""
    return tuple(Finding(match.start(), match.end(), "phone") for match in re.finditer(r"\d{11}", text))


def occasion(asked: Questions | None = None) -> Occasion:
    """An ordinary day."""
    return Occasion(asked or questions(), TODAY, CODE, 24)


def views_of(effects: Iterable[Effect]) -> list[View]:
    """What is shown."""
    return [effect.view for effect in effects if isinstance(effect, Show)]


MOST_ON_A_SCREEN = 700
"""Characters on one screen: about a phone's height at 360 px."""
FOLDED_LINES = 120
"""Of a folded quotation three lines are seen: so many characters at 360 px."""
FAULTS = frozenset({"status.damaged_do", "file.refused"})
"""What is told of a fault stands above the question, and may push it down."""
OWN_WORDS = ("beside.ask", "text.waits", "text.early", "text.parts_so_far", "info.so_far", "info.kept", "info.for_case")
LONG = FAULTS | {"preview.title", "status.case", "pii.preview", *OWN_WORDS}
"""Screens that show the citizen's own words, or a whole talk, are as long as these are."""


def seen_at_once(view: View, language: str) -> int:
    """How many characters of *view* are seen without opening what is folded."""
    drawn = WORDS.draw(view, language)
    return len(drawn.text) - sum(max(0, fold.length - FOLDED_LINES) for fold in drawn.folds)


MOST_TOLD = 6
"""Paragraphs that fit on a screen. Who sends more things that are not taken than these, each of another kind and all
before choosing a language, is told of each when it is chosen: longer than a screen, and nothing is passed over."""


def is_long(view: View) -> bool:
    """Whether *view* may be longer than a screen."""
    return len(view.paragraphs) > MOST_TOLD or any(
        isinstance(said, Say) and said.key in LONG for said in view.paragraphs
    )


def check_view(view: View) -> None:
    """The view can be sent in both languages: texts with exactly their values, labels and payloads that fit."""
    assert view.paragraphs
    for language in LANGUAGES:
        assert seen_at_once(view, language) <= MOST_ON_A_SCREEN or is_long(view), WORDS.view(view, language)
        parts = split(WORDS.view(view, language))
        assert parts
        assert all(part.strip() and units(part) <= 4096 for part in parts)
        keyboard = WORDS.keyboard(view.rows, language, 123_456)
        for row in keyboard["inline_keyboard"] if keyboard else ():
            assert 1 <= len(row) <= 8
            for button in row:
                assert 1 <= len(button["text"]) <= 30, button["text"]
                assert any(sign.isalnum() for sign in button["text"]), f"no words on {button['text']!r}"
                assert "copy_text" in button or 1 <= len(button["callback_data"].encode()) <= 64


def choices_in(view: View) -> list[str]:
    """What the buttons of *view* carry, as it is spelled."""
    return [spell_choice(button.choice) for row in view.rows for button in row if isinstance(button, Button)]


def press_starting(visit: Visit, start: str, at: Occasion | None = None) -> Visit:
    """*visit* after a press of the button on its screen whose spelling begins with *start*."""
    return play(visit, next(c for c in choices_in(current_view(visit, at or occasion())) if c.startswith(start)), at=at)


def settled(visit: Visit, *rows: int, done: bool = True, at: Occasion | None = None) -> Visit:
    """*visit* on the screen that asks what is hidden, after a press on each of *rows*, and on "done"."""
    for row in rows:
        visit = press_starting(visit, f"turn:{row}:", at)
    return press_starting(visit, "marked:", at) if done else visit


def choice_of(spelled: str) -> AnyChoice:
    """The choice that is spelled so; a test that misspells one fails here."""
    choice = read_choice(spelled)
    assert choice is not None, f"no button is spelled {spelled!r}"
    return choice


def pressed(choice: str, visit: Visit, *, language: str = "ru") -> Pressed:
    """A press of a button drawn at the present step, through the callback data that Telegram carries."""
    read = read_press(spell_press(choice_of(choice), visit.step, language))
    assert read == Pressed(choice_of(choice), visit.step, language)
    return read


def play(visit: Visit, *moves: str | Event, at: Occasion | None = None) -> Visit:
    """*visit* after *moves*; a text is a press of the choice that is spelled so."""
    for move in moves:
        event = pressed(move, visit) if isinstance(move, str) else move
        visit = step(visit, event, at or occasion()).visit
    return visit


def file(name: str, media: str = "photo", *, album: str | None = None, caption: str = "", size: int = 9) -> FileSent:
    """A file."""
    return FileSent(name, media, size, 60 + ord(name[0]), caption, album)


def cleaned(name: str, *removed: str) -> FileSettled:
    """The file was cleaned."""
    return FileSettled(name, True, removed)


def refused(name: str) -> FileSettled:
    """The file was refused."""
    return FileSettled(name, False, ("locked", "unlock"))


def said(text: str, number: int = 7) -> Typed:
    """A message."""
    return Typed(text, number)


def menu(language: str = "ru") -> Visit:
    """A citizen who has chosen a language and read the notice."""
    return replace(play(Visit(), Commanded(Command.START), f"lang:{language}"), heeded=True)


REPORT = ("new:report", "=mangystau", "=service", "=health", "=bribe", said(STORY), "=code")
PROPOSAL = ("new:proposal", "=atyrau", "=fisheries", "=openness", said(STORY), "=relay")
WITH_CONTACT = (*REPORT[:-1], "=contact", "=yes", said("Айгүл, 8 701 000 00 00"))
OPENED = CaseOpened(
    CASE, "47-26-00001", "answered", TODAY, TODAY, (TalkLine(False, "Ответ.", TODAY), TalkLine(True, "Ещё.", TODAY))
)


@cache
def visits() -> dict[str, Visit]:
    """Every place to stand, by name."""
    asked = play(Visit(), Commanded(Command.STATUS))
    at: dict[str, Visit] = {"newcomer": Visit(), "language asked": asked, "menu": menu()}
    for name, moves in (("report", REPORT), ("proposal", PROPOSAL), ("contact", WITH_CONTACT)):
        for count in range(1, len(moves) + 1):
            at[f"{name} {count}"] = play(menu(), *moves[:count])
    preview = at["contact preview"] = at[f"contact {len(WITH_CONTACT)}"]
    for choice in choices_in(edit_list(preview.draft or Draft(), questions())):
        at[f"changing {choice}"] = play(preview, "edit", choice)
    full = at["full preview"] = play(
        preview,
        *("edit:district", said("Мұнайлы")),
        *("edit:locality", said("Баянды")),
        *("edit:org", said("Поликлиника № 2")),
        *("edit:official", said("Заведующий")),
        *("edit:when", "=yesterday"),
    )
    at["skipped"] = play(full, "edit:org", "skip")
    at["list of answers"] = play(full, "edit")
    at["story first"] = play(menu(), said(STORY))
    at["told early"] = play(menu(), "new:report", said(STORY))
    at["long text"] = play(menu(), *REPORT[:5], *(said("ұзақ " * 480, n) for n in range(4)), "=code")
    at["emptied"] = play(menu(), "new:report", "back")
    at["resume"] = play(full, Commanded(Command.START))
    at["cancel"] = play(full, Commanded(Command.CANCEL))
    at["words beside"] = play(full, said("Забыла сказать: кабинет 12.", 91))
    _add_visits_at_a_case(at)
    _add_visits_in_review(at, full)
    _add_visits_with_files(at, full)
    at["unknown row"] = replace(full, draft=replace(full.draft or Draft(), editing="gone"))
    return at


def _add_visits_at_a_case(at: dict[str, Visit]) -> None:
    at["code"] = play(menu(), Commanded(Command.STATUS))
    at["code in mid-form"] = play(at["report 3"], Commanded(Command.STATUS))
    at["case"] = play(at["code"], OPENED)
    at["case in mid-form"] = play(at["code in mid-form"], OPENED)
    at["facts"] = play(at["case"], "facts")
    at["facts written"] = play(at["facts"], said("Ещё одно обстоятельство."))
    at["facts left"] = play(at["facts written"], Commanded(Command.STATUS))
    at["facts in mid-form"] = play(at["case in mid-form"], said("Ещё одно обстоятельство."))
    at["code to add"] = play(menu(), Pressed(WriteFacts(CASE), 0, "ru"), CaseLocked())
    at["words before the code"] = play(at["code to add"], said("Кабинет 12."))
    at["files before the code"] = play(at["words before the code"], file("a"), file("b"), cleaned("a"))
    at["code to add in mid-form"] = play(at["report 3"], Pressed(WriteFacts(CASE), 0, "ru"), CaseLocked())
    at["words before the code in mid-form"] = play(at["code to add in mid-form"], said("Кабинет 12."))
    at["words left before the code"] = play(at["words before the code"], "menu")
    at["code for files"] = play(menu(), Pressed(OfficeFiles(CASE), 0, "ru"), CaseLocked())
    at["words found their case"] = play(at["files before the code"], OPENED)
    at["correcting"] = play(at["case"], "fix")
    at["corrected"] = play(at["correcting"], said("Не 5, а 15 декабря."))
    at["code to correct"] = play(menu(), Pressed(Correct(CASE), 0, "ru"), CaseLocked())
    at["withdrawing"] = play(at["case"], f"want:withdraw:{CASE}")
    at["why reopened"] = play(at["case"], f"want:reopen:{CASE}")
    at["reopening"] = play(at["why reopened"], said("Ничего не решено, деньги берут до сих пор."))
    at["reopening in review"] = play(at["why reopened"], said(WITH_PHONES), "give")
    at["reopening with a file"] = play(at["why reopened"], file("a"), cleaned("a"))
    at["rated"] = play(at["case"], Rated(CASE, low=True))
    at["commenting"] = play(at["rated"], said("Ответили не на то, о чём я писала."))
    at["commenting with a file"] = play(at["rated"], file("a"))
    at["closed meanwhile"] = play(at["facts written"], AtAnEnd(CASE, may_reopen=True))
    at["report of an addition"] = play(at["closed meanwhile"], "toreport")
    at["case without a language"] = play(Visit(), OPENED)


def _add_visits_in_review(at: dict[str, Visit], full: Visit) -> None:
    at["in review"] = play(menu(), *REPORT[:5], said(WITH_PHONES), "=code")
    at["line in review"] = play(full, "edit:org", said(f"Поликлиника, тел. {PHONE}"))
    at["retyping"] = play(at["in review"], "retype")
    at["a row turned"] = settled(at["in review"], 0, done=False)
    at["kept"] = settled(at["in review"], 0, 1)
    at["long review"] = play(menu(), *REPORT[:5], said(MANY), "=code")
    at["facts in review"] = play(at["facts"], said(WITH_PHONES), "give")
    at["facts row turned"] = settled(at["facts in review"], 1, done=False)
    at["facts kept"] = settled(at["facts in review"], 0, 1)


def _add_visits_with_files(at: dict[str, Visit], full: Visit) -> None:
    at["file at the menu"] = play(menu(), file("a"))
    at["file of a newcomer"] = play(Visit(), file("a"))
    at["file in mid-form"] = play(at["report 3"], file("a", "voice"))
    at["files"] = play(full, "attach")
    at["file cleaning"] = play(full, file("a"), "preview")
    at["files ready"] = play(full, file("a"), file("b"), cleaned("a"), refused("b"), "preview")
    at["files full"] = play(full, *(file(name) for name in "abcd"), *(cleaned(name) for name in "abc"))
    at["album"] = play(full, *(file(name, album="1") for name in "abc"), cleaned("a"))
    at["album too long"] = play(full, *(file(name, album="1") for name in "abcdef"))
    at["file waits, code asked"] = play(at["file cleaning"], Commanded(Command.STATUS))
    at["file waits, case read"] = play(at["file waits, code asked"], OPENED)
    at["file in review"] = play(at["in review"], file("a"))
    at["facts with files"] = play(at["facts"], file("a"), file("b"), cleaned("a"))
    at["facts file refused"] = play(at["facts"], file("a"), refused("a"))
    at["facts in review with files"] = play(at["facts with files"], said(WITH_PHONES), "give")


def events(visit: Visit) -> Iterator[Event]:
    """Everything that can happen to *visit*."""
    for command in Command:
        yield Commanded(command)
    for choice in (*choices_in(current_view(visit, occasion())), *FORGED):
        yield Pressed(read_choice(choice), visit.step, "ru")
        yield Pressed(read_choice(choice), visit.step - 1, "kk")
    yield FOREIGN
    for text in TYPED:
        yield said(text, 99)
    yield Typed("чужие слова из другого чата", 98, forwarded=True)
    yield Typed(OTHER_CODE, 97)
    yield Typed(CODE, 97)
    yield Typed("1234 5678 9012 3456 789", 97)
    yield Corrected("исправленные слова, которых достаточно", 7)
    yield Corrected("исправленные слова", 5_000)
    yield Corrected("", 7)
    for kind in Unusable:
        yield Received(kind, 96)
        yield Received(kind, 96, "подпись под картинкой, довольно длинная, вот такая")
        yield Received(kind, 96, "мой код 1111 2222 3333 4444 5553")
    yield from file_news(visit)
    yield Repeated()
    yield ChatChanged()
    yield from (said("/nonsense", 95), said("/ это важно, прочтите мои слова о поликлинике номер два", 94))
    yield Typed(STORY, 93, linked=True)
    yield replace(file("x"), linked=True)
    yield Received(Unusable.STICKER, 92, STORY, linked=True)
    yield from reports()


def file_news(visit: Visit) -> Iterator[Event]:
    """Files that arrive, alone and in albums, and what became of them."""
    for media in ("photo", "document", "voice", "audio", "video", "video_note"):
        yield file("x", media)
    yield file("x", size=TOO_BIG)
    yield file("x", album="1")
    yield file("x", album="2")
    yield file("x", album="1", size=TOO_BIG)
    for caption in ("чек", STORY, WITH_PHONES, "мой код 1111 2222 3333 4444 5553", "ы" * 1024):
        yield file("x", caption=caption)
        yield file("x", album="1", caption=caption)
    yield cleaned("gone", "place")
    yield refused("gone")
    for each in files_of(visit):
        yield cleaned(each.id, "place", "time")
        yield refused(each.id)


FORGED = (
    "", "=", "=nothing", "=report", "=yes", "=no", "=today", "=code", "back", "skip", "done", "again", "preview",
    "edit", "edit:text", "edit:consent", "edit:nothing", "cancel", "resume", "drop", "anew", "anew:report",
    "send:", "send:0", "send:0123456789ab", "menu", "status", "help", "privacy", "new:report", "new:proposal", "new:x",
    "lang:kk", "lang:en", "about", "about:mangystau", "about:nowhere",
    f"show:{CASE}", f"add:{CASE}", "saved", "hide", "facts", "again_facts", "case", "give",
    f"facts:{CASE}", f"facts:{OTHER_CASE}", f"case:{OTHER_CASE}", f"files:{OTHER_CASE}", f"hide:{CASE}", "drop_facts",
    "fix", f"fix:{CASE}", f"fix:{OTHER_CASE}", "tohead",
    "erase", "wipe", "wipe-sure", "linked", "contacts",
    "give-ready", "give-ready:1", "mask", "mask:all", "keep", "retype", "fmask", "fmask:all", "fkeep",
    "turn:0:0123456789ab", "turn:99:0123456789ab", "turn:0", "rows:0", "rows:1", "rows:99",
    "marked:0123456789ab", "marked",
    *(f"want:{act}:{CASE}" for act in OwnAct), f"want:unlink:{OTHER_CASE}",
    *(f"sure:{act}:{case}" for act, case in (("withdraw", CASE), ("decline", CASE), ("unlink", OTHER_CASE))),
    f"rate:5:{CASE}", f"rate:1:{OTHER_CASE}", f"rate:6:{CASE}", "want:withdraw", "toreport",
    "fretype", "attach", "unfile:1", "unfile:x",
    "unfile_facts:1", "unfile_facts:", "files", "send-ready", "send-ready:0", "\x00",
)  # fmt: skip
TYPED = (
    "", " ", "а", "да", "нет", "Алматы", "Атырау", "здравоохранение", "анонимно", "сегодня", "05.03.2099", "1.2.2026",
    "31.02.2026", STORY, "ы" * 4096, "😀" * 2048, "<b>&amp; _*`[", "мой код 1111 2222 3333 4444 5553",
    WITH_PHONES, PHONE, f"код {CODE[:4]}-{CODE[4:]} и ещё слова об этом деле, их надо сохранить", "1 2",
)  # fmt: skip


def reports() -> Iterator[Event]:
    """What the desk can tell."""
    yield Filed("47-26-00001", CODE, "code", TODAY, 15)
    yield Filed("47-26-00001", CODE, "relay", None, 15)
    yield Filed("47-26-00001", CODE, "contact", TODAY, 15)
    yield OPENED
    for status in Status:
        yield replace(OPENED, status=status, due=None if status is Status.WAITING else TODAY, talk=())
    yield replace(OPENED, case=OTHER_CASE)
    yield replace(OPENED, may=frozenset(OwnAct))
    yield replace(OPENED, may=frozenset(OwnAct), ended=True)
    yield from (Acted(CASE, act) for act in OwnAct if act not in (OwnAct.RATE, OwnAct.REOPEN, OwnAct.PRESSED))
    yield from (NotActed(CASE, act, WhyNot.GONE) for act in OwnAct)
    yield from (NotActed(CASE, OwnAct.REOPEN, why) for why in WhyNot)
    yield from (Rated(CASE, low=True), Rated(CASE, low=False))
    yield from (MyCases(()), MyCases(tuple(MyCase(CASE, "47-26-00001", status, TODAY) for status in Status)[:10]))
    yield from (AboutOffices(()), AboutOffices(("abai", "mangystau")), AboutOffices(("abai",), "abai", "Жарғы."))
    yield AboutOffices(("abai",), "abai")
    yield from (AtAnEnd(CASE, may_reopen=True), AtAnEnd(CASE, may_reopen=False))
    yield from (FactsAdded(aim) for aim in Aim)
    yield from (CaseDamaged(None), CaseDamaged("47-26-00001"), CaseLocked(), CaseNotFound(4), CodeRefused(59))
    yield from (LimitReached(10, 3), BeginningsLimited(60, 9), AdditionWaits())
    yield from (ErasingAsked(offers_again=True), ErasingAsked(offers_again=False))


def words_in(visit: Visit) -> frozenset[str]:
    """Everything that the citizen has typed and not sent yet."""
    typed = [part.text for part in visit.facts.parts]
    for name, answer in visit.draft.answers.items() if visit.draft else ():
        match answer:
            case Growing(parts, _):
                typed += [part.text for part in parts]
            case Given(value) if name in ("district", "locality", "org", "official", "contact"):
                typed.append(value)
    return frozenset(typed)


def may_lose_words(event: Event, before: Visit) -> bool:
    """Whether *event* is a purpose: deleting, replacing, sending, or choosing what makes an answer untrue."""
    match event:
        case Pressed(choice, number):
            return number == before.step and isinstance(choice, PURPOSES)
        case FileSent():
            return before.draft is not None and before.draft.editing is not None
        case Corrected():
            return True
        case Typed() | Received():
            return before.draft is not None and before.draft.editing is not None
        case Filed() | LimitReached() | BeginningsLimited() | FactsAdded():
            return True
        case Commanded(Command.CANCEL):
            return before.draft is None
        case _:
            return False


PURPOSES = (Pick, Drop, Anew, TextAgain, FactsAgain, DropFacts, Skip, Mask, FactsMask, HideMarked, SureChatErased)
WITHOUT_FILES = (Drop, Anew, DropFacts, RemoveFile, RemoveFactsFile, SendReady, GiveReady, SureChatErased)


def files_in(visit: Visit) -> frozenset[str]:
    """The files that are there and were not refused."""
    return frozenset(file.id for file in counted(files_of(visit)))


def may_lose_files(event: Event, before: Visit) -> bool:
    """Whether *event* is a purpose: deleting, taking out, sending, or being refused."""
    match event:
        case Pressed(choice, number):
            return number == before.step and isinstance(choice, WITHOUT_FILES)
        case FileSettled() | Filed() | LimitReached() | BeginningsLimited() | FactsAdded():
            return True
        case _:
            return may_lose_words(event, before) and isinstance(event, Commanded)


def may_be_silent(event: Event) -> bool:
    """Whether *event* may be answered later: the rest of an album, one of several files that are cleaned; or never."""
    later = isinstance(event, FileSettled | ChatChanged | AdditionWaits)
    return later or (isinstance(event, FileSent) and event.album is not None)


def is_shown(result: Step) -> bool:
    """Whether something is shown, or the desk will show it."""
    return any(isinstance(effect, (Show, *DESK)) for effect in result.effects)


def answer_of(visit: Visit, name: str) -> str | None:
    """The answer in the draft of *visit*."""
    return value_of(visit.draft.answers, name) if visit.draft else None
