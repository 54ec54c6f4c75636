"""Keeps measured figures, and writes them into the README between its two markers.

usage: figures.py keep FIGURES.json NAME < one-json-value
       figures.py write FIGURES.json README.md
"""
import json
import pathlib
import re
import sys


def keep(path, name):
    figures = json.loads(path.read_text()) if path.exists() else {}
    figures[name] = json.load(sys.stdin)
    path.write_text(json.dumps(figures, indent=1) + "\n")


def rows(figures):
    """What is measured, the figure, and what it stands beside."""
    if size := figures.get("size"):
        yield ("Tracker on the wire, brotli", f"{size['total']:,} bytes",
               f"loader and glue {size['js']:,}, wasm {size['wasm']:,}")
    for run in figures.get("ingest", []):
        yield (f"Single-event requests, {run['connections']} connection{'s' * (run['connections'] > 1)}, answered after the sync",
               f"{run['per_second']:,} a second",
               f"p50 {run['p50_ms']} ms, p99 {run['p99_ms']} ms, {run['cpu_us_per_event']} µs CPU and {run['bytes_per_event']} bytes an event")
    if funnel := figures.get("funnel"):
        for name, run in funnel["runs"].items():
            yield (f"Four-step funnel over 10 million events, {name}", f"{run['percorso_cpu_s']:.2f} s CPU",
                   f"ClickHouse in the same run {run['chdb_cpu_s']:.2f} s: {run['ratio']:.2f}×")


def write(path, readme):
    table = ["| measured | figure | beside it |", "|---|---|---|"]
    table += [f"| {what} | **{figure}** | {beside} |" for what, figure, beside in rows(json.loads(path.read_text()))]
    text = readme.read_text()
    marked = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)
    assert marked.search(text), f"{readme} has no <!-- figures --> … <!-- /figures -->"
    readme.write_text(marked.sub(lambda m: m[1] + "\n".join(table) + "\n" + m[2], text))


if __name__ == "__main__":
    if sys.argv[1] == "keep":
        keep(pathlib.Path(sys.argv[2]), sys.argv[3])
    else:
        write(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
