"""The ledger as a web application: read, see and correct in the browser, and a JSON API with the same powers."""
