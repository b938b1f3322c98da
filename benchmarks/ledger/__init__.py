"""How much a ledger takes and gives: adding stories, searching a million statements."""
