"""Single-event requests, acknowledged after the sync, with the load generator on the same cores.

usage: ingest.py PERCORSO [SECONDS]   (needs wrk, and Python's duckdb)
Prints one JSON object: for each number of connections the rate, latencies and CPU, and whether every
acknowledged event was found in the file afterwards.
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

import duckdb

LUA = pathlib.Path(__file__).with_name("ingest.lua")


def measure(percorso, connections, seconds):
    with tempfile.TemporaryDirectory() as folder:
        store = f"{folder}/bench.duckdb"
        command = [percorso, "--db", store, "serve", "--listen", "127.0.0.1:0"]
        collector = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        url = collector.stdout.readline().split(": ", 1)[1].strip()
        wrk = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(LUA), url],
            check=True, capture_output=True, text=True)
        run = json.loads(wrk.stdout.strip().splitlines()[-1])
        usage = pathlib.Path(f"/proc/{collector.pid}/stat").read_text().rsplit(")", 1)[1].split()
        cpu = (int(usage[11]) + int(usage[12])) / os.sysconf("SC_CLK_TCK")
        memory = next(line for line in pathlib.Path(f"/proc/{collector.pid}/status").read_text().splitlines()
                      if line.startswith("VmHWM"))
        collector.send_signal(signal.SIGTERM)
        assert collector.wait(timeout=60) == 0, "the collector did not stop in order"
        acknowledged = run["requests"] - run["refused"]
        with duckdb.connect(store, read_only=True) as reader:
            stored = reader.sql("SELECT count(*) FROM events").fetchone()[0]
        # wrk drops what is under way when its time is over: stored and never counted, at most one a connection.
        assert 0 <= stored - acknowledged <= connections, f"{acknowledged} acknowledged, {stored} stored"
        return {
            "connections": connections,
            "per_second": round(acknowledged / run["seconds"]),
            "p50_ms": run["p50_ms"], "p99_ms": run["p99_ms"], "max_ms": run["max_ms"],
            "refused": run["refused"],
            "cpu_us_per_event": round(cpu / max(stored, 1) * 1e6),
            "memory_mb": round(int(memory.split()[1]) / 1024),
            "bytes_per_event": round(os.path.getsize(store) / max(stored, 1)),
        }


if __name__ == "__main__":
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    print(json.dumps([measure(sys.argv[1], n, seconds) for n in (1, 16, 64)]))
