#!/usr/bin/python3 -B
"""The report's page in headless Chromium, as people get it: opened from a file, in light and in dark, on a phone, on paper, and
without its script. Fails when it asks a network for anything, logs an error, draws nothing, is not accessible (axe-core), has to be
scrolled sideways, or leaves something out on paper.

    page.py PAGE_WRITER WORK_DIR AXE_JS
"""

import base64
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "dokuwiki"))
from browser import network_events, open_browser  # noqa: E402

FEATURES = ["orders", "checkout", "search"]
PLOTS = ["match", "share", "latency"]
LEAST_PIXELS = 20  # of a line


class Page:
    def __init__(self, driver, file):
        self._driver = driver
        self._file = file

    def open(self, scheme="light", width=1200, scripts=True):
        command = self._driver.execute_cdp_cmd
        command("Emulation.setEmulatedMedia", {"media": "", "features": [{"name": "prefers-color-scheme", "value": scheme}]})
        command("Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600})
        command("Emulation.setScriptExecutionDisabled", {"value": not scripts})
        self._driver.get(f"file://{self._file}")
        return self

    def ask(self, script, *arguments):
        return self._driver.execute_script(script, *arguments)

    def shoot(self, name):
        size = self._driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        shot = self._driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": {**size, "scale": 1}})
        (self._file.parent / f"{self._file.stem}-{name}.png").write_bytes(base64.b64decode(shot["data"]))

    def print(self):
        """The file, as printed; what is on its screen is as before."""
        printed = self._driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": False, "generateTaggedPDF": False})
        file = self._file.with_suffix(".pdf")
        file.write_bytes(base64.b64decode(printed["data"]))
        return file

    def drawn(self):
        """Of each plot its kind, and how many pixels have the colours of its lines: the scales alone have others."""
        return self.ask("""
            const style = getComputedStyle(document.documentElement);
            const pixel = name => {
                const [red, green, blue] = style.getPropertyValue(name).trim().match(/[0-9a-f]{2}/g).map(two => parseInt(two, 16));
                return (255 << 24 | blue << 16 | green << 8 | red) >>> 0;
            };
            const lines = {match: ["--modern"], share: ["--modern"], latency: ["--legacy", "--modern"]};
            return [...document.querySelectorAll("figure[data-plot]")].map(figure => {
                const canvas = figure.querySelector("canvas");
                if (!canvas) return [figure.dataset.plot, [0]];
                const all = new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer);
                return [figure.dataset.plot, lines[figure.dataset.plot].map(name => all.filter(one => one === pixel(name)).length)];
            });""")

    def violations(self, axe):
        self.ask("document.querySelectorAll('details').forEach(one => { one.open = true; });")
        self.ask(axe)
        found = self._driver.execute_async_script("const done = arguments[0]; axe.run().then(done, error => done({failed: String(error)}));")
        assert "failed" not in found, found
        assert len(found["passes"]) > 20, "axe looked at next to nothing"
        return [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:300]} {one['nodes'][0]['failureSummary']}" for one in found["violations"]]


def requests_and_errors(driver, file):
    """What was asked for besides the page itself, and what the browser complained of."""
    own = f"file://{file}"
    # The browser's own tabs ask for chrome: addresses; data: is no network.
    asked = [params["request"]["url"] for method, params in network_events(driver) if method == "Network.requestWillBeSent"]
    return [url for url in asked if url.split("#")[0] != own and not url.startswith(("chrome:", "chrome-extension:", "devtools:", "data:"))], [
        entry["message"] for entry in driver.get_log("browser")]


def check_plots(page, scheme):
    page.open(scheme)
    drawn = page.drawn()
    assert [kind for kind, _ in drawn] == PLOTS * len(FEATURES), drawn
    blank = [kind for kind, lines in drawn if min(lines) < LEAST_PIXELS]
    assert not blank, f"nothing is drawn in {blank}: {drawn}"
    page.shoot(scheme)


def check_without_script(page):
    """All is said in words and tables; what a script would draw takes no room."""
    page.open(scripts=False)
    assert page.ask("return document.querySelectorAll('canvas').length;") == 0, "its script ran"
    page.ask("document.querySelectorAll('details').forEach(one => { one.open = true; });")
    text = page.ask("return document.body.innerText;")
    for said in ["Ready", "Not ready", "Cannot be told yet", "mira@ops1", "pager: latency alarm", "$.total", "header:x-request-id", "≠ 47",
                 "2026-11-27 04:45", "ficus diffs show 481", "GET /api/orders/{id}/history"]:
        assert said in text, f"without its script the page does not say {said!r}"
    shown = page.ask("return [...document.querySelectorAll('.drawing')].filter(one => one.offsetHeight > 0).length;")
    assert shown == 0, f"{shown} empty plots"
    page.shoot("no-script")


def check_narrow(page):
    page.open(width=390)
    widest = page.ask("return document.documentElement.scrollWidth;")
    assert widest <= 390, f"{widest} pixels wide on a phone of 390"
    page.shoot("narrow")


def check_paper(page):
    page.open("dark")
    before = page.ask("return getComputedStyle(document.body).backgroundColor;")
    page.ask("""
        window.printed = null;
        addEventListener("beforeprint", () => {
            window.printed = {
                closed: document.querySelectorAll("details:not([open])").length,
                ink: getComputedStyle(document.documentElement).getPropertyValue("--ink"),
                cards: [...document.querySelectorAll(".card h2")].map(name => name.textContent),
            };
        });""")
    file = page.print()
    printed = page.ask("return window.printed;")
    assert printed["closed"] == 0, f"{printed['closed']} are folded on paper"
    assert printed["cards"] == FEATURES, printed
    assert printed["ink"] == "#1c2024", f"dark on paper: its ink is {printed['ink']}"
    assert page.ask("return getComputedStyle(document.body).backgroundColor;") == before, "the screen kept paper's colours"
    pages = len(re.findall(rb"/Type\s*/Page\b", file.read_bytes()))
    assert pages >= len(FEATURES), f"{pages} printed pages for {len(FEATURES)} features"


def check_hostile(page):
    page.open()
    assert page.ask("return document.title;") != "driven"
    assert page.ask("return document.querySelectorAll('img').length;") == 0
    assert page.ask("return document.scripts.length;") == 1 + len(PLOTS), "a script that is not ours"
    assert "</script><script>" in page.ask("return document.querySelector('h2').textContent;"), "what came is not shown as it came"
    drawn = page.drawn()
    assert len(drawn) == len(PLOTS) and all(min(lines) >= LEAST_PIXELS for _, lines in drawn), drawn


def main(writer, work, axe_file):
    work = Path(work).resolve()
    work.mkdir(parents=True, exist_ok=True)
    subprocess.run([writer, work], check=True)
    axe = Path(axe_file).read_text()
    with tempfile.TemporaryDirectory(prefix="ficus-chromium-", ignore_cleanup_errors=True) as profile:
        driver = open_browser(profile)
        try:
            sample = Page(driver, work / "sample.html")
            hostile = Page(driver, work / "hostile.html")
            driver.get_log("performance")
            for scheme in ["light", "dark"]:
                check_plots(sample, scheme)
                asked, errors = requests_and_errors(driver, work / "sample.html")
                assert not asked, f"asked for {asked}"
                assert not errors, errors
                violations = sample.violations(axe)
                assert not violations, f"{scheme}: " + "\n".join(violations)
            check_narrow(sample)
            check_paper(sample)
            check_without_script(sample)
            check_hostile(hostile)
            assert not hostile.violations(axe), hostile.violations(axe)
        finally:
            driver.quit()


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
