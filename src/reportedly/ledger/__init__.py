"""Readings -> a store that lasts: kept, found again, taken away."""

from reportedly.ledger.accounts.updating import Updated
from reportedly.ledger.accounts.views import Compared, Ground, Happening, Mark, Overruling, Sequel, StoryOf, Testimony, Verdict
from reportedly.ledger.actors import Done, Imported, Judgement, Profile, Summary
from reportedly.ledger.adding import Added
from reportedly.ledger.facets import Choice, Facets
from reportedly.ledger.ledger import Counts, Failure, Ledger
from reportedly.ledger.portrait import Appearance, Portrait, Subject
from reportedly.ledger.query import Query
from reportedly.ledger.rereading import Reread
from reportedly.ledger.search import Found, Hit, Told
from reportedly.ledger.store import Made
from reportedly.ledger.timeline import Point

__all__ = [
    "Added",
    "Appearance",
    "Choice",
    "Compared",
    "Counts",
    "Done",
    "Facets",
    "Failure",
    "Found",
    "Ground",
    "Happening",
    "Hit",
    "Imported",
    "Judgement",
    "Ledger",
    "Made",
    "Mark",
    "Overruling",
    "Point",
    "Portrait",
    "Profile",
    "Query",
    "Reread",
    "Sequel",
    "StoryOf",
    "Subject",
    "Summary",
    "Testimony",
    "Told",
    "Updated",
    "Verdict",
]
