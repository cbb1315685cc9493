"""Memory of the process."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Give the system the pages that hold nothing any more; the C library keeps them otherwise, where it can at all.

    Worth a call after something large that happens once: it looks through all that is free.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of glibc, not of musl
        if trim is not None:
            trim(0)
