"""What citizens do: an arrival becomes one transaction, a draft becomes a case."""
