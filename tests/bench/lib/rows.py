"""What is asked in each row."""

from dataclasses import dataclass

from .peer import Load

KIB = 1024

# Twelve fields, as a browser sends them.
BROWSER = """Host: shop.example.com
User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0
Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
Accept-Language: en-US,en;q=0.5
Accept-Encoding: gzip, deflate, br
Referer: https://shop.example.com/catalogue/garden
Cookie: sid=8f14e45fceea167a5a36dedd4bea2543; theme=dark; seen=1042,1043
Upgrade-Insecure-Requests: 1
Sec-Fetch-Dest: document
Sec-Fetch-Mode: navigate
Sec-Fetch-Site: same-origin
Priority: u=0, i
"""

PLAIN = "Host: shop.example.com\nUser-Agent: bench\nAccept: */*\n"


@dataclass
class Row:
    name: str
    what: str
    connections: int
    goal: float  # the CPU ratio that issue 3 asks for
    method: str = "GET"
    path: str = "small"
    head: str = PLAIN
    body_size: int = 0
    answer_size: int = 13
    close: bool = False

    def load(self, paths):
        head = self.head
        if self.close:
            head += "Connection: close\n"
        if self.body_size:
            head += f"Content-Type: application/octet-stream\nContent-Length: {self.body_size}\n"
        head = head.replace("\n", "\r\n")
        body = "y" * self.body_size
        requests = [f"{self.method} {path} HTTP/1.1\r\n{head}\r\n{body}" for path in paths]
        return Load(requests, self.answer_size, self.connections, self.close)


KINDS = [
    ("get", "a small GET", 0.75, {}),
    ("browser", "a GET with a browser's head", 0.75, {"head": BROWSER}),
    ("16k", "an answer of 16 KiB", 0.85, {"path": "16k", "answer_size": 16 * KIB}),
    ("1m", "an answer of 1 MiB", 0.85, {"path": "1m", "answer_size": KIB * KIB}),
    ("post", "a POST of 16 KiB", 0.85, {"method": "POST", "body_size": 16 * KIB}),
    ("close", "a connection per request", 0.75, {"close": True}),
]

ROWS = [
    Row(f"{name}-{connections}", f"{what}, {connections} connection{'s' if connections > 1 else ''}", connections, goal, **more)
    for name, what, goal, more in KINDS
    for connections in (1, 64)
]
