"""The form from the first question to the send button."""

from __future__ import annotations

from bot.conversation.machine import current_view, step
from bot.conversation.questionnaire.questions import open_question
from bot.conversation.values.choices import Send
from bot.conversation.values.commands import Command
from bot.conversation.values.draft import Draft, Given, Growing, Part, Screen, Skipped
from bot.conversation.values.effects import Alert, DeleteTyped, FileCase, Say, Show, View
from bot.conversation.values.events import Commanded, Corrected, Pressed, Received, Unusable
from bot.conversation.views.preview import fingerprint, preview
from bot.gateway.wording import split
from tests.conversation.scenes import (
    CODE,
    PROPOSAL,
    REPORT,
    STORY,
    WITH_CONTACT,
    WORDS,
    answer_of,
    choices_in,
    menu,
    occasion,
    play,
    pressed,
    questions,
    said,
    views_of,
    visits,
    words_in,
)


def shown(view: View, language: str = "ru") -> str:
    return WORDS.view(view, language)


def keys(view: View) -> list[str]:
    return [paragraph.key for paragraph in view.paragraphs if isinstance(paragraph, Say)]


def test_a_report_takes_seven_answers_and_a_proposal_too() -> None:
    proposal = ("new:proposal", "=mangystau", "=service", "=health", "=openness", said(STORY), "=code")
    for moves in (REPORT, proposal):
        visit = play(menu(), *moves)
        assert len(moves) == 7
        assert visit.draft is not None
        assert open_question(questions(), visit.draft.answers) is None


def test_all_regions_stand_in_one_keyboard() -> None:
    assert len([c for c in choices_in(current_view(play(menu(), "new:report"), occasion())) if c.startswith("=")]) == 20


def test_a_region_is_known_by_names_and_aliases_in_both_languages() -> None:
    for typed in ("Маңғыстау", "мангистауская", "Актау", "Ақтау", "mangystau"):
        assert answer_of(play(menu(), "new:report", said(typed)), "region") == "mangystau", typed


def test_an_unclear_region_is_narrowed_to_those_that_fit() -> None:
    result = step(play(menu(), "new:report"), said("Алматы"), occasion())
    (view,) = views_of(result.effects)
    assert [c for c in choices_in(view) if c.startswith("=")] == ["=almaty_city", "=almaty_region"]
    assert keys(view)[0] == "region.several"


def test_regional_directions_come_first_and_lead_to_all_spheres() -> None:
    asked = play(menu(), "new:report", "=atyrau")
    offered = [c for c in choices_in(current_view(asked, occasion())) if c.startswith("=")]
    assert offered == ["=agriculture", "=fisheries", "=all"]
    assert keys(current_view(play(asked, "=fisheries"), occasion()))[0] == "violation.ask"
    assert keys(current_view(play(asked, "=all"), occasion()))[0] == "group.ask"


def test_the_preview_shows_every_answer_the_code_and_that_nothing_is_sent() -> None:
    text = shown(current_view(visits()["full preview"], occasion()))
    for words in (
        "Сообщение о нарушении", "Мангистауская область", "Здравоохранение", "Требование взятки",
        STORY, "контакты оставлены", "•••", "Мұнайлы", "Баянды", "Поликлиника № 2", "Заведующий", "04.03.2026",
        "1234 5678 9012 3456 7891", "Пока Вы не видите номер обращения, не считайте его отправленным.",
    ):  # fmt: skip
        assert words in text, words
    assert "8 701" not in text
    assert "Услуги населению" not in text


def test_a_regional_direction_shows_in_the_preview_and_can_be_changed() -> None:
    visit = play(menu(), *PROPOSAL)
    assert "Направление: Рыбное хозяйство" in shown(current_view(visit, occasion()))
    assert "edit:direction" in choices_in(current_view(play(visit, "edit"), occasion()))


def test_contacts_are_deleted_from_the_chat_and_never_shown() -> None:
    result = step(play(menu(), *WITH_CONTACT[:-1]), WITH_CONTACT[-1], occasion())
    assert result.effects[0] == DeleteTyped()
    assert ["8 701" in shown(view) for view in views_of(result.effects)] == [False]


def test_a_contact_card_at_the_contact_question_is_deleted_and_explained() -> None:
    visit = play(menu(), *WITH_CONTACT[:-1])
    result = step(visit, Received(Unusable.CONTACT, 9), occasion())
    assert result.visit == visit
    assert result.effects[0] == DeleteTyped()
    assert keys(views_of(result.effects)[0])[0] == "contact.type_it"


def test_no_consent_leads_back_to_the_levels() -> None:
    for no in ("=no", said("Не даю согласия")):
        visit = play(menu(), *REPORT[:-1], "=contact", no)
        assert keys(current_view(visit, occasion())) == ["anon.ask", "anon.how"]
        assert answer_of(visit, "level") is None


