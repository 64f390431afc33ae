#!/usr/bin/python3
"""A SOAP service of spyne and a JSON service of the same orders behind Ficus, asked by zeep and in JSON.

    scenario.py FICUS [--record DIR]

Each client is served by the side that does not speak its language, for SOAP 1.1 and 1.2, and must see what its own side says.
Both services live in this process, on ports of the system's choice; the facade is a process that ends with each test.
With --record, what zeep and spyne said to each other is written into DIR: tests/golden/soap_services was made so.
"""

import datetime
import decimal
import io
import json
import logging
import os
import pathlib
import sys
import threading
import unittest
import urllib.error
import urllib.request
from wsgiref.simple_server import WSGIRequestHandler, make_server

import zeep

TESTS = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TESTS / "support"))

import facade  # noqa: E402
import legacy_orders  # noqa: E402
import modern_orders  # noqa: E402
from facade import LONGEST  # noqa: E402

GOLDEN = TESTS / "golden" / "soap_services"
VERSIONS = ["1.1", "1.2"]
FEATURES = ["get_order", "place_order", "find_orders"]
NOON = datetime.datetime(2026, 9, 1, 10, 20, 30, tzinfo=datetime.timezone.utc)
ficus = None
record = None


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


class Stage:
    """Both services, and the facade between them. `asked_soap`: how many envelopes reached spyne."""

    def __init__(self, version, contract):
        self.asked_soap = 0
        self._version = version
        self._soap = make_server("127.0.0.1", 0, self._counted(legacy_orders.application(version)), handler_class=Quiet)
        self._json = modern_orders.server()
        for server in (self._soap, self._json):
            threading.Thread(target=server.serve_forever, daemon=True).start()
        self.spyne = f"http://127.0.0.1:{self._soap.server_port}"
        self._facade = facade.Facade(ficus, GOLDEN / "ficus.toml", {
            "SOAP_VERSION": version, "SOAP_CONTRACT": contract, "SOAP_LEGACY": self.spyne,
            "SOAP_MODERN": f"http://127.0.0.1:{self._json.server_port}"}, "SOAP_DATA")
        self.url = self._facade.url

    def _counted(self, application):
        def serve(environment, start):
            if environment["REQUEST_METHOD"] != "POST":
                return application(environment, start)
            self.asked_soap += 1
            return application(environment, start) if record is None else self._recorded(application, environment, start)
        return serve

    def _recorded(self, application, environment, start):
        sent = environment["wsgi.input"].read(int(environment["CONTENT_LENGTH"]))
        action = environment.get("HTTP_SOAPACTION")
        heads = {"request": f"POST {environment['PATH_INFO']} HTTP/1.1\nContent-Type: {environment['CONTENT_TYPE']}\n" +
                            (f"SOAPAction: {action}\n" if action else "") + "\n"}

        def keep_head(status, fields, *more):
            heads["answer"] = f"HTTP/1.1 {status}\nContent-Type: {dict(fields)['Content-Type']}\n\n"
            return start(status, fields, *more)
        answer = b"".join(application({**environment, "wsgi.input": io.BytesIO(sent)}, keep_head))
        for what, body in (("request", sent), ("answer", answer)):
            (record / f"{self._version}-{self.asked_soap}-{what}.http").write_bytes(heads[what].encode() + body)
        return [answer]

    @property
    def placed(self):
        return self._json.placed

    def flip(self, share):
        self._facade.flip(FEATURES, share)

    def json(self, method, target, content=None, headers=None):
        body = None if content is None else json.dumps(content).encode()
        asked = urllib.request.Request(self.url + target, body, {"Content-Type": "application/json", **(headers or {})}, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=LONGEST) as answer:
                return answer.status, answer.headers["Content-Type"], json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers["Content-Type"], json.load(refused)

    def end(self):
        status = self._facade.end()
        for server in (self._soap, self._json):
            server.shutdown()
            server.server_close()
        return status


