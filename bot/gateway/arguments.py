"""What of a command's argument a button may hold: our own names of things, never a typed word."""

from __future__ import annotations

import re

from bot.catalogue.regions import REGIONS, find_regions
from bot.desk.groups.ways import Switch
from bot.gateway.admin import Asked
from bot.terms import Language
from storage.cases import NUMBER


def region_in(asked: Asked) -> str:
    """The one region that the argument names, or nothing."""
    argument = asked.argument
    found = find_regions(argument) if argument and argument not in REGIONS else ()
    return argument if argument in REGIONS else found[0].id if len(found) == 1 else ""


def switch_in(asked: Asked) -> str:
    """"on" or "off", or nothing."""
    return asked.argument if asked.argument in tuple(Switch) else ""


def seconds_in(asked: Asked) -> str:
    """A number of at most four digits, or nothing."""
    return asked.argument if asked.argument.isascii() and asked.argument.isdecimal() and len(asked.argument) < 5 else ""


def hours_in(asked: Asked) -> str:
    """The first two numbers of at most two digits, or as many as there are."""
    return " ".join(re.findall(r"[0-9]{1,2}", asked.argument)[:2])


def number_in(asked: Asked) -> str:
    """The number of a case that the argument names, or nothing: words that were typed go onto no button."""
    found = NUMBER.search(asked.argument)
    return found[0] if found else ""


def language_in(asked: Asked) -> str:
    """The id of one of our languages, or nothing."""
    return asked.argument if asked.argument in tuple(Language) else ""
