//! Decoding: never a panic, whatever comes; and what was encoded comes back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
// A panic here is a test's failure report.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use percorso_protocol::batch::{Batch, Consent, Event, Writer, decode};
use percorso_protocol::limits;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// What must hold of anything that was accepted.
fn is_within_limits(body: &[u8], batch: &Batch) {
    assert!(body.len() <= limits::BODY_BYTES);
    assert!(batch.events.len() + batch.dropped.len() <= limits::EVENTS);
    assert!(batch.url.chars().count() <= limits::TEXT_CHARS);
    assert!(batch.referrer.chars().count() <= limits::TEXT_CHARS);
    for event in &batch.events {
        assert!(percorso_protocol::vocabulary::is_name(&event.name));
        assert!(event.params.len() <= limits::PARAMS_KEYS);
        assert!(event.params.values().all(texts_are_cut));
    }
    let mut places: Vec<_> = batch.events.iter().map(|event| event.index).collect();
    places.extend(batch.dropped.iter().map(|(index, _)| *index));
    places.sort_unstable();
    assert_eq!(places, (0..places.len()).collect::<Vec<_>>(), "every event has one fate");
}

fn texts_are_cut(value: &Value) -> bool {
    match value {
        Value::String(text) => text.chars().count() <= limits::TEXT_CHARS,
        Value::Array(values) => values.iter().all(texts_are_cut),
        Value::Object(map) => map.values().all(texts_are_cut),
        _ => true,
    }
}

fn golden_files() -> &'static [Vec<u8>] {
    static FILES: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    FILES.get_or_init(read_golden_files)
}

fn read_golden_files() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/v1");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<_> =
        files.filter(|path| !path.to_str().unwrap().ends_with(".expect.json")).collect();
    files.sort();
    files.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// A change to some bytes of a text.
#[derive(Debug, Clone)]
enum Change {
    Flip(usize, u8),
    Cut(usize, usize),
    Repeat(usize, usize),
    Insert(usize, String),
}

fn change() -> impl Strategy<Value = Change> {
    let place = any::<u16>().prop_map(usize::from);
    prop_oneof![
        (place.clone(), any::<u8>()).prop_map(|(at, b)| Change::Flip(at, b)),
        (place.clone(), 1..40_usize).prop_map(|(at, n)| Change::Cut(at, n)),
        (place.clone(), 1..200_usize).prop_map(|(at, n)| Change::Repeat(at, n)),
        (place, "[\\[\\]{}\",:0-9e.\\\\u-]{1,6}").prop_map(|(at, text)| Change::Insert(at, text)),
    ]
}

