"""Whether the finder of disconnections finds what is planted, and nothing where nothing is: made-up shops
by many seeds with two incidents each, and the same shops without any.

usage: finder.py PERCORSO [--first SEED] [--seeds N] [--visitors N] [--keen K] [--misses]

An incident is found when a finding has its step, its segment and dates that overlap its own: days in both,
of days in either, at least 0.7. Prints one object; --misses tells each incident that was not found, and
each finding that was not planted, on stderr.
"""
import argparse
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile

# The report's steps under the names the made-up shop has for them.
STEPS = {"visit": "land", "view_item": "product", "add_to_cart": "add", "view_cart": "cart",
         "checkout": "address", "delivery": "delivery", "payment": "payment"}
OVERLAP = 0.7
# The made-up shop's phones with iOS all have Safari: two names for the same visits.
SAME = {frozenset({"device=mobile", "system=iOS"}): frozenset({"device=mobile", "browser=Safari"})}


def run(percorso, *args):
    answer = subprocess.run([percorso, *args], check=True, capture_output=True, text=True)
    return answer.stdout


def shop(percorso, folder, seed, options, *plain):
    """The findings, and the incidents that are true."""
    store, truth = folder / "shop.duckdb", folder / "truth.json"
    # As few events as the visits can be told in: the finder reads how far visits came.
    run(percorso, "demo", "--db", store, "--seed", str(seed), "--visitors", str(options.visitors),
        "--events", "1", "--keen", str(options.keen), "--until", "2026-11-01", "--truth", truth, *plain)
    rows = json.loads(run(percorso, "disconnections", "--db", store, "--format", "json"))["rows"]
    store.unlink()
    return rows, json.loads(truth.read_text())["incidents"]


def segment(names):
    names = frozenset(names)
    return SAME.get(names, names)


def days(first, after):
    first, after = (datetime.date.fromisoformat(text[:10]) for text in (first, after))
    return {first + datetime.timedelta(day) for day in range((after - first).days)}


def overlap(row, truth):
    found = days(row["first_day"], row["last_day"]) | {datetime.date.fromisoformat(row["last_day"])}
    planted = days(truth["from"], truth["to"])
    return len(found & planted) / len(found | planted)


def judge(row, truth):
    """Which of step, segment and dates are right."""
    return {
        "step": STEPS[row["step"]] == truth["stage"],
        "segment": segment(row["segment"].split(" & ")) == segment(f"{d}={v}" for d, v in truth["segment"]),
        "dates": overlap(row, truth) >= OVERLAP,
    }


def main():
    options = argparse.ArgumentParser()
    options.add_argument("percorso", type=pathlib.Path)
    options.add_argument("--first", type=int, default=1001)
    options.add_argument("--seeds", type=int, default=50)
    options.add_argument("--visitors", type=int, default=40_000)
    # So many checkouts as a shop of eight times the visitors has.
    options.add_argument("--keen", type=float, default=2.5)
    options.add_argument("--misses", action="store_true")
    options = options.parse_args()
    tell = (lambda *what: print(*what, file=sys.stderr, flush=True)) if options.misses else lambda *what: None
    kinds, beside, invented, nulls = {}, 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for seed in range(options.first, options.first + options.seeds):
            rows, truths = shop(options.percorso, folder, seed, options)
            for truth in truths:
                hit = any(all(judge(row, truth).values()) for row in rows)
                kinds.setdefault(truth["name"], []).append((hit, truth["passed_without"] - truth["passed"]))
                if not hit:
                    near = [(judge(row, truth), row) for row in rows if overlap(row, truth) > 0]
                    tell(seed, "missed", json.dumps(truth), *(f"\n  {right} {json.dumps(row)}" for right, row in near))
            others = [row for row in rows if not any(overlap(row, truth) > 0 for truth in truths)]
            beside += bool(others)
            for row in others:
                tell(seed, "beside", json.dumps(row))
            rows, _ = shop(options.percorso, folder, seed, options, "--no-incidents")
            nulls += 1
            invented += bool(rows)
            for row in rows:
                tell(seed, "invented", json.dumps(row))
    all_hits = [hit for runs in kinds.values() for hit, _ in runs]
    print(json.dumps({
        "seeds": options.seeds, "visitors": options.visitors, "keen": options.keen,
        "incidents": len(all_hits), "found": sum(all_hits),
        "by_incident": {name: {"planted": len(runs), "found": sum(hit for hit, _ in runs),
                               "least_lost": min(lost for _, lost in runs)} for name, runs in sorted(kinds.items())},
        "runs_with_others": beside, "runs_without_incidents": nulls, "runs_that_invent": invented,
    }))


if __name__ == "__main__":
    main()
