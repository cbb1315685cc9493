"""Language, menus, commands, codes, facts: everything that stands beside the form."""

from __future__ import annotations

from bot.conversation.machine import current_view, step
from bot.conversation.values.case_choices import BackToCase, OfficeFiles, ShowNotice, WriteFacts
from bot.conversation.values.choices import ChooseLanguage, Pick
from bot.conversation.values.commands import Command
from bot.conversation.values.draft import Screen, Visit
from bot.conversation.values.effects import (
    AddFacts,
    BeginDraft,
    DeletePressed,
    DeleteTyped,
    FindCase,
    OpenCase,
    OpenNotice,
    Say,
    Show,
)
from bot.conversation.values.events import (
    BeginningsLimited,
    CaseNotFound,
    Commanded,
    Corrected,
    FactsAdded,
    LimitReached,
    Pressed,
    Typed,
)
from bot.terms import Language
from tests.conversation.scenes import (
    CASE,
    CODE,
    OPENED,
    OTHER_CODE,
    REPORT,
    STORY,
    WORDS,
    answer_of,
    choices_in,
    menu,
    occasion,
    play,
    pressed,
    said,
    views_of,
    visits,
    words_in,
)

LATER = ("/my", "/stats", "/erase", "/settings", "/rate")


def first_key(visit: Visit, event: object) -> str:
    paragraph = views_of(step(visit, event, occasion()).effects)[0].paragraphs[0]  # type: ignore[arg-type]
    assert isinstance(paragraph, Say)
    return paragraph.key


def test_the_first_word_is_the_bilingual_question_whatever_comes() -> None:
    for event in (Commanded(Command.START), said("привет"), said("/nonsense")):
        assert first_key(Visit(), event) == "start.first"
    assert first_key(Visit(), Commanded(Command.HELP)) == "lang.ask"


def test_a_text_with_a_slash_is_an_answer_where_words_are_one_and_a_word_at_the_menu() -> None:
    for text in ("/bind", "/регион", "/ требуют деньги за приём"):
        assert answer_of(play(menu(), *REPORT[:5], said(text)), "text") == text
    assert first_key(menu(), said("/nonsense")) == "err.unknown_command"
    assert first_key(menu(), said("/stats@adaldyq_bot")) == "err.unknown_command"
    assert first_key(menu(), said("/ рахмет")) == "talk.thanks"
    story = f"/{STORY}"
    assert answer_of(play(menu(), said(story)), "text") == story


def test_a_link_that_was_hidden_under_words_is_told_and_the_words_are_kept() -> None:
    asked = play(menu(), *REPORT[:5])
    linked = Typed(STORY, 7, linked=True)
    assert first_key(asked, linked) == "text.link_left"
    assert answer_of(play(asked, linked), "text") == STORY
    assert first_key(play(asked, said(STORY)), Corrected(STORY, 7, linked=True)) == "text.link_left"
    chosen = step(play(Visit(), linked), pressed("lang:ru", play(Visit(), linked)), occasion())
    *_, view = views_of(chosen.effects)
    assert Say("text.link_left") in view.paragraphs


def test_after_the_language_stand_greeting_notice_and_menu_in_one_message() -> None:
    asked = play(Visit(), Commanded(Command.START))
    (view,) = views_of(step(asked, pressed("lang:kk", asked), occasion()).effects)
    told = [paragraph.key for paragraph in view.paragraphs if isinstance(paragraph, Say)]
    assert told == ["start.welcome", "privacy.short", "start.emergency"]
    assert choices_in(view) == [
        "new:report", "status", "new:proposal", "advice:bribe", "advice:where", "about", "privacy", "help",
    ]  # fmt: skip


def test_the_command_that_asked_for_a_language_goes_on_afterwards() -> None:
    assert play(Visit(), Commanded(Command.STATUS), "lang:ru").screen is Screen.CODE


def test_another_language_is_one_press_and_shows_where_one_stands() -> None:
    pressed_long_ago = Pressed(ChooseLanguage(Language.KAZAKH), 0, "ru")
    assert first_key(play(menu(), Commanded(Command.LANG)), pressed_long_ago) == "lang.changed"
    written = play(visits()["facts written"], Commanded(Command.LANG), "lang:kk")
    assert written.screen is Screen.FACTS
    assert written.facts == visits()["facts written"].facts


