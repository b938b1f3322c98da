"""What statements, and the story's own voice, say happens between whom, when, and how sure they present it.

::

    Network ─> happenings ─ event_drafts ─> EventDrafts ─ asked ─> resolve (actors) ─ events_of ─> Events
                                  statements, times ──────────────────────────────────┘

The network says which words name an event, of what type and status, and how likely each word names who does it, to whom and when.
Who and when it is after all is weighed (``weighing``): what the network hears, where the words stand, what the story tells
beside. The mode and the place are read off the words around the trigger by rule, the contexts weighed like the rest.

::

    drafts.py    triggers, types, statuses; phrases.py whom words may mean
    statuses.py  how an event is presented, weighed by the words around it; plainly.py what "not" and "if" say of it
    parties.py   who does it and to whom
    when.py      the time
    place.py     the place
    assemble.py  all of it together
    between.py   what can be asked of the network when others have found the words
"""
