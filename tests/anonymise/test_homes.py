"""Every way to tell a home is found or asked about; other numbers are left, institutions at most asked about."""

from __future__ import annotations

import re

import pytest

from bot.anonymise.identifiers import IdentifierKind, find

_MARK = re.compile(r"\[(.*?)\]")


def homes(text: str) -> list[str]:
    """What was found in *text* as an address, certain or not."""
    return [text[span.start : span.end] for span in find(text) if span.kind is IdentifierKind.ADDRESS]


@pytest.mark.parametrize(
    "marked",
    [
        "Аул Бескудык, [Сүйінбай 27]. Воды нет третий день",
        "я из Акколя, [Еңбек 17], жарық жоқ",
        "с. Теренозек [Абая 14] дорога разбита",
        "[Естая 83-19], после обеда дома",
        "за однушку!!!\n[Назарбаева 112-45]",
        "лицевой шот бар, [Мәшһүр Жүсіп 84-17]",
        "с. Байтерек [ул. Жибек жолы 17]",
        "мен қазақ мектебін бітіргенмін, [Орталық көшесі 11]",
        "дома мой [Майлы кожа 17] у дороги",
        "жильцы [Металлургов 27/2] просят принять меры",
        "[Степная 19] не чистят от снега",
        "по [Набережной 6] третий день света нет",
        "у нас на [Молодежной 14] яма",
        "подпишутся все ([Аль-Фараби 114а])",
        "[Сатпаева,12,кв.45]",
        "[К.Маркса 8], второй этаж, крыша течёт",
        "[8 Марта, 15] дом аварийный",
        "[50 лет октября 20-4]",
        "дом стоит по [улице Целинной под номером 61]",
        "в [доме 12 по Сатпаева] течёт крыша",
        "ya s [Pushkina 18]",
        "zhivu na [Lenina 15-8]",
        "к [дому 5 по улице Луговой] не подъехать",
        "живу [сейфуллина 33 кв 9], пенсионер",
        "я живу [потанина 7], прошу",
        "Марал, [Сарытөбе-3 / 29 / 2]",
    ],
)
def test_a_number_behind_a_streets_name_is_a_home(marked: str) -> None:
    is_found(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "воды нет, [орбита 12 уй 41]",
        "[мамыр 4 дом 9 кв 31] лифт стоит",
        "у нас [8 мкр 14 52] света нет",
        "[тастақ 3 17 22]",
        "пишу с дачи, [«Мелиоратор» саяжай 4 линия 118]",
        "зима, [бесагаш навои 61], газа нет",
        "село Кеген [райымбека 14] водоканал молчит",
        "[Гагарин атындағы жаңа көше 9] жарық жоқ",
        "[Таңбалы ауылы, 3-ші бригада, шеткі 2 үй]",
        "[Теміржол маңы 6-үй] тұрғыны",
    ],
)
def test_a_house_in_a_quarter_or_a_village_typed_small_is_a_home(marked: str) -> None:
    is_found(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "[Нұркент ықшамауданы, 2-тұйық көше, 31-үй] тұрғыны",
        "[6А мкр 17 дом 22 хата]",
        "[Шапағат алабы 9 көше 33]",
        "[Жаңа қоныс 2-орам 17-үй]",
        "Бакыт ауылы, [Орталык 1 кошеси 63] уйим",
        "возле Косшы [с/о Нива, 3 аллея, 28]. Скважину бурили",
        "общество «Строитель», [ряд 9, дача 17], зимую там же",
        "[жк Думан 7 блок 3 кире берис пат 105] лифт жок",
        "[Мичурина ул. 18а]",
        "[Абай к., 17 ү., 2 п.]",
        "[кордон Аксай, дом 2], семья лесника",
        "на [разъезде Копа дом 3] поезд не останавливается",
        "[жатақхана, 214-бөлме] суық",
        "[СНТ Ромашка, 3 линия, уч. 22]",
        "[ж/м Коктем, участок 214] без воды",
    ],
)
def test_words_of_addresses_side_by_side_are_a_home(marked: str) -> None:
    is_found(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "мой адрес [улица Абая дом семь квартира двадцать]",
        "[Абай көшесі он екінші үй] тұрамын",
        "Шалкар, [Есет батыра, четвёртый дом, кв. один].",
        "көшеміз [Бөгенбай батыр, үйіміз жиырма бес]",
        "[Бөгенбай батыр көшесі сексен алты]",
        "живу в [восьмом доме] у реки",
        "мой [дом двадцать второй]",
        "село [Асыката, ул. Пушкина б/н, рядом с мечетью]",
        "[Мыңбұлақ а., Еңбек көшесі, н/з 2-үй]",
    ],
)
def test_a_house_in_words_or_without_a_number_is_a_home(marked: str) -> None:
    is_found(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "Адрес для ответа: [070500, ВКО, п. Глубокое, ул. Пирогова, 9-2].",
        "найти просто: [Масанчи, улица Ломоносова, 12 дом, синие ворота].",
        "двор у нас на [Юлдашева, дом 88, вход с арыка].",
        "[Төле би мен Момышұлының қиылысындағы 2-үй], Шу қаласы",
        "Адрес [Советов 130 угловой].",
    ],
)
def test_the_places_before_and_the_way_to_the_door_belong_to_a_home(marked: str) -> None:
    is_found(marked)


