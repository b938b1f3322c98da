"""The commands of the ledger, by what they are for: keep, find, take away, say who is who."""
