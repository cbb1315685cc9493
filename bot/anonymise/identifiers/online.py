"""E-mail addresses, @names and pages in social networks.

Rules:
- the sign of an address may be written @, (at), [at], собака; the dot [dot], (точка), точка, нүкте;
- an @name is a Telegram name unless the word before it names another network; names ending in «bot» are
  bots and no person's;
- a name without @ or link counts only right after the network's name, and only if it looks like an account;
- links to posts, videos, groups and to state portals are no profile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from .context import at_words, before, has_one
from .kinds import IdentifierKind, Span
from .reading import Reading
from .word_lists import word_set

_AT = re.compile(
    r"\s{0,2}(?:@|[(\[{<]\s?(?:at|эт|собака|собачка|dog)\s?[)\]}>])\s{0,2}|\s(?:собака|собачка|sobaka|dog|at|эт)\s"
)
_MAIL_HEADS = word_set("e ema poc pos име мей мыл поч пош")
"""How the words begin that announce an address; so for the others."""
_HOUSE_PARTS = ("mail", "andex", "inbox", "icloud", "мейл", "мэйл", "майл", "маил", "ндекс", "клауд", "инбокс")
_AT_PARTS = ("@", "соба", "sobaka", "dog", " at ", " эт ", "(at", "[at", "{at", "<at", "(эт", "[эт")
_TELEGRAM_HEADS = word_set("nic tel tg use ник тг тел юзе")
_NETWORK_HEADS = word_set(
    "dis fac fb ins lin sky sna ste thr tik twi vk you в вк вко дис инс лин одн ска сна снэ сти тви тик тре фб феи фей "
    "юту"
)
_SPOKEN_SIGN = (
    r"(?:точка|нукте|dot|tochka|нижнее подчеркивание|underscore|нижн\w{2,4}|тире|дефис|подчеркивание|астынгы сызык\w?)"
)
_LOCAL_PART = re.compile(rf"(?:[a-z0-9а-я]{{1,30}} {_SPOKEN_SIGN} ){{0,3}}[a-z0-9а-я][a-z0-9а-я._%+\-]{{0,63}}\Z")
_LATIN_PART = re.compile(rf"(?:[a-z0-9]{{1,30}} {_SPOKEN_SIGN} ){{0,3}}[a-z0-9][a-z0-9._%+\-]{{0,63}}\Z")
_MAIL_CUE = (
    r"(?<![а-яa-z])(?:почт[а-я]{1,3}|пошт[а-я]{1,4}|мыло|мейл\w{0,2}|имейл\w{0,3}|e-?mail[a-z]{0,2}|poshta[a-z]{0,3}|"
    r"pochta)"
)
_SPLIT_PART = re.compile(rf"{_MAIL_CUE}[ :\-–]{{1,3}}(?P<part>[a-z0-9._\-]{{2,40}} [a-z0-9._\-]{{1,20}})\Z")
_MAIL_HOUSE = (
    r"(?:gmail|mail|yandex|icloud|inbox|bk|list|гмайл|гмейл|джимейл|жмейл|мейл|мэйл|майл|маил|яндекс|айклауд|инбокс)"
)
_UNSIGNED = re.compile(
    rf"{_MAIL_CUE}[ :\-–]{{1,3}}(?P<whole>[a-z0-9._\-]{{3,40}} (?:на |в )?{_MAIL_HOUSE}"
    r"(?:[ .](?:ru|kz|com|ру|ком|каз|точка ру|точка ком|точка kz))?)(?![a-zа-я])"
)
_UNSIGNED_SURE = re.compile(
    rf"(?<![a-z0-9а-я@])(?=[a-z._\-]*\d|[a-z]+[._])(?P<whole>[a-z][a-z0-9._\-]{{3,40}} (?:на |в )?{_MAIL_HOUSE}[ .]"
    r"(?:ru|kz|com|ру|ком|каз))(?![a-zа-я])"
)
_DOT = r"(?:\s{0,2}\.\s{0,2}|\s?[(\[{]\s?(?:dot|точка|дот|нукте)\s?[)\]}]\s?|\s(?:точка|dot|дот|нукте|tochka|nukte)\s)"
_PROVIDER = (
    r"(?:mail|gmail|yandex|ya|bk|list|inbox|internet|icloud|outlook|hotmail|rambler|yahoo|proton|protonmail|live|"
    r"mail\.kz|майл|гмайл|маил|мейл|мэйл|маил|джимейл|жмейл|гмейл|гмаил|яндекс|бк|лист|инбокс)"
)
_TLD = r"(?:ru|kz|com|net|org|me|su|by|uz|kg|ua|info|edu|gov|io|рф|ру|ком|кз|каз)"
_SPACED_DOMAIN = re.compile(rf"{_PROVIDER}(?:{_DOT}|,|\s){_TLD}(?![a-zа-я0-9])")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9\-]{0,40})\.){1,4}[a-z]{2,12}(?![a-z0-9])")
_WORDY_DOMAIN = re.compile(rf"(?:[a-zа-я0-9\-]{{1,40}}{_DOT}){{1,3}}{_TLD}(?![a-zа-я0-9])")
_NAME = re.compile(r"@\s?[a-z0-9](?:[a-z0-9._]{1,30}[a-z0-9_])(?![a-z0-9@])")
_TELEGRAM_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?(?:(?<![a-zа-я0-9.])(?:t|т|telegram|teleg)\s?\.\s?(?:me|ме|dog)\s?/\s?|"
    r"(?<![а-я])тме/|tg:/{1,2}resolve\?domain=)"
    r"(?!share|addstickers|addemoji|proxy|socks|setlanguage|"
    r"iv\b)@?\+?[a-z0-9_\-]{2,64}(?:/[a-z0-9_\-]{1,64}){0,2}(?:\?[^\s]{0,80})?"
)
_LINK_PARTS = ("me/", "me /", "ме/", "ме /", "тме/", "dog/", "tg:", ".t.me")
_SUBDOMAIN_LINK = re.compile(r"(?<![a-z0-9.])(?:https?://)?[a-z0-9_]{4,32}\.t\.me(?![a-z0-9.])")
_TELEGRAM_CUE = re.compile(
    r"(?<![а-яa-z])(?:телеграмм?(?:а|е|у|ом|ым|ымда|дагы|да)?|телег[аеуи]\w{0,3}|(?<!\d)(?<!\d )тг|tg|"
    r"telegramm?(?:ym|im)?|"
    r"teleg[ae]m?|"
    r"ник\w{0,4}|юзер(?:нейм)?|username|nick)(?:\s(?:в|телеграмм?\w{0,3}|тг|мой|менин|ник\w{0,3}|аккаунт\w{0,3}|"
    r"паракшам)){0,3}"
    r"(?P<colon>\s{0,2}[:=\-–]\s{0,2}|\s)"
)
_ACCOUNT = re.compile(
    r"@?(?:live:)?(?=[a-z0-9._]*[a-z])[a-z0-9_](?:[a-z0-9._]{2,30}[a-z0-9_])(?:#\d{4})?(?![a-z0-9а-я@/])|"
    r"@?(?=[а-я.]{3,24}[_0-9])[а-я.]{3,24}_?[а-я0-9.]{1,12}(?![a-z0-9а-я@/_])"
)
"""«гаухар_81» too: typed in Cyrillic letters, it has a digit or a line."""
_SITES = (
    r"(?:instagram\s?\.\s?com|instagr\.am|insta\.com|vk\s?\.\s?(?:com|ru|me)|vkontakte\.ru|facebook\s?\.\s?com|"
    r"fb\.(?:com|me)|"
    r"m\.me|tiktok\s?\.\s?com|ok\.ru|odnoklassniki\.ru|youtube\.com|twitter\.com|x\.com|threads\.(?:net|com)|"
    r"linkedin\.com|github\.com|gitlab\.com|twitch\.tv|soundcloud\.com|behance\.net|steamcommunity\.com|discord\.gg|"
    r"wa\.me|api\.whatsapp\.com|chat\.whatsapp\.com|whatsapp\.com|my\.mail\.ru|snapchat\.com|"
    r"вк\.ком|инстаграм\.ком|pinterest\.com|olx\.kz|signal\.me|viber\.click)"
)
_PROFILE = re.compile(
    rf"(?<![a-zа-я0-9@])(?:https?\s?:\s?//\s?)?(?:(?:www|m|mobile|web|kk-kz|"
    rf"ru-ru)\.)?(?P<site>{_SITES})\s?/\s?(?P<path>[^\s,;<>\"«»)\]]{{1,200}})"
)
_NO_PROFILE = re.compile(
    r"(?:instagr.*/(?:p|reel|reels|explore|tv)/|facebook.*/(?:groups|watch|events|share|reel|story|photo|help|"
    r"policies)|"
    r"fb\.com/(?:groups|watch|events)|vk.*/(?:wall-|video|club|public|feed|clip|photo-|topic-)|"
    r"youtube\.com/(?!@|c/|user/|channel/)|tiktok.*com/(?!@)|ok\.ru/(?:group|video|live)|(?:olx\.kz)/(?!.*(?:user|"
    r"profile))|"
    r"linkedin\.com/(?!in/)|(?:x|twitter)\.com/(?:\w+/status|search|hashtag|home)|signal\.me/$)"
)
_NETWORK = (
    r"инст(?:аграмм?|[аеуоы]|ам|амда)?\w{0,4}|insta(?:gramm?)?(?:ym|im|m)?|тик\s?ток\w{0,3}|tik\s?tok\w{0,2}|вк|vk|"
    r"в\s?контакте\w{0,2}|"
    r"фе[ий]сбук\w{0,3}|face?book\w{0,2}|fb|фб|одноклассник\w{0,3}|snap(?:chat)?|сн[аэ]п\w{0,4}|threads|тредс|"
    r"ютуб\w{0,3}|"
    r"youtube|твиттер\w{0,2}|twitter|linkedin|линкедин|дискорд\w{0,2}|discord|скайп\w{0,2}|skype|стим\w?|steam"
)
_NETWORK_CUE = re.compile(
    rf"(?<![а-яa-z])(?:{_NETWORK})(?:\s(?:паракшам|para[qk]sham|парагым|страниц[аы]|аккаунт\w{{0,3}}|профиль|ник|"
    rf"канал\w{{0,3}}|мой|моя|менин|akkauntym|profil|nik)){{0,2}}"
    r"(?P<colon>\s{0,2}[:=\-–]\s{0,2}|\s{1,2}|(?=@))"
)
_NETWORK_BEFORE = re.compile(rf"(?<![а-яa-z])(?:{_NETWORK})[\s:=\-–(]{{0,4}}(?:\w{{2,12}}[\s:]{{1,3}})?$")
_COMMON = word_set(
    """
    kanal kanaly bot channel arqyly arkyly turaly chat group gruppa grupa messenger jazynyz zhazynyz whatsapp
    instagram telegram facebook tiktok youtube vatsap bar joq zhoq jaz zhaz osy sol nemese jane zhane men menin
    degen live story stories reels direct com www http https pochta email news kaspi egov online video foto postta
    paraqsham paraqshamda jelisinde zhelisinde habarlama kz ru
    """
)
_DOMAIN_NAME = re.compile(r"\.(?:com|ru|kz|me|net|org|am)$")
_PAGE_OF_MINE = re.compile(
    r"(?:мо[йя] (?:тг|телег[ауе]|телеграм)|(?:тг|телега) мо[йя]|телеграмым|тгм|"
    r"инста(?:м|грамым)|инстамыз|тиктогым|тиктокым|парак?шам|инст[ае] я|моя? (?:инст[а-я]{1,8}|страниц[а-я])|"
    r"insta(?:m|gramym))[ :\-–]{1,3}\Z"
)
"""A word that says whose the page is: what follows is an account, though it ends as addresses on the net do."""
_INSTITUTION = re.compile(r"bot$|akimat|akimdi[kq]|egov|[_.]gov|gov[_.]|antikor|ministr|prokurat|adaldyq|kazpost")


_OFFICE = re.compile(
    r"(?:info|support|hotline|office|press|kense|kanc(?:elyariya)?|"
    r"priemnaya|reception|help|contacts?|admin|service|callcenter|"
    r"call|hr|pr|mail|no-?reply|feedback|obrashcheni[ea]|zhaloba|doverie|senim|sekretar|secretary|kadry|sales|news|"
    r"redak[a-z]{0,6}|"
    r"editor|bank|akimat[a-z.\-]{0,20}|school[a-z\d.\-]{0,8}|gu[.\-][a-z.\-]{2,20})(?:[._\-]?\d{0,4})\s?(?:@|[(\[]|\s)"
)
"""A mailbox of an institution; who has it, may still be asked."""
_PUBLIC = re.compile(
    r"официальн|ресми|паблик|сообществ|редакц|телеканал|(?:телеграм|тг|telegram|ютуб|youtube)[ -]канал|"
    r"канал[еа] |подпи[шс]|жазылыныз|арнасын|блогер|пресс|новостн"
)
_MINE = re.compile(r"(?<![а-яa-z])(?:мо[йяеи]|моем|моего|менин|мени|я|наш|my|menin|для связи|пишите)(?![а-яa-z])")


def find_online(reading: Reading) -> Iterator[Span]:
    """Yield the e-mail addresses, Telegram names and profile pages of *reading*."""
    text = reading.folded
    yield from _find_mail(reading)
    for span in _find_named(reading):
        public = span.certain and _PUBLIC.search(before(text, span.start, 44)) and not _MINE.search(_around(text, span))
        yield replace(span, certain=False) if public else span


def _around(text: str, span: Span) -> str:
    return before(text, span.start, 44) + text[span.end : span.end + 24]


def _find_mail(reading: Reading) -> Iterator[Span]:
    text = reading.folded
    for match in _AT.finditer(text) if has_one(text, _AT_PARTS) else ():
        if span := _email_at(text, match):
            yield span
    for match in at_words(_UNSIGNED, _MAIL_HEADS, reading):
        yield Span(*match.span("whole"), IdentifierKind.EMAIL)
    for match in _UNSIGNED_SURE.finditer(text) if has_one(text, _HOUSE_PARTS) else ():
        yield Span(*match.span("whole"), IdentifierKind.EMAIL)


def _find_named(reading: Reading) -> Iterator[Span]:
    text = reading.folded
    if "@" in text:
        yield from _find_names(text)
    if ("/" in text or ".t.me" in text) and has_one(text, _LINK_PARTS):
        for pattern in (_TELEGRAM_LINK, _SUBDOMAIN_LINK):
            for match in pattern.finditer(text):
                yield Span(match.start(), _trimmed(text, match.start(), match.end()), IdentifierKind.HANDLE)
    if "/" in text:
        for match in _PROFILE.finditer(text):
            if not _NO_PROFILE.search(match[0]) and not _INSTITUTION.search(match["path"]):
                yield Span(match.start(), _trimmed(text, match.start(), match.end()), IdentifierKind.URL_PROFILE)
    yield from _find_cued(reading, _TELEGRAM_CUE, _TELEGRAM_HEADS, IdentifierKind.HANDLE)
    yield from _find_cued(reading, _NETWORK_CUE, _NETWORK_HEADS, IdentifierKind.URL_PROFILE)
    yield from _find_pages(reading)
    yield from _find_accounts(reading)


def _email_at(text: str, sign: re.Match[str]) -> Span | None:
    wordy = "@" not in sign[0]
    earlier = text[max(0, sign.start() - 64) : sign.start()]
    local = (_LOCAL_PART if wordy else _LATIN_PART).search(earlier)
    if not local:
        return None
    start = sign.start() - len(local[0])
    if parted := _SPLIT_PART.search(earlier):
        start = sign.start() - len(parted["part"])
    domain = _SPACED_DOMAIN.match(text, sign.end())
    if domain is None and (wordy or sign[0] == "@"):
        domain = (_WORDY_DOMAIN if wordy else _DOMAIN).match(text, sign.end()) or _WORDY_DOMAIN.match(text, sign.end())
    if domain is None:
        return None
    office = _OFFICE.match(text, start) is not None
    return Span(start, domain.end(), IdentifierKind.EMAIL, certain=not office)


def _find_names(text: str) -> Iterator[Span]:
    for match in _NAME.finditer(text):
        earlier = text[match.start() - 1 : match.start()]
        if earlier.isalnum() or earlier == "*" or _INSTITUTION.search(match[0]):
            continue
        network = _NETWORK_BEFORE.search(before(text, match.start(), 40))
        yield Span(match.start(), match.end(), IdentifierKind.URL_PROFILE if network else IdentifierKind.HANDLE)


def _find_cued(
    reading: Reading, cue: re.Pattern[str], heads: frozenset[str], kind: IdentifierKind
) -> Iterator[Span]:
    text = reading.folded
    for match in at_words(cue, heads, reading):
        account = _ACCOUNT.match(text, match.end())
        mine = account and _PAGE_OF_MINE.search(before(text, account.start(), 24)) and "." in account[0]
        if account and (mine or _looks_like_account(account[0], match["colon"], text[match.start()])):
            yield Span(account.start(), account.end(), kind)


_MADE_UP = re.compile(
    r"(?<![a-z0-9а-я@./_\[])(?=[a-z0-9.]*[_0-9.])_{0,3}[a-z][a-z0-9._]{3,30}[a-z0-9_](?![a-z0-9а-я@/_])"
)
_A_FILE = re.compile(
    r"\.(?:jpe?g|png|pdf|docx?|xlsx?|mp[34]|mov|zip|rar|heic|txt|m4a|ogg)\Z|\A(?:img|vid|dsc|screenshot|photo|file|"
    r"doc|iphone|covid|wi)[_\-0-9]"
)
_TELEGRAM = re.compile(
    r"(?<![а-яa-z])(?:телег[а-я]{0,6}|(?<!\d)(?<!\d )тг[а-я\-]{0,6}|tg[a-z]{0,3}|"
    r"telega?[a-z]{0,8}|ник[а-я]{0,4}|nick[a-z]{0,4}|"
    r"аккаунт[а-я]{0,5}|akk?aunt[a-z]{0,4}|юзер[а-я]{0,6}|user[a-z]{0,5})"
)
_NETWORKS = re.compile(rf"(?<![а-яa-z])(?:{_NETWORK})")
_SPOKEN_NAME = re.compile(
    rf"(?<![а-яa-z])(?:телег[а-я]{{0,6}}|тг|tg|ник[а-я]{{0,3}})[ :]{{1,3}}(?P<name>(?:собака |собачка |"
    rf"@ ?)?[a-z0-9]{{2,30}}(?: {_SPOKEN_SIGN} [a-z0-9]{{1,30}}){{1,3}})"
)
_PAGE = re.compile(
    rf"(?<![а-яa-z])(?:{_NETWORK})(?:[ \-](?:да|де|дагы|деги))?(?:[ :]{{1,2}}(?:канал\w{{0,3}}|арна\w{{0,3}}|"
    rf"страниц\w{{1,2}}|паракша\w{{0,3}}|профил\w{{1,3}}|аккаунт\w{{0,3}}|"
    r"я|мен|мой|моя|менин|блог\w{0,2}|групп\w{1,2}|там|деген|болып|как)){0,3}[ :\-–]{1,3}[«\"]?"
)
_TITLE = re.compile(r"(?P<first>[^\W\d_][\w'\-]{1,24})(?P<rest>(?: [^\W\d_][\w'\-]{1,24}){0,2})")


def _find_accounts(reading: Reading) -> Iterator[Span]:
    """What only an account can be called, in a sentence that names the network: «karlygash_k8 в телеграме»."""
    text = reading.folded
    for match in at_words(_SPOKEN_NAME, _TELEGRAM_HEADS, reading):
        yield Span(*match.span("name"), IdentifierKind.HANDLE)
    for match in _MADE_UP.finditer(text):
        name = match[0]
        if name in _COMMON or _INSTITUTION.search(name) or _A_FILE.search(name):
            continue
        if _DOMAIN_NAME.search(name):
            if _PAGE_OF_MINE.search(before(text, match.start(), 24)):
                yield Span(match.start(), match.end(), IdentifierKind.URL_PROFILE)
            continue
        earlier = _CLAUSE_END.split(before(text, match.start(), 44))[-1]
        later = _CLAUSE_END.split(text[match.end() : match.end() + 24])[0]
        around = f"{earlier} {later}"
        if _TELEGRAM.search(around):
            yield Span(match.start(), match.end(), IdentifierKind.HANDLE)
        elif _NETWORKS.search(around):
            yield Span(match.start(), match.end(), IdentifierKind.URL_PROFILE)
        elif "_" in name:
            yield Span(match.start(), match.end(), IdentifierKind.HANDLE, certain=False)


_CLAUSE_END = re.compile(r"[!?;\n]|\.(?= )")


def _find_pages(reading: Reading) -> Iterator[Span]:
    """The title of a page right after its network: «Ютуб арнам: Қарлығаш дастархан». Whose it is, is asked."""
    for cue in at_words(_PAGE, _NETWORK_HEADS, reading):
        title = _TITLE.match(reading.plain, cue.end())
        if title and title["first"][0].isupper() and title["first"].lower() not in _COMMON:
            yield Span(title.start(), title.end(), IdentifierKind.URL_PROFILE, certain=False)


def _looks_like_account(account: str, separator: str, cue_letter: str) -> bool:
    if account.lstrip("@") in _COMMON or _INSTITUTION.search(account) or _DOMAIN_NAME.search(account):
        return False
    if account[0] == "@" or any(char in "._0123456789" for char in account):
        return True
    return any(char in ":=-–" for char in separator) or "а" <= cue_letter <= "я"


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip(".,;:!?'\"»)("))
