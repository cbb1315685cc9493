"""Stems: one for all forms of a word, in both languages; short words have none."""

from __future__ import annotations

import pytest

from bot.catalogue.stems import LONGEST, stem_of, stems_in

FORMS = (
    "деньги денег деньгами", "требуют требует требовали требовать требовал", "врач врача врачом врачей врачам",
    "школа школу школой школам школ", "больница больницы больнице больницадан", "взятка взятку взятки взяток взяткой",
    "справка справку справок", "вымогают вымогали вымогает", "документ документы документов", "дорога дорогу дорог",
    "директор директора директоры", "банк банка банку банкте", "больной больного", "учитель учителя учителей",
    "талон талона талоны талонов", "завод завода заводы заводе", "район района районы",
    "площадь площади", "машина машины машину машин", "орган органа органы",
    "дәрігер дәрігердің дәрігерлер дәрігерге", "ақша ақшаны ақшамен ақшасы", "жер жерді жерге жердің",
    "сұрады сұрайды сұраған", "мектеп мектептің мектебі мектептерінде", "талап талабы талабын",
    "емхана емханада емхананың", "әкімдік әкімдіктің әкімдігі", "балабақша балабақшаға", "қабылдау қабылдауына",
)  # fmt: skip
APART = "поликлиника", "полиция", "врач", "взятка", "школа", "дорога", "дәрігер", "ақша", "мектеп", "жер", "документ"


@pytest.mark.parametrize("forms", FORMS)
def test_all_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem_of(form) for form in forms.split()}) == 1, {form: stem_of(form) for form in forms.split()}


def test_words_that_have_nothing_in_common_have_stems_of_their_own() -> None:
    assert len({stem_of(word) for word in APART}) == len(APART)


def test_the_letters_that_people_confuse_are_one() -> None:
    assert stem_of("Емхана") == stem_of("емхана") == stem_of("emhana")
    assert stem_of("қабылдау") == stem_of("кабылдау")


def test_short_words_and_signs_have_no_stem_and_numbers_are_as_they_are() -> None:
    assert stems_in("и в на бұл, – 214!") == {stem_of("бұл"), "214"}
    assert stem_of("в") == stem_of("үй") == ""
    assert len(stem_of("я" * 100 + "превысокомногорассмотрительствующий")) <= LONGEST
