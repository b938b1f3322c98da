"""What stories are found and matched by, in the ledger as in comparing: words by their stems, days as intervals, shared wording.

terms.py        words, stems and labels of an index, and what is asked of it
days.py         dates as precise as known, as intervals
duplicates.py   how much of one text stands in another, word for word
"""
