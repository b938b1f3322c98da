"""Readings -> a store that lasts: kept, found again, taken away."""
