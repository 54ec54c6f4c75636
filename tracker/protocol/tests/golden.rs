//! Every released version's batches decode as they did on the day of release.
//!
//! `golden/vN/NAME.json` is a batch as a tracker of version N sent it, byte for byte;
//! `NAME.expect.json` is what it means. Neither file changes any more once its version is out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
// A panic here is a test's failure report.

use std::fs;
use std::path::{Path, PathBuf};

use percorso_protocol::VERSION;
use percorso_protocol::batch::{Batch, Writer, decode};
use serde_json::{Value, json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

/// All batches of a version, by name, with what they mean.
fn golden(version: u64) -> Vec<(String, Vec<u8>, Value)> {
    let mut found = Vec::new();
    for file in fs::read_dir(folder().join(format!("v{version}"))).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.ends_with(".json") && !name.ends_with(".expect.json") {
            let expect = fs::read_to_string(path.with_extension("expect.json"));
            let expect =
                expect.unwrap_or_else(|error| panic!("{name} says not what it means: {error}"));
            let expect = serde_json::from_str(&expect).unwrap();
            found.push((name.to_owned(), fs::read(&path).unwrap(), expect));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

fn meaning(batch: &Batch) -> Value {
    let events: Vec<_> = batch
        .events
        .iter()
        .map(|event| json!({ "index": event.index, "name": event.name, "ms": event.ms, "params": event.params }))
        .collect();
    let dropped: Vec<_> = batch
        .dropped
        .iter()
        .map(|(index, why)| json!({ "index": index, "why": why.as_str() }))
        .collect();
    let mut meaning = json!({
        "site": batch.site, "page": batch.page, "seq": batch.seq, "time": batch.time,
        "sent": batch.sent, "url": batch.url, "referrer": batch.referrer,
        "writer": match batch.writer { Writer::Wasm => "wasm", Writer::Js => "js" },
        "events": events, "dropped": dropped, "extra": batch.extra,
    });
    // Fields that came later: an older file does not say that they are not there.
    let consent = batch.consent.map(|consent| consent.as_str().to_owned());
    for (field, value) in [("visitor", batch.visitor.clone()), ("consent", consent)] {
        if let Some(value) = value {
            meaning[field] = value.into();
        }
    }
    if batch.webdriver {
        meaning["webdriver"] = true.into();
    }
    meaning
}

#[test]
fn every_released_batch_means_what_it_meant() {
    for version in 1..=VERSION {
        let files = golden(version);
        assert!(files.len() >= 4, "version {version} has only {} golden files", files.len());
        for (name, body, expect) in files {
            let batch = decode(&body).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
            assert_eq!(meaning(&batch), expect, "{name}");
            let written: Value = serde_json::from_slice(&body).unwrap();
            assert_eq!(written["v"], version, "{name} is in the wrong folder");
        }
    }
}

#[test]
fn every_event_of_percorsos_own_is_pinned() {
    let files = golden(1);
    let names: Vec<_> = files
        .iter()
        .flat_map(|(_, _, expect)| expect["events"].as_array().unwrap())
        .map(|event| event["name"].as_str().unwrap())
        .collect();
    let own = ["click", "content", "doubt", "friction", "payment_frame", "request_slow", "field"];
    for name in own {
        assert!(names.contains(&name), "no golden file has {name}");
    }
}

#[test]
fn a_commerce_batch_uses_the_vocabulary() {
    let (_, body, _) = golden(1).into_iter().find(|(name, ..)| name == "commerce.json").unwrap();
    let batch = decode(&body).unwrap();
    assert!(batch.events.iter().all(|event| percorso_protocol::vocabulary::knows(&event.name)));
    assert!(batch.dropped.is_empty() && batch.extra.is_empty());
}
