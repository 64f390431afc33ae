"""For the scenarios in Python: a facade that ends with its test."""

import json
import os
import signal
import subprocess
import tempfile
import threading

LONGEST = 60  # seconds that any one step may take


class Facade:
    """`ficus serve` with this configuration on a port of the system's choice; killed when it lives too long."""

    def __init__(self, ficus, config, environment, data_variable):
        self._ficus = ficus
        self._dir = tempfile.TemporaryDirectory()
        self._environment = {**os.environ, **environment, "FICUS_CONFIG": str(config), data_variable: self._dir.name}
        self._process = subprocess.Popen([ficus, "serve"], stdout=subprocess.PIPE, env=self._environment, text=True)
        self._guard = threading.Timer(LONGEST, self._process.kill)
        self._guard.start()
        for line in self._process.stdout:
            said = json.loads(line)
            if said["event"] == "listening":
                self.url = f"http://{said['listen'][0]}"
                break
        else:
            raise AssertionError("the facade ended before it listened")
        threading.Thread(target=self._process.stdout.read, daemon=True).start()

    def flip(self, features, share):
        for feature in features:
            subprocess.run([self._ficus, "flip", feature, share], env=self._environment, check=True, capture_output=True,
                           timeout=LONGEST)

    def end(self):
        """Its exit status."""
        self._process.send_signal(signal.SIGTERM)
        status = self._process.wait(LONGEST)
        self._guard.cancel()
        self._dir.cleanup()
        return status
