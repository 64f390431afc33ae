"""A service that fails as it is told, clients that write down what they see, and the proxies between them, with the same
time-outs: nothing else differs."""

import json
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

from . import machine
from .ficus import BINARY
from .others import Other
from .process import Process

PROGRAM = machine.BUILD / "tests" / "bench" / "bench_outage"
CONNECT, RESPONSE = 1, 2  # seconds


class Child:
    def __init__(self, arguments, core, place=machine.pinned_to):
        self._child = subprocess.Popen(
            [PROGRAM, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=place(core),
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._child.send_signal(signal.SIGCONT)
        self._child.kill()
        self._child.wait()

    def say(self, line):
        self._child.stdin.write(json.dumps(line) + "\n")
        self._child.stdin.flush()

    def hear(self):
        line = self._child.stdout.readline()
        if not line:
            raise SystemExit(f"bench: {' '.join(map(str, self._child.args))} has ended; see above")
        return json.loads(line)


class Origin:
    """One side, on a port that it keeps over deaths."""

    def __init__(self, name, core, place=machine.pinned_to):
        self.name, self._core, self._place, self.port = name, core, place, 0
        self._live()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._child.__exit__(*error)

    def _live(self):
        self._child = Child(["origin", self.name, str(self.port)], self._core, self._place)
        self.port = self._child.hear()["port"]

    def state(self, **mood):
        """Requests that it has seen, and connections that it has open; with `mood=...` it changes first."""
        self._child.say(mood)
        return self._child.hear()

    def begin(self, fault):
        if fault == "refused":
            self._child.__exit__()
        elif fault == "frozen":
            self._child._child.send_signal(signal.SIGSTOP)
        else:
            self.state(mood=fault)

    def end(self, fault):
        if fault == "refused":
            self._live()
        elif fault == "frozen":
            self._child._child.send_signal(signal.SIGCONT)
        else:
            self.state(mood="ok")


class Clients(Child):
    def __init__(self, core, place=machine.pinned_to):
        super().__init__(["clients"], core, place)

    def start(self, port, path, seconds, rate, patience=5.0, connections=200, most=4000, posts=0.0):
        head = "Host: shop.example.com\r\nUser-Agent: bench\r\nAccept: */*\r\n"
        get = f"GET {path} HTTP/1.1\r\n{head}\r\n"
        post = f"POST {path} HTTP/1.1\r\n{head}Content-Length: 2\r\n\r\n{{}}"
        requests = [post if i < round(posts * 10) else get for i in range(10)]
        self.say(
            {
                "port": port,
                "seconds": seconds,
                "rate": rate,
                "patience": patience,
                "connections": connections,
                "most": most,
                "requests": requests,
            }
        )
        self.hear()


class Guarded:
    """Ficus, the feature `/app` wholly on modern, all else on legacy. `checks`: active health checks besides; `more`: keys of
    modern's upstream."""

    def __init__(self, folder, legacy, modern, core, checks=False, fallback=True, response=RESPONSE, more=""):
        self._folder = Path(folder)
        self._folder.mkdir(parents=True)
        (self._folder / "ficus.toml").write_text(
            f"""
[facade]
listen = ["127.0.0.1:0"]
admin = "127.0.0.1:0"
data_dir = "{self._folder}/data"
legacy = "legacy"
threads = 1
[facade.log]
access = 0
[upstreams.legacy]
endpoints = ["http://127.0.0.1:{legacy}"]
[upstreams.modern]
endpoints = ["http://127.0.0.1:{modern}"]
connect_timeout = "{CONNECT}s"
response_timeout = "{response}s"
{more}
{'check = { path = "/health", interval = "1s", fall = 2, rise = 2 }' if checks else ""}
[features.app]
match = [{{ path_prefix = "/app" }}]
modern = "modern"
fallback = {"true" if fallback else "false"}
"""
        )
        self._run("flip", "app", "modern")
        self.process = Process(
            [BINARY, "serve", "--config", self._folder / "ficus.toml"], self._folder / "log", machine.pinned_to(core)
        )
        listening = self.process.wait_for(self._listening, "does not listen")
        self.port = int(listening["listen"][0].rsplit(":", 1)[1])
        self._metrics = f"http://{listening['admin']}/metrics"

    def attempts_that_failed(self):
        """So far, at any upstream: connections that were refused are in it, what a breaker kept back is not."""
        page = urllib.request.urlopen(self._metrics, timeout=5).read().decode()
        return sum(int(line.split()[1]) for line in page.splitlines() if line.startswith("ficus_upstream_failures_total "))

    def _run(self, *command):
        told = subprocess.run(
            [BINARY, *command, "--config", self._folder / "ficus.toml"], capture_output=True, text=True
        )
        if told.returncode != 0:
            raise SystemExit(f"bench: ficus {' '.join(command)}: {told.stderr}")

    def _listening(self):
        for line in self.process.log.read_text().splitlines():
            if '"listening"' in line:
                return json.loads(line)
        return None

    def __enter__(self):
        self.process.__enter__()
        return self

    def __exit__(self, *error):
        self.process.__exit__(*error)


def understands_checks(folder):
    """Whether this ficus has active health checks."""
    Path(folder).mkdir(parents=True)
    file = Path(folder) / "ficus.toml"
    file.write_text(
        '[facade]\nlegacy = "a"\n[upstreams.a]\nendpoints = ["http://127.0.0.1:1"]\ncheck = { path = "/health" }\n'
    )
    return subprocess.run([BINARY, "check", "--config", file], capture_output=True).returncode == 0


class Guarding(Other):
    """HAProxy with checks, retries and legacy as its backup server."""

    def __init__(self, folder, legacy, modern, core):
        self._modern = modern
        super().__init__(folder, legacy, core)

    def command(self, file):
        return ["haproxy", "-db", "-f", file]

    def configuration(self, legacy):
        return f"""
global
    nbthread 1
    maxconn 8192
defaults
    mode http
    timeout connect {CONNECT}s
    timeout client 30s
    timeout server {RESPONSE}s
    timeout queue 1s
    timeout http-request 10s
    timeout http-keep-alive 60s
    option http-keep-alive
    option redispatch 1
    retries 2
    retry-on conn-failure empty-response response-timeout 502 503 504
    http-reuse always
    option forwardfor
frontend in
    bind 127.0.0.1:{self.port} backlog 4096
    default_backend app
backend app
    option httpchk GET /health
    default-server inter 1s fall 2 rise 2 maxconn 256
    server modern 127.0.0.1:{self._modern} check
    server legacy 127.0.0.1:{legacy} check backup
"""


def quantile(values, part):
    values = sorted(values)
    return values[int(part * (len(values) - 1))] if values else 0


def failures(tenth):
    return sum(tenth[kind] for kind in ("status", "cut", "refused", "late"))


class Run:
    """What the clients of one run saw, with the fault from `begin` to `end` (seconds)."""

    def __init__(self, told, begin, end, seen, meant):
        self.tenths, self.statuses = told["tenths"], told["statuses"]
        self.begin, self.end, self.seen, self.meant = begin, end, seen, meant

    def _between(self, begin, end):
        return self.tenths[round(begin * 10) : round(end * 10)]

    def failed(self):
        return sum(map(failures, self.tenths))

    def p99_ms(self, begin, end):
        return quantile([us for t in self._between(begin, end) for us in t["us"]], 0.99) / 1000

    def before(self):
        return self.p99_ms(1, self.begin)

    def during(self):
        return self.p99_ms(self.begin, self.end)

    def after(self):
        return self.p99_ms(self.end, len(self.tenths) / 10)

    def detected(self):
        """Seconds from the fault's begin to the last failure while it lasts."""
        bad = [i for i, t in enumerate(self.tenths) if failures(t) and self.begin * 10 - 1 <= i < self.end * 10]
        return max(0.0, (bad[-1] + 1) / 10 - self.begin) if bad else 0.0

    def recovered(self):
        """Seconds from the fault's end to the first second that modern serves, no slower than before; None where it never does."""
        most = max(1.5 * self.before(), self.before() + 2)
        for first in range(int(self.end * 10 + 0.999), len(self.tenths) - 10):
            second = self.tenths[first : first + 10]
            all_of_them = sum(t["ok"] + failures(t) for t in second)
            modern = sum(t["by"].get("modern", 0) for t in second)
            p99 = quantile([us for t in second for us in t["us"]], 0.99) / 1000
            if all_of_them and modern >= 0.95 * all_of_them and p99 <= most:
                return max(0.0, first / 10 - self.end)
        return None

    def amplification(self):
        """Attempts at modern during the fault, by requests that were meant for it; None where nobody could count them."""
        return self.seen / self.meant if self.seen is not None and self.meant else None

    def error_curve(self):
        return [
            (i / 10, 100 * failures(t) / max(1, t["ok"] + failures(t))) for i, t in enumerate(self.tenths)
        ]

    def p99_curve(self):
        return [(i / 10, quantile(t["us"], 0.99) / 1000) for i, t in enumerate(self.tenths) if t["us"]]


def run(proxy, origins, clients, fault, options):
    """`proxy` between clients and origins, with modern well, then failing, then well again."""
    total = options.before + options.fault + options.after
    clients.start(proxy.port, "/app/small", total, options.rate, posts=options.posts)
    started = time.monotonic()
    time.sleep(options.before)
    # A service that is dead or stopped counts nothing; all that is tried there fails, and Ficus counts that.
    if fault not in ("refused", "frozen"):
        count = lambda: origins["modern"].state()["seen"]  # noqa: E731
    else:
        count = getattr(proxy, "attempts_that_failed", lambda: None)
    seen = count()
    origins["modern"].begin(fault)
    begin = time.monotonic() - started
    time.sleep(options.fault)
    seen = count() - seen if seen is not None else None
    origins["modern"].end(fault)
    end = time.monotonic() - started
    return Run(clients.hear(), begin, end, seen, options.rate * (end - begin))
