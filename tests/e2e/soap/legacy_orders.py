"""The legacy side: an order service that spyne serves over SOAP, by whichever version its WSDL says."""
import datetime
import decimal

from spyne import Application, Boolean, ComplexModel, Date, DateTime, Decimal, Fault, Integer, ServiceBase, Unicode, rpc
from spyne.model.complex import Array
from spyne.protocol.soap import Soap11, Soap12
from spyne.server.wsgi import WsgiApplication

TYPES = "urn:orders:types"


class Line(ComplexModel):
    __namespace__ = TYPES
    Sku = Unicode(min_occurs=1, nillable=False)
    Qty = Integer(min_occurs=1, nillable=False)
    Price = Decimal(min_occurs=1, nillable=False)
    Note = Unicode


class Order(ComplexModel):
    __namespace__ = TYPES
    OrderNo = Integer(min_occurs=1, nillable=False)
    Placed = DateTime(min_occurs=1, nillable=False)
    DeliverOn = Date(min_occurs=1)  # there, and nil where nobody knows yet
    Total = Decimal(min_occurs=1, nillable=False)
    Gift = Boolean(min_occurs=0)  # absent where nobody asked
    Note = Unicode(min_occurs=0)
    Lines = Array(Line, min_occurs=1)
    Tag = Unicode(max_occurs="unbounded")


class Session(ComplexModel):
    __namespace__ = "urn:orders"
    Token = Unicode


class NoSuchOrder(Fault):
    """The declared fault: its code says what it is, its detail which order."""
    __namespace__ = "urn:orders"

    def __init__(self, number):
        super().__init__("Client.NoSuchOrder", f"there is no order {number}", detail={"OrderNo": str(number)})


def order(number):
    return Order(
        OrderNo=number, Placed=datetime.datetime(2026, 9, 1, 10, 20, 30, tzinfo=datetime.timezone.utc),
        DeliverOn=datetime.date(2026, 9, 4) if number == 7 else None, Total=decimal.Decimal("1250.50"),
        Gift=True if number == 7 else None, Note="Grüße <an> alle" if number == 7 else None,
        Lines=[Line(Sku="A-1", Qty=2, Price=decimal.Decimal("600.00"), Note=None),
               Line(Sku="B-2", Qty=1, Price=decimal.Decimal("50.50"), Note="fragile")] if number == 7 else [],
        Tag=["new", "red"] if number == 7 else None)


class Orders(ServiceBase):
    __in_header__ = Session
    placed = []

    @rpc(Integer(min_occurs=1, nillable=False), _returns=Order, _throws=NoSuchOrder)
    def GetOrder(ctx, orderNo):
        if orderNo >= 100:
            raise NoSuchOrder(orderNo)
        return order(orderNo)

    @rpc(Order.customize(min_occurs=1, nillable=False), _returns=Integer)
    def PlaceOrder(ctx, order):
        if ctx.in_header is None or ctx.in_header.Token != "f00d":
            raise Fault("Client.Auth", "who are you?")
        if order.Total > decimal.Decimal("1e15"):
            raise Fault("Server", "the ledger is closed")
        Orders.placed.append(order)
        return order.OrderNo + 1

    @rpc(Date(min_occurs=1, nillable=False), Unicode(min_occurs=0), _returns=Array(Order))
    def FindOrders(ctx, since, state):
        return [order(7), order(8)] if since <= datetime.date(2026, 9, 1) and state in (None, "open") else []


def application(version):
    protocol = {"1.1": Soap11, "1.2": Soap12}[version]
    return WsgiApplication(Application([Orders], "urn:orders", name="Orders",
                                       in_protocol=protocol(validator="lxml"), out_protocol=protocol()))
