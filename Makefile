# Short names for scripts/, which do the work and need no make.
.PHONY: setup read test check bench accept lock

setup:   ; scripts/setup dev
read:    ; scripts/read examples/story.txt
test:    ; scripts/test
check:   ; scripts/check
bench:   ; scripts/setup dev peers && $(or $(VENV),.venv)/bin/python -m benchmarks
accept:  ; ACCEPT=1 scripts/test tests/articles tests/test_docs.py
lock:    ; scripts/lock
