//! Clicks, touchpoints and web vitals out of what the tracker sends.

use percorso_tests::harness::Batch;
use serde_json::json;

use super::{ask, page, visit};

#[test]
fn a_click_has_its_reaction_and_what_was_wrong_with_it() {
    let clicks = visit(json!([
        page("/p/1", 0),
        ["click", 1000, { "element": "button#buy", "reaction": "mutation", "react_ms": 48 }],
        ["click", 5000, { "element": "a.fit", "friction": ["dead", "rage"] }],
        ["click", 9000, { "element": 7, "react_ms": "soon", "friction": "slow" }],
    ]));
    let question =
        "SELECT page_path, element, reaction, react_ms, friction FROM clicks ORDER BY occurred_at";
    assert_eq!(
        ask(&[clicks], question),
        [
            json!({ "page_path": "/p/1", "element": "button#buy", "reaction": "mutation", "react_ms": 48, "friction": null }),
            json!({ "page_path": "/p/1", "element": "a.fit", "reaction": null, "react_ms": null, "friction": ["dead", "rage"] }),
            // What is not of its type counts as absent, and stops nobody from asking.
            json!({ "page_path": "/p/1", "element": "7", "reaction": null, "react_ms": null, "friction": null }),
        ]
    );
}

#[test]
fn a_touchpoint_is_one_row_a_visit() {
    let met = |name: &str, ms: u64, params: serde_json::Value| {
        let mut all = json!({ "touchpoint": name });
        all.as_object_mut().unwrap().extend(params.as_object().unwrap().clone());
        json!(["touchpoint", ms, all])
    };
    let reviews = || {
        [
            met("reviews", 1000, json!({ "action": "seen" })),
            met("reviews", 2000, json!({ "action": "stopped" })),
            met("reviews", 9000, json!({ "action": "attended", "attended_ms": 6200 })),
        ]
    };
    let mut one: Vec<_> = reviews().into();
    one.extend([
        met("reviews", 20_000, json!({ "action": "seen" })),
        met("reviews", 21_000, json!({ "action": "acted" })),
        met("reviews", 25_000, json!({ "action": "attended", "attended_ms": 800 })),
        met("search", 30_000, json!({ "action": "results", "results": 12 })),
        met("search", 40_000, json!({ "action": "results", "results": 0 })),
    ]);
    let visits: [Batch; 2] = [visit(json!(one)), visit(json!(reviews()))];
    let question = "SELECT touchpoint, seen, stopped, acted, attended_ms, results, \
        date_diff('second', first_at, last_at) AS s FROM touchpoints ORDER BY touchpoint, seen DESC";
    assert_eq!(
        ask(&visits, question),
        [
            json!({ "touchpoint": "reviews", "seen": 2, "stopped": 1, "acted": 1, "attended_ms": 7000, "results": null, "s": 24 }),
            json!({ "touchpoint": "reviews", "seen": 1, "stopped": 1, "acted": 0, "attended_ms": 6200, "results": null, "s": 8 }),
            json!({ "touchpoint": "search", "seen": 0, "stopped": 0, "acted": 0, "attended_ms": 0, "results": 0, "s": 10 }),
        ]
    );
}

#[test]
fn vitals_are_rated_by_the_published_thresholds() {
    let measures = [
        ("LCP", 2500.0, "good"),
        ("LCP", 2500.1, "needs-improvement"),
        ("LCP", 4000.5, "poor"),
        ("INP", 200.0, "good"),
        ("INP", 500.0, "needs-improvement"),
        ("INP", 501.0, "poor"),
        ("CLS", 0.1, "good"),
        ("CLS", 0.25, "needs-improvement"),
        ("CLS", 0.251, "poor"),
        ("FCP", 1801.0, "needs-improvement"),
        ("FCP", 3001.0, "poor"),
        ("TTFB", 800.0, "good"),
        ("TTFB", 1801.0, "poor"),
        ("FID", 10.0, ""),
    ];
    let events: Vec<_> = (1_u64..)
        .zip(measures)
        .map(|(ms, (metric, value, _))| {
            let key = if metric == "CLS" { "score" } else { "ms" };
            json!(["web_vital", ms, { "metric": metric, key: value, "element": "img.hero", "navigation": "restore" }])
        })
        .collect();
    let rows = ask(
        &[visit(json!(events))],
        "SELECT metric, ms, score, coalesce(rating, '') AS rating, element, navigation \
         FROM web_vitals ORDER BY occurred_at",
    );
    for (row, (metric, value, rating)) in rows.iter().zip(measures) {
        let (ms, score) =
            if metric == "CLS" { (json!(null), json!(value)) } else { (json!(value), json!(null)) };
        let expect = json!({ "metric": metric, "ms": ms, "score": score, "rating": rating,
            "element": "img.hero", "navigation": "restore" });
        assert_eq!(row, &expect);
    }
    assert_eq!(rows.len(), measures.len());
}
