"""What goes out: the lanes of the outbox, what stands in them, where it goes."""
