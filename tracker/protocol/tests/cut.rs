//! Texts that are too long are cut, and no half of something personal is left at their end.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
// A panic here is a test's failure report.

use percorso_protocol::batch::decode;
use percorso_protocol::limits;
use percorso_protocol::scrub::scrub;
use serde_json::json;

/// The address of a batch and a text of an event, both this one, as they come out.
fn cut(text: &str) -> [String; 2] {
    let batch = json!({
        "v": 1, "site": "shop", "page": "AAAAAAAAAAAAAAAAAAAAAA", "seq": 0, "time": 1, "sent": 2,
        "url": text, "events": [["a", 0, { "text": text }]],
    });
    let batch = decode(batch.to_string().as_bytes()).unwrap();
    [batch.url, batch.events[0].params["text"].as_str().unwrap().to_owned()]
}

#[test]
fn what_is_cut_amid_personal_data_leaves_nothing_of_them() {
    let most = limits::TEXT_CHARS;
    for (whole, part) in [
        ("ann.smith@example.org", "ann"),
        ("ann.smith%40example.org", "ann"),
        ("4111 1111 1111 1111", "4111"),
        ("+39 333 123 4567", "333"),
        ("DE89 3704 0044 0532 0130 00", "DE89"),
        ("eyJhbGciOiJub25lIn0.eyJjYW5hcnkiOiJ7fQ.c2lnbmF0dXJl", "eyJ"),
    ] {
        // The end of what is kept, and the end of what is looked at, go through each place of it.
        for at in (most - 60..most + 2).chain(most + 200..most + 260).step_by(9) {
            for after in ["", " and more", &" and more".repeat(100)] {
                let text = format!("{} {whole}{after}", "\u{e9}".repeat(at - 1));
                // What is not too long is scrubbed later, as all of it is.
                for kept in cut(&text).map(|kept| scrub(&kept).into_owned()) {
                    assert!(!kept.contains(part), "{whole} at {at}: {}", &kept[kept.len() - 80..]);
                    assert!(kept.chars().count() <= most);
                }
            }
        }
    }
    // Where so much is cut out that the end of what is looked at comes to the front.
    for kept in cut(&"ann.smith.of.the.long.name@example.org ".repeat(500)) {
        assert!(!kept.contains("ann"), "{kept}");
    }
}

#[test]
fn a_name_within_a_parameter_is_cut_like_a_text() {
    let name = format!("{} ann.smith@example.org", "x".repeat(limits::TEXT_CHARS - 5));
    for name in [name, "-eyJ".repeat(7000)] {
        let batch = json!({
            "v": 1, "site": "shop", "page": "AAAAAAAAAAAAAAAAAAAAAA", "seq": 0, "time": 1, "sent": 2,
            "events": [["a", 0, { "b": [{ name: 1 }] }]],
        });
        let batch = decode(batch.to_string().as_bytes()).unwrap();
        let kept = batch.events[0].params["b"][0].as_object().unwrap().keys().next().unwrap();
        assert!(!kept.contains("ann") && kept.chars().count() <= limits::TEXT_CHARS, "{kept}");
    }
}

#[test]
fn a_long_text_without_them_is_cut_to_its_beginning() {
    for length in [limits::TEXT_CHARS, limits::TEXT_CHARS + 1, limits::TEXT_CHARS + 300, 20_000] {
        let text: String = "\u{e9}x y".chars().cycle().take(length).collect();
        let start: String = text.chars().take(limits::TEXT_CHARS).collect();
        assert_eq!(cut(&text), [start.clone(), start]);
    }
}
