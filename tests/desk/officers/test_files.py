"""An officer's files: shown when all are clean, albums as one reply, refused ones told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from bot.desk.files import FileJob, Refusal
from bot.desk.officers.files import (
    OfficerFile,
    ReplyPart,
    Sent,
    change_file,
    is_changed,
    keep_file,
    parts_of,
    settle_file,
)
from bot.desk.outgoing.items import SayInGroup, ShowPreview
from bot.desk.outgoing.posts import PostRole
from bot.desk.people import Spot
from bot.desk.talk import open_words
from bot.terms import TalkState
from storage import cases, files
from tests.desk.house import GROUP, Desk, OnDesk, settle_clean


def sent(desk: Desk, case: OnDesk, message: int, text: str = "", *, album: str | None = None) -> Sent:
    """Message *message* of an officer with a picture."""
    file = OfficerFile(desk.turn.rules.chance.new_id(), f"t{message}", "photo", "jpg", f"u{message}", album)
    return Sent(file, text, Spot(GROUP, message), desk.about(case))


def opened(desk: Desk) -> OnDesk:
    """A case whose office has nothing else to hear."""
    desk.bind()
    case = desk.put_case()
    desk.empty_outbox()
    return case


def job_of(case: OnDesk, part: Sent, seq: int = 1) -> FileJob:
    """The job that cleans the file."""
    return FileJob(part.file.id, GROUP, part.file.telegram_id, "photo", "jpg", case.id, seq)


def settle(desk: Desk, case: OnDesk, part: Sent, refused: Refusal | None = None, seq: int = 1) -> None:
    """The scrubber is done with the file."""

    def end(connection: Connection) -> bool:
        if refused is not None:
            return files.drop_job(connection, part.file.id)
        return settle_clean(connection, part.file.id, desk.safe)

    settle_file(desk.connection, job_of(case, part, seq), refused, end, desk.turn)


def words_of(desk: Desk, case: OnDesk, seq: int) -> dict[str, Any]:
    """Message *seq* of the talk, opened."""
    entry = cases.get_talk(desk.connection, case.id, seq)
    assert entry is not None
    return open_words(desk.safe.open_case_key(case.id, case.row.wrapped_key), seq, entry.box)


def test_the_preview_comes_when_the_file_is_clean(desk: Desk) -> None:
    case = opened(desk)
    part = sent(desk, case, 50, "Шешім")
    keep_file(desk.connection, part, desk.turn)
    assert desk.items() == []
    settle(desk, case, part)
    assert desk.items() == [ShowPreview(case.id, 1)]
    settle(desk, case, part)
    assert desk.items() == [ShowPreview(case.id, 1)]


def test_the_files_of_an_album_join_one_reply_until_its_preview_is_shown(desk: Desk) -> None:
    case = opened(desk)
    first, second = sent(desk, case, 50, "Шешім", album="a"), sent(desk, case, 51, "мен хат", album="a")
    keep_file(desk.connection, first, desk.turn)
    settle(desk, case, first)
    desk.empty_outbox()
    keep_file(desk.connection, second, desk.turn)
    words = words_of(desk, case, 1)
    assert (words["text"], words["files"]) == ("Шешім\n\nмен хат", [first.file.id, second.file.id])
    settle(desk, case, second)
    assert desk.items() == [ShowPreview(case.id, 1)]
    late = sent(desk, case, 52, album="a")
    keep_file(desk.connection, late, desk.turn)
    desk.post(case, 60, PostRole.PREVIEW, 1)
    assert words_of(desk, case, 2)["files"] == [late.file.id]


def test_an_album_joins_no_reply_of_another_album_or_case(desk: Desk) -> None:
    case = opened(desk)
    other = desk.put_case("Басқа")
    desk.empty_outbox()
    keep_file(desk.connection, sent(desk, case, 50, album="a"), desk.turn)
    keep_file(desk.connection, sent(desk, case, 51, album="b"), desk.turn)
    keep_file(desk.connection, sent(desk, other, 52, album="a"), desk.turn)
    assert [len(words_of(desk, *place)["files"]) for place in ((case, 1), (case, 2), (other, 1))] == [1, 1, 1]


def test_a_refused_file_is_told_and_the_others_still_go(desk: Desk) -> None:
    case = opened(desk)
    first, second = sent(desk, case, 50, "Шешім", album="a"), sent(desk, case, 51, album="a")
    for part in (first, second):
        keep_file(desk.connection, part, desk.turn)
    settle(desk, case, second, Refusal("type", "pdf"))
    values = {"case_no": case.row.number, "reason": "file.why_type", "instead": "file.do_pdf"}
    told = SayInGroup("s.your_file_refused", values, reply_to=Spot(GROUP, 50), case=case.id)
    assert desk.items() == [told]
    settle(desk, case, first)
    assert desk.items() == [told, ShowPreview(case.id, 1)]
    assert words_of(desk, case, 1)["files"] == [first.file.id]


def test_words_whose_only_file_was_refused_are_dropped(desk: Desk) -> None:
    case = opened(desk)
    part = sent(desk, case, 50, "Суретте көрсетілгендей")
    keep_file(desk.connection, part, desk.turn)
    settle(desk, case, part, Refusal("type", "pdf"))
    entry = cases.get_talk(desk.connection, case.id, 1)
    assert entry is not None and entry.state is TalkState.DROPPED
    assert [item for item in desk.items() if isinstance(item, ShowPreview)] == []


def test_a_file_that_is_clean_too_late_is_forgotten(desk: Desk) -> None:
    case = opened(desk)
    part = sent(desk, case, 50)
    keep_file(desk.connection, part, desk.turn)
    before, dropped = TalkState.PREVIEW, TalkState.DROPPED
    cases.change_talk(desk.connection, case.id, 1, dropped, before=before, day=desk.turn.today)
    settle(desk, case, part)
    assert (files.get_file(desk.connection, part.file.id), desk.items()) == (None, [])


def test_an_edit_of_the_words_keeps_the_file_and_an_edit_of_the_file_has_it_cleaned_anew(desk: Desk) -> None:
    case = opened(desk)
    part = sent(desk, case, 50, "Шешім")
    keep_file(desk.connection, part, desk.turn)
    settle(desk, case, part)
    desk.empty_outbox()
    edited = replace(part, text="Шешім қабылданды", file=replace(part.file, id=desk.turn.rules.chance.new_id()))
    entry = cases.get_talk(desk.connection, case.id, 1)
    assert entry is not None
    change_file(desk.connection, edited, entry, words_of(desk, case, 1), desk.turn)
    assert desk.items() == [ShowPreview(case.id, 2)]
    assert words_of(desk, case, 2)["files"] == [part.file.id]
    other = sent(desk, case, 50, "Шешім қабылданды")
    entry = cases.get_talk(desk.connection, case.id, 2)
    assert entry is not None
    swapped = replace(other, file=replace(other.file, unique="another"))
    change_file(desk.connection, swapped, entry, words_of(desk, case, 2), desk.turn)
    assert words_of(desk, case, 3)["files"] == [swapped.file.id]
    assert files.get_file(desk.connection, part.file.id) is None
    assert files.waits_in_talk(desk.connection, case.id, 3)


def test_what_changed_is_told_by_words_and_file() -> None:
    file = OfficerFile("f", "t", "photo", None, "u")
    kept = {"text": "Шешім", "parts": [{"message": 50, "text": "Шешім", "file": "f", "unique": "u"}]}
    assert parts_of(kept) == [ReplyPart(50, "Шешім", "f", "u")]
    assert not is_changed(kept, 50, "Шешім", file)
    assert not is_changed(kept, 50, "Шешім", None)
    assert is_changed(kept, 50, "Басқа", file)
    assert is_changed(kept, 50, "Шешім", replace(file, unique="v"))
    assert is_changed({"text": "Шешім"}, 50, "Шешім", file)
    assert not is_changed({"text": "Шешім"}, 50, "Шешім", None)
    assert is_changed(kept, 50, "Шешім", file, linked=True)
    assert is_changed({"text": "Шешім"}, 50, "Шешім", None, linked=True)