def test_help_lists_the_commands_that_work_and_nothing_of_later() -> None:
    text = WORDS.view(views_of(step(menu(), Commanded(Command.HELP), occasion()).effects)[0], "ru")
    assert all(f"/{name} – " in text for name in Command)
    for key in ("privacy.notice", "privacy.protect", "start.welcome", "contact.consent_back"):
        for language in ("kk", "ru"):
            assert not any(word in WORDS.text(key, language) for word in LATER), key
    for language in ("kk", "ru"):
        more = WORDS.text("privacy.more", language, {"hours": 24, "leaves": Say("leaves.now")})
        assert not any(word in more for word in LATER)


def test_help_in_mid_form_keeps_the_question_below() -> None:
    visit = play(menu(), "new:report")
    result = step(visit, Commanded(Command.HELP), occasion())
    assert result.visit == visit
    help_text, question = views_of(result.effects)
    assert help_text.rows != ()  # what the page names can be pressed here too
    assert question.paragraphs[0] == Say("draft.kept")


def test_start_offers_the_draft_again_and_says_how_long_it_is_kept() -> None:
    visit = play(menu(), "new:report", "=mangystau")
    (view,) = views_of(step(visit, Commanded(Command.START), occasion()).effects)
    assert view.paragraphs == (Say("draft.resume"), Say("draft.expires", {"hours": 24}))
    resumed = play(visit, Commanded(Command.START), Commanded(Command.START), "resume")
    assert resumed.draft == visit.draft
    assert resumed.screen is Screen.FORM


def test_beginning_anew_counts_no_second_draft_and_a_reached_limit_takes_nothing() -> None:
    resume = play(menu(), "new:report", "=mangystau", Commanded(Command.NEW))
    assert not any(isinstance(e, BeginDraft) for e in step(resume, pressed("anew:report", resume), occasion()).effects)
    begun = step(menu(), pressed("new:report", menu()), occasion())
    assert isinstance(begun.effects[0], BeginDraft)
    for limit, key in ((LimitReached(10, 3), "err.daily_limit"), (BeginningsLimited(60, 9), "err.begun_limit")):
        pressed_only = step(begun.visit, limit, occasion())
        assert pressed_only.visit.draft is None
        assert [say.key for say in views_of(pressed_only.effects)[0].paragraphs] == [key, "menu.title"]
        told = step(play(menu(), said(STORY)), limit, occasion())
        assert [say.key for say in views_of(told.effects)[0].paragraphs] == [key, "err.not_begun", "menu.title"]


def test_cancel_asks_first() -> None:
    asked = play(menu(), *REPORT, Commanded(Command.CANCEL))
    assert asked.screen is Screen.CANCEL
    assert answer_of(play(asked, "resume"), "text") == STORY
    assert play(asked, "drop").draft is None
    assert first_key(menu(), Commanded(Command.CANCEL)) == "draft.none"


def test_a_code_is_deleted_and_looked_up_from_anywhere() -> None:
    typed = Typed("1111 2222 3333 4444 5553", 5)
    for name in ("menu", "report 3", "code", "facts", "list of answers", "resume", "newcomer"):
        result = step(visits()[name], typed, occasion())
        assert result.effects == (DeleteTyped(), FindCase(OTHER_CODE)), name


NUMBERS_IN_A_STORY = "Звонил с 12345 67890 12345 67891 и требовал деньги за приём, потом звонил ещё раз."
"""Twenty digits that pass for a code, in a grouping that is none of ours."""


def test_other_numbers_in_a_story_are_no_code() -> None:
    for name in ("menu", "report 5", "facts"):
        result = step(visits()[name], said(NUMBERS_IN_A_STORY), occasion())
        assert not any(isinstance(effect, DeleteTyped | FindCase) for effect in result.effects), name
        assert NUMBERS_IN_A_STORY in words_in(result.visit), name
    account = f"На счёт {CODE} просили перевести деньги за приём."
    assert account in words_in(play(visits()["report 5"], said(account)))


def test_words_beside_a_code_wait_for_its_case() -> None:
    for name in ("menu", "code", "report 3", "list of answers"):
        result = step(visits()[name], said(f"{STORY} Код {OTHER_CODE}."), occasion())
        assert result.effects == (DeleteTyped(), FindCase(OTHER_CODE)), name
        assert play(result.visit, OPENED).facts.text.startswith(STORY), name
        missed = play(result.visit, CaseNotFound(4))
        assert (missed.screen, missed.facts) == (Screen.ADD_CODE, result.visit.facts), name


