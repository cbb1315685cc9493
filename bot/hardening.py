"""Hardening: what the process itself must not give away."""

from __future__ import annotations

import ctypes
import os
import resource
import sys

PR_SET_DUMPABLE = 4
"""From <linux/prctl.h>."""


def harden_process() -> None:
    """New files are ours alone, and a crash leaves no memory image on the disk.

    A collector of core dumps that the kernel feeds through a pipe ignores the limit; it gets nothing of a process
    that is not dumpable, whose memory and environment other processes of the account cannot read either.
    """
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
