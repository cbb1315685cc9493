"""What a process gives up before it opens a stranger's file.

Rules

1. No file can grow (size 0), so nothing of an original can reach a disk; pipes do not count. Only the process that
   starts LibreOffice may have files, in a room of its own: it is memory, has no network and ends with the process.
2. Address space, processor time, open files and new processes are bounded by the kernel, not by good will.
3. It yields the processor to whoever else wants it: a citizen's step lasts some milliseconds, a file waits longer.
4. On Linux the process dies with its parent, and before any other where memory runs out; it is never dumped, gains no
   privileges and, where the kernel lets an ordinary process do so, leaves the network behind together with the rights
   of root.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import resource
import signal
import sys
import time
from pathlib import Path

# From linux/prctl.h and linux/sched.h: Python names none of them.
PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
CLONE_NEWIPC = 0x08000000
NICE = 10  # a tenth of the share of others: enough for an honest file even where others never rest (docs/measures.md)
GRACE = 1  # second between the signal that names the reason and the one that ends the process whatever it does
OPEN_FILES_IN_ROOM = 512  # chosen: LibreOffice holds some sixty, and one for each picture that it unpacks
OPEN_FILES = 64  # chosen: the three streams, and the libraries that are loaded on first use


def confine(*, memory_bytes: int, cpu_seconds: int, parent: int, file_bytes: int = 0) -> None:
    """Give up everything that scrubbing does not need; ends the process when *parent* is already gone.

    With *file_bytes* it may have a room made in memory (`office_program`) in which no file grows larger.
    """
    yield_to_others()
    if sys.platform == "linux":
        leave_with_parent(parent)
        die_first()
        if not file_bytes:
            leave_network()
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, file_bytes)
    limit(resource.RLIMIT_NOFILE, OPEN_FILES_IN_ROOM if file_bytes else OPEN_FILES)
    # The kernel first sends a signal that names the reason, and only a second later the one that does not.
    limit(resource.RLIMIT_CPU, cpu_seconds, grace=GRACE)
    limit(resource.RLIMIT_AS, memory_bytes)
    os.environ.clear()
    os.umask(0o077)
    os.chdir("/")


def forbid_processes() -> None:
    """Start no process and no thread any more; the account's threads all count, so only none can be asked for.

    (Root stands outside this limit.)
    """
    limit(resource.RLIMIT_NPROC, 0)


def spend_at_most(seconds: int) -> None:
    """Use at most *seconds* of processor time from now on, and never more than the process was given as a whole.

    Outside of a limited process it does nothing.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY:
        return
    used = math.ceil(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (min(used + seconds, hard - GRACE), hard))


def limit(what: int, most: int, *, grace: int = 0) -> None:
    """Bound *what* at *most*, or at what is already allowed if that is less; it cannot be raised beyond *grace*."""
    _, hard = resource.getrlimit(what)
    bounds = (most, most + grace) if hard == resource.RLIM_INFINITY else (min(most, hard), min(most + grace, hard))
    resource.setrlimit(what, bounds)


def yield_to_others() -> None:
    """Go after the other processes of this machine when all of them want its processors."""
    os.nice(NICE)
    # A process in a session of its own shares with others by the session's niceness, where the kernel groups them so.
    with contextlib.suppress(OSError):  # other kernels have no such file, and this one takes ten of these in a second
        Path("/proc/self/autogroup").write_text(str(NICE))


def leave_with_parent(parent: int) -> None:
    """Die when *parent* dies, even by kill -9; refuse new privileges and dumps."""
    libc = ctypes.CDLL(None, use_errno=True)
    for option, value in ((PR_SET_PDEATHSIG, int(signal.SIGKILL)), (PR_SET_NO_NEW_PRIVS, 1), (PR_SET_DUMPABLE, 0)):
        if libc.prctl(option, value, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl refused")
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def die_first() -> None:
    """Have the kernel end this process before any other when the machine's memory is used up."""
    with contextlib.suppress(OSError):  # some containers keep it read-only; the bounds below hold all the same
        Path("/proc/self/oom_score_adj").write_text("1000")


def leave_network() -> None:
    """Leave the network and the rights of root behind, where the kernel lets an ordinary process do so."""
    # Many containers forbid it; then the network stays reachable to a decoder that was taken over, and nothing else.
    ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC)
