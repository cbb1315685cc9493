"""Parcels: outbox items opened, with all that their rendering needs."""
