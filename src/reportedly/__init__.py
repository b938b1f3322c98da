"""reportedly reads news stories and keeps a ledger of who said what, on whose authority, about which events, and when."""

__version__ = "0.1.0"
