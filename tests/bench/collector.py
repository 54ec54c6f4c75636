"""A collector or its ceiling as the benches start, load, watch and stop it (needs wrk)."""
import contextlib
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import urllib.parse

LUA = pathlib.Path(__file__).with_name("ingest.lua")


class Collector:
    """`percorso serve` on a free port, or any command that prints its address as that does."""

    def __init__(self, percorso, store, *options):
        self.store = pathlib.Path(store)
        # All of the load comes from one address.
        command = [percorso, "--db", store, "serve", "--listen", "127.0.0.1:0", "--limit", "0", *options]
        self._start(command)

    def _start(self, command):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = self.process.stdout.readline().split(": ", 1)[1].strip()
        self.address = urllib.parse.urlsplit(self.url).netloc

    def wrk(self, connections, seconds, events=1):
        """What wrk measured: requests, seconds, latencies; `acknowledged` counts requests with 202."""
        environment = os.environ | {"PERCORSO_EVENTS": str(events)}
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(LUA), self.url]
        ended = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
        run = json.loads(ended.stdout.strip().splitlines()[-1])
        run["acknowledged"] = run["requests"] - run["refused"]
        return run

    def cpu(self):
        """Seconds of CPU the process has taken."""
        usage = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(usage[11]) + int(usage[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self, which="VmRSS"):
        """Megabytes in use now, or the most ever (VmHWM)."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return round(int(next(line for line in status if line.startswith(which)).split()[1]) / 1024)

    def connect(self):
        return contextlib.closing(http.client.HTTPConnection(self.address, timeout=30))

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=60) == 0, "the collector did not stop in order"


class Ceiling(Collector):
    """An axum handler that reads the same bodies and throws them away."""

    def __init__(self, bare):
        self._start([bare])


def post(connection, body, **headers):
    """The status and Retry-After of one batch; more headers by name, with _ for -."""
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("POST", "/p/e", body, {"content-type": "text/plain", **more})
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.headers.get("retry-after")


def batch(page, seq, events, site="bench"):
    """A batch of so many small events."""
    return json.dumps({"v": 1, "site": site, "page": page, "seq": seq, "time": 1_800_000_000_000,
                       "sent": 1_800_000_000_900, "url": "https://shop.example/", "referrer": "",
                       "events": [["load", 0, {"n": seq + i}] for i in range(events)]})


def read_token(percorso, store):
    """A token to read with."""
    made = subprocess.run([percorso, "--db", store, "token", "create", "--scope", "read"],
                          check=True, capture_output=True, text=True)
    return next(word for word in made.stdout.split() if word.startswith("percorso_"))


def free_port():
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def percentile(values, share):
    """Milliseconds of a share of these seconds."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] * 1000 if values else 0