@pytest.mark.parametrize(
    "text",
    [
        "школа 5 на Абая требует деньги",
        "автобус Достык 12 маршрут не ходит",
        "12-маршрут Абай көшесіне бармайды",
        "Магазин «Дастархан», Гагарина 45, просрочка",
        "в Самал 3 детсада на 40 мест",
        "цены на Алтын Орда 350 тенге",
        "согласно ст. 15 Закона и статье 366 УК РК",
        "Қазан 15 күні келдік, Сентябрь 14 де жауап келді",
        "Постановление от 12.05.2023 № 45, приказ Минздрава 175",
        "На Абая 3 подъезда без света, по Достык 12 фонарей не горят",
        "на Сатпаева 2 часа стояли, на Гоголя 5 лет нет асфальта",
        "рейс Алматы 12 апреля задержан",
        "Ауылда 45 үй бар су жоқ",
        "жастарға арналған 900 пәтерді аудан бойынша бөлді",
        "В доме 5 этажей и 90 квартир",
        "цена 41 тысяча за тонну при рыночной 24",
        "находится рядом с лицеем №9",
        "на площадке по ул. Складской одна камера",
        "Toyota Camry 70 без номеров",
        "школы 3, 12, 44 закрыты",
    ],
)
def test_what_only_has_a_number_is_no_home(text: str) -> None:
    assert homes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "отделение Банка «Шанырак» по адресу ул. Ленина, д. 31 закрыто",
        "был в офисе 28.11.2023 по адресу Садовая, 10 и меня не приняли",
        "филиал клиники уже месяц принимает больных по новому адресу: Казыбек би, 44",
        "безобразное освещение в конце ул. Адмирала Лазарева, 63",
        "нотариус на Кабанбай батыра 42 берёт наличными",
        "Бекітілген емханам — №11, Момышұлы көшесі 4.",
    ],
)
def test_no_institutions_address_and_no_spot_is_a_certain_home(text: str) -> None:
    assert not [span for span in find(text) if span.kind is IdentifierKind.ADDRESS and span.certain]


def test_a_name_before_an_address_is_no_part_of_it() -> None:
    text = "Мен, Сейітқалиев Нұрбол Маратұлы, Тұмар ауылы, Желтоқсан көшесі 9"
    assert [(span.kind, text[span.start : span.end]) for span in find(text)] == [
        (IdentifierKind.SELF_NAME, "Сейітқалиев Нұрбол Маратұлы"),
        (IdentifierKind.ADDRESS, "Тұмар ауылы, Желтоқсан көшесі 9"),
    ]


def is_found(marked: str) -> None:
    """Assert that every letter and digit in the brackets of *marked* is found as an address."""
    mark = _MARK.search(marked)
    assert mark is not None
    text = marked.replace("[", "").replace("]", "")
    covered = {
        place for span in find(text) if span.kind is IdentifierKind.ADDRESS for place in range(span.start, span.end)
    }
    start = mark.start()
    missed = [
        text[place] for place in range(start, start + len(mark[1])) if text[place].isalnum() and place not in covered
    ]
    assert missed == []
