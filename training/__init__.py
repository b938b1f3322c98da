"""How the models in ``reportedly`` were made. Not part of the installed package; see docs/model-card.md for the commands."""
