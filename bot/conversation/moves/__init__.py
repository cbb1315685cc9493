"""Moves: what each kind of event does to a visit, one module for each."""
