"""Accounts compared, in the ledger: kept as they are found, so that a story costs the same however many there are.

::

    put, reread, correct ─> entering.await_entering                   (each story, at once)
    merge, split, undo ──> entering.judge_again
                                │
    compare, promises, ...  ─> updating: the stories that wait
                                ├─> entering: a story's keys and words
                                ├─> linking: which happening a story is of, by the stories that share its keys
                                └─> judging: the accounts of a happening set against each other
                                                │
    kept: what was found ─> views <── overruling: what people say of it
"""
