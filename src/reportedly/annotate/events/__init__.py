"""What statements, and the story's own voice, say happens between whom, when, and how sure they present it.

::

    Network ─> happenings ─ event_drafts ─> EventDrafts ─ asked ─> resolve (actors) ─ events_of ─> Events
                                  statements, times ──────────────────────────────────┘

The network says which words name an event, of what type and status, and which words name who does it, to whom and when. What is
read off the words around it: the mode and the place by rule, the contexts by learned weights.
"""
