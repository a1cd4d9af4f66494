#!/bin/sh
# Print the path of a Chromium, after installing one where there is none.
set -eu

find_chromium() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        if [ -n "$name" ] && command -v "$name"; then return 0; fi
    done
    return 1
}

install_with_apt() {
    command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] &&
        apt-get update >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y chromium >&2
}

install_with_playwright() {
    playwright install chromium >&2 &&
        python -c 'from playwright.sync_api import sync_playwright as p
with p() as browsers: print(browsers.chromium.executable_path)'
}

find_chromium ||
    { install_with_apt && find_chromium; } ||
    install_with_playwright ||
    { echo "The browser tests need Chromium: install it, or set CHROMIUM to its path." >&2; exit 1; }
