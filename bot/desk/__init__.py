"""What people do to a case: filing, reading, answering, opening contacts; which group serves which region.

Rules
- A use case is a plain function of a connection inside somebody's transaction: it may run again, so everything that
  it wants done outside comes back in its result.
- Rooms are named by who acts: `citizens`, `officers`, `groups`; `parcels` opens what was put into the outbox. None of
  them imports another: what one owes another goes through `outgoing`.
- `status.set_status` is the one door for a case's status; `relay.open_address` the one place where a stored
  address is opened.
- Filing writes nothing that is keyed by an account; it only deletes.
"""
