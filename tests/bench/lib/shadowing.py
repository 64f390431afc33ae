"""A facade whose only feature is shadowed, or not, and the other sides that its copies go to."""

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

from . import machine
from .ficus import BINARY, Ficus

MIB = 1024 * 1024
MAX_HELD = 8 * MIB


class PoorShadow:
    """lib/poor_shadow.py on a core."""

    def __init__(self, kind, core):
        program = Path(__file__).with_name("poor_shadow.py")
        self._child = subprocess.Popen(
            [sys.executable, "-B", program, kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=machine.pinned_to(core),
        )
        self.origin = int(self._child.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._child.stdin.close()
        self._child.wait()


class DeadShadow:
    """A port that nobody listens on, and that nobody else gets."""

    def __init__(self):
        self._bound = socket.socket()
        self._bound.bind(("127.0.0.1", 0))
        self.origin = self._bound.getsockname()[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._bound.close()


class Shadowed(Ficus):
    """`share` of its requests are copied to `modern`; legacy serves all of them. One thread serves; all others, those that
    send copies and write down what they found among them, are on a core of their own where `aside` says so."""

    def __init__(self, folder, legacy, modern, share, core, aside=None):
        self._modern = modern
        self._share = share
        super().__init__(folder, legacy, core, features=1)
        for thread in self.process.threads(r"(?!ficus-w\d).*") if aside is not None else ():
            os.sched_setaffinity(int(thread.name), {aside})
        for thread in self.process.threads(r"ficus-w\d+"):
            machine.go_first(int(thread.name))

    def _write_configuration(self, threads):
        (self._folder / "ficus.toml").write_text(
            f"""
[facade]
listen = ["127.0.0.1:0"]
admin = "127.0.0.1:0"
data_dir = "{self._folder}/data"
legacy = "legacy"
threads = {threads}
[facade.log]
access = 0.01
[facade.shadow]
max_held = "{MAX_HELD // MIB}MiB"
[upstreams.legacy]
endpoints = ["http://127.0.0.1:{self._origin}"]
[upstreams.modern]
endpoints = ["http://127.0.0.1:{self._modern}"]
[features.f00000]
match = [{{ path_prefix = "/app/f00000" }}]
modern = "modern"
"""
        )

    def _write_rules(self, conditions):
        command = [BINARY, "shadow", "f00000", self._share, "--config", self._folder / "ficus.toml"]
        told = subprocess.run(command, capture_output=True, text=True)
        if told.returncode != 0:
            raise SystemExit(f"bench: {' '.join(map(str, command))}: {told.stderr}")

    def worker_seconds(self):
        """What the threads that serve requests had of the processor, to the nanosecond."""
        return sum(int((task / "schedstat").read_text().split()[0]) for task in self.process.threads(r"ficus-w\d+")) / 1e9

    def report(self):
        told = subprocess.run(
            [BINARY, "report", "f00000", "--json", "--config", self._folder / "ficus.toml"], capture_output=True, text=True
        )
        if not told.stdout:
            raise SystemExit(f"bench: ficus report: {told.stderr}")
        return json.loads(told.stdout)["features"][0]

    def answers(self, paths):
        """What a client reads, one request after another on one connection, byte for byte but for the two values that are new each
        time."""
        with socket.create_connection(("127.0.0.1", self.port)) as to:
            heard = b""
            for path in paths:
                to.sendall(f"GET {path} HTTP/1.1\r\nHost: shop.example.com\r\n\r\n".encode())
                heard += self._one_answer(to)
        return re.sub(rb"\r\n(Date|X-Request-ID): [^\r]*", rb"\r\n\1: ", heard)

    @staticmethod
    def _one_answer(to):
        heard = b""
        while b"\r\n\r\n" not in heard:
            more = to.recv(65536)
            if not more:
                return heard
            heard += more
        head, _, body = heard.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: *(\d+)", head)[1])
        while len(body) < length:
            more = to.recv(65536)
            if not more:
                break
            body += more
        return head + b"\r\n\r\n" + body
