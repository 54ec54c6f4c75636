//! Any bytes: decoding and scrubbing never panic, and keep what they promise.
#![no_main]

use libfuzzer_sys::fuzz_target;
use percorso_protocol::batch::{Event, decode};
use percorso_protocol::scrub::scrub;
use percorso_protocol::{limits, vocabulary};
use serde_json::Value;

fuzz_target!(|body: &[u8]| {
    if let Ok(batch) = decode(body) {
        assert!(body.len() <= limits::BODY_BYTES);
        assert!(batch.events.len() + batch.dropped.len() <= limits::EVENTS);
        assert!(vocabulary::is_name(&batch.site) && vocabulary::is_name(&batch.page));
        assert!(batch.visitor.is_none_or(|id| vocabulary::is_name(&id)));
        assert!(batch.events.iter().all(is_within_limits));
    }
    let Ok(text) = std::str::from_utf8(body) else { return };
    let once = scrub(text);
    assert_eq!(scrub(&once), once, "scrubbing twice changes nothing");
    if serde_json::from_str::<Value>(text).is_ok() {
        assert!(serde_json::from_str::<Value>(&once).is_ok(), "{text} became {once}");
    }
});

fn is_within_limits(event: &Event) -> bool {
    let texts_are_cut = event.params.values().all(|value| match value {
        Value::String(text) => text.chars().count() <= limits::TEXT_CHARS,
        _ => true,
    });
    vocabulary::is_name(&event.name) && event.params.len() <= limits::PARAMS_KEYS && texts_are_cut
}
