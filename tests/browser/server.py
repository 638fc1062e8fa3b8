"""The app in a process of its own, as a person would start it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

CODE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Server:
    """A running app: where it answers, where it writes, what it said, and which process it is."""

    url: str
    home: Path
    log: Path
    pid: int


@contextmanager
def serving(folder: Path, app: Path = CODE / "app.py", python: str = sys.executable, **env: str) -> Iterator[Server]:
    """`streamlit run app`, writing only under `folder`, until the block is left; then all it started is ended.

    `env` is added to the environment, such as DIGITREC_TRAINING="off".
    """
    port, home, log = free_port(), folder / "home", folder / "server.log"
    command = [python, "-m", "streamlit", "run", str(app), "--server.port", str(port)]
    options = ["--server.address", "127.0.0.1", "--server.headless", "true"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *options],
            cwd=app.parent,
            env=os.environ | {"DIGITREC_HOME": str(home)} | env,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(f"http://127.0.0.1:{port}", home, log, process.pid)
    try:
        wait_until_healthy(process, server)
        yield server
    finally:
        process.kill()  # asked to end, it would wait for pages that are still open
        process.wait()
        end_trainings(home)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(process: "subprocess.Popen[bytes]", server: Server, tries: int = 600) -> None:
    """Waits 60 s at most. Raises RuntimeError, with the server's log, if it ends or never answers."""
    for _ in range(tries):
        try:
            process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            if healthy(server.url):
                return
        else:
            break
    raise RuntimeError(f"The server did not start; it said:\n{server.log.read_text(errors='replace')}")


def healthy(url: str) -> bool:
    try:
        with urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def end_trainings(home: Path) -> None:
    """Ends the trainings of this home, which outlive the server that started them."""
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            if process.cmdline()[3:4] == ["work"] and process.environ().get("DIGITREC_HOME") == str(home):
                process.kill()
