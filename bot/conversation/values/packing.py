"""What is remembered of one private chat, as JSON and back.

Rules
- Visits lie in databases: a key never gets another meaning, and what has its default is left out, so that the
  fingerprint of a preview drawn before an upgrade still holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, assert_never

from bot.conversation.values.attachments import dump_attachments, load_attachments
from bot.conversation.values.commands import read_name
from bot.conversation.values.draft import (
    Answer,
    Answers,
    Draft,
    Given,
    Growing,
    Marks,
    Part,
    Screen,
    Skipped,
    Untaken,
    Visit,
)
from bot.conversation.values.own_acts import Aim
from bot.conversation.values.preset import Preset
from bot.terms import Language

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def dump_visit(visit: Visit) -> bytes:
    """*visit* as compact JSON, to be sealed by the caller."""
    draft = visit.draft
    packed: dict[str, Any] = {"l": visit.language, "w": visit.screen.value, "s": visit.step}
    if draft is not None:
        packed["d"] = {
            "a": {name: _pack(answer) for name, answer in draft.answers.items()},
            "c": draft.code,
            "e": draft.editing,
            "f": dump_attachments(draft.files),
        }
        if draft.beside.parts:
            packed["d"]["b"] = _pack(draft.beside)
        if draft.marks != Marks():
            packed["d"]["m"] = _pack_marks(draft.marks)
    if visit.case is not None:
        packed["k"] = visit.case
    packed |= _pack_facts(visit)
    if visit.purpose is not None:
        packed["p"] = visit.purpose
    if visit.noticed:
        packed["n"] = 2 if visit.heeded else 1
    if visit.early:
        packed["y"] = list(visit.early)
    if visit.preset is not None:
        packed["ps"] = [visit.preset.region, visit.preset.sphere]
    return _JSON.encode(packed).encode("utf-8", "surrogatepass")


def _pack_facts(visit: Visit) -> dict[str, Any]:
    """What waits to be sent for a case."""
    packed: dict[str, Any] = {}
    if visit.facts.parts:
        packed["f"] = _pack(visit.facts)
    if visit.facts_files:
        packed["ff"] = dump_attachments(visit.facts_files)
    if visit.facts_kept:
        packed["fk"] = list(visit.facts_kept)
    if visit.facts_marks != Marks():
        packed["fm"] = _pack_marks(visit.facts_marks)
    if visit.offered:
        packed["o"] = True
    if visit.aim is not Aim.ADD:
        packed["am"] = visit.aim
    if visit.guarded:
        packed["g"] = True
    return packed


def load_visit(packed: bytes) -> Visit:
    """The visit behind `dump_visit`."""
    read = json.loads(packed.decode("utf-8", "surrogatepass"))
    draft = read.get("d")
    facts = _growing(read.get("f"))
    return Visit(
        language=None if read["l"] is None else Language(read["l"]),
        screen=Screen(read["w"]),
        draft=None if draft is None else _draft(draft),
        case=read.get("k"),
        facts=facts,
        step=read["s"],
        purpose=read_name(read.get("p", "")),
        facts_files=load_attachments(read.get("ff", [])),
        facts_kept=tuple(read.get("fk", ())),
        facts_marks=_marks(read.get("fm")),
        noticed=bool(read.get("n", 0)),
        heeded=read.get("n", 0) == 2,
        early=tuple(Untaken(each) for each in read.get("y", ())),
        offered=read.get("o", False),
        aim=Aim(read.get("am", Aim.ADD)),
        guarded=read.get("g", False),
        preset=Preset(*read["ps"]) if "ps" in read else None,
    )


def _draft(packed: Mapping[str, Any]) -> Draft:
    files, beside = load_attachments(packed.get("f", [])), _growing(packed.get("b"))
    return Draft(_answers(packed["a"]), packed["c"], packed["e"], files, beside, _marks(packed.get("m")))


def _pack_marks(marks: Marks) -> list[list[str]]:
    return [sorted(marks.hidden), sorted(marks.turned)]


def _marks(packed: Any) -> Marks:
    return Marks() if packed is None else Marks(*map(frozenset, packed))


def _growing(packed: Any) -> Growing:
    grown = _unpack(packed)
    return grown if isinstance(grown, Growing) else Growing(())


def _answers(packed: Mapping[str, Any]) -> Answers:
    return MappingProxyType({name: _unpack(answer) for name, answer in packed.items()})


def _pack(answer: Answer) -> Any:
    match answer:
        case Given(value):
            return value
        case Skipped():
            return None
        case Growing(parts, done, early):
            packed = {"p": [[part.message_id, part.text] for part in parts], "d": done}
            return packed | {"e": True} if early else packed
        case unexpected:
            assert_never(unexpected)


def _unpack(packed: Any) -> Answer:
    if packed is None:
        return Skipped()
    if isinstance(packed, str):
        return Given(packed)
    parts = tuple(Part(number, text) for number, text in packed["p"])
    return Growing(parts, packed["d"], packed.get("e", False))
