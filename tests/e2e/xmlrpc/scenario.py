#!/usr/bin/python3
"""DokuWiki's XML-RPC behind Ficus: a client of XML-RPC is served by a modern API, and a client of that by DokuWiki.

    scenario.py FICUS

Both origins answer what stands in tests/golden/dokuwiki: what DokuWiki answered, and what the modern API says instead. They know no
other requests, so that what reaches them is checked too.
"""

import http.server
import json
import logging
import os
import pathlib
import sys
import threading
import unittest
import urllib.error
import urllib.request
import xmlrpc.client

TESTS = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TESTS / "support"))

import facade  # noqa: E402
from facade import LONGEST  # noqa: E402

GOLDEN = TESTS / "golden" / "dokuwiki"
URL = "/lib/exe/xmlrpc.php"
ficus = None


class Message:
    """A file of the golden cases."""

    def __init__(self, path):
        head, _, self.body = path.read_bytes().partition(b"\n\n")
        lines = head.decode().split("\n")
        self.first = lines[0].split(" ")
        self.type = dict(line.split(": ", 1) for line in lines[1:]).get("Content-Type")

    @property
    def status(self):
        return int(self.first[1])


def find(name, side):
    """A case's file; the way back of what is translated in one way alone is called NAME-written."""
    for path in (GOLDEN.glob(f"*/{name}.{side}.http"), GOLDEN.glob(f"*/{name}.{side}.only.http")):
        for found in path:
            return Message(found)
    return None


def of_rpc(body):
    """The method and the params of a call; the value, or the fault, of an answer."""
    try:
        params, method = xmlrpc.client.loads(body)
    except xmlrpc.client.Fault as fault:
        return "fault", fault.faultCode, fault.faultString
    return method, params


def of_json(body):
    return json.loads(body) if body else None


CASES = sorted({path.name.split("-request")[0] for path in GOLDEN.glob("*/*-request.legacy.http")})
FEATURES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())


class Origin:
    """Answers the requests that it knows; what it was asked besides is in `unknown`."""

    def __init__(self, name, know):
        self.unknown = []
        self.asked = 0
        origin = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                origin.asked += 1
                answer = know(self.command, self.path, body)
                if answer is None:
                    origin.unknown.append((self.command, self.path, body))
                    answer = b"HTTP/1.1 599 Unknown\n\n"
                status, kind, content = answer if isinstance(answer, tuple) else (599, None, b"unknown")
                self.send_response(status)
                self.send_header("X-Served-By", name)
                if kind:
                    self.send_header("Content-Type", kind)
                if status != 204:
                    self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def end(self):
        self._server.shutdown()
        self._server.server_close()


def dokuwiki(case):
    """What DokuWiki answers in this case, and what a method that it has not."""
    wanted = of_rpc(find(f"{case}-request", "legacy").body)
    answer = find(f"{case}-answer", "legacy")

    def know(method, target, body):
        called = of_rpc(body)
        if (method, target) != ("POST", URL):
            return None
        if called == ("wiki.noSuchMethod", ()):
            return 200, "text/xml", b"<as it came/>"
        return (answer.status, answer.type, answer.body) if called == wanted else None
    return know


def modern(case):
    asked = find(f"{case}-request", "modern")
    answer = find(f"{case}-answer", "modern")

    def know(method, target, body):
        if [method, target] != asked.first[:2] or of_json(body) != of_json(asked.body):
            return None
        return answer.status, answer.type, answer.body
    return know