def test_a_new_region_keeps_the_sphere_and_drops_the_district() -> None:
    asked = play(visits()["full preview"], "edit:region")
    changed = step(asked, pressed("=astana", asked), occasion())
    assert answer_of(changed.visit, "sphere") == "health"
    assert answer_of(changed.visit, "district") is None
    assert answer_of(changed.visit, "org") == "Поликлиника № 2"
    assert "Удалено: Район/город, Населённый пункт." in shown(views_of(changed.effects)[0])


def test_another_kind_asks_what_it_needs_and_keeps_the_text() -> None:
    before = play(visits()["full preview"], "edit:kind")
    result = step(before, pressed("=proposal", before), occasion())
    text = shown(views_of(result.effects)[0])
    assert "Удалено: Нарушение, Должностное лицо, Когда." in text
    assert "нужно ответить заново" in text
    assert keys(views_of(result.effects)[0])[-1] == "goal.ask"
    done = play(result.visit, "=openness")
    assert answer_of(done, "text") == STORY
    assert done.draft is not None
    assert open_question(questions(), done.draft.answers) is None


def test_another_group_asks_for_its_sphere() -> None:
    visit = play(visits()["full preview"], "edit:group", "=law")
    assert keys(current_view(visit, occasion())) == ["sphere.ask"]
    assert play(visit, "=police").screen is Screen.FORM
    lone = play(visits()["full preview"], "edit:group", "=other")
    assert answer_of(lone, "sphere") == "other"


def test_a_level_without_contacts_forgets_them() -> None:
    visit = play(visits()["full preview"], "edit:level", "=code")
    assert answer_of(visit, "contact") is None
    assert answer_of(visit, "consent") is None


def test_back_leads_from_every_question_to_the_menu_and_keeps_the_text() -> None:
    visit = play(menu(), *WITH_CONTACT[:-1])
    asked = []
    while visit.screen is Screen.FORM:
        asked.append(keys(current_view(visit, occasion()))[0])
        visit = play(visit, "back")
    assert asked == [
        "contact.ask", "contact.consent", "anon.ask", "text.parts_so_far", "violation.ask", "sphere.ask", "group.ask",
        "region.ask", "text.waits",
    ]  # fmt: skip
    assert visit.screen is Screen.RESUME
    assert answer_of(visit, "text") == STORY


def test_back_from_the_first_question_is_the_menu_and_costs_no_new_draft() -> None:
    visit = play(menu(), "new:report", "back")
    assert visit.screen is Screen.MENU
    again = step(visit, pressed("new:proposal", visit), occasion())
    assert [type(effect) for effect in again.effects] == [Show]
    assert answer_of(again.visit, "kind") == "proposal"


def test_optional_answers_are_offered_in_the_preview_and_can_be_taken_away() -> None:
    visit = play(menu(), *REPORT)
    offered = [c for c in choices_in(current_view(visit, occasion())) if c.startswith("edit:")]
    answers = visit.draft.answers if visit.draft else {}
    rows = (row for row in questions().rows if row.optional and questions().applies(row, answers))
    assert offered == [f"edit:{row.name}" for row in rows]
    filled = play(visit, "edit:district", said("  Мұнайлы \n ауданы "))
    assert answer_of(filled, "district") == "Мұнайлы ауданы"
    taken = play(filled, "edit:district", "skip")
    assert taken.draft is not None and taken.draft.answers["district"] == Skipped()
    assert play(filled, "edit:district", "preview").draft == filled.draft


def test_days_are_read_and_future_ones_refused() -> None:
    asked = play(menu(), *REPORT, "edit:when")
    assert answer_of(play(asked, said("1.02.26")), "when") == "2026-02-01"
    assert answer_of(play(asked, said("Кеше")), "when") == "2026-03-04"
    assert answer_of(play(asked, "=today"), "when") == "2026-03-05"
    assert answer_of(play(asked, "=month"), "when") == "month"
    for typed, key in (("06.03.2026", "err.future_date"), ("31.02.2026", "err.bad_date"), ("давно", "err.bad_date")):
        result = step(asked, said(typed), occasion())
        assert keys(views_of(result.effects)[0])[0] == key
        assert answer_of(result.visit, "when") is None


def test_several_messages_are_one_text_and_an_edit_reaches_it() -> None:
    asked = play(menu(), *REPORT[:5])
    visit = play(asked, said("Первая часть.", 1), said("Вторая часть.", 2), Corrected("Вторая, исправленная.", 2))
    assert answer_of(visit, "text") == "Первая часть.\n\nВторая, исправленная."
    late = play(visit, "=code", Corrected("Начало.", 1))
    assert answer_of(late, "text") == "Начало.\n\nВторая, исправленная."


