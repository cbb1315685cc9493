"""LibreOffice as the machine has it: found, tried out, and shut into a room of its own.

Rules

1. It is optional: without it, or where the kernel gives it no such room, what only it can read is refused as before.
   A letter or a list costs 1.5 s of processor time and 220 MB (docs/measures.md).
2. The room (bubblewrap) has no network, no processes but its own, no folders but the programs' and fonts', all
   read-only, and one writable folder that is memory and ends with the room: neither keys nor other files can be linked
   into a page.
3. It prints and nothing else; what it printed is drawn to pictures like any stranger's PDF.
"""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from bot.anonymise.scrub.verdicts import MIB
from bot.frozen import frozen

ROOM_BYTES = 192 * MIB
"""The writable folder: the file (20 MiB at most), its PDF (48), a profile (1), and what is unpacked meanwhile."""
SCRIPTS = Path(__file__).with_name("print_room")
PROGRAMS = ("/usr/bin", "/usr/lib", "/usr/lib64", "/usr/share", "/lib", "/lib64", "/bin")
PRINT = ("/bin/sh", "/room/print.sh")
LOOKS = ("/usr/local/share/fonts", "/etc/fonts", "/var/cache/fontconfig", "/etc/libreoffice", "/var/lib/libreoffice")
TRY_SECONDS = 20  # chosen: a room opens within 0.1 s; a machine that has just started has much else to do


@frozen
class OfficeProgram:
    """Where soffice.bin and bwrap are."""

    soffice: str
    bwrap: str

    @classmethod
    def find(cls) -> OfficeProgram | None:
        """Both programs; None when this machine lacks one of them."""
        soffice, bwrap = shutil.which("soffice"), shutil.which("bwrap")
        if soffice is None or bwrap is None:
            return None
        # What is on the path only starts the program, which then cannot be counted on to end with it.
        program = Path(soffice).resolve().with_name("soffice.bin")
        return cls(str(program), bwrap) if program.is_file() else None

    @property
    def draws_formulas(self) -> bool:
        """Whether the part of the program that draws formulas is there; without it their places stay empty."""
        return Path(self.soffice).with_name("libsmlo.so").is_file()

    def command(self, extension: str, reader: str, *words: str) -> list[str]:
        """The order that has a file of *extension* read by *reader* and printed in a fresh room, or runs *words*."""
        folder = str(Path(self.soffice).parent)
        room = [self.bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"]
        room += ["--setenv", "HOME", "/tmp", "--setenv", "KIND", extension, "--setenv", "FILTER", reader]
        room += ["--setenv", "OFFICE", folder]
        room += ["--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LC_ALL", "C.UTF-8"]
        room += ["--setenv", "FONTCONFIG_FILE", "/room/fonts.conf"]
        for place in (*PROGRAMS, *LOOKS, str(Path(folder).parent)):
            room += ["--ro-bind-try", place, place]
        room += ["--ro-bind", str(SCRIPTS), "/room", "--proc", "/proc", "--dev", "/dev"]
        return [*room, "--size", str(ROOM_BYTES), "--tmpfs", "/tmp", "--chdir", "/tmp", *(words or PRINT)]

    async def has_room(self) -> bool:
        """Whether this machine lets a room be made in which the program is seen."""
        order = self.command("", "", "/bin/sh", "-c", 'test -x "$OFFICE/soffice.bin" && test -r /room/print.sh')
        nowhere = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(*order, stdin=nowhere, stdout=nowhere, stderr=nowhere, env={})
        try:
            async with asyncio.timeout(TRY_SECONDS):
                return await process.wait() == 0
        except TimeoutError:
            return False
        finally:
            if process.returncode is None:  # it takes too long, or the bot stops
                process.kill()
                await process.wait()


async def find_office() -> tuple[OfficeProgram | None, str]:
    """LibreOffice where it can be used, and one line that says so or what is missed."""
    program = OfficeProgram.find()
    if program is None:
        return None, "without LibreOffice and bubblewrap only DOCX and XLSX are taken of office files (`make office`)"
    if not await program.has_room():
        return None, "LibreOffice is not used: this system lets no room be made for it (user and mount namespaces)"
    return program, f"office files are printed by {program.soffice}"
