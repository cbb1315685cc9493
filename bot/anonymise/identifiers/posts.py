"""The writer's post, where one person holds it: «единственный логопед школы 5», «№5 мектептің жалғыз логопедімін».

A question for the writer, never certain: only they know who else could have written this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import before
from .kinds import IdentifierKind, Span
from .people_words import POSTS
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
    yield from _told_plainly(words)
    if " одна на " in folded or " один на " in folded:
        for match in _ONE_OF_ALL.finditer(folded):
            yield Span(*match.span(1), IdentifierKind.ROLE, certain=False)


_ME = word_set("я мен меня мне мы озим работала работал работаю служил служила болып")
_MOST_BETWEEN = 5
"""Words between «я» and the post: «Меня как бухгалтера», «Я там работала музыкальным руководителем»."""
_HERE_WORDS = re.compile(
    r"(?: (?:в|на|при|из) [^,.!?\n;:]{3,50}| [^,.!?\n;: ]{2,20}(?:ого|его|ой|ей|ых|их|ский|ская|ского|"
    r"ской) [^,.!?\n;:]{3,40}|"
    r" (?:школ|больниц|поликлиник|сад|отдел|библиотек|акимат|суд|аким|клуб|кафе|магазин|цех|участк)[^,.!?\n;:]{0,40})"
)
_OWN_FIRM = re.compile(
    r"(?<![а-я])(?:тоо|жшс|ип|жк|кх|шк|кафе|магазин|"
    r"дукен) [«\"][^»\"\n]{2,30}[»\"](?=[^.!?\n]{0,60}(?<![а-я])(?:это я|мой|моя|мое|"
    r"наш|наша|менин|биздин|бин|бсн|иин|жсн|я и )|[^.!?\n]{0,30}(?:менмин))"
)
_CLASS_POST = re.compile(
    r"(?<![а-я])(?:староста|капитан команды|сынып старостасы|президент школы|председатель (?:кск|оси|"
    r"родительского комитета))"
)


_THAT_IS_ME = re.compile(r"(?P<post>[^.!?\n,;:]{8,80}?)[, \-–]{1,3}(?:то есть я|это я|ол мен|менмин)(?![а-я])")
_AS_ONE = re.compile(r"(?P<post>[^.!?\n,;:]{8,70}) ретинде(?![а-я])")
_BETWEEN_COMMAS = re.compile(r"(?<![а-я])(?:мен|я), (?P<post>[^,.!?\n]{8,70}(?:[сш]?[иы]м?(?:ын|ин)?|мын|мин|[а-я])),")


_FIRM_PARTS: tuple[str, ...] = ("«", '"')
_CLASS_PARTS: tuple[str, ...] = ("старост", "капитан", "президент", "председател")
_PHRASES = (
    (_THAT_IS_ME, ("то есть я", "это я", "ол мен", "менмин")),
    (_AS_ONE, ("ретинде",)),
    (_BETWEEN_COMMAS, ("мен, ", "я, ")),
)
"""Patterns that begin anywhere, each with the words that it cannot do without: far cheaper to look for."""


def _told_plainly(words: TextWords) -> Iterator[Span]:
    """«Меня как бухгалтера сельского акимата», «Меруерт Ысқаққызы, заведующая библиотекой», «аудандық мұрағаттың бас
    сақтаушысы болдым»: a post beside «me», or behind the writer's own name, with the place where it is held."""
    folded = words.reading.folded
    for place, form in enumerate(words.forms):
        if form not in POSTS and not form.startswith(_POST_STEMS):
            continue
        start, end = words.starts[place], words.ends[place]
        me = any(words.form(near) in _ME for near in range(max(0, place - _MOST_BETWEEN), place))
        behind = words.gap_before(place)[:1] in (",", "-", "–")
        named = behind and bool(words.kind(place - 1)) and words.is_capital(place - 1)
        sentence = re.split(r"[.!?\n]", before(folded, start, 60))[-1]
        if not (me and len(sentence) < 60) and not named:
            continue
        here = _HERE_WORDS.match(folded, end)
        if here:
            yield Span(start, end + len(_TAIL.sub("", here[0]).rstrip()), IdentifierKind.ROLE, certain=False)
    for pattern, parts in ((_OWN_FIRM, _FIRM_PARTS), (_CLASS_POST, _CLASS_PARTS)):
        for match in pattern.finditer(folded) if any(part in folded for part in parts) else ():
            yield Span(*match.span(), IdentifierKind.ROLE, certain=False)
    for pattern, parts in _PHRASES:
        for match in pattern.finditer(folded) if any(part in folded for part in parts) else ():
            if any(stem in match["post"] for stem in (*_POST_STEMS, *_KAZAKH_POSTS, "тораг", "председател")):
                yield Span(*match.span("post"), IdentifierKind.ROLE, certain=False)


_POST_STEMS = (
    "бухгалтер", "заведующ", "директор", "учител", "воспитател", "логопед", "психолог", "фельдшер", "библиотекар",
    "руководител", "инженер", "диспетчер", "секретар", "завхоз", "медсестр", "хозяйк", "хозяин", "переводчи", "юрист",
    "кладовщи", "тестомес", "пекар", "повар", "сторож", "водител", "лаборант", "акушер", "экономист", "инспектор",
)  # fmt: skip
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
