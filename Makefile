# orgsweep: two commands on a fresh machine, `make demo` and `make test`. Everything else is a part of them.

SHELL := /bin/bash
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 600

# One build serves the demo and the tests: two would double the first wait.
BUILD := swift build --build-tests --explicit-target-dependency-import-check error
BINARY := .build/debug/orgsweep
SWIFT_SOURCES := Package.swift Benchmarks Fuzz Sources Tests

.PHONY: demo test setup build install lint unit interoperability end-to-end rehearse-bench bench fuzz smoke \
	sanitize sanitize-address sanitize-thread debug clean

demo: debug
	@$(BINARY) demo

test: debug lint unit interoperability end-to-end rehearse-bench smoke
	@echo "All tests passed."

# Installs what is missing and says so; does nothing on a machine that has it all.
setup:
	@Scripts/setup

debug: setup
	@echo "Building orgsweep and its tests (the first time takes some minutes)"
	@$(BUILD)

lint:
	swift format lint --strict --recursive $(SWIFT_SOURCES)

# The size of a process says something only where nothing else runs in it.
unit: debug
	swift test --skip-build
	ORGSWEEP_ALONE=1 swift test --skip-build --filter 'do not fill the memory'

# moto, botocore and policyuniverse as second opinions, in a virtual environment of their own.
interoperability: debug
	Scripts/interoperability $(BINARY)

# The demo as a user sees it, its files read back with Python's csv and json modules.
end-to-end: debug
	Scripts/end-to-end $(BINARY)

# The benchmark in small and in debug: whether it runs and all contenders see the same, not how fast they are.
rehearse-bench: debug
	@BENCH_CONFIGURATION=debug Scripts/bench --runs 1 --accounts 5 --identities 5 --pages 20 --page-identities 20 \
		--sizes 5 6 --latency-accounts 5 >/dev/null

# Figures, on a machine that does nothing else; Sources/Sweep/Sweep.docc/Benchmark.md says what they mean.
bench: setup
	@Scripts/bench $(BENCH)

# Every parser of data that is not ours, FUZZ_SECONDS each.
fuzz: setup
	Scripts/sanitize fuzz $(FUZZ_SECONDS)

# The same for half a minute in all: enough to read the seeds and to look around.
smoke: setup
	Scripts/sanitize fuzz 5

# The tests under AddressSanitizer and ThreadSanitizer: builds of their own for some more minutes, not in `make test`.
sanitize: sanitize-address sanitize-thread

sanitize-address sanitize-thread: sanitize-%: setup
	Scripts/sanitize $*

build: setup
	swift build -c release --product orgsweep
	@echo "The binary is .build/release/orgsweep"

install: build
	install -D -m 0755 .build/release/orgsweep $(DESTDIR)$(PREFIX)/bin/orgsweep

clean:
	rm -rf .build .build-sanitize .build-thread
