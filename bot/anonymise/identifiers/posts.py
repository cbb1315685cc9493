"""The writer's post, where one person holds it: «единственный логопед школы 5», «№5 мектептің жалғыз логопедімін».

A question for the writer, never certain: only they know who else could have written this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import before
from .kinds import IdentifierKind, Span
from .word_lists import word_set
from .wording import TextWords

_PHRASE = r"[^,.!?\n;:]{0,70}"
_POST = (
    r"(?:бухгалтер|логопед|психолог|секретар|завуч|завхоз|завсклад|кладовщи|библиотекар|фельдшер|акушер|медсестр|"
    r"медбрат|сурдоперевод|переводчи|журналист|массажист|"
    r"санитар|врач|хирург|терапевт|педиатр|рентгенолог|"
    r"лаборант|учител|воспитател|методист|повар|сторож|охранник|вахтер|водител|инженер|механик|диспетчер|кассир|"
    r"специалист|инспектор|юрист|программист|сисадмин|делопроизводител|"
    r"директор|заведующ|начальник|мастер|бригадир|электрик|слесар|сантехник|оператор|кочегар|уборщи|техничк|"
    r"нянечк|помощник|социальн|экономист|кадров|заведующ|администратор|тренер|"
    r"ветеринар|ветврач|агроном|тракторист|машинист|крановщи|сварщи|гинеколог|стоматолог|дефектолог|хормейстер|"
    r"концертмейстер|руководител|преподавател|лаборант|провизор|фармацевт|нотариус|эколог|геолог)"
)
_RUSSIAN = re.compile(
    rf"(?:(?P<only>(?:единственн\w{{2,3}}|главн(?:ый|ая)|старш(?:ий|ая)) {_PHRASE})|(?:я )?(?:работаю|служу|"
    rf"тружусь) (?P<work>(?:\w+ ){{0,2}}{_POST}\w{{0,6}}{_PHRASE})|"
    rf"я (?:здесь |тут |сама? )?(?P<me>(?:(?:один|одна|единственн\w{{2,3}}|бывш\w{{2}}|главный|главная|"
    rf"старш\w{{2}}) )?{_POST}\w{{0,4}} {_PHRASE})|"
    rf"(?:я|мы) (?:здесь |тут )(?P<alone>(?:один|одна) {_PHRASE})|(?P<own>(?:\w+ ){{1,3}}одна на (?:весь|всю|все|"
    rf"все) {_PHRASE}))"
)
_ENDINGS = ("мын", "мин", "пын", "пин", "бын", "бин", "myn", "min", "pyn", "pin", "byn", "bin")
_KAZAKH = re.compile(r"[а-яa-z]+")
_WORKING = ("истейм", "жумыс", "кызмет", "isteim")
_KAZAKH_POSTS = tuple(
    word_set(
        """
        логопед психолог бухгалтер хатшы кызметкер рентгенолог аспаз мугалим тарбиеши даригер медбике
        фельдшер акушер кузетши жургизуши маман инженер кассир лаборант менгеруши завуч завхоз библиотекар
        китапхана тренер орынбасар инспектор директор бастыг басшы зангер есепши экономист электрик слесар
        оператор диспетчер жетекши имам кадр агроном ветеринар шопан балгер дефектолог санитар техник
        logoped buhgalter mugalim akusher darig medbike aspaz hatshy
        """
    )
)
_KAZAKH_HERE = re.compile(
    r"мектеп|емхана|аурухана|бакша|кенсе|акимдик|колледж|болим|баскарма|орталыг|клуб|№|мешит|театр|«|ауыл|mektep|"
    r"auyl|emhana"
)
_ONE_OF_ALL = re.compile(rf"мо[йяе] ((?:[а-я]+ ){{1,3}}одна? на (?:весь|всю) {_PHRASE})")
_FIRST_RUSSIAN = word_set(
    """
    главный главная старший старшая единственный единственная единственного единственной единственным работаю служу
    тружусь я
    """
)
_TAIL = re.compile(
    r"(?: (?:и|а|но|уже|где|который|которая|что|как|чтобы|потому|вижу|видела?|знаю|мне|меня|нас|у|прошу|хочу|сижу|"
    r"вынужден\w?|обращаюсь|пишу|жасаймын|болам)(?![а-я])).*$",
    re.DOTALL,
)
_HERE = re.compile(
    r"(?:в|на|при|школ|больниц|поликлин|садик|детсад|колледж|клуб|библиотек|отдел|управлен|баз|участк|аким|тоо|"
    r"№|\d|«|сельск|районн|весь|всю|нашей|нашего|главн)"
)


def find_posts(words: TextWords) -> Iterator[Span]:
    """Yield the posts by which the writer could be known, all of the second tier."""
    folded = words.reading.folded
    for place, form in enumerate(words.forms):
        span = None
        if form in _FIRST_RUSSIAN:
            span = _russian(words, place)
        elif form in _ALONE:
            span = _alone(words, place)
        elif form[-1] in "нn" and form.endswith(_ENDINGS) and len(form) > 6 and _KAZAKH.fullmatch(form):
            span = _kazakh(words, place)
        if span:
            yield Span(*span, IdentifierKind.ROLE, certain=False)
    if " одна на " in folded or " один на " in folded:
        for match in _ONE_OF_ALL.finditer(folded):
            yield Span(*match.span(1), IdentifierKind.ROLE, certain=False)


_ALONE = frozenset(("жалгыз", "jalgyz", "jalgiz", "zhalgyz"))


def _alone(words: TextWords, place: int) -> tuple[int, int] | None:
    """«мен жалғыз таксист-инвалид», «поликлиниканың жалғыз сисадмині … менмін»: the phrase around word *place*."""
    folded = words.reading.folded
    start = _phrase_start(folded, words.starts[place])
    later = re.split(r"[,.!?\n;:]| (?:менмин|менмін|болам|болып)", folded[words.ends[place] : words.ends[place] + 70])[
        0
    ]
    sentence = re.split(r"[.!?\n]", before(folded, start, 40))[-1] + folded[start : words.ends[place] + 110]
    told = re.search(r"(?<![а-яa-z])(?:мен|men|менмин|озим)(?![а-яa-z])", sentence)
    return (start, words.ends[place] + len(later.rstrip())) if told and len(later) > 5 else None


def _kazakh(words: TextWords, place: int) -> tuple[int, int] | None:
    """«№5 мектептің жалғыз логопедімін», «бекетінде жалғыз істеймін»: a phrase that ends with word *place*."""
    folded, form = words.reading.folded, words.forms[place]
    start, end = _phrase_start(folded, words.starts[place]), words.ends[place]
    phrase = folded[start:end]
    alone = "жалгыз" in phrase or "algyz" in phrase or "alqyz" in phrase
    works = form.startswith(_WORKING)
    if works and not (alone or re.search(r"болып |bolyp ", phrase)):
        return None
    told = alone or works or _KAZAKH_HERE.search(phrase) is not None
    return (start, end) if told and (works or alone or form.startswith(_KAZAKH_POSTS)) and len(phrase) > 12 else None


def _russian(words: TextWords, place: int) -> tuple[int, int] | None:
    folded = words.reading.folded
    match = _RUSSIAN.match(folded, words.starts[place])
    if match is None or words.gap_before(place).endswith("-"):
        return None
    group = match.lastgroup or ""
    start, end = match.span(group)
    phrase = _TAIL.sub("", folded[start:end]).rstrip()
    alone = match[0].startswith("единственн") or re.search(_POST, phrase) is not None
    if group == "only" and not (alone and cue_of_me(folded, match.start())):
        return None
    if group in ("work", "me") and not _HERE.search(phrase):
        return None
    return (start, start + len(phrase)) if len(phrase) > 8 else None


def cue_of_me(folded: str, place: int) -> bool:
    """Whether the sentence that *place* stands in begins with «я»."""
    begin = max(folded.rfind(mark, max(0, place - 200), place) for mark in ".!?\n") + 1
    return (
        re.search(r"(?<![а-я])(?:я|мне|меня|мы|нас|мен)(?![а-я])", folded[max(begin, place - 200) : place]) is not None
    )


def _phrase_start(folded: str, place: int) -> int:
    begin = max(folded.rfind(mark, max(0, place - 200), place) for mark in ".!?\n,;:") + 1
    begin = max(begin, place - 70)
    while begin < place and folded[begin] in " -":
        begin += 1
    match = re.match(r"(?:мен|men|осы|озим|я) ", folded[max(begin, place - 200) : place])
    return begin + (match.end() if match else 0)