class Zeep:
    """zeep, which knows the service by nothing but the WSDL that it gets through the facade."""

    def __init__(self, stage):
        transport = zeep.Transport(timeout=LONGEST, operation_timeout=LONGEST)
        self._client = zeep.Client(stage.url + "/soap?wsdl", transport=transport)
        self.service = self._client.service
        self.session = self._client.get_element("{urn:orders}Session")(Token="f00d")

    def make(self, name, **members):
        return self._client.get_type("{urn:orders:types}" + name)(**members)

    def order(self, **members):
        return self.make("Order", **{
            "OrderNo": 9, "Placed": NOON, "DeliverOn": zeep.xsd.Nil, "Total": decimal.Decimal("12.50"),
            "Lines": {"Line": [self.make("Line", Sku="X", Qty=1, Price=decimal.Decimal("12.50"), Note=zeep.xsd.Nil)]},
            "Tag": ["a", "b"], **members})


class ServedByTheOtherSide(unittest.TestCase):
    def stage(self, version, contract):
        made = Stage(version, contract)
        self.addCleanup(lambda: self.assertEqual(made.end(), 0))
        return made

    def each(self, contract, check):
        for version in VERSIONS:
            with self.subTest(version=version):
                check(version, self.stage(version, contract))

    def test_wsdl_passes_through_untouched(self):
        def check(_, stage):
            stage.flip("modern")
            ask = urllib.request.Request(stage.spyne + "/soap?wsdl", headers={"Host": stage.url.removeprefix("http://")})
            direct = urllib.request.urlopen(ask, timeout=LONGEST).read()
            through = urllib.request.urlopen(stage.url + "/soap?wsdl", timeout=LONGEST).read()
            self.assertEqual(through, direct)
            self.assertIn(f'location="{stage.url}/soap"'.encode(), through)
        self.each("legacy", check)

    def check_zeep(self, version, stage):
        """What zeep must see, whoever serves it."""
        client = Zeep(stage)
        whole = client.service.GetOrder(7)
        self.assertEqual(whole.OrderNo, 7)
        self.assertEqual(whole.Placed, NOON)
        self.assertEqual(whole.DeliverOn, datetime.date(2026, 9, 4))
        self.assertEqual(whole.Total, decimal.Decimal("1250.50"))
        self.assertIs(whole.Gift, True)
        self.assertEqual(whole.Note, "Grüße <an> alle")
        self.assertEqual([(line.Sku, line.Qty, line.Price, line.Note) for line in whole.Lines.Line],
                         [("A-1", 2, decimal.Decimal("600"), None), ("B-2", 1, decimal.Decimal("50.50"), "fragile")])
        self.assertEqual(whole.Tag, ["new", "red"])
        bare = client.service.GetOrder(8)
        self.assertEqual((bare.OrderNo, bare.DeliverOn, bare.Gift, bare.Note, bare.Tag), (8, None, None, None, []))
        self.assertFalse(bare.Lines and bare.Lines.Line)

        with self.assertRaises(zeep.exceptions.Fault) as declared:
            client.service.GetOrder(100)
        self.check_fault(version, declared.exception, "NoSuchOrder", "there is no order 100")
        self.assertEqual(declared.exception.detail.findtext("OrderNo"), "100")

        self.assertEqual(client.service.PlaceOrder(client.order(), _soapheaders=[client.session]), 10)
        with self.assertRaises(zeep.exceptions.Fault) as refused:
            client.service.PlaceOrder(client.order())
        self.check_fault(version, refused.exception, "Auth", "who are you?")
        with self.assertRaises(zeep.exceptions.Fault) as closed:
            client.service.PlaceOrder(client.order(Total=decimal.Decimal("1000000000000000.01")), _soapheaders=[client.session])
        self.check_fault(version, closed.exception, None, "the ledger is closed")

        found = client.service.FindOrders(datetime.date(2026, 1, 1), "open")
        self.assertEqual([order.OrderNo for order in found], [7, 8])
        self.assertEqual(found[0].Lines.Line[1].Note, "fragile")
        self.assertFalse(client.service.FindOrders(datetime.date(2027, 1, 1)))

    def check_fault(self, version, fault, subcode, reason):
        self.assertEqual(fault.message, reason)
        code = fault.code.partition(":")[2]
        if version == "1.1":
            self.assertEqual(code, "Server" if subcode is None else "Client." + subcode)
        else:
            self.assertEqual(code, "Receiver" if subcode is None else "Sender")
            self.assertEqual([each.localname for each in fault.subcodes], [] if subcode is None else [subcode])

    def test_zeep_is_served_by_spyne_through_the_facade(self):
        def check(version, stage):
            self.check_zeep(version, stage)
            self.assertEqual(stage.asked_soap, 8)
            self.assertEqual(stage.placed, [])
        self.each("legacy", check)

    def test_zeep_is_served_by_the_json_service(self):
        def check(version, stage):
            stage.flip("modern")
            self.check_zeep(version, stage)
            self.assertEqual(stage.asked_soap, 0)
            self.assertEqual(str(stage.placed[2]["total"]), "1000000000000000.01")
            self.assertEqual(stage.placed[0], {
                "id": 9, "placed_at": 1788258030, "deliver_on": None, "total": decimal.Decimal("12.50"),
                "lines": [{"sku": "X", "quantity": 1, "price": decimal.Decimal("12.50"), "note": None}], "tags": ["a", "b"]})
        self.each("legacy", check)

    def check_json(self, stage):
        """What a JSON client must see, whoever serves it."""
        self.assertEqual(stage.json("GET", "/v2/orders/7"), (200, "application/json", modern_orders.ORDERS[7]))
        self.assertEqual(stage.json("GET", "/v2/orders/8"), (200, "application/json", modern_orders.ORDERS[8]))
        self.assertEqual(stage.json("GET", "/v2/orders/100"), (404, "application/problem+json", {
            "type": "/problems/no-such-order", "status": 404, "detail": "there is no order 100", "order": 100}))
        order = {"id": 9, "placed_at": 1788258030, "deliver_on": "2026-09-04", "total": 12.50, "gift": False,
                 "lines": [{"sku": "<X>", "quantity": 1, "price": 12.50, "note": "ü"}], "tags": ["a", "b"]}
        self.assertEqual(stage.json("POST", "/v2/orders", order, {"X-Session": "f00d"}), (201, "application/json", {"id": 10}))
        self.assertEqual(stage.json("POST", "/v2/orders", order), (401, "application/problem+json", {
            "type": "/problems/auth", "status": 401, "detail": "who are you?"}))
        self.assertEqual(stage.json("POST", "/v2/orders", {**order, "total": 2e15}, {"X-Session": "f00d"}),
                         (503, "application/problem+json", {"type": "/problems/closed", "status": 503, "detail": "the ledger is closed"}))
        self.assertEqual(stage.json("GET", "/v2/orders?since=2026-01-01&state=open"),
                         (200, "application/json", [modern_orders.ORDERS[7], modern_orders.ORDERS[8]]))
        self.assertEqual(stage.json("GET", "/v2/orders?since=2027-01-01"), (200, "application/json", []))

    def test_a_json_client_is_served_by_the_json_service_through_the_facade(self):
        stage = self.stage("1.1", "modern")
        stage.flip("modern")
        self.check_json(stage)
        self.assertEqual(stage.asked_soap, 0)

    def test_a_json_client_is_served_by_spyne(self):
        def check(_, stage):
            legacy_orders.Orders.placed.clear()
            self.check_json(stage)
            self.assertEqual(stage.asked_soap, 8)
            placed = legacy_orders.Orders.placed[0]
            self.assertEqual((placed.OrderNo, placed.Placed, placed.DeliverOn, placed.Total, placed.Gift, placed.Tag),
                             (9, NOON, datetime.date(2026, 9, 4), decimal.Decimal("12.50"), False, ["a", "b"]))
            self.assertEqual([(line.Sku, line.Qty, line.Price, line.Note) for line in placed.Lines],
                             [("<X>", 1, decimal.Decimal("12.50"), "ü")])
        self.each("modern", check)


if __name__ == "__main__":
    ficus = os.path.realpath(sys.argv[1])
    if "--record" in sys.argv:
        record = pathlib.Path(sys.argv[sys.argv.index("--record") + 1])
        record.mkdir(parents=True, exist_ok=True)
    # spyne logs each fault that it answers with; zeep warns of WSDLs. Both are part of the play.
    logging.disable(logging.CRITICAL)
    unittest.main(argv=sys.argv[:1], verbosity=2, warnings="ignore")
