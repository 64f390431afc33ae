"""A process under measurement: what it has used of the processor and of memory, its children included."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path

TICK = 1.0 / os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Process:
    """Started pinned, its output in a file; ended with the `with` block."""

    def __init__(self, command, log, preexec, env=None):
        self.log = Path(log)
        self.command = command
        self._output = open(log, "w")
        self._child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self._output, stderr=subprocess.STDOUT, preexec_fn=preexec, env=env
        )
        self.pid = self._child.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._child.poll() is None:
            self._child.send_signal(signal.SIGTERM)
            try:
                self._child.wait(20)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()
        self._output.close()

    def pids(self):
        """The process itself and its children: nginx works in one."""
        found = [self.pid]
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            found += [int(p) for p in (task / "children").read_text().split()]
        return found

    def threads(self, name):
        """The folders in /proc of those whose names match: a thread's name is what it does."""
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            if re.fullmatch(name, (task / "comm").read_text().strip()):
                yield task

    def cpu_seconds(self):
        """User and system time from /proc/PID/stat, in steps of 10 ms: measure a second or more."""
        ticks = 0
        for pid in self.pids():
            # The name in parentheses may hold anything; utime and stime are the 14th and 15th fields.
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks * TICK

    def resident_bytes(self):
        return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE for pid in self.pids())

    def wait_for(self, done, what, seconds=60):
        """Until `done()` gives something; the process's output tells why when it never does."""
        until = time.monotonic() + seconds
        while True:
            got = done()
            if got:
                return got
            if self._child.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"bench: {self.command[0]}: {what}; it said:\n{self.log.read_text()[-2000:]}")
            time.sleep(0.02)
