"""Numbers of a person's papers: identity card, passport, driving licence, residence permit, birth certificate.

Rules:
- the paper's name stands before the number, with nothing but a few expected words between them;
- N and eight digits together are a Kazakhstan passport without any cue;
- an official's service card or badge is no person's paper here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import at_words, before, belongs_to_paper, is_amount, scan
from .kinds import IdentifierKind, Span
from .reading import Reading
from .word_lists import word_set

_CUE = re.compile(
    r"(?<![а-яa-z])(?:жеке ?кужат\w{0,6}|кужатым\w{0,3}|приписн\w{2,4}(?: свидетельств\w{1,2})?|"
    r"разрешени\w{1,2} на (?:хранение|ношение|оружие)(?: оружия| и ношение оружия)?|охот\w{0,8} ?билет\w{0,2}|"
    r"миграционн\w{2,3} карт\w{1,2}|карт\w{1,2} мигранта|"
    r"патент\w{0,3}(?: (?:иностранц\w|мигранта|на работу))?|удостоверени\w{1,2}|"
    r"уд\.?\s?(?:л(?:ичности|ичн?)?\.?)?|удост\w{0,3}\.?|удов|удв|"
    r"жеке кул?а?лиг?\w{0,6}|"
    r"куал[иы][кг]\w{0,8}|толкужат\w{0,6}|пас+порт\w{0,4}|загран\w{0,8}|вид на жит\w{0,8}|внж|ы[хк]тияр ?хат\w{0,4}|"
    r"водительск\w{2,3}(?= [a-zа-я]{2} ?\d)|водит\w{0,8} (?:уд\w{0,10}\.?|прав\w{0,2})|вод\.?\s?уд\w{0,10}\.?|"
    r"права(?:лар)?\w{0,4}|прав|в/у|ву|"
    r"тех\s?пас+порт\w{0,4}|срт[кс]{0,2}|свидетельств\w{1,2}|военн\w{2,3} билет\w{0,2}|"
    r"(?:аскери|аншы\w{0,4}) билет\w{0,4}|"
    r"(?:zh|j)eke ku[ay]?a?l[iy][kgq]\w{0,6}|ku[ay]?al[iy][kgq]\w{0,8}|pasport\w{0,4}|passport|tolkuzhat\w{0,4}|"
    r"tolqujat\w{0,4}|"
    r"udost\w{0,12}|ud\.? ?li?ch\w{0,5}|prava\w{0,3}|voditelsk\w{0,4} \w{2,12})(?![а-яa-z])"
)
_CUE_HEADS = word_set(
    """
    раз охо миг кар анш
    jek kua kuy pas pra tol ud udl udo vod zhe аск в вид внж вод вое ву жек заг куа куж пас пат пра при сви срт тех
    тол уд удл удо удв ыкт ыхт
    """
)
_BETWEEN = re.compile(
    r"(?:[\s:№#.,()\-–=°«»\"]{1,3}|n(?![a-zа-я])|(?:номер\w{0,5}|номир\w{0,5}|nomeri?\w{0,3}|nomiri?\w{0,3}|"
    r"де|да|ди|моя|мое|мою|у инспектора|инспекторда калды|ондагы|там|стоит|вот|и|сери[яи]\w{0,4}|seri[yi]a\w{0,2}|"
    r"мой|моего|"
    r"моей|менин|мои|"
    r"личности|рк|рф|кр|республики|казахстан\w{0,1}|гражданина|еди|бул|жеке|ребенка|о рождении|туу туралы|мужа|жены|"
    r"потерял[аи]?|утерял[аи]?|забрал[аи]?|украли|отобрали|отнял[аи]?|жогалттым|жогалып кетти|тартып алды|алып койды|"
    r"алып кетти|старое|новое|старый|новый|ески|жана|"
    r"сына|дочери|мамы|мой|menin|lichnosti|удостоверение)(?![а-яa-z])){0,8}"
)
_NUMBER = re.compile(
    r"(?:(?!рк|рф|кр\s?№|от|по|но|на|до|за|rk|kz)(?:[a-zа-я]{1,2})[ \-]?(?:№\s?)?|"
    r"\d{2}\s?[a-zа-я]{2}\s?)?\d(?:(?:[ \-]| ?№ ?)?\d){5,9}(?!\d)(?![./]\d)"
)
_MIXED = re.compile(
    r"(?:[\s:№#.,()\-–=]{1,3}(?:[а-я]{2,14}[. ]{1,2}){0,2})"
    r"(?P<number>(?=[a-z]{0,4}\d)(?=(?:[a-z]*\d){3})(?=\d*[a-z])[a-z\d]{8,10})"
    r"(?![a-zа-я\d])"
)
"""A passport of another country: letters and digits together."""
_PASSPORT = re.compile(r"пас+порт|загран|pas+port")
_ANY_PAPER = re.compile(
    r"(?<![а-яa-z])(?:документ\w{0,3}|док(?:\.| ?№)|кужат\w{0,6})(?: (?:номер\w{0,3}|номири?\w{0,2}|мой|моего|супруг\w|"
    r"мужа|жены|мамы|сына|дочери|заявител\w))?[ :№n.\-]{1,5}"
    r"(?P<number>0[1-5]\d{7}|(?P<series>[a-z]{2}) ?\d{7})(?![\d/])"
)
"""A paper that is not called by its kind: nine digits as on identity cards, or a series of two letters."""
_SIX_TO_EIGHT = re.compile(r"\d{6,8}(?!\d)")
_LETTERS = re.compile(r"(?<![a-zа-я\d])([a-zа-я]{1,2}) ?(?:№ ?)?\Z")
_CLAUSE_END = re.compile(r"[.!?](?= )|\n")
_CUE_AFTER = re.compile(
    r"[ ,\-]{1,3}(?:(?:это|деген|вот|бул|осы|мой|номер\w{0,2}|номири?\w{0,3})[ ,]{1,2}){0,4}(?:моего |моей |мо[еия] |"
    r"менин |меники )?"
    r"(?:удостовер\w{4,8}|паспорт\w{0,3}|жеке куал\w{2,5}|куалиг?к?им\w{0,4}|прав(?:а|ам)?(?![а-я])|udost\w{0,8}|"
    r"pasport\w{0,3})"
)
_PEOPLE_AFTER = re.compile(r" (?!выдан|дан|указан)[а-я]{2,14}(?:ов|ев|ей|иков|ан|адам)(?![а-я])")
_OF_FIRMS = re.compile(
    r"(?:жшс|тоо|ип|компани[а-я]{0,3}|фирм[а-я]{0,3}|предприят[а-я]{0,3}|завод[а-я]{0,3})(?:-?н?[иы]н)?"
    r"[ ,«»\"]{1,3}(?:[а-я]{2,14} )?\Z"
)
_PAPER = re.compile(r"(?<![а-я])(?:документ|кужат|куэлик)")
_SERIES = re.compile(r"(?<![^\W_])([^\W\d_]{1,2})[ \-]?\Z")
_NO_SERIES = frozenset(("РК", "РФ", "ҚР", "RK", "RF"))
_SERVICE = re.compile(r"(?:служебн|кызметтик|ведомствен|qyzmettik|журналист|пенсионн|ветеран)")


def find_documents(reading: Reading) -> Iterator[Span]:
    """Yield the numbers of persons' papers in *reading*."""
    figures = reading.figures
    for cue in at_words(_CUE, _CUE_HEADS, reading):
        gap = _BETWEEN.match(reading.folded, cue.end())
        if _PASSPORT.match(cue[0]) and (mixed := _MIXED.match(figures, cue.end())):
            yield Span(*mixed.span("number"), IdentifierKind.DOC_ID)
            continue
        number = _NUMBER.match(figures, gap.end() if gap else cue.end())
        if number is None or is_amount(figures, number.end()) or _PEOPLE_AFTER.match(figures, number.end()):
            continue
        if not _OF_FIRMS.search(before(reading.folded, cue.start(), 20)):
            ours = not _SERVICE.search(before(reading.folded, cue.start(), 16))
            yield Span(_with_series(reading.plain, number.start()), number.end(), IdentifierKind.DOC_ID, certain=ours)
    for match in _ANY_PAPER.finditer(reading.folded) if "док" in figures or "кужат" in figures else ():
        series = match["series"]
        if series is None or reading.plain[match.start("series") : match.end("series")].isupper():
            yield Span(*match.span("number"), IdentifierKind.DOC_ID)
    for match in scan(_SIX_TO_EIGHT, reading, bool, least=6):
        start = _bare_start(reading, match)
        if start is not None and not belongs_to_paper(figures, start):
            yield Span(start, match.end(), IdentifierKind.DOC_ID)
    for match in scan(_NUMBER, reading, lambda found: _CUE_AFTER.match(reading.folded, found.end()) is not None):
        yield Span(match.start(), match.end(), IdentifierKind.DOC_ID)


def _bare_start(reading: Reading, match: re.Match[str]) -> int | None:
    """Where a number begins that needs no cue before it: N and eight digits are a passport by their form alone, two
    capitals before six to eight digits where the sentence names a paper."""
    letters = _LETTERS.search(before(reading.folded, match.start(), 6))
    if letters is None:
        return None
    start = match.start() - len(letters[0])
    if letters[0] in ("n", "н"):
        return start if len(match[0]) == 8 else None
    clause = _CLAUSE_END.split(before(reading.folded, start, 70))[-1]
    is_series = len(letters[1]) == 2 and reading.plain[start : start + 2].isupper()
    return start if is_series and (_CUE.search(clause) or _PAPER.search(clause)) else None


def _with_series(plain: str, start: int) -> int:
    """Take in the capital letters of a series that the words between have swallowed."""
    series = _SERIES.search(before(plain, start, 5))
    return start - len(series[0]) if series and series[1].isupper() and series[1] not in _NO_SERIES else start