class ServedByTheOtherSide(unittest.TestCase):
    """One facade for all cases of a test: the origins are told which case it is."""

    def setUp(self):
        self.case = CASES[0]
        self.wiki = Origin("wiki", lambda *asked: dokuwiki(self.case)(*asked))
        self.pages = Origin("pages", lambda *asked: modern(self.case)(*asked))
        for origin in (self.wiki, self.pages):
            self.addCleanup(origin.end)

    def start(self, contract):
        made = facade.Facade(ficus, GOLDEN / "ficus.toml", {
            "WIKI_CONTRACT": contract, "WIKI_LEGACY": self.wiki.url, "WIKI_MODERN": self.pages.url}, "WIKI_DATA")
        self.addCleanup(lambda: self.assertEqual(made.end(), 0))
        return made

    def ask(self, url, method, target, body, kind):
        asked = urllib.request.Request(url + target, body or None, {"Content-Type": kind} if kind else {}, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=LONGEST) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers, refused.read()

    def test_there_is_a_case_of_each_method(self):
        self.assertGreaterEqual(len(CASES), 17)
        self.assertEqual(len(FEATURES), 12)

    def test_a_client_of_xmlrpc_is_served_by_the_modern_api(self):
        running = self.start("legacy")
        running.flip(FEATURES, "modern")
        for self.case in CASES:
            if find(f"{self.case}-answer", "modern") is None:
                continue  # what DokuWiki says there cannot be told apart: see the golden case
            with self.subTest(case=self.case):
                called = find(f"{self.case}-request", "legacy")
                status, fields, body = self.ask(running.url, "POST", URL, called.body, "text/xml")
                expected = find(f"{self.case}-answer-written", "legacy") or find(f"{self.case}-answer", "legacy")
                self.assertEqual(self.pages.unknown, [])
                self.assertEqual(fields["X-Served-By"], "pages")
                self.assertEqual(status, expected.status)
                self.assertEqual(of_rpc(body), of_rpc(expected.body))
        self.assertEqual(self.wiki.asked, 0)

    def test_a_client_of_the_modern_api_is_served_by_dokuwiki(self):
        running = self.start("modern")
        for self.case in CASES:
            expected = find(f"{self.case}-answer", "modern")
            if expected is None:
                continue
            with self.subTest(case=self.case):
                asked = find(f"{self.case}-request", "modern")
                status, fields, body = self.ask(running.url, asked.first[0], asked.first[1], asked.body, asked.type)
                self.assertEqual(self.wiki.unknown, [])
                self.assertEqual(fields["X-Served-By"], "wiki")
                self.assertEqual(status, expected.status)
                self.assertEqual(fields["Content-Type"], expected.type)
                if expected.type == "text/plain; charset=utf-8":
                    self.assertEqual(body, expected.body)
                else:
                    self.assertEqual(of_json(body), of_json(expected.body))
        self.assertEqual(self.pages.asked, 0)

    def test_pythons_own_client_does_not_see_who_serves_it(self):
        running = self.start("legacy")
        running.flip(FEATURES, "modern")
        with xmlrpc.client.ServerProxy(running.url + URL) as client:
            self.case = "get"
            self.assertEqual(client.wiki.getPage("project:grüße").split("\n")[0], "====== Grüße ======")
            self.case = "get-attachment"
            self.assertTrue(client.wiki.getAttachment("team:dot.png").data.startswith(b"\x89PNG"))
            self.case = "info"
            self.assertEqual(client.wiki.getPageInfo("start")["version"], 1795747916)
            self.case = "put"
            self.assertIs(client.wiki.putPage("project:grüße", "====== Grüße ======\n\nEin <b>Wort</b> & noch eins;\n\n  * €\n",
                                              {"sum": "neu", "minor": False}), True)
            self.case = "info-missing"
            with self.assertRaises(xmlrpc.client.Fault) as missing:
                client.wiki.getPageInfo("no:such")
            self.assertEqual((missing.exception.faultCode, missing.exception.faultString), (121, "no such page"))
        self.assertEqual(self.pages.unknown, [])

    def test_a_method_that_no_feature_has_goes_to_dokuwiki_as_it_came(self):
        running = self.start("legacy")
        running.flip(FEATURES, "modern")
        called = xmlrpc.client.dumps((), "wiki.noSuchMethod").encode()
        status, fields, body = self.ask(running.url, "POST", URL, called, "text/xml")
        self.assertEqual((status, fields["X-Served-By"], body), (200, "wiki", b"<as it came/>"))


if __name__ == "__main__":
    ficus = os.path.realpath(sys.argv[1])
    logging.disable(logging.CRITICAL)
    unittest.main(argv=sys.argv[:1], verbosity=2, warnings="ignore")
