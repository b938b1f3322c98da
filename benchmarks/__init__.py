"""Measures reportedly against people and against other software, on data that lies beside the repository.

``python -m benchmarks`` runs everything; ``docs/benchmarks.md`` says what each figure means.
"""
