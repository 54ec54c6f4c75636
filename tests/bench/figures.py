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
               f"loader and glue {size['js']:,}, wasm {size['wasm']:,}; the words of shops, with the "
               f"collector's rules, {size['words']:,} more")
    yield from collector_rows(figures)
    if funnel := figures.get("funnel"):
        for name, run in funnel["runs"].items():
            yield (f"Four-step funnel over 10 million events, {name}", f"{run['percorso_cpu_s']:.2f} s CPU",
                   f"ClickHouse in the same run {run['chdb_cpu_s']:.2f} s: {run['ratio']:.2f}×")
    if finder := figures.get("finder"):
        yield (f"Disconnections in {finder['seeds']} made-up shops with two incidents each",
               f"{finder['found']} of {finder['incidents']} found",
               f"step, segment and dates right; of {finder['runs_without_incidents']} shops without any, "
               f"{finder['runs_that_invent']} were told of one at p < 0.01")
    if demo := figures.get("demo"):
        yield (f"{demo['events'] / 1e6:.1f} million events of made-up shoppers, decided and stored",
               f"{demo['seconds']:.0f} s, {demo['per_second']:,} events a second",
               f"{demo['cpu_us_per_event']} µs CPU and {demo['bytes_per_event']} bytes an event, memory {demo['memory_mb']:,} MB at most")
    yield from sql_rows(figures)
    yield from report_rows(figures)
    yield from tracker_rows(figures)


def sql_rows(figures):
    """SQL of others while events arrive."""
    if sql := figures.get("sql"):
        ingest, fresh, crowd = sql["ingest_ms"], sql["freshness_ms"], sql["crowd"]
        per_second = f"{sql['events_per_second']:,} events a second arriving"
        yield (f"Twenty questions over {sql['stored'] / 1e6:.1f} million events, {per_second}, by DuckDB's command and Python's client",
               f"{sql['questions'] - len(sql['wrong']) // 2} of {sql['questions']} right", f"{sql['questions_s']} s for all of them, as the closed file answers")
        yield ("Age of the newest event that an answer has seen, in the client's hands", f"p50 {fresh['calm']['p50']} ms, p99 {fresh['calm']['p99']} ms",
               f"beside a heavy question p99 {fresh['heavy']['p99']} ms, beside {crowd} of them {fresh['crowd']['p99']} ms; no acknowledged event is missing")
        yield (f"Ingest p99 beside a heavy question, {per_second}", f"{ingest['heavy']['p99'] / ingest['calm']['p99']:.2f} times that without",
               f"{ingest['calm']['p99']} ms without, {ingest['heavy']['p99']} ms beside one, {ingest['crowd']['p99']} ms beside {crowd}, as many as are let in")


def report_rows(figures):
    """How long reports take, the slow ones by name."""
    if measured := figures.get("reports"):
        reports = measured["reports"]
        slow = sorted((name for name in reports if reports[name]["seconds"] > 2), key=lambda name: -reports[name]["seconds"])
        named = ", ".join(f"{name} {reports[name]['seconds']:.1f} s" for name in slow)
        fast = len(reports) - len(slow)
        most = max(report["memory_mb"] for report in reports.values())
        yield (f"Reports over {measured['events'] / 1e6:.1f} million events, under 2 s", f"{fast} of {len(reports)}",
               f"by the command; slower: {named or 'none'}; memory {most:,} MB at most")


