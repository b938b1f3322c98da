"""What people put right in a reading, kept apart from it, so that a later reading of the same story can be put right again.

A correction names what it corrects by the words of the story, never by an id: a statement by its content, an event by its
trigger and type, an actor by name, by the words that name it, or by the ledger's number. Where a later model reads that
statement no more, the correction finds nothing and is given back as unapplied. That is no error, for the model may have learned
better. That something was read rightly is a correction too: it changes nothing but how sure we are.

>>> put_right = corrected(reading, [StatementRejected(reading.document.id, address_of(statement))])
>>> put_right.reading.statements, put_right.unapplied
((), ())
"""

from reportedly.corrections.applying import BY, CERTAIN, Corrected, corrected
from reportedly.corrections.as_json import from_dict, from_json, to_dict, to_json
from reportedly.corrections.kinds import (
    KINDS,
    ActorAddress,
    AddresseeChanged,
    Correction,
    EventAccepted,
    EventAdded,
    EventAddress,
    EventRejected,
    EventStatusChanged,
    EventTypeChanged,
    FormChanged,
    ParentChanged,
    SpeakerChanged,
    StatementAccepted,
    StatementAdded,
    StatementAddress,
    StatementRejected,
    WordsChanged,
    actor_address,
    address_of,
    event_address,
)

__all__ = [
    "BY",
    "CERTAIN",
    "KINDS",
    "ActorAddress",
    "AddresseeChanged",
    "Corrected",
    "Correction",
    "EventAccepted",
    "EventAdded",
    "EventAddress",
    "EventRejected",
    "EventStatusChanged",
    "EventTypeChanged",
    "FormChanged",
    "ParentChanged",
    "SpeakerChanged",
    "StatementAccepted",
    "StatementAdded",
    "StatementAddress",
    "StatementRejected",
    "WordsChanged",
    "actor_address",
    "address_of",
    "corrected",
    "event_address",
    "from_dict",
    "from_json",
    "to_dict",
    "to_json",
]