def test_a_story_behind_a_command_is_not_lost() -> None:
    for command in (Command.START, Command.NEW):
        told = play(menu(), Commanded(command, STORY, 5))
        assert STORY in words_in(told), command
    assert play(menu(), Commanded(Command.START, "A" * 43, 5)).draft is None


def test_a_case_that_is_opened_by_its_notice_takes_no_words_of_another() -> None:
    for name in ("facts written", "words before the code"):
        before = visits()[name]
        result = step(before, Pressed(ShowNotice("e" * 32), 0, "ru"), occasion())
        assert not any(isinstance(effect, OpenNotice) for effect in result.effects), name
        assert (result.visit.facts, result.visit.case) == (before.facts, before.case), name


def test_buttons_from_before_they_named_their_case_mean_the_one_that_is_open() -> None:
    case = visits()["case"]
    assert play(case, "facts").screen is Screen.FACTS
    assert play(case, Pressed(WriteFacts(), case.step - 1, "ru")).screen is Screen.ADD_CODE
    assert play(menu(), Pressed(BackToCase(), 0, "ru")).screen is Screen.CODE
    assert play(menu(), Pressed(OfficeFiles(), 0, "ru")).screen is Screen.FILES_CODE


def test_a_code_in_mid_form_that_nobody_has_leaves_the_question_open() -> None:
    visit = visits()["report 3"]
    result = step(visit, CaseNotFound(3), occasion())
    assert result.visit == visit


def test_the_code_of_the_unsent_draft_is_explained() -> None:
    assert first_key(visits()["full preview"], Typed(CODE, 5)) == "status.not_sent_yet"


def test_a_code_before_any_language_opens_its_case_after_the_choice() -> None:
    waiting = play(Visit(), OPENED)
    assert waiting.language is None
    result = step(waiting, pressed("lang:ru", waiting), occasion())
    assert result.effects == (OpenCase(CASE),)
    missed = play(Visit(), CaseNotFound(4), "lang:ru")
    assert missed.screen is Screen.CODE


def test_facts_are_several_messages_kept_until_they_are_sent() -> None:
    visit = play(visits()["case"], said("Первое.", 1), said("Второе.", 2), Corrected("Второе!", 2))
    for away in (Commanded(Command.START), Commanded(Command.STATUS), Commanded(Command.NEW), "case"):
        gone = play(visit, away)
        assert gone.facts == visit.facts, away
    back = play(visit, Commanded(Command.STATUS), OPENED, "facts")
    assert step(back, pressed("give", back), occasion()).effects == (AddFacts(CASE, "Первое.\n\nВторое!"),)
    assert play(back, FactsAdded()).facts.parts == ()
    assert first_key(visit, Commanded(Command.START)) == "info.unsent"
    assert play(visit, Commanded(Command.CANCEL)).facts.parts == ()


def test_leaving_a_case_forgets_which_it_was() -> None:
    case = visits()["case"]
    for move in (Commanded(Command.START), Commanded(Command.STATUS), "menu", "hide"):
        assert play(case, move).case is None, move


def test_hiding_a_case_deletes_its_message() -> None:
    case = visits()["case"]
    assert step(case, pressed("hide", case), occasion()).effects[0] == DeletePressed()


def test_a_notice_opens_its_case_also_in_mid_form_and_the_draft_waits() -> None:
    visit = visits()["report 6"]
    assert step(visit, Pressed(ShowNotice(CASE), 0, "ru"), occasion()).effects == (OpenNotice(CASE),)
    opened = play(visit, OPENED)
    assert opened.draft == visit.draft
    assert play(opened, "resume").screen is Screen.FORM


def test_a_stale_button_shows_the_current_question_anew() -> None:
    visit = play(menu(), "new:report", "=mangystau")
    result = step(visit, Pressed(Pick("astana"), visit.step - 1, "ru"), occasion())
    assert result.visit == visit
    assert result.effects[1] == Show(current_view(visit, occasion()), anew=True)


def test_an_answer_from_a_second_device_leaves_the_first_stale() -> None:
    both = play(menu(), "new:report")
    after = step(both, pressed("=mangystau", both), occasion()).visit
    late = step(after, pressed("=astana", both), occasion())
    assert answer_of(late.visit, "region") == "mangystau"


def test_a_cancel_before_any_language_is_chosen_deletes_nothing_later() -> None:
    asked = play(Visit(), Commanded(Command.CANCEL))
    writing = play(asked, OPENED, said("Ещё одно обстоятельство."))
    chosen = play(writing, "lang:ru")
    assert (chosen.facts.text, chosen.purpose) == ("Ещё одно обстоятельство.", None)
