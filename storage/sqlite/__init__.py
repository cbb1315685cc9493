"""SQLite: one writer that commits together what is queued together, and one connection for reads.

Rules
- A transaction runs whole on the worker thread of its connection; the event loop only queues and settles.
  (storage/sqlite/threads.py: a simulation may let it run in turns of the loop instead.)
- Everything queued when the thread is free (up to GROUP_LIMIT) shares one BEGIN IMMEDIATE … COMMIT.
  If one of them raises, the group is rolled back and each runs alone, in the order of submission,
  so one caller's error never costs another's work. A function may therefore run twice.
- A caller is answered only after the COMMIT that holds its work (WAL, synchronous=FULL).
- Faults of the file or the disk reach the caller as StoreUnavailableError.
"""

from storage.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
