"""A random walk through the desk: everybody does anything in any order, while sends are in flight.

Rules
- The desk, the outbox, what is drawn and what is settled are real; Telegram is a dictionary of messages in each chat.
- A parcel is drawn when it is claimed, and may arrive, and be settled, much later: between lies whatever else happens.
- A walk is drawn from its seed alone: the same seed walks the same way, on every machine.
- `WALK_SEEDS=403-409,5037` walks those seeds in place of the fixed ones: after a change of what is drawn a hundred of
  them, for the fixed ones go other ways then, and may find less.

    chats.py        what stands in each chat, and what a parcel puts there
    road.py         from the outbox into the chats: claimed, held in flight, settled
    town.py         the people, their cases, and who is where
    citizens.py, office.py, experts.py, surroundings.py     what can happen
    truths.py       what must be true whatever has happened
"""
