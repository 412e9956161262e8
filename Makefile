# Every target is one line over tools/dev.py, which needs nothing but Python's standard library.
PYTHON ?= python3
DEV = $(PYTHON) tools/dev.py

.PHONY: run setup test check bench bench-ballots bench-casting check-peers torture torture-ballots \
        torture-retry torture-backup format walks pictures translations lock

run:            ; @$(DEV) run
setup:          ; @$(DEV) setup
test:           ; @$(DEV) test $(ARGS)
check:          ; @$(DEV) check
bench:          ; @$(DEV) bench tallying $(ARGS)
bench-ballots:  ; @$(DEV) bench ballots $(ARGS)
bench-casting:  ; @$(DEV) bench casting $(ARGS)
check-peers:    ; @$(DEV) check-peers $(ARGS)
torture:        ; @$(DEV) torture casting $(ARGS)
torture-ballots: ; @$(DEV) torture ballots $(ARGS)
torture-retry:  ; @$(DEV) torture retrying $(ARGS)
torture-backup: ; @$(DEV) torture backup $(ARGS)
format:         ; @$(DEV) format
walks:          ; @$(DEV) walks $(ARGS)
pictures:       ; @$(DEV) pictures
translations:   ; @$(DEV) translations
lock:           ; @$(DEV) lock
