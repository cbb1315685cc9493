"""Storage: what is kept, and the transactions that change it; holds ciphertext and keyed hashes only."""
