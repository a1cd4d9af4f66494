#!/bin/sh
# Print the path of a Chromium, after installing one where there is none. Without windows, as Debian has it, it does with less.
set -eu

find_first() {
    for name in "$@"; do
        if [ -n "$name" ] && command -v "$name"; then return 0; fi
    done
    return 1
}

install_with_apt() {
    command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] &&
        apt-get update >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y chromium-headless-shell >&2
}

install_with_playwright() {
    playwright install chromium >&2 &&
        python -c 'from playwright.sync_api import sync_playwright as p
with p() as browsers: print(browsers.chromium.executable_path)'
}

find_first "${CHROMIUM:-}" chromium-headless-shell ||
    { install_with_apt && find_first chromium-headless-shell; } ||
    find_first chromium chromium-browser google-chrome google-chrome-stable ||
    install_with_playwright ||
    { echo "The browser tests need Chromium: install it, or set CHROMIUM to its path." >&2; exit 1; }
