#!/usr/bin/python3
"""A person uses the wiki in a browser while the share of its pages is flipped: logs in, edits and saves a page, reads it
back, several times. Fails when a request fails, a page is not what was saved, or the login is lost.

    browser.py BASE_URL ROUNDS SCREENSHOT_DIR [FLIP_COMMAND...]

FLIP_COMMAND is run over and over in the background, a share appended each time; then the servers have to name their sides in
X-Served-By, and both must have served pages. The output is one JSON object that counts what was seen.
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
from urllib.parse import urlsplit

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as until
from selenium.webdriver.support.ui import WebDriverWait

SHARES = ["50%", "modern", "50%", "legacy"]
SECONDS_BETWEEN_FLIPS = 0.05
LOGIN, PASSWORD, NAME = "admin", "ficus", "Ada Admin"
PAGE_TIMEOUT = 20

# Without the flags from --disable-background-networking on, Chromium tries to reach hosts outside.
CHROMIUM_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-proxy-server", "--window-size=1280,800",
]


class Flipping:
    """Flips in the background until stopped; a flip that failed is raised by stop()."""

    def __init__(self, command):
        self.flips = 0
        self._command = command
        self._failure = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self):
        for share in itertools.cycle(SHARES):
            if not self._command or self._stopped.wait(SECONDS_BETWEEN_FLIPS):
                return
            done = subprocess.run([*self._command, share], capture_output=True, text=True)
            if done.returncode != 0:
                self._failure = f"{self._command} {share}: exit {done.returncode}: {done.stderr}"
                return
            self.flips += 1

    def stop(self):
        self._stopped.set()
        self._thread.join()
        if self._failure:
            raise AssertionError(self._failure)


def open_browser(profile):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in [*CHROMIUM_FLAGS, f"--user-data-dir={profile}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "SEVERE"})
    driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    driver.set_page_load_timeout(PAGE_TIMEOUT)
    return driver


class Wiki:
    def __init__(self, driver, base):
        self._driver = driver
        self._base = base

    def open(self, query):
        self._driver.get(f"{self._base}/doku.php?{query}")

    def find(self, selector):
        return WebDriverWait(self._driver, PAGE_TIMEOUT).until(until.presence_of_element_located((By.CSS_SELECTOR, selector)))

    def write(self, selector, text):
        field = self.find(selector)
        field.clear()
        field.send_keys(text)

    def follow(self, selector):
        """Clicks, and waits for the page that this leads to."""
        before = self.find("html")
        self.find(selector).click()
        WebDriverWait(self._driver, PAGE_TIMEOUT).until(until.staleness_of(before))

    def expect_logged_in(self):
        user = self.find("li.user").text
        assert NAME in user, f"logged out: the page says {user!r}"

    def expect_heading(self, heading):
        shown = self.find(".page h1").text
        assert shown == heading, f"the page is headed {shown!r}, not {heading!r}"

    def log_in(self):
        self.open("id=start&do=login")
        self.write("#dw__login input[name=u]", LOGIN)
        self.write("#dw__login input[name=p]", PASSWORD)
        self.follow("#dw__login button[type=submit]")
        self.expect_logged_in()

    def log_out(self):
        self.follow('a[href*="do=logout"]')
        self.find('a[href*="do=login"]')

    def edit(self, page, text):
        self.open(f"id={page}")
        self.follow('a[href*="do=edit"]')
        self.write("textarea[name=wikitext]", text)
        self.write("input[name=summary]", "written in a browser")
        self.follow("#edbtn__save")

    def source_of(self, page):
        """What the wiki has stored, fetched by a script in the page, with the browser's cookies."""
        return self._driver.execute_async_script(
            "const done = arguments[1];"
            "fetch(arguments[0]).then(answer => answer.text()).then(done, error => done('failed: ' + error));",
            f"{self._base}/doku.php?id={page}&do=export_raw",
        )


def use(wiki, driver, base, rounds, screenshots):
    driver.get(f"{base}/")
    wiki.expect_heading("Start")
    wiki.log_in()
    driver.save_screenshot(os.path.join(screenshots, "logged-in.png"))
    for number in range(1, rounds + 1):
        page = f"playground:browser{number % 2}"
        heading = f"Round {number} of {os.getpid()}"
        text = f"====== {heading} ======\n\nSaved in round {number}: ümläut, <angle> & “quotes”."
        wiki.edit(page, text)
        wiki.expect_heading(heading)
        wiki.open(f"id={page}")
        wiki.expect_heading(heading)
        wiki.expect_logged_in()
        assert wiki.source_of(page).strip() == text, f"round {number}: the wiki stored something else"
    driver.save_screenshot(os.path.join(screenshots, "read-back.png"))
    wiki.log_out()


def network_events(driver):
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        yield message["method"], message["params"]


def seen_on_the_wire(driver, base):
    """What went wrong, and how many of the pages, whose share is flipped, each side served."""
    answers, sides, failures, requested = 0, {}, [], {}
    for method, params in network_events(driver):
        if method == "Network.requestWillBeSent":
            requested[params["requestId"]] = params["request"]["url"]
        elif not requested.get(params.get("requestId"), "").startswith(base):
            continue  # the browser's own: it tries its maker's start page
        elif method == "Network.responseReceived":
            response = params["response"]
            answers += 1
            if response["status"] >= 400:
                failures.append(f"{response['status']} {response['url']}")
            headers = {name.lower(): value for name, value in response["headers"].items()}
            if urlsplit(response["url"]).path == "/doku.php":
                side = headers.get("x-served-by", "neither")
                sides[side] = sides.get(side, 0) + 1
        elif method == "Network.loadingFailed" and not params.get("canceled"):
            failures.append(f"{params['errorText']} {requested[params['requestId']]}")
    failures += [entry["message"] for entry in driver.get_log("browser")]
    return {"answers": answers, "sides": sides, "failures": failures}


def main(base, rounds, screenshots, *flip_command):
    os.makedirs(screenshots, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ficus-chromium-", ignore_cleanup_errors=True) as profile:
        driver = open_browser(profile)
        flipping = Flipping(flip_command)
        try:
            use(Wiki(driver, base), driver, base, int(rounds), screenshots)
            seen = seen_on_the_wire(driver, base)
        finally:
            try:
                flipping.stop()
            finally:
                driver.quit()
    print(json.dumps({"rounds": int(rounds), "flips": flipping.flips, **seen}))
    assert not seen["failures"], seen["failures"]
    if flip_command:
        assert {"legacy", "modern"} <= seen["sides"].keys(), "one side served nothing: the flips proved nothing"


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
