"""``python -m storage.migrations "what changes"``: write the next revision from storage.schema."""

import sys

from storage.migrations import MIGRATIONS


def main() -> int:
    """Write the next revision and say where it is; 1 when it has to be completed by hand, 2 without a message."""
    if len(sys.argv) != 2:
        print('Say what changes: python -m storage.migrations "add the outbox"', file=sys.stderr)
        return 2
    from storage.schema import metadata

    written = MIGRATIONS.write_next(sys.argv[1], metadata)
    print(f"Read it before you keep it: {written.path}")
    if written.is_empty and not written.missing:
        print("No table differs: it is empty, and yours to fill if rows are to change")
    for missing in written.missing:
        print(f"Not written, complete it by hand: {missing}", file=sys.stderr)
    return 1 if written.missing else 0


if __name__ == "__main__":
    sys.exit(main())
