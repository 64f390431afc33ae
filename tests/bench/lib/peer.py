"""The clients and the origin (build/release/tests/bench/bench_peer), driven line by line."""

import json
import subprocess
from dataclasses import dataclass

from . import machine


@dataclass
class Load:
    """What one run asks for. `requests`: bytes as text; connection i sends number i mod n."""

    requests: list
    answer_size: int
    connections: int = 1
    close: bool = False


class Peer:
    def __init__(self, core, place=machine.pinned_to):
        program = machine.BUILD / "tests" / "bench" / "bench_peer"
        self._child = subprocess.Popen(
            [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=place(core)
        )
        self.pid = self._child.pid
        self.origin = self._answer()["origin"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._child.stdin.close()
        self._child.wait()

    def run(self, port, load, seconds=1.0, rate=0.0, once=False, gives_way=False):
        """Runs a load and returns what came of it. A single answer that is not 200 and whole ends everything. Between the requests
        of a rate it keeps its core busy, where it does not give way to others; where it does, requests that a stall of the machine has
        touched are counted (`disturbed`) and not in its quantiles."""
        result = self._say(
            {
                "port": port,
                "connections": load.connections,
                "seconds": seconds,
                "rate": rate,
                "close": load.close,
                "once": once,
                "gives_way": gives_way,
                "requests": load.requests,
                "answer_size": load.answer_size,
            }
        )
        if result["failure"]:
            raise SystemExit(f"bench: port {port}, {load.requests[0].split(' HTTP')[0]}: {result['failure']}")
        return result

    def let_go(self):
        """Closes the connections of the last run."""
        self._say({})

    def _say(self, line):
        self._child.stdin.write(json.dumps(line) + "\n")
        self._child.stdin.flush()
        return self._answer()

    def _answer(self):
        line = self._child.stdout.readline()
        if not line:
            raise SystemExit("bench: the load generator has ended; see above")
        return json.loads(line)
