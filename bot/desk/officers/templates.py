"""Ready answers: an office's own texts, for one sphere or for all, which its officers copy and fit to the case.

Everybody in the group reads them, few change them (`rights`). They lie sealed, each to its region and row.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.anonymise.plain import plain_text
from bot.catalogue.meanings import find_spheres
from bot.desk.damage import DAMAGE
from bot.desk.holders import may_run_office
from bot.desk.people import Done, Officer, PressOutcome, Refused
from bot.desk.rules import Turn
from bot.encryption.places import Table
from bot.frozen import frozen
from bot.terms import Language
from storage import templates
from storage.templates import TemplateRow

MOST = 40
"""Ready answers of one office: they stand as buttons under one message."""
LONGEST_NAME, LONGEST_TEXT = 40, 3000


@frozen
class Template:
    """A ready answer; `sphere` is nothing when it is for all."""

    name: str
    text: str
    language: Language
    sphere: str = ""
    id: str = ""


def read_template(said: str) -> Template | None:
    """The ready answer that *said* spells: language and sphere, its name, its text, each from a new line on."""
    head, _, rest = plain_text(said).strip().partition("\n")
    name, _, text = rest.strip().partition("\n")
    language, _, sphere = head.strip().partition(" ")
    if language.lower() not in tuple(Language) or not name.strip() or not text.strip():
        return None
    meant = find_spheres(sphere) if sphere else None
    if (meant is not None and not meant.sure) or len(name) > LONGEST_NAME or len(text) > LONGEST_TEXT:
        return None
    owner = min(meant.owners) if meant is not None else ""
    return Template(name.strip(), text.strip(), Language(language.lower()), owner)


def add_template(connection: Connection, region: str, officer: Officer, ready: Template, turn: Turn) -> PressOutcome:
    """Keep the ready answer for the office, if *officer* may."""
    if not may_run_office(connection, region, officer.id, turn):
        return Refused("s.template_head_only")
    if len(templates.list_templates(connection, region, limit=MOST, aside=turn.safe.damages.met)) >= MOST:
        return Refused("s.template_full", {"n": MOST})
    new_id = turn.rules.chance.new_id()
    said = {"name": ready.name, "text": ready.text, "language": ready.language, "sphere": ready.sphere}
    box = turn.safe.seal(said, table=Table.TEMPLATES, row=f"{region}/{new_id}")
    templates.put_template(connection, TemplateRow(new_id, region, box))
    return Done("s.template_saved", {"name": ready.name})


def drop_template(connection: Connection, region: str, officer: Officer, ready: Template, turn: Turn) -> PressOutcome:
    """Delete the ready answer of the office, if *officer* may."""
    if not may_run_office(connection, region, officer.id, turn):
        return Refused("s.template_head_only")
    templates.drop_template(connection, ready.id)
    return Done("s.template_deleted", {"name": ready.name})


def list_ready(connection: Connection, region: str, sphere: str, turn: Turn) -> list[Template]:
    """The ready answers of the office, or those that fit *sphere*, in the order of their names; no damaged ones."""
    rows = templates.list_templates(connection, region, limit=MOST, aside=turn.safe.damages.met)
    opened = [ready for row in rows if (ready := _open(row, turn)) is not None]
    fitting = [ready for ready in opened if not sphere or ready.sphere in ("", sphere)]
    return sorted(fitting, key=lambda ready: (ready.sphere, ready.name, ready.language))


def get_ready(connection: Connection, region: str, template_id: str, turn: Turn) -> Template | None:
    """The ready answer of the office; None when it has none of that id."""
    try:
        row = templates.get_template(connection, template_id)
    except DAMAGE as fault:
        turn.safe.damages.met(fault)
        return None
    return None if row is None or row.region != region else _open(row, turn)


def _open(row: TemplateRow, turn: Turn) -> Template | None:
    try:
        said = turn.safe.open(row.box, table=Table.TEMPLATES, row=f"{row.region}/{row.id}")
    except DAMAGE:
        return None
    return Template(said["name"], said["text"], Language(said["language"]), said["sphere"], row.id)
