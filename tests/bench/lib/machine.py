"""The machine that is measured on: its cores, and what has to be built and installed first."""

import os
import platform
import subprocess
from contextlib import contextmanager
from pathlib import Path

TOP = Path(__file__).resolve().parents[3]
BUILD = TOP / "build" / "release"


def prepare(*more):
    """Installs what is missing and builds the release binary, both ends of the load and `more`, as tools/run does."""
    script = (
        f"source '{TOP}/tools/prepare.sh' && install_packages build bench && install_web && "
        f"{{ [[ -e '{BUILD}/build.ninja' ]] || configure '{BUILD}' -DCMAKE_BUILD_TYPE=Release; }} && "
        f"ninja --quiet -C '{BUILD}' ficus bench_peer {' '.join(more)} >&2"
    )
    if subprocess.run(["bash", "-euo", "pipefail", "-c", script]).returncode != 0:
        raise SystemExit("bench: what is measured could not be built; see above")


def cores():
    """One core for what is measured, and one for everything else."""
    usable = sorted(os.sched_getaffinity(0))
    if len(usable) < 2:
        raise SystemExit("bench: needs two cores, one for the proxy and one for its clients and origin")
    return usable[-1], usable[0]


def pinned_to(core):
    """For subprocess: what is started, and all that it starts, runs on that core (or on that set of them)."""
    wanted = {core} if isinstance(core, int) else set(core)
    return lambda: os.sched_setaffinity(0, wanted)


def pinned_first(core):
    """The same, before whatever else wants to: for what sleeps between requests."""

    def take_place():
        pinned_to(core)()
        go_first(0)

    return take_place


def go_first(thread):
    try:
        os.sched_setscheduler(thread, os.SCHED_FIFO, os.sched_param(1))
    except PermissionError:
        raise SystemExit("bench: what is measured goes before whatever else the machine does: run it as root") from None


@contextmanager
def kept_clear(core):
    """Whatever else the machine does is done elsewhere meanwhile, the kernel's own threads and work among it, as far as they can be
    moved: what is woken because another core is busy (RCU's thread above all) would otherwise be run here, where nobody is. A bench that is killed leaves them there."""
    unbound = Path("/sys/devices/virtual/workqueue/cpumask")
    before, mask = {}, unbound.read_text()
    try:
        for task in Path("/proc").glob("[0-9]*/task/[0-9]*"):
            try:
                allowed = os.sched_getaffinity(int(task.name))
                if allowed > {core}:
                    os.sched_setaffinity(int(task.name), allowed - {core})
                    before[int(task.name)] = allowed
            except OSError:
                continue  # it has ended, or belongs to a core
        unbound.write_text(f"{int(mask.replace(',', ''), 16) & ~(1 << core):x}")
        yield
    except PermissionError:
        raise SystemExit("bench: a core is kept clear for what is measured: run it as root") from None
    finally:
        for task, allowed in before.items():
            try:
                os.sched_setaffinity(task, allowed)
            except OSError:
                continue  # it has ended
        if os.access(unbound, os.W_OK):
            unbound.write_text(mask)


def describe():
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    memory = int(Path("/proc/meminfo").read_text().split()[1]) // 1024
    busy = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores of {model}, {memory} MiB, Linux {platform.release()}, "
        f"load {busy:.2f} before the run"
    )


def version_of(command):
    """The first line that a program says about its version, wherever it says it."""
    told = subprocess.run(command, capture_output=True, text=True)
    return (told.stdout + told.stderr).strip().splitlines()[0]