fn changed(mut body: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let len = body.len().max(1);
        match change {
            Change::Flip(at, b) => {
                if let Some(byte) = body.get_mut(at % len) {
                    *byte = *b;
                }
            }
            Change::Cut(at, n) => {
                let from = (at % len).min(body.len());
                body.drain(from..(from + n).min(body.len()));
            }
            Change::Repeat(at, n) => {
                let from = (at % len).min(body.len());
                let piece = body[from..(from + n).min(body.len())].to_vec();
                body.splice(from..from, piece);
            }
            Change::Insert(at, text) => {
                let from = (at % len).min(body.len());
                body.splice(from..from, text.bytes());
            }
        }
    }
    body
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<String>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
    ];
    leaf.prop_recursive(6, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(any::<String>(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// A batch's outer object with anything at all in its fields.
fn odd_batch() -> impl Strategy<Value = Value> {
    let fields = [
        "v",
        "site",
        "page",
        "seq",
        "time",
        "sent",
        "url",
        "referrer",
        "by",
        "visitor",
        "consent",
        "webdriver",
        "events",
        "x",
    ];
    prop::collection::vec((prop::sample::select(fields.to_vec()), any_json()), 0..4).prop_map(|odd| {
        let mut batch = json!({
            "v": 1, "site": "shop", "page": "AAAAAAAAAAAAAAAAAAAAAA", "seq": 0, "time": 1, "sent": 2,
            "url": "", "referrer": "", "events": [["a", 0, {}]],
        });
        for (field, value) in odd {
            match field {
                "events" => batch[field] = json!([value, ["a", 0, value], [value, 0], ["b", value]]),
                _ => batch[field] = value,
            }
        }
        batch
    })
}

fn params() -> impl Strategy<Value = Map<String, Value>> {
    let leaf = prop_oneof![
        "[^\u{0}]{0,20}".prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e15..1e15_f64).prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
    ];
    let value = leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-z_]{1,12}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    prop::collection::hash_map("[a-z_]{1,20}", value, 0..8)
        .prop_map(|map| map.into_iter().collect())
}

fn batch() -> impl Strategy<Value = Batch> {
    let event = ("[A-Za-z0-9_.:-]{1,64}", any::<u32>(), params());
    let consent = prop::sample::select(vec![None, Some(Consent::Granted), Some(Consent::Denied)]);
    let who = (prop::option::of("[A-Za-z0-9_.:-]{16,64}"), consent, any::<bool>());
    (
        ("[A-Za-z0-9_.:-]{1,64}", "[A-Za-z0-9_-]{16,64}", any::<u64>(), any::<u64>(), any::<u64>()),
        ("\\PC{0,200}", "\\PC{0,200}", any::<bool>(), prop::collection::vec(event, 0..20)),
        who,
    )
        .prop_map(|((site, page, seq, time, sent), (url, referrer, js, events), who)| Batch {
            site,
            page,
            seq,
            time,
            sent,
            url,
            referrer,
            writer: if js { Writer::Js } else { Writer::Wasm },
            visitor: who.0,
            consent: who.1,
            webdriver: who.2,
            events: events
                .into_iter()
                .enumerate()
                .map(|(index, (name, ms, params))| Event { index, name, ms: ms.into(), params })
                .collect(),
            dropped: Vec::new(),
            extra: Map::new(),
        })
}

/// The wire format written down once more, from its description.
fn encode(batch: &Batch) -> String {
    let events: Vec<_> = batch.events.iter().map(|e| json!([e.name, e.ms, e.params])).collect();
    let by = match batch.writer {
        Writer::Wasm => "wasm",
        Writer::Js => "js",
    };
    let mut fields = json!({
        "v": 1, "site": batch.site, "page": batch.page, "seq": batch.seq, "time": batch.time,
        "sent": batch.sent, "url": batch.url, "referrer": batch.referrer, "by": by, "events": events,
    });
    if let Some(visitor) = &batch.visitor {
        fields["visitor"] = visitor.as_str().into();
    }
    if let Some(consent) = batch.consent {
        fields["consent"] = consent.as_str().into();
    }
    if batch.webdriver {
        fields["webdriver"] = true.into();
    }
    fields.to_string()
}

proptest! {
    #[test]
    fn any_bytes_are_survived(body in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = decode(&body);
    }

    #[test]
    fn any_json_is_survived(value in any_json()) {
        let _ = decode(value.to_string().as_bytes());
    }

    #[test]
    fn any_fields_are_survived(value in odd_batch()) {
        let body = value.to_string().into_bytes();
        if let Ok(batch) = decode(&body) {
            is_within_limits(&body, &batch);
        }
    }

    #[test]
    fn changed_batches_are_survived(
        file in any::<prop::sample::Index>(), changes in prop::collection::vec(change(), 1..8),
    ) {
        let files = golden_files();
        let body = changed(files[file.index(files.len())].clone(), &changes);
        if let Ok(batch) = decode(&body) {
            is_within_limits(&body, &batch);
        }
    }

    #[test]
    fn what_was_encoded_comes_back(batch in batch()) {
        prop_assert_eq!(decode(encode(&batch).as_bytes()), Ok(batch));
    }
}
