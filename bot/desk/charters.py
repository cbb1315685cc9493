"""Charters: what an office tells every citizen about itself, its people, its hours; the head or an admin writes it.

It lies sealed as whatever a person types, and is shown defanged: nothing in it becomes a link or a mention.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.anonymise.plain import defang, plain_text
from bot.conversation.values.offices import AboutOffices
from bot.desk.damage import DAMAGE
from bot.desk.people import Done, PressOutcome, Refused
from bot.desk.rules import Turn
from bot.encryption.places import Table
from bot.frozen import frozen
from bot.terms import Language
from storage import charters, offices

LONGEST = 2000
"""Characters: with its heading it is one message, and two screens of a telephone."""
DROP = "off"


@frozen
class CharterWish:
    """What is to become of the office's text in one language; without a text it is deleted."""

    language: Language
    text: str = ""


def read_wish(said: str) -> CharterWish | None:
    """The wish in *said*: a language and the text from a new line on, or a language and `off`."""
    head, _, rest = plain_text(said).strip().partition("\n")
    language, _, more = head.strip().lower().partition(" ")
    text = rest.strip()
    if language not in tuple(Language) or (more.strip() or "") not in ("", DROP) or bool(text) is bool(more.strip()):
        return None
    return CharterWish(Language(language), text)


def carry_out(connection: Connection, region: str, wish: CharterWish, turn: Turn) -> PressOutcome:
    """Keep or delete the text of the office of *region*; the caller has made sure that who wishes it may."""
    if len(wish.text) > LONGEST:
        return Refused("a.about_long", {"len": len(wish.text), "max": LONGEST})
    if not wish.text:
        charters.drop_charter(connection, region, wish.language)
        return Done("a.about_dropped")
    box = turn.safe.seal({"text": wish.text}, table=Table.CHARTERS, row=f"{region}/{wish.language}")
    charters.put_charter(connection, region, wish.language, box)
    return Done("a.about_saved")


def get_text(connection: Connection, region: str, language: Language, turn: Turn) -> str:
    """What the office of *region* tells in *language*; nothing where it tells nothing, or that is damaged."""
    try:
        box = charters.get_charter(connection, region, language)
        if box is None:
            return ""
        said = turn.safe.open(box, table=Table.CHARTERS, row=f"{region}/{language}")
    except DAMAGE as fault:
        turn.safe.damages.met(fault)
        return ""
    return defang(str(said["text"]))


def read_about(connection: Connection, region: str | None, language: Language, turn: Turn) -> AboutOffices:
    """The offices that tell something about themselves, and what the one of *region* tells, in whichever language."""
    serving = {*offices.bound_regions(connection)}
    telling = tuple(each for each in charters.regions_with_charter(connection) if each in serving)
    if region is None or region not in telling:
        return AboutOffices(telling)
    texts = (get_text(connection, region, each, turn) for each in sorted(Language, key=lambda each: each != language))
    return AboutOffices(telling, region, next((text for text in texts if text), ""))
