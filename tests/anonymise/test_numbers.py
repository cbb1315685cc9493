"""Numbers and addresses on the net in the ways people write them; what only looks like one stays."""

from __future__ import annotations

import re

import pytest

from bot.anonymise.identifiers import IdentifierKind, find

MARKED = re.compile(r"\[\[(\w+)\|(.*?)\]\]", re.DOTALL)
CERTAIN = [
    "звоните [[PHONE|восемь 700 259\n37 84]] вечером",
    "мой сот [[PHONE|7785 630 1942]]",
    "связь: [[PHONE|8 707 триста одиннадцать 40 25]], спросите меня",
    "Хабиба тут\n[[PHONE|747 318 5 206]]",
    "жду ответа\n[[PHONE|87 073 118 520]]",
    "тел [[PHONE|сегіз жеті жүз бес, 3118520]]",
    "каспийіме [[CARD|5169497112830465]] салды",
    "Документ мой: N [[DOC_ID|041733902]]",
    "[[PHONE|7 0 7 4 1 2 3 9 0 5]] это мой сотик",
    "номер [[PHONE|8-747-пять пять пять-12-12]]",
    "ватсап [[PHONE|+7 (705) 311 два ноль девять четыре]]",
    "[[PHONE|vosem sem nol sem odin dva tri chetyre pyat shest sem]]",
    "телефон сестры [[PHONE|998901234567]]",
    "ИИН мой [[IIN|восемьдесят пять ноль четыре двенадцать триста пятьдесят сто двадцать три]]",
    "Самат Н\n[[IIN|950711350283]]\nсправку ждал два месяца",
    "паспорт [[DOC_ID|C4J7L91KT]]",
    "Жекеқұжатым № [[DOC_ID|047281936]]",
    "Ықтиярхатым [[DOC_ID|KZ 0382917]]",
    "паспорт РФ [[DOC_ID|6514 № 829301]]",
    "документ супруги [[DOC_ID|FA 3309127]]",
    "мой документ [[DOC_ID|045781223]] забрали",
    "уд. личн. [[DOC_ID|046-781-223]] выдан МВД",
    "бортовой [[PLATE|291 DA 14]]",
    "машина [[PLATE|291 da 14]] белая",
    "эвакуатор увёз мою [[PLATE|582 зха 07]]",
    "номер авто [[PLATE|5 8 2 z x a 0 7]]",
    "мотоцикл [[PLATE|1234 AB 05]]",
    "[[EMAIL|serik77 гмайл ком]] пишите",
    "емайл [[EMAIL|serik77@gmail,com]]",
    "паспорт мой [[DOC_ID|K7VM2R4LT]]",
    "удостоверение потерял [[DOC_ID|041 226 735]], жду",
    "звоните [[PHONE|8 705 три нуля 27 31]]",
    "дядя Коля живёт там же, [[PHONE|8-727-31-4-15-06]]",
    "катер мой, номер [[PLATE|05-2217 KZ]]",
]
ASKED = [
    "пишите на [[EMAIL|info@almaty.gov.kz]]",
    "подпишитесь на канал [[HANDLE|@akorda_press]]",
    "вход. [[CASE_NO|1234]] от 5 марта",
    "акт [[CASE_NO|№ 55]] составили на меня",
    "предписание [[CASE_NO|№ 44-п]]",
    "мой порядковый номер в списке [[CASE_NO|17]]",
    "тізімде [[CASE_NO|88-ші]] тұрмын",
    "амбулаторная карта [[CASE_NO|№ 4512]]",
    "жолдамам [[CASE_NO|№ 00482291-26]]",
    "посылка [[CASE_NO|RA 123 456 785 KZ]]",
    "[[ACCOUNT_NO|л/с 70 041 225]]",
    "кадастр нөмірі [[ACCOUNT_NO|20:315:007:1245]]",
    "справка, серия [[DOC_ID|0117 № 442310]]",
    "мне [[BIRTH_DATE|5 мая]] исполнится 40",
    "[[BIRTH_DATE|3 мамырда]] 63-ке толамын",
    "родилась [[BIRTH_DATE|пятого мая восемьдесят седьмого]]",
    "туған күнім [[BIRTH_DATE|жетінші наурыз]]",
    "[[BIRTH_DATE|87 жылғымын]]",
    "в [[BIRTH_DATE|1959 жылы]] дүниеге келдім",
    "менің нөмірім [[CASE_NO|318]] екен",
    "очередь на жильё была [[CASE_NO|1733]], стала [[CASE_NO|2105]]",
    "кезекте тұрмыз, номер [[CASE_NO|3 917]]",
    "за год съехала в очереди с [[CASE_NO|904]] на [[CASE_NO|951]] место",
    "накладные [[CASE_NO|№ 318]], [[CASE_NO|№ 322]] и [[CASE_NO|№ 340]]",
    "служебный номер мой [[CASE_NO|Т-0718]]",
    "[[CASE_NO|кр-8814]] мой номер",
    "[[CASE_NO|№ 7-4410/3]] жауап жоқ",
    "составили акт [[CASE_NO|№ 31 от 14.03]]",
    "телеграм-ID, откуда пишу, [[USER_ID|6120984417]]",
    "мой отец, [[BIRTH_DATE|1951 года рождения, 9 мая]]",
    "у моего сына [[KIN|Ерасыл]] [[BIRTH_DATE|14.02.2016]]",
]
NOBODYS = [
    "Телеграм-канал Tengrinews.kz пишет о ремонте",
    "в базе утечек были ****@domrf.ru и другие",
    "48.000 тг-ге Q.STORE дүкеннен алдым",
    "сумма договора 87 654 321 098 тенге, лот 705 311 20",
    "выделено 8 747 311 200 тенге до 25.12.2025",
    "машина 120 км 10 минут ехала",
    "документ от 12.05.2024 № 123456789",
    "готовы 2316 из 2365 домов, акты подписаны",
    "өтініштер 1-15 желтоқсан аралығында қабылданады",
    "заявления принимали до 08.01",
    "С 5 мая дорогу закрыли, 12 июля обещали открыть",
    "в очереди стояло 120 человек, на 2025 год мест нет",
    "очередь с 2015 года, цена стала 800 тенге",
    "по закону № 88-3/1 и статье № 214/2",
    "трассы М-36, А-17 и Р-29",
]


def shown(text: str, *, certain: bool) -> str:
    for span in reversed(find(text)):
        if span.certain == certain:
            text = f"{text[: span.start]}[[{span.kind}|{text[span.start : span.end]}]]{text[span.end :]}"
    return text


@pytest.mark.parametrize("marked", CERTAIN)
def test_what_is_called_by_its_word_or_form_is_certain(marked: str) -> None:
    assert shown(MARKED.sub(r"\2", marked), certain=True) == marked


@pytest.mark.parametrize("marked", ASKED)
def test_what_may_be_the_writers_is_asked_about(marked: str) -> None:
    text = MARKED.sub(r"\2", marked)
    assert shown(text, certain=False) == marked
    assert not any(span.certain for span in find(text))


@pytest.mark.parametrize("text", NOBODYS)
def test_dates_sums_channels_and_masks_are_nobodys(text: str) -> None:
    assert [span for span in find(text) if span.kind is not IdentifierKind.PERSON] == []


def test_the_own_channel_is_certain() -> None:
    (span,) = find("мой канал @serik_blog")
    assert (span.kind, span.certain) == (IdentifierKind.HANDLE, True)