def collector_rows(figures):
    """How fast the collector is, and what it withstands."""
    for run in figures.get("ingest", []):
        # A file has some megabytes of blocks whatever is in it: few events tell nothing of their bytes.
        stored = run.get("stored", run["per_second"] * 10)
        size = f" and {run['bytes_per_event']} bytes an event" if stored >= 100_000 else " an event"
        held = " (a checkpoint, which comes with each 64 MB of log, has all senders wait)" if run["p99_ms"] > 100 else ""
        what = "Single-event requests" if run["events"] == 1 else f"Events in requests of {run['events']}"
        ceiling = f"a handler that throws the bodies away {run['ceiling_per_second']:,}, of which this is {run['of_ceiling']:.2f}; " if "of_ceiling" in run else ""
        yield (f"{what}, {run['connections']} connection{'s' * (run['connections'] > 1)}, answered after the sync",
               f"{run['per_second']:,} a second",
               f"{ceiling}p50 {run['p50_ms']} ms, "
               f"p99 {run['p99_ms']} ms{held}, {run['cpu_us_per_event']} µs CPU{size}")
    if large := figures.get("large"):
        millions = f"{large['rows'] / 1e6:g} million events stored"
        yield (f"Single-event requests, 64 connections, at {millions}", f"{large['of_empty']:.2f} of those on an empty file", f"{large['large_per_second']:,} and {large['empty_per_second']:,} a second, in turns")
        yield (f"1,000 events sent again at {millions}", f"{large['replay_ms']} ms",
               f"{large['replay_old_ms']} ms when hundreds of thousands have come since; none is stored twice")
        yield (f"Backup of {millions}, while events arrive", f"{large['backup_s']} s", "opened and counted")
        yield (f"Memory with a store just made, and at most with {millions}, retries and a backup under load",
               f"{large['idle_memory_mb']} MB and {large['loaded_memory_mb']} MB",
               f"started on them in {large['start_s']} s; overload, long runs and questions take more, in their rows")
        yield (f"Disk, {millions}, ids and parameters included", f"{large['bytes_per_event']} bytes an event", "after a checkpoint")
    endings = {"kill": "SIGKILL under load", "term": "SIGTERM under load", "term-kill": "SIGKILL during the stop", "torn": "The log's tail torn off"}
    for name, end in figures.get("faults", {}).items():
        yield (f"{endings[name]}, {end['times']} times", f"{end['missing']} missing, {end['twice']} twice",
               f"of {end['acknowledged']:,} events acknowledged{' before the tear' * (name == 'torn')}; {end['again']:,} sent again")
    for name, what in (("full_disk", "The disk full, under load"), ("overload", "Overload, 900 connections of 500 events a request")):
        if run := figures.get("trouble", {}).get(name):
            yield (f"{what}, {run['seconds']} s", f"{run['missing']} missing, {run['twice']} twice, taken again after {run['back_s']} s",
                   f"{run['acknowledged']:,} events acknowledged, {run['refused']:,} requests refused, memory {run['memory_mb']} MB at most")
    if soak := figures.get("soak"):
        yield (f"{soak['minutes']:g} minutes at {soak['events_per_second']:,} events a second, half of what there can be, with questions",
               "p50 {} ms, then {} ms; p99 {} ms, then {} ms".format(*soak["p50_ms"], *soak["p99_ms"]),
               "first and second half; memory {} MB at most in the middle third, {} MB in the last; ".format(*soak["memory_mb"])
               + "a funnel of the last five minutes, asked again and again, {} ms, then {} ms; ".format(*soak["question_ms"])
               + f"{soak['events']:,} events, each stored once" + (f" ({soak['note']})" if "note" in soak else ""))


PEERS = {"posthog": "PostHog", "clarity": "Clarity", "mixpanel": "Mixpanel", "snowplow": "Snowplow"}


def beside(trackers, text):
    """The same of each peer that was measured along, in one line."""
    return ", ".join(f"{name} {text(trackers[key])}" for key, name in PEERS.items() if trackers.get(key))


def judged(score):
    """Scenes judged right; most lack a given mark, so also the share found, and the share of what was told that is so."""
    recall, precision = ("none" if score[key] is None else f"{100 * score[key]:.0f} %" for key in ("recall", "precision"))
    return f"{score['right']} (recall {recall}, precision {precision})"


def tracker_rows(figures):
    """What the tracker costs, delivers and sees."""
    if cost := figures.get("tracker_cost", {}).get("trackers"):
        own = cost["percorso"]
        for what, key in (("load", "load"), ("each click", "click")):
            yield (f"Main-thread script at {what}", f"{own['1x'][key]:.2f} ms, {own['4x'][key]:.2f} ms at 4× throttling",
                   beside(cost, lambda t, key=key: f"{t['1x'][key]:.2f} and {t['4x'][key]:.2f}"))
        yield ("Bytes on the wire per plain click", f"{own['bytesPerClick']:,}", beside(cost, lambda t: f"{t['bytesPerClick']:,}"))
        yield ("JavaScript heap, and WebAssembly memory", f"{own['heapKB']:,} KB and {own['wasmKB']:,} KB",
               beside(cost, lambda t: f"{t['heapKB']:,} KB"))
    if busy := figures.get("tracker_mutations", {}).get("trackers"):
        own = busy["percorso"]
        yield ("CPU at 10,000 changes of the document a second, over a page without", f"{100 * (own['ratio'] - 1):+.1f} %",
               f"{100 * (own['clicked_ratio'] - 1):+.1f} % while it looks out for a click's reaction")
    if sent := figures.get("tracker_deliver", {}).get("trackers"):
        for key, what in (("nav50", "50 events, then navigation at once"), ("close50", "50 events, then the tab closed")):
            yield (f"{what}: arrived", f"{sent['percorso'][key]['now']} %", beside(sent, lambda t, key=key: f"{t[key]['now']} %"))
        big = {key: tracker["nav100x2k"] for key, tracker in sent.items()}
        yield ("100 events of 2 KB, then navigation: arrived after the next page", f"{big['percorso_consent']['later']} % with consent, {big['percorso']['later']} % without",
               beside(big, lambda t: f"{t['later']} % ({t['copies']} sent twice)"))
    if scenes := figures.get("tracker_scenes"):
        for mark in ("rage", "dead", "slow", "error"):
            right = {key: seen["marks"].get(mark) for key, seen in scenes.items()}
            yield (f"{scenes['percorso']['scenes']} scenes of friction, judged right: {mark}", judged(right["percorso"]),
                   beside(right, judged) or "the others tell none")
    if vitals := figures.get("tracker_vitals"):
        metrics = ", ".join(f"{name} {seen['equal']} of {seen['of']}" for name, seen in vitals["equal"].items())
        yield (f"Web Vitals as {vitals['library']} has them, on {vitals['runs']} page runs", metrics, "in the same page")


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
