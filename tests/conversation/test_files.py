"""Files in the conversation: where they go, what is told of them and when, what goes along."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation.machine import current_view, step
from bot.conversation.values.commands import Command
from bot.conversation.values.draft import Draft, Screen, Visit
from bot.conversation.values.effects import (
    COMMAS,
    AddFacts,
    Alert,
    BeginDraft,
    DeleteTyped,
    DropFiles,
    FileCase,
    FindCase,
    KeepFile,
    Say,
    Show,
    View,
    join,
)
from bot.conversation.values.events import Commanded, Event, FactsAdded, Received, Unusable
from bot.conversation.values.packing import dump_visit, load_visit
from bot.conversation.views.preview import fingerprint
from bot.localisation import LANGUAGES
from tests.conversation.scenes import (
    CASE,
    OPENED,
    OTHER_CODE,
    REPORT,
    STORY,
    TODAY,
    TOO_BIG,
    WORDS,
    answer_of,
    check_view,
    choices_in,
    cleaned,
    file,
    files_in,
    menu,
    occasion,
    play,
    pressed,
    refused,
    said,
    views_of,
    visits,
)


def keys(view: View) -> list[str]:
    """The texts of *view*."""
    return [paragraph.key for paragraph in view.paragraphs if isinstance(paragraph, Say)]


def told(visit: Visit, event: str | Event) -> list[str]:
    """The texts of what *event* shows."""
    happened = pressed(event, visit) if isinstance(event, str) else event
    return [key for view in views_of(step(visit, happened, occasion()).effects) for key in keys(view)]


def preview() -> Visit:
    return play(menu(), *REPORT)


def send(visit: Visit) -> str:
    assert visit.draft is not None
    return f"send:{fingerprint(visit.draft)}"


def test_a_file_at_the_menu_begins_a_draft_and_asks_the_first_question() -> None:
    result = step(menu(), file("a"), occasion())
    assert result.effects[:2] == (BeginDraft(), KeepFile("a"))
    assert keys(views_of(result.effects)[0]) == ["file.queued", "file.cannot", "file.kept_early", "kind.ask"]
    done = play(result.visit, "=report", *REPORT[1:])
    assert files_in(done) == {"a"}


def test_a_story_under_the_first_file_becomes_the_text_and_counts_one_draft() -> None:
    result = step(menu(), file("a", caption=STORY), occasion())
    assert answer_of(result.visit, "text") == STORY
    assert result.effects.count(BeginDraft()) == 1


def test_what_a_newcomer_sends_is_kept_until_a_language_is_chosen_and_the_notice_comes_first() -> None:
    early: tuple[Event, ...] = (file("a", caption=STORY), said(STORY))
    for sent in early:
        asked = step(Visit(), sent, occasion())
        assert [keys(view) for view in views_of(asked.effects)] == [["start.first", "start.kept"]]
        chosen = step(asked.visit, pressed("lang:kk", asked.visit), occasion())
        assert answer_of(chosen.visit, "text") == STORY
        view, _ = views_of(chosen.effects)
        assert (keys(view)[0], keys(view)[-1]) == ("privacy.short", "kind.ask")


def test_a_file_at_any_question_is_answered_in_a_line_and_the_question_above_stays() -> None:
    for count in range(1, len(REPORT)):
        visit = play(menu(), *REPORT[:count])
        result = step(visit, file("a"), occasion())
        assert views_of(result.effects) == [View((Say("file.queued", {"n": 1}), Say("file.cannot")))]
        assert files_in(result.visit) == {"a"} and result.visit.step == visit.step
        assert views_of(step(result.visit, file("b"), occasion()).effects) == [View((Say("file.queued", {"n": 2}),))]


def test_the_line_for_a_file_is_short_in_both_languages() -> None:
    for language in LANGUAGES:
        assert len(WORDS.say(Say("file.queued", {"n": 10}), language)) <= 80


def test_what_no_cleaning_hides_is_said_once_in_a_draft_and_once_in_an_addition() -> None:
    for start in (play(menu(), "new:report"), preview(), visits()["facts"]):
        visit, said_of = start, []
        for name, media in (("a", "photo"), ("b", "document"), ("c", "voice"), ("d", "video")):
            said_of += [key for key in told(visit, file(name, media)) if key != "file.queued"]
            visit = play(visit, file(name, media))
        assert said_of == ["file.cannot", "attach.voice_warning"]


def test_where_files_are_sent_from_the_line_leads_there() -> None:
    for name, way in (
        ("full preview", "preview"),
        ("files", "preview"),
        ("list of answers", "preview"),
        ("case", f"facts:{CASE}"),
        ("facts", f"facts:{CASE}"),
        ("facts in review", f"facts:{CASE}"),
    ):
        visit = visits()[name]
        sent = step(visit, file("a"), occasion())
        (view,) = views_of(sent.effects)
        assert (choices_in(view), sent.visit.step) == ([way], visit.step), name
        settled = step(sent.visit, cleaned("a", "place"), occasion())
        (news,) = views_of(settled.effects)
        assert choices_in(news) == [way] and keys(news) == ["file.clean"], name
        (led,) = views_of(step(settled.visit, pressed(way, settled.visit), occasion()).effects)
        assert {"file.clean", "file.cannot"} <= set(keys(led)), name


def test_alike_results_are_one_sentence_and_only_a_refused_file_has_its_own() -> None:
    names, start = "abcd", play(menu(), "new:report")
    visit = play(start, *(file(name) for name in names), *(cleaned(name, "place", "time") for name in "abc"))
    removed = join(COMMAS, (Say("scrub.place"), Say("scrub.time")))
    alike = Say("file.clean_all", {"n": 3, "removed": removed})
    last = views_of(step(visit, refused("d"), occasion()).effects)
    why = {"n": 4, "reason": Say("file.why_locked"), "instead": Say("file.do_unlock")}
    assert last == [View((alike, Say("file.refused", why)))]
    two = play(start, file("a"), file("b"), file("c"), cleaned("a"), cleaned("b", "author"))
    assert told(two, cleaned("c")) == ["file.clean_none_all", "file.clean"]


def test_the_preview_says_of_all_that_are_alike_one_sentence() -> None:
    visit = play(preview(), *(file(name) for name in "abc"), *(cleaned(name, "place") for name in "abc"))
    paragraphs = keys(current_view(visit, occasion()))
    assert [key for key in paragraphs if key.startswith("file.")] == ["file.clean_all", "file.cannot"]


def test_buttons_of_a_question_hold_while_files_come_and_are_settled() -> None:
    for count in range(1, len(REPORT) - 1):
        if not isinstance(REPORT[count], str):
            continue
        asked = play(menu(), *REPORT[:count])
        button = pressed(str(REPORT[count]), asked)
        later = play(asked, file("a"), file("b"), cleaned("b"), refused("a"))
        answered = step(later, button, occasion())
        assert answered.visit.step == asked.step + 1
        assert not any(isinstance(effect, Alert) for effect in answered.effects), REPORT[count]


def test_no_addition_goes_along_with_a_file_that_was_settled_after_it_was_shown() -> None:
    visit = play(visits()["facts written"], file("a"))
    give = pressed("give", visit)
    wait = pressed("give-ready:100", visit)
    settled = play(visit, cleaned("a", "place"))
    for early in (give, wait):
        effects = step(settled, early, occasion()).effects
        assert not any(isinstance(effect, AddFacts) for effect in effects)
        assert "file.clean" in keys(views_of(effects)[0])


def test_a_file_sent_while_the_choice_to_wait_stands_is_not_left_behind_unread() -> None:
    waits = play(preview(), file("a"))
    choice = pressed("send-ready:100", waits)
    effects = step(play(waits, file("b")), choice, occasion()).effects
    assert not any(isinstance(effect, FileCase) for effect in effects)
    assert "file.queued_all" in keys(views_of(effects)[0])


EARLY: dict[str, tuple[Event, ...]] = {
    "file.queued file.cannot file.kept_early": (file("a"),),
    "file.queued attach.voice_warning file.kept_early": (file("a", "voice"),),
    "file.clean file.cannot file.kept_early": (file("a"), cleaned("a", "place")),
    "file.refused": (file("a", "document"), refused("a")),
    "err.file_too_big": (file("a", size=TOO_BIG),),
    "err.sticker": (Received(Unusable.STICKER, 5), Received(Unusable.STICKER, 6)),
    "err.location": (Received(Unusable.LOCATION, 5),),
    "file.caption_left file.queued file.cannot file.kept_early": (file("a", caption="чек"),),
    "file.queued file.cannot text.kept_early": (file("a", caption=STORY),),
    "text.kept_early": (said(STORY),),
    "err.sticker file.clean_none_all file.cannot file.kept_early": (
        Received(Unusable.STICKER, 5), *(file(name, album="1") for name in "ab"), cleaned("a"), cleaned("b"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("expected", EARLY)
@pytest.mark.parametrize("purpose", [None, Command.STATUS, Command.HELP])
def test_what_became_of_what_was_sent_before_a_language_is_told_right_after_it(
    expected: str, purpose: Command | None
) -> None:
    visit = Visit() if purpose is None else play(Visit(), Commanded(purpose))
    for event in EARLY[expected]:
        result = step(visit, event, occasion())
        assert all(keys(view)[0] in ("lang.ask", "start.first") for view in views_of(result.effects))
        visit = load_visit(dump_visit(result.visit))
    chosen = step(visit, pressed("lang:kk", visit), occasion())
    *_, last = views_of(chosen.effects)
    told_early = [key for key in keys(last) if key.startswith(("file.", "err.", "attach.", "text."))]
    assert told_early == expected.split()
    (again,) = views_of(step(chosen.visit, Commanded(Command.NEW), occasion()).effects)
    assert not set(expected.split()) & set(keys(again))
    for view in views_of(chosen.effects):
        check_view(view)


def test_a_file_refused_before_a_language_is_not_taken_for_told() -> None:
    visit = play(Visit(), file("a"), refused("a"))
    assert visit.draft is not None and [each.told for each in visit.draft.files] == [False]
    after = play(visit, "lang:kk")
    assert after.draft is None or [each.told for each in after.draft.files] == [True]


def test_a_voice_is_warned_of_before_it_can_go_anywhere() -> None:
    for media in ("voice", "audio", "video", "video_note"):
        assert "attach.voice_warning" in told(preview(), file("a", media))
        assert "attach.voice_warning" in told(visits()["facts"], file("a", media))


def test_a_file_sent_at_the_preview_goes_along_once_the_preview_was_read_with_it() -> None:
    ready = play(preview(), file("a"), cleaned("a", "place"), "preview")
    sent = step(ready, pressed(send(ready), ready), occasion())
    assert [effect.files for effect in sent.effects if isinstance(effect, FileCase)] == [("a",)]


def test_an_older_send_button_shows_the_preview_as_it_is_now() -> None:
    before = preview()
    after = play(before, file("a"), cleaned("a"))
    result = step(after, pressed(send(before), after), occasion())
    assert result.visit.screen is Screen.FORM and result.effects[0] == Alert(Say("err.stale_step"))
    assert send(result.visit) in choices_in(views_of(result.effects)[0])


def test_files_sent_to_the_list_of_files_stand_in_it_with_what_became_of_them() -> None:
    listed = play(preview(), "attach", file("a"))
    assert listed.screen is Screen.FILES
    assert keys(current_view(listed, occasion())) == ["file.queued", "file.cannot", "file.patience", "attach.more"]
    back = play(listed, cleaned("a", "place"), "preview")
    assert "file.clean" in keys(current_view(back, occasion())) and send(back) in choices_in(
        current_view(back, occasion())
    )


def test_an_album_is_answered_once_and_told_once() -> None:
    visit, shown = preview(), 0
    album: tuple[Event, ...] = (*(file(name, album="1") for name in "abc"), cleaned("b"), cleaned("a"), refused("c"))
    for event in album:
        result = step(visit, event, occasion())
        visit, shown = result.visit, shown + len(views_of(result.effects))
    assert shown == 2
    assert files_in(visit) == {"a", "b"}


@pytest.mark.parametrize("album", ["1", None])
def test_five_photos_while_a_question_is_open_are_lines_and_never_the_question_again(album: str | None) -> None:
    for count in range(1, len(REPORT)):
        visit, lines = play(menu(), *REPORT[:count]), []
        question = set(keys(current_view(visit, occasion())))
        names = "abcd" if occasion().questions.most_files < 5 else "abcde"
        for event in (*(file(name, album=album) for name in names), *(cleaned(name, "place") for name in names)):
            result = step(visit, event, occasion())
            visit, lines = result.visit, lines + [keys(view) for view in views_of(result.effects)]
        first = ["file.queued", "file.cannot"]
        assert lines == [first, *([["file.queued"]] * (0 if album else len(names) - 1)), ["file.clean_all"]]
        assert not question & {key for line in lines for key in line}


def test_a_button_drawn_for_the_first_of_an_album_is_not_stale_when_the_others_come() -> None:
    preview = play(menu(), *REPORT)
    first = step(preview, file("a", album="1"), occasion()).visit
    later = play(first, file("b", album="1"), file("c", album="1"))
    assert later.step == first.step and len(files_in(later)) == 3
    assert "err.stale_step" not in told(later, pressed("preview", first))
    assert told(later, pressed("preview", first))[0] == "preview.title"


def test_the_file_over_the_limit_of_an_album_is_told_with_the_others() -> None:
    visit = preview()
    for name in "abcdef":
        visit = play(visit, file(name, album="1"))
    assert files_in(visit) == set("abcd")
    visit = play(visit, *(cleaned(name) for name in "abc"))
    assert told(visit, cleaned("d")).count("file.refused") == 2


def test_the_file_over_the_limit_is_refused_with_what_to_do() -> None:
    full = visits()["files full"]
    result = step(full, file("e"), occasion())
    assert result.visit == full
    assert keys(views_of(result.effects)[0])[0] == "err.too_many_files"
    assert files_in(play(full, "unfile:1", file("e"))) == set("bcde")


def test_a_file_that_telegram_will_not_hand_out_is_refused_at_once() -> None:
    for visit in (menu(), preview(), visits()["facts"]):
        result = step(visit, file("a", size=TOO_BIG), occasion())
        assert not any(isinstance(effect, KeepFile | BeginDraft) for effect in result.effects)
        assert keys(views_of(result.effects)[0])[0] == "err.file_too_big"


def test_a_caption_that_is_no_answer_is_told() -> None:
    for visit in (play(menu(), "new:report"), visits()["resume"]):
        assert "file.caption_left" in told(visit, file("a", caption="чек"))
        assert files_in(step(visit, file("a", caption="чек"), occasion()).visit) == {"a"}


def test_a_caption_after_the_text_is_offered_to_be_added() -> None:
    for visit in (preview(), visits()["in review"], visits()["list of answers"]):
        after = step(visit, file("a", caption="чек"), occasion()).visit
        assert "beside.ask" in told(visit, file("a", caption="чек"))
        assert answer_of(play(after, "beside"), "text") == f"{answer_of(visit, 'text')}\n\nчек"
        assert files_in(after) == {"a"}


def test_a_caption_is_text_where_text_is_taken() -> None:
    assert answer_of(play(menu(), *REPORT[:5], file("a", caption="чек")), "text") == "чек"
    assert play(visits()["facts"], file("a", caption="чек")).facts.text == "чек"


def test_a_caption_with_a_code_is_deleted_and_opens_the_case() -> None:
    code = "1111 2222 3333 4444 5553"
    result = step(visits()["code"], file("a", caption=code), occasion())
    assert result.effects[:2] == (DeleteTyped(), FindCase(OTHER_CODE))
    assert files_in(result.visit) == frozenset()
    assert [keys(view) for view in views_of(result.effects)] == [["file.not_here"]]


def test_a_file_where_a_code_is_asked_is_told_to_be_not_kept() -> None:
    assert told(visits()["code"], file("a"))[0] == "file.not_here"
    assert files_in(play(visits()["code in mid-form"], file("a"))) == {"a"}


def test_news_of_a_file_leave_the_citizen_where_they_stand() -> None:
    asked = play(visits()["file waits, code asked"], cleaned("a"))
    assert asked.screen is Screen.CODE
    assert told(visits()["file waits, code asked"], cleaned("a")) == ["file.clean_none"]
    reading = visits()["file waits, case read"]
    result = step(reading, cleaned("a"), occasion())
    assert result.visit.screen is Screen.CASE
    (view,) = views_of(result.effects)
    assert keys(view) == ["file.clean_none"] and choices_in(view) == []


def test_news_of_a_file_leave_the_buttons_of_an_open_question() -> None:
    asked = play(menu(), "new:report", file("a"))
    button = pressed("=mangystau", asked)
    settled = play(asked, cleaned("a"))
    assert answer_of(play(settled, button), "region") == "mangystau"


def test_a_file_settled_after_sending_or_cancelling_is_dropped_quietly() -> None:
    assert step(menu(), cleaned("a"), occasion()).effects == (DropFiles(("a",)),)
    assert step(menu(), refused("a"), occasion()).effects == ()
    gone = step(visits()["file cleaning"], Commanded(Command.CANCEL), occasion()).visit
    assert DropFiles(("a",)) in step(gone, pressed("drop", gone), occasion()).effects


def test_sending_while_a_file_is_cleaned_asks_whether_to_wait() -> None:
    visit = visits()["file cleaning"]
    assert visit.draft is not None
    asked = step(visit, pressed(send(visit), visit), occasion())
    (view,) = views_of(asked.effects)
    assert choices_in(view) == ["preview", "send-ready:100"]
    ready = step(asked.visit, pressed("send-ready:100", asked.visit), occasion())
    filing = FileCase(visit.draft.answers, visit.draft.code or "", "ru", ())
    assert ready.effects == (DropFiles(("a",)), filing)


def test_no_file_goes_along_before_the_citizen_has_read_about_it() -> None:
    visit = play(preview(), file("a"), file("b"), "preview")
    asked = step(visit, pressed(send(visit), visit), occasion()).visit
    settled = play(asked, cleaned("a", "place"))
    again = step(settled, pressed("send-ready:200", settled), occasion())
    assert not any(isinstance(effect, FileCase) for effect in again.effects)
    assert "file.clean" in keys(views_of(again.effects)[0])
    sent = step(settled, pressed("send-ready:101", settled), occasion())
    assert [effect.files for effect in sent.effects if isinstance(effect, FileCase)] == [("a",)]


def test_what_became_of_the_files_changes_the_fingerprint_once_all_are_settled() -> None:
    draft = play(preview(), file("a"), file("b")).draft
    first, both = play(preview(), file("a")).draft, play(preview(), file("a"), file("b"), cleaned("a")).draft
    done, other = (
        play(preview(), file("a"), file("b"), cleaned("a"), last).draft for last in (cleaned("b"), refused("b"))
    )
    assert draft and first and both and done and other
    assert fingerprint(draft) == fingerprint(both)
    assert len({fingerprint(each) for each in (draft, first, done, other, replace(draft, files=()))}) == 5


def test_a_refused_file_gives_its_number_to_the_next() -> None:
    draft = play(preview(), file("a"), refused("a"), file("b")).draft
    assert isinstance(draft, Draft)
    assert [(each.id, each.number) for each in draft.files] == [("b", 1)]


@pytest.mark.parametrize("with_words", [True, False])
def test_follow_ups_carry_words_and_files(with_words: bool) -> None:
    visit = play(visits()["facts"], file("a"), file("b"), *((said("Ещё."),) if with_words else ()))
    asked = step(visit, pressed("give", visit), occasion())
    offered = [f"facts:{CASE}", *(["give-ready:200"] if with_words else [])]
    assert choices_in(views_of(asked.effects)[0]) == offered
    ready = play(asked.visit, cleaned("a"), refused("b"))
    given = step(ready, pressed("give", ready), occasion())
    assert given.effects == (AddFacts(CASE, "Ещё." if with_words else "", ("a",)),)
    assert step(ready, FactsAdded(), occasion()).visit.facts_files == ()


def test_rewriting_the_words_of_a_follow_up_keeps_its_files_and_a_file_can_be_taken_out() -> None:
    visit = play(visits()["facts"], file("a"), file("b"), said("Ещё."), "again_facts")
    assert (visit.facts.text, sorted(files_in(visit))) == ("", ["a", "b"])
    assert files_in(play(visit, "unfile_facts:1")) == {"b"}


def test_a_file_for_the_case_does_not_slip_into_the_draft() -> None:
    visit = play(visits()["case in mid-form"], file("a"))
    assert [each.id for each in visit.facts_files] == ["a"]
    assert visit.draft is not None and visit.draft.files == ()
    assert play(visit, replace(OPENED, changed=TODAY)).facts_files == visit.facts_files


def test_the_shown_view_is_new_and_never_edits_a_pressed_message() -> None:
    shows = [effect for effect in step(preview(), file("a"), occasion()).effects if isinstance(effect, Show)]
    assert [effect.anew for effect in shows] == [True]
