"""Whether the price of friction holds the truth: made-up shops by many seeds, each with what friction has
really cost, because the same visits were lived without it; and shops where it costs nothing.

usage: friction.py PERCORSO [--seeds N] [--visitors N]

Prints one object: of all planted frictions with an effect, the share whose interval of lost orders and of
revenue holds the truth, and of harmless ones the share that is said to cost something for sure.
"""
import argparse
import json
import pathlib
import subprocess
import tempfile

STEPS = {"land": "landing", "product": "view_item"}


def run(percorso, *args):
    answer = subprocess.run([percorso, *args], check=True, capture_output=True, text=True)
    return answer.stdout


def shop(percorso, folder, seed, visitors):
    """The rows of `percorso friction` by kind and step, and the truth."""
    store, truth = folder / f"{seed}.duckdb", folder / f"{seed}.json"
    run(percorso, "demo", "--db", store, "--seed", str(seed), "--visitors", str(visitors),
        "--until", "2026-11-01", "--no-incidents", "--no-interventions", "--truth", truth)
    rows = json.loads(run(percorso, "friction", "--db", store, "--format", "json"))["rows"]
    store.unlink()
    found = {(row["kind"], row["step"]): row for row in rows}
    return found, json.loads(truth.read_text())["frictions"]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("percorso", type=pathlib.Path)
    options.add_argument("--seeds", type=int, default=50)
    options.add_argument("--visitors", type=int, default=10_000)
    options = options.parse_args()
    orders, revenue, sure, affected = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(1, options.seeds + 1):
            found, truths = shop(options.percorso, pathlib.Path(folder), seed, options.visitors)
            for truth in truths:
                step = truth["step"] or STEPS[truth["stage"]]
                row = found[truth["kind"], step]
                affected.append(row["affected"] == truth["affected"])
                if truth["leave"] == 0:
                    sure.append(row["revenue_at_risk_low"] > 0)
                    continue
                lost, cost = truth["orders_without"] - truth["orders"], truth["lost_cents"] / 100
                orders.append(row["lost_orders_low"] <= lost <= row["lost_orders_high"])
                revenue.append(row["revenue_at_risk_low"] <= cost <= row["revenue_at_risk_high"])
    share = lambda flags: round(sum(flags) / len(flags), 4)
    print(json.dumps({
        "seeds": options.seeds, "frictions": len(orders), "affected_equal": share(affected),
        "orders_held": share(orders), "revenue_held": share(revenue),
        "harmless": len(sure), "harmless_said_to_cost": share(sure),
    }))


if __name__ == "__main__":
    main()
