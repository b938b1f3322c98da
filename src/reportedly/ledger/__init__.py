"""Readings -> a store that lasts: kept, found again, taken away."""

from reportedly.ledger.adding import Added
from reportedly.ledger.ledger import Counts, Failure, Ledger
from reportedly.ledger.portrait import Portrait, Subject
from reportedly.ledger.query import Query
from reportedly.ledger.rereading import Reread
from reportedly.ledger.search import Found, Hit, Told
from reportedly.ledger.timeline import Point

__all__ = ["Added", "Counts", "Failure", "Found", "Hit", "Ledger", "Point", "Portrait", "Query", "Reread", "Subject", "Told"]
