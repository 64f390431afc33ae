"""Ficus under measurement: its configuration, its rules, the running facade."""

import json
import os
import sqlite3
import subprocess
from pathlib import Path

from . import machine
from .process import Process

BINARY = machine.BUILD / "ficus"

# What stands before the rule that decides in each feature: every one is looked at, none of them holds.
CONDITIONS = ["header:X-Beta=1", "cookie:group=beta", "query:preview=1", "ip=10.0.0.0/8", "method=PATCH"]


def feature(n):
    return f"f{n:05}"


class Ficus:
    """A facade with `features` features, each with `conditions` conditional rules, half of its traffic on modern and
    1 % of it shadowed. Ports are the system's choice."""

    name = "ficus"

    def __init__(self, folder, origin, core, features=1000, conditions=5, threads=1):
        self._folder = Path(folder)
        self._folder.mkdir(parents=True)
        self._origin = origin
        self._features = features
        self._write_configuration(threads)
        self._write_rules(conditions)
        # Errors are always logged; of the rest as much as is shadowed.
        self.process = Process(
            [BINARY, "serve", "--config", self._folder / "ficus.toml"],
            self._folder / "log",
            machine.pinned_to(core),
        )
        self.port = self.process.wait_for(self._listening, "does not listen")

    def __enter__(self):
        self.process.__enter__()
        return self

    def __exit__(self, *error):
        self.process.__exit__(*error)

    def paths(self, last, count):
        """Paths of `count` different features, spread over all of them."""
        step = max(1, self._features // count)
        return [f"/app/{feature(i * step % self._features)}/{last}" for i in range(count)]

    def _write_configuration(self, threads):
        lines = [
            "[facade]",
            'listen = ["127.0.0.1:0"]',
            'admin = "127.0.0.1:0"',
            f'data_dir = "{self._folder}/data"',
            'legacy = "legacy"',
            f"threads = {threads}",
            "[facade.log]",
            "access = 0.01",
        ]
        for side in ("legacy", "modern"):
            lines += [f"[upstreams.{side}]", f'endpoints = ["http://127.0.0.1:{self._origin}"]']
        for n in range(self._features):
            lines += [
                f"[features.{feature(n)}]",
                f'match = [{{ path_prefix = "/app/{feature(n)}" }}]',
                'modern = "modern"',
                'sticky = ["header:X-User-Id", "cookie:sid", "ip"]',
            ]
        (self._folder / "ficus.toml").write_text("\n".join(lines) + "\n")

    def _write_rules(self, conditions):
        def change(*arguments):
            command = [BINARY, *arguments, "--config", self._folder / "ficus.toml"]
            told = subprocess.run(command, capture_output=True, text=True)
            if told.returncode != 0:
                raise SystemExit(f"bench: {' '.join(map(str, command))}: {told.stderr}")

        first = feature(0)
        for i in range(conditions):
            kind = CONDITIONS[i % len(CONDITIONS)]
            # Alike, but not the same: a rule is told from another by its conditions.
            change("flip", first, "modern", "--when", kind, *(["--when", f"header:X-Group={i}"] if i >= len(CONDITIONS) else []))
        change("flip", first, "50%")
        change("shadow", first, "1%")
        # The commands wrote one feature's rules; ten thousand times over they would take minutes, one commit each.
        store = sqlite3.connect(self._folder / "data" / "rules.db")
        with store:
            rules, revision = store.execute("SELECT rules, revision FROM features").fetchone()
            assert len(json.loads(rules)["rules"]) == conditions + 1
            store.executemany(
                "INSERT INTO features VALUES (?, ?, ?)",
                [(feature(n), rules, revision) for n in range(1, self._features)],
            )
        store.close()

    def _listening(self):
        for line in self.process.log.read_text().splitlines():
            if '"listening"' in line:
                return int(json.loads(line)["listen"][0].rsplit(":", 1)[1])
        return None
