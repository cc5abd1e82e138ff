# Hindcast. `make run` and `make test` are all a newcomer needs; `make help` lists the rest.

SHELL := /bin/bash
.DEFAULT_GOAL := help

# What the build and the report need from Debian.
PACKAGES := libopenblas-dev libsqlite3-dev libzip-dev zlib1g-dev liblz4-dev libssl-dev pkg-config librsvg2-bin
# The charts of the report: plotly.min.js 4.1.1, out of the wheel that carries it, packed and never installed.
PLOTLY := .build/share/hindcast/plotly.min.js.gz
PLOTLY_WHEEL := plotly==7.1.0
# What reads Parquet as columns, out of its wheel in the same way.
CARQUET := .build/share/hindcast/carquet/libcarquet.so
CARQUET_WHEEL := carquet==0.7.2

SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
HINDCAST := .build/release/hindcast
# One set of flags for build and test, so that nothing is compiled twice; Package.swift says why the optimiser is off here.
# Line numbers of a program that is not stepped through are a fifteenth of its compiling: a plain `swift build` has them.
FLAGS := -c release -Xswiftc -Onone -Xswiftc -gnone
# Swift's libraries as archives, which the program carries within it (Package.swift); a toolchain without them links as ever.
ARCHIVES := $(shell swiftc -print-target-info 2>/dev/null | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')_static/linux
export HINDCAST_CARRIES_SWIFT := $(if $(wildcard $(ARCHIVES)/lib_CFURLSessionInterface.a),1,0)
ROOT ?= .
PREFIX ?= /usr/local

.PHONY: help setup build run test plug-in fuzz cluster-test bench size install format lint clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(PLOTLY) $(CARQUET) ## install the Debian packages that are missing
	@missing=""; for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then echo "installing$$missing"; \
	  $(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing >/dev/null; fi

$(PLOTLY):
	@mkdir -p $(@D) .build/plotly
	@echo "fetching the chart library from PyPI's $(PLOTLY_WHEEL)"
	@python3 -m pip --version >/dev/null 2>&1 || { $(SUDO) apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends python3-pip >/dev/null; }
	@cd .build/plotly && python3 -m pip download --quiet --no-deps --only-binary :all: --dest . $(PLOTLY_WHEEL) \
	  && python3 -c 'import glob, zipfile; open("plotly.min.js", "wb").write(zipfile.ZipFile(glob.glob("plotly-*.whl")[0]).read("plotly/package_data/plotly.min.js"))' \
	  && gzip -9nf plotly.min.js \
	  || { echo "no chart library: charts are still pictures" >&2; rm -f plotly.min.js plotly.min.js.gz; }
	@[ ! -f .build/plotly/plotly.min.js.gz ] || mv .build/plotly/plotly.min.js.gz $@; rm -rf .build/plotly

# The library finds its own copy of libgomp in the folder beside its own.
$(CARQUET):
	@mkdir -p .build/carquet .build/share/hindcast
	@echo "fetching the Parquet reader from PyPI's $(CARQUET_WHEEL)"
	@python3 -m pip --version >/dev/null 2>&1 || { $(SUDO) apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends python3-pip >/dev/null; }
	@cd .build/carquet && python3 -m pip download --quiet --no-deps --only-binary :all: --dest . $(CARQUET_WHEEL) \
	  && python3 -m zipfile -e carquet-*.whl wheel && rm -rf ../share/hindcast/carquet ../share/hindcast/carquet.libs \
	  && install -D -m 644 -t ../share/hindcast/carquet.libs wheel/carquet.libs/* \
	  && install -D -m 644 -t ../share/hindcast/carquet wheel/carquet-*.dist-info/licenses/LICENSE wheel/carquet/libcarquet.so \
	  || echo "no Parquet reader: Parquet is read by duckdb where that is there" >&2
	@rm -rf .build/carquet

build: setup ## build the release binary
	@swift build $(FLAGS) --product hindcast

run: build ## make the demo market, run the three jobs on it, say where the report is
	@$(HINDCAST) tour --root $(ROOT)

test: setup ## run every test
	@swift test $(FLAGS) --disable-testable-imports --parallel
	@docs/plug-in/check

plug-in: setup ## build and use the example of a package with a signal of its own
	@docs/plug-in/check

fuzz: setup ## attack readers, strategy files, expressions and stores with seeded damage, a minute each (HINDCAST_FUZZ_SECONDS, HINDCAST_FUZZ_SEED)
	@HINDCAST_FUZZ_SECONDS=$${HINDCAST_FUZZ_SECONDS:-60} swift test $(FLAGS) --disable-testable-imports --filter Fuzz

cluster-test: build ## a sweep on a Slurm cluster of two nodes, one of which is lost, against one machine
	@command -v /usr/sbin/slurmctld >/dev/null && command -v munge >/dev/null || { $(SUDO) apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends slurm-wlm munge >/dev/null; }
	@folder=$$(mktemp -d); trap "$(SUDO) rm -rf $$folder" EXIT; $(SUDO) Tests/Cluster/slurm $(HINDCAST) $$folder

bench: build ## time the engine beside its peers, results checked equal
	@Benchmarks/run

size: setup ## how often studies, families and sweeps find something where there is nothing, and what they miss
	@Benchmarks/size

install: build ## put the binary, the chart library and the Parquet reader under PREFIX
	@install -D -m 755 $(HINDCAST) $(PREFIX)/bin/hindcast
	@[ ! -f $(PLOTLY) ] || install -D -m 644 $(PLOTLY) $(PREFIX)/share/hindcast/plotly.min.js.gz
	@[ ! -f $(CARQUET) ] || { install -D -m 644 -t $(PREFIX)/share/hindcast/carquet.libs .build/share/hindcast/carquet.libs/* \
	  && install -D -m 644 -t $(PREFIX)/share/hindcast/carquet .build/share/hindcast/carquet/*; }
	@echo "installed $(PREFIX)/bin/hindcast"

format: ## format the code in place
	@swift format --in-place --recursive Sources Tests Benchmarks docs/plug-in Package.swift

lint: ## fail on what `make format` would change
	@swift format lint --strict --recursive Sources Tests Benchmarks docs/plug-in Package.swift

clean: ## remove what was built
	@rm -rf .build
