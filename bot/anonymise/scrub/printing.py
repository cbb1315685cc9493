"""One file printed to PDF by LibreOffice, in a room that this process makes, watches and ends."""

from __future__ import annotations

import signal
import subprocess

from bot.anonymise.scrub.office_program import OfficeProgram
from bot.anonymise.scrub.verdicts import Instead, RefusalError, RefusalReason

FILTERS = {
    "doc": "MS Word 97",
    "docx": "MS Word 2007 XML",
    "docm": "MS Word 2007 XML VBA",
    "rtf": "Rich Text Format",
    "odt": "writer8",
    "html": "HTML (StarWriter)",
    "xls": "MS Excel 97",
    "xlsx": "Calc MS Excel 2007 XML",
    "xlsm": "Calc MS Excel 2007 VBA XML",
    "xlsb": "Calc MS Excel 2007 Binary",
    "ods": "calc8",
    "ppt": "MS PowerPoint 97",
    "pptx": "Impress MS PowerPoint 2007 XML",
    "pptm": "Impress MS PowerPoint 2007 XML VBA",
    "odp": "impress8",
}
"""What LibreOffice calls its readers; a page of the web is read as a text, which has paper."""
OUT_OF_TIME = 128 + signal.SIGXCPU  # what a shell says of a program that had used up its processor time


def print_to_pdf(content: bytes, extension: str, office: OfficeProgram) -> bytes:
    """The pages of *content* as LibreOffice prints them; raises RefusalError when it prints none."""
    order = office.command(extension, FILTERS[extension])
    printed = subprocess.run(order, input=content, stdout=subprocess.PIPE, env={}, check=False)
    if printed.returncode == OUT_OF_TIME:
        raise RefusalError(RefusalReason.SLOW, Instead.PDF)
    if printed.returncode != 0 or not printed.stdout.startswith(b"%PDF"):
        raise RefusalError(RefusalReason.DAMAGED, Instead.PDF)
    return printed.stdout
