"""The modern side: the same orders as a JSON service that never heard of SOAP."""
import decimal
import http.server
import json
import re
import urllib.parse

ORDERS = {
    7: {"id": 7, "placed_at": 1788258030, "deliver_on": "2026-09-04", "total": 1250.50, "gift": True, "note": "Grüße <an> alle",
        "lines": [{"sku": "A-1", "quantity": 2, "price": 600.00}, {"sku": "B-2", "quantity": 1, "price": 50.50, "note": "fragile"}],
        "tags": ["new", "red"]},
    8: {"id": 8, "placed_at": 1788258030, "deliver_on": None, "total": 1250.50, "lines": [], "tags": []},
}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        target = urllib.parse.urlsplit(self.path)
        asked = urllib.parse.parse_qs(target.query)
        if found := re.fullmatch("/v2/orders/([0-9]+)", target.path):
            number = int(found[1])
            if number in ORDERS:
                return self.answer(200, ORDERS[number])
            return self.problem(404, "no-such-order", f"there is no order {number}", order=number)
        if target.path == "/v2/orders" and "since" in asked:
            found = asked["since"][0] <= "2026-09-01" and asked.get("state", ["open"]) == ["open"]
            return self.answer(200, [ORDERS[7], ORDERS[8]] if found else [])
        self.problem(404, "no-such-page", target.path)

    def do_POST(self):
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])), parse_float=decimal.Decimal)
        self.server.placed.append(sent)
        if self.path != "/v2/orders":
            self.problem(404, "no-such-page", self.path)
        elif self.headers.get("X-Session") != "f00d":
            self.problem(401, "auth", "who are you?")
        elif sent["total"] > 10**15:
            self.problem(503, "closed", "the ledger is closed")
        else:
            self.answer(201, {"id": sent["id"] + 1})

    def answer(self, status, content, kind="application/json"):
        body = json.dumps(content, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def problem(self, status, kind, detail, **more):
        self.answer(status, {"type": f"/problems/{kind}", "status": status, "detail": detail, **more}, "application/problem+json")

    def log_message(self, *_):
        pass


def server():
    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads = True
    made.placed = []
    return made
