"""What runs without being asked: the notifier empties the outbox, clockwork does what is due."""