def test_an_edit_that_leaves_too_little_opens_the_text_again() -> None:
    visit = play(menu(), *REPORT[:5], said(STORY, 1), "=code", Corrected("ой", 1))
    assert visit.draft is not None and visit.draft.answers["text"] == Growing((Part(1, "ой"),))
    assert keys(current_view(visit, occasion())) == ["text.too_short"]


def test_a_part_over_the_limit_is_told_and_not_taken() -> None:
    visit = play(menu(), *REPORT[:5], said("ы" * 4096, 1), said("ы" * 4096, 2))
    result = step(visit, said("ы" * 4096, 3), occasion())
    assert result.visit == visit
    assert "Символов: 8194/10000" in shown(views_of(result.effects)[0])


def test_too_short_a_text_is_told() -> None:
    visit = play(menu(), *REPORT[:5], said("мало"))
    assert keys(current_view(visit, occasion())) == ["text.too_short"]
    assert keys(views_of(step(visit, pressed("done", visit), occasion()).effects)[0]) == ["text.too_short"]
    assert answer_of(play(visit, said("а было так", 8)), "text") == "мало\n\nа было так"


def test_a_story_told_too_early_becomes_the_text() -> None:
    for start in (menu(), play(menu(), "new:report"), play(menu(), "new:report", "=mangystau", "=service")):
        visit = play(start, said(STORY))
        assert answer_of(visit, "text") == STORY
    whole = play(menu(), said(STORY), "=report", "=mangystau", "=service", "=health", "=bribe", "=code")
    assert whole.draft is not None and open_question(questions(), whole.draft.answers) is None


def test_words_after_the_text_never_slip_into_it() -> None:
    visit = play(menu(), *REPORT[:-1], "=contact")
    assert answer_of(play(visit, said("Мой телефон 8 701 000 00 00, меня зовут Айгүл")), "text") == STORY


def test_the_code_of_the_draft_typed_among_words_is_cut_out() -> None:
    visit = play(menu(), *REPORT, "edit:org")
    result = step(visit, said(f"Поликлиника {CODE[:4]} {CODE[4:]}, № 2"), occasion())
    assert answer_of(result.visit, "org") == "Поликлиника , № 2"
    assert result.effects[0] == DeleteTyped()


def test_every_answer_changes_the_fingerprint() -> None:
    visit = visits()["full preview"]
    assert visit.draft is not None
    variants = [Draft(visit.draft.answers, visit.draft.code), Draft(visit.draft.answers, "0" * 20)]
    for name, answer in visit.draft.answers.items():
        others = (Skipped(), Given("other"), Growing((Part(1, "other"),)), Growing((Part(1, "other"),), done=True))
        variants += [
            Draft({**visit.draft.answers, name: other}, visit.draft.code) for other in others if other != answer
        ]
        variants.append(Draft({k: v for k, v in visit.draft.answers.items() if k != name}, visit.draft.code))
    assert len({fingerprint(variant) for variant in variants}) == len(variants)


def test_send_files_only_the_preview_that_it_stands_under() -> None:
    visit = play(menu(), *REPORT)
    assert visit.draft is not None
    send = Send(fingerprint(visit.draft))
    filed = step(visit, Pressed(send, 3, "ru"), occasion())
    assert filed.effects == (FileCase(visit.draft.answers, CODE, "ru"),)
    changed = play(visit, "edit:org", said("Другое"))
    stale = step(changed, Pressed(send, changed.step, "ru"), occasion())
    assert stale.visit == changed
    assert stale.effects[0] == Alert(Say("err.stale_step"))


def test_a_preview_reopened_for_a_question_that_is_gone_can_be_sent() -> None:
    visit = visits()["unknown row"]
    assert visit.draft is not None
    (send,) = (choice for choice in choices_in(current_view(visit, occasion())) if choice.startswith("send:"))
    filed = step(visit, pressed(send, visit), occasion())
    assert filed.effects == (FileCase(visit.draft.answers, CODE, "ru"),)


def test_a_second_press_of_send_says_how_to_check() -> None:
    result = step(menu(), Pressed(Send("0123456789ab"), 4, "ru"), occasion())
    assert keys(views_of(result.effects)[0])[0] == "submit.check_by_code"


def test_a_draft_goes_on_in_the_other_language() -> None:
    visit = play(menu("ru"), *REPORT[:5], said(STORY), Commanded(Command.LANG), "lang:kk")
    assert visit.language == "kk"
    assert words_in(visit) == {STORY}
    assert "Жазып алынды" in shown(current_view(visit, occasion()), "kk")


def test_the_longest_report_fits_into_messages_with_the_buttons_under_the_last() -> None:
    visit = visits()["long text"]
    assert visit.draft is not None
    for language in ("kk", "ru"):
        assert 2 <= len(split(shown(preview(visit.draft, questions(), language), language))) <= 4
