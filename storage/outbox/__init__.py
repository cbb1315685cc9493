"""The outbox: everything that must reach Telegram, in lanes, claimed, sent and settled.

Rules
- Of one case nothing in a lane overtakes an earlier item that `holds`: such an item has no `due_at` until that one is
  settled, set aside or dropped, and nothing looks at it before (order.py). Items that do not hold, files, wait for
  those before them, and nothing waits for them.
- What of a lane has one priority is a queue. `queues.next_at` is the moment from which something of it may be claimed,
  after all that may keep it: a suspension, a pause of the lane, a pause of the queue, a lease, an item's own wait. So a
  claim reads only queues that are due, and of each the one item that it takes (claims.py).
- Within a lane a lower priority goes first, but nothing starves: what has been due for AGED seconds counts as TALK, and
  queues of one rank take turns. Within a queue what was begun goes on first, then what has been due for longest; what
  waited for an earlier item of its case is due from that one's claim on, so that cases take turns too, however much is
  owed about one.
- A claim is a lease: if it is never settled it falls due again, so a crash repeats a delivery and never loses one.
- A lease or a wait further away than its maximum counts as due: a clock that jumped must not stop us.
- `settle_delivered`, `postpone`, `suspend_lane` and `resume_lane`, `set_aside` are the only doors out of a claim.
- Whoever changes a lane first takes its row (`lanes.enter`), so that on PostgreSQL no other does at the same time; who
  takes several at once takes them in the order of their names. Where two transactions wait for each other all the same,
  PostgreSQL ends one of them, and it is run again.
"""

from storage.outbox.aside import drop_aside, get_aside, list_aside, set_aside, try_again
from storage.outbox.claims import (
    AGED,
    LONGEST_LEASE,
    LONGEST_WAIT,
    claim_due,
    is_claimed,
    next_due,
    release_claims,
)
from storage.outbox.holds import KindHold, hold_kind, kind_hold, release_kind
from storage.outbox.items import (
    OutboxItem,
    delete_lane_items,
    enqueue,
    find_untried,
    has_due,
    has_pending,
    list_items,
    list_of_case,
    list_unclaimed,
    list_waiting,
    postpone,
    put_box,
    settle_delivered,
    withdraw,
)
from storage.outbox.lanes import count_aside, count_pending, hold_lane, lane_state, resume_lane, suspend_lane
from storage.outbox.standing import HeldQueue, list_holds, list_suspended, oldest_due, wake_holds

__all__ = [
    "AGED",
    "LONGEST_LEASE",
    "LONGEST_WAIT",
    "HeldQueue",
    "KindHold",
    "OutboxItem",
    "claim_due",
    "count_aside",
    "count_pending",
    "delete_lane_items",
    "drop_aside",
    "enqueue",
    "find_untried",
    "get_aside",
    "has_due",
    "has_pending",
    "hold_kind",
    "hold_lane",
    "is_claimed",
    "kind_hold",
    "lane_state",
    "list_aside",
    "list_holds",
    "list_items",
    "list_of_case",
    "list_suspended",
    "list_unclaimed",
    "list_waiting",
    "next_due",
    "oldest_due",
    "postpone",
    "put_box",
    "release_claims",
    "release_kind",
    "resume_lane",
    "set_aside",
    "settle_delivered",
    "suspend_lane",
    "try_again",
    "wake_holds",
    "withdraw",
]
