"""Views: what the citizen sees at each place, as texts by key and buttons."""
