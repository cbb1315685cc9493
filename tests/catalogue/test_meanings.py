"""Spheres, kinds of violation and goals by what people call them."""

from __future__ import annotations

import pytest

from bot.catalogue.meanings import find_goals, find_spheres, find_violations
from bot.catalogue.reading import read_data
from bot.catalogue.spheres import CatalogueEntry, goals, groups, spheres, violations
from bot.catalogue.word_index import Meant

SPHERES = {
    "agriculture": "субсидия | субсидияны бермейді | мал дәрігері | фермеру скот не застраховали | шаруа қожалығы",
    "akimat": "акимат | әкімдікте | ауыл әкімі | аким района | әкімшілік",
    "con": "ЦОН | цонда | ХҚКО | егов | халықа қызмет көрсету орталығы | TsON",
    "courts": "суд | в суде | судья | сот | сотта | жеке сот орындаушысы | ЧСИ",
    "customs": "таможня | кеденде | граница",
    "health": "аурухана | ауруханада | аурухнада | скорая | скорую не дождались | жедел жәрдем | поликлиника | больнице"
    " | auruhana | дәрігерлер",
    "kindergarten": "садик | садике | в садик не берут | балабақша | балабақшаға | балабакша | balabaqsha"
    " | детский сад",
    "land": "жер | жерді | земля | землю отобрали | земельный участок | жер комиссиясы",
    "law_enforcement": "прокуратура | прокурору | тергеуші түрмеде | КНБ",
    "military": "военкомат | военкомате | әскерге алды | военный билет",
    "police": "полиция | полицияда | в полиции деньги требуют | polisia | участковый | полицыя",
    "road_police": "гаи | ГАИ | гаишник | жол полициясы | дорожная полиция | ДПС | права забрали",
    "school": "мектеп | мектепте | мектебінде | школа | в школе собирают | мұғалім | mektep | орта мектеп",
    "social": "пособие | пособия не дают | жәрдемақы | АСП | зейнетақы",
    "tax": "налог | налоговая | салық | салықшылар",
    "transport": "жол | жолдар | дорога | дорогу не чинят | автобус | jol",
    "university": "университет | студентпін | жатақхана | зачет",
    "utilities": "вода | су жоқ | свет отключили | жарық | КСК | ОСИ",
}
VIOLATIONS = {
    "bribe": "взятка | просят деньги | пара сұрады | ақша сұрайды | вымогают | para surady",
    "embezzlement": "украли бюджет | бюджет ақшасын жеп қойды",
    "extra_docs": "лишние справки | артық құжат",
    "levies": "поборы | деньги собирают | ақша жинайды",
    "nepotism": "по блату | тамыр таныс | родственников берут | таныс арқылы",
    "pressure": "угрожают | қорқытады",
    "queue": "без очереди | кезексіз",
    "red_tape": "волокита | сөзбұйдалық | тянут | жауап бермейді",
    "refusal": "отказали | бас тартты | не принимают заявление",
    "rudeness": "хамят | грубят | дөрекі",
}
GOALS = {
    "barrier_free": "пандус | мүгедектерге лифт",
    "openness": "прозрачность | ашықтық",
    "oversight": "общественный контроль | қоғамдық бақылау",
    "pay": "зарплата | айлық",
    "service_quality": "очереди в цоне",
    "worktime": "график работы | жұмыс уақыты",
}
SEVERAL = {
    "мусор": {"utilities", "environment"},
    "школа и садик": {"school", "kindergarten"},
    "землю забрали под стройку": {"land", "construction"},
    "пособие инвалиду": {"social", "disability"},
    "техосмотр": {"road_police", "transport"},
}
HINTED = {"дом": {"construction", "housing_queue"}, "участок дороги": {"land", "transport"}, "директор": {"school"}}
NOTHING = (
    " |...|12345|☀️|дорого|скоро|орта|осы|сюда|егер|көп рахмет|им дал|не знаю|білмеймін|здравствуйте|сәлем|помогите"
    "|келін|ұзын|бұл жерде|сол жерде|опять|мой контактный номер|мать|час|какая сфера|asdf|ааааааааа"
)


def phrases(listed: dict[str, str]) -> list[tuple[str, str]]:
    return [(text.strip(), owner) for owner, texts in listed.items() for text in texts.split(" | ")]


def all_spheres() -> tuple[CatalogueEntry, ...]:
    return tuple(sphere for group in groups() for sphere in spheres(group.id))


@pytest.mark.parametrize(("text", "sphere"), phrases(SPHERES))
def test_a_sphere_is_found_by_the_words_of_people(text: str, sphere: str) -> None:
    assert find_spheres(text) == Meant(frozenset([sphere]), sure=True)


@pytest.mark.parametrize(("text", "violation"), phrases(VIOLATIONS))
def test_a_kind_of_violation_is_found_by_the_words_of_people(text: str, violation: str) -> None:
    assert find_violations(text) == Meant(frozenset([violation]), sure=True)


@pytest.mark.parametrize(("text", "goal"), phrases(GOALS))
def test_a_goal_is_found_by_the_words_of_people(text: str, goal: str) -> None:
    assert find_goals(text) == Meant(frozenset([goal]), sure=True)


@pytest.mark.parametrize(("text", "owners"), SEVERAL.items())
def test_a_word_of_several_spheres_means_all_of_them(text: str, owners: set[str]) -> None:
    assert find_spheres(text) == Meant(frozenset(owners))


@pytest.mark.parametrize(("text", "owners"), HINTED.items())
def test_what_only_hints_is_never_sure(text: str, owners: set[str]) -> None:
    assert find_spheres(text) == Meant(frozenset(owners))


@pytest.mark.parametrize("text", NOTHING.split("|"))
def test_words_of_nothing_mean_nothing(text: str) -> None:
    assert find_spheres(text) == Meant()


def test_a_slip_in_a_short_word_is_asked_about() -> None:
    assert find_spheres("мектеб") == Meant(frozenset(["school"]))


def test_what_several_words_have_in_common_is_meant() -> None:
    assert find_spheres("мусор возле подъезда") == Meant(frozenset(["utilities"]), sure=True)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_label_finds_its_own(language: str) -> None:
    for find, listed in ((find_spheres, all_spheres()), (find_violations, violations()), (find_goals, goals())):
        labels = {each.id: each.label[language] for each in listed if each.id != "other"}
        assert [label for owner, label in labels.items() if find(label).owners != {owner}] == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_word_of_a_group_s_hint_finds_a_sphere_of_that_group(language: str) -> None:
    for group in groups():
        assert group.hint is not None
        inside = {sphere.id for sphere in spheres(group.id)}
        words = group.hint[language].split(", ") if group.id != "other" else []
        assert [word for word in words if not find_spheres(word).owners & inside] == []


def test_the_words_are_those_of_the_catalogue() -> None:
    data = read_data("words.json")
    for section, listed in (("spheres", all_spheres()), ("violations", violations()), ("goals", goals())):
        assert set(data[section]) == {each.id for each in listed}
        assert all(set(words) == {"kk", "ru", "hints"} for words in data[section].values())


def test_a_long_story_is_read_in_part_and_at_once() -> None:
    assert find_spheres("полиция " + "не знаю " * 100_000) == Meant(frozenset(["police"]), sure=True)
