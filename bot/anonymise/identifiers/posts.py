"""The writer's post, where one person holds it: «единственный логопед школы 5», «№5 мектептің жалғыз логопедімін».

A question for the writer, never certain: only they know who else could have written this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .kinds import IdentifierKind, Span
from .name_runs import Words
from .word_lists import word_set

_PHRASE = r"[^,.!?\n;:]{0,70}"
_POST = (
    r"(?:бухгалтер|логопед|психолог|секретар|завуч|завхоз|завсклад|кладовщи|библиотекар|фельдшер|акушер|медсестр|санитар|врач|хирург|терапевт|педиатр|рентгенолог|"
    r"лаборант|учител|воспитател|методист|повар|сторож|охранник|вахтер|водител|инженер|механик|диспетчер|кассир|специалист|инспектор|юрист|программист|сисадмин|делопроизводител|"
    r"директор|заведующ|начальник|мастер|бригадир|электрик|слесар|сантехник|оператор|кочегар|уборщи|техничк|нянечк|помощник|социальн|экономист|кадров|заведующ|администратор|тренер|"
    r"ветеринар|ветврач|агроном|тракторист|машинист|крановщи|сварщи|гинеколог|стоматолог|дефектолог|хормейстер|концертмейстер|руководител|преподавател|лаборант|провизор|фармацевт|нотариус|эколог|геолог)"
)
_RUSSIAN = re.compile(
    rf"(?:(?P<only>единственн\w{{2,3}} {_PHRASE})|(?:я )?(?:работаю|служу|тружусь) (?P<work>(?:\w+ ){{0,2}}{_POST}\w{{0,6}}{_PHRASE})|"
    rf"я (?:здесь |тут |сама? )?(?P<me>(?:(?:один|одна|единственн\w{{2,3}}|главный|главная|старш\w{{2}}) )?{_POST}\w{{0,4}} {_PHRASE})|"
    rf"(?:я|мы) (?:здесь |тут )(?P<alone>(?:один|одна) {_PHRASE})|(?P<own>(?:\w+ ){{1,3}}одна на (?:весь|всю|всё|все) {_PHRASE}))"
)
_KAZAKH_END = re.compile(
    r"(?:логопед|психолог|бухгалтер|хатшы|кызметкер|рентгенолог|аспаз|мугалим|тарбиеши|даригер|медбике|фельдшер|акушер|кузетши|жургизуши|маман|инженер|кассир|лаборант|менгеруши|"
    r"завуч|завхоз|библиотекар|кітапхана|китапханаши|тренер|орынбасар|инспектор|директор|бастык|басшы|заңгер|зангер|есепши|экономист|электрик|слесар|оператор|диспетчер|акушерка|жетекши|"
    r"кадр|мал даригер|агроном|ветеринар|logoped|buhgalter|mugalim|akusherka|darig?er|medbike|aspaz|hatshy)[а-яa-z]{0,6}(?:мын|мин|пын|пин|бын|бин|myn|min|pyn|pin|byn|bin)(?![а-яa-z])"
)
_LONELY = re.compile(rf"(?:жалгыз|jal[gq]yz|zhal[gq]yz) [^,.!?\n;]{{0,40}}?(?:мын|мин|пын|пин|бын|бин|myn|min|pyn|pin)(?![а-яa-z])")
_WORKS = re.compile(r"(?:болып|bolyp) (?:жалгыз )?(?:истеймин|жумыс истеймин|кызмет етемин|isteimin)|(?:жалгыз|jalgyz) (?:озим )?(?:истеймин|isteimin)|кызметин атка\w+мын")
_FIRST_RUSSIAN = word_set("единственный единственная единственного единственной единственным работаю служу тружусь я")
_WORTHY = ("единств", "работаю", "служу", "тружусь", "жалгыз", "galgyz", "algyz", "мин", "мын", "пын", "пин", "бын", "бин", "min", "myn", "одна на ", " один ", "я ", "тын")
_TAIL = re.compile(r"(?: (?:и|а|но|уже|где|который|которая|что|как|чтобы|потому|вижу|видела?|знаю|мне|меня|нас|у|прошу|хочу|сижу|вынужден\w?|обращаюсь|пишу|жасаймын|болам)(?![а-я])).*$", re.DOTALL)
_HERE = re.compile(r"(?:в|на|при|школ|больниц|поликлин|садик|детсад|колледж|клуб|библиотек|отдел|управлен|баз|участк|акимат|тоо|№|\d|«|сельск|районн|весь|всю|нашей|нашего|главн)")


def find_posts(words: Words) -> Iterator[Span]:
    """Yield the posts by which the writer could be known, all of the second tier."""
    folded = words.reading.folded
    for place, form in enumerate(words.forms):
        if form in _FIRST_RUSSIAN and (span := _russian(words, place)):
            yield Span(*span, IdentifierKind.ROLE, certain=False)
    for pattern in (_KAZAKH_END, _LONELY, _WORKS):
        for match in pattern.finditer(folded):
            start = _phrase_start(folded, match.start())
            phrase = folded[start : match.end()]
            told = pattern is not _KAZAKH_END or "жалгыз" in phrase or re.search(r"мектеп|емхана|аурухана|балабакша|бакша|кенсе|акимдик|колледж|болим|баскарма|№|\d|«|ауыл|mektep|auyl|emhana", phrase)
            if told and len(phrase) > 12:
                yield Span(start, match.end(), IdentifierKind.ROLE, certain=False)
    if " одна на " in folded:
        for match in re.finditer(rf"(?:мо[йяё] )((?:[а-я]+ ){{1,3}}одна? на (?:весь|всю) {_PHRASE})", folded):
            yield Span(*match.span(1), IdentifierKind.ROLE, certain=False)


def _russian(words: Words, place: int) -> tuple[int, int] | None:
    folded = words.reading.folded
    match = _RUSSIAN.match(folded, words.starts[place])
    if match is None or words.gap_before(place).endswith("-"):
        return None
    group = match.lastgroup or ""
    start, end = match.span(group)
    phrase = _TAIL.sub("", folded[start:end]).rstrip()
    if group == "only" and not (re.search(_POST, phrase) and cue_of_me(folded, match.start())):
        return None
    if group in ("work", "me") and not _HERE.search(phrase):
        return None
    return (start, start + len(phrase)) if len(phrase) > 8 else None


def cue_of_me(folded: str, place: int) -> bool:
    """Whether the sentence that *place* stands in begins with «я»."""
    begin = max(folded.rfind(mark, 0, place) for mark in ".!?\n") + 1
    return re.search(r"(?<![а-я])(?:я|мне|меня|мы|нас)(?![а-я])", folded[begin : place + 90]) is not None


def _phrase_start(folded: str, place: int) -> int:
    begin = max(folded.rfind(mark, 0, place) for mark in ".!?\n,;:") + 1
    begin = max(begin, place - 70)
    while begin < place and folded[begin] in " -":
        begin += 1
    match = re.match(r"(?:мен|men|осы|озим|я) ", folded[begin:place])
    return begin + (match.end() if match else 0)
