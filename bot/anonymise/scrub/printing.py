"""One file printed to PDF by LibreOffice, in a room that this process makes, watches and ends."""

from __future__ import annotations

import signal
import subprocess

from bot.anonymise.scrub.office_program import OfficeProgram
from bot.anonymise.scrub.verdicts import Instead, RefusalError, RefusalReason

OUT_OF_TIME = 128 + signal.SIGXCPU  # what a shell says of a program that had used up its processor time


def print_to_pdf(content: bytes, extension: str, office: OfficeProgram) -> bytes:
    """The pages of *content* as LibreOffice prints them; raises RefusalError when it prints none."""
    order = office.command(extension, "/bin/sh", "/room/print.sh")
    printed = subprocess.run(order, input=content, stdout=subprocess.PIPE, env={}, check=False)
    if printed.returncode == OUT_OF_TIME:
        raise RefusalError(RefusalReason.SLOW, Instead.PDF)
    if printed.returncode != 0 or not printed.stdout.startswith(b"%PDF"):
        raise RefusalError(RefusalReason.DAMAGED, Instead.PDF)
    return printed.stdout
