"""``python -m storage.migrations "what changes"``: write the next revision from storage.schema."""

import sys

from storage.migrations import MIGRATIONS


def main() -> int:
    """Write the next revision and say where it is; 2 without a message."""
    if len(sys.argv) != 2:
        print('Say what changes: python -m storage.migrations "add the outbox"', file=sys.stderr)
        return 2
    from storage.schema import metadata

    print(f"Read it before you keep it: {MIGRATIONS.write_next(sys.argv[1], metadata)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
