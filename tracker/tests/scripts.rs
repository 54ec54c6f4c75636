//! What the scripts in `js/` and the sources in `src/` say twice, and which events the bridge takes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod node;

use std::fs;

use percorso_protocol::vocabulary::{GA4, OWN};
use serde_json::{Value, from_str, json};

fn text(path: &str) -> String {
    fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The numbers that a file gives to names: what stands between these three on a line.
fn numbers(path: &str, before: &str, between: &str) -> Vec<(String, u32)> {
    text(path)
        .lines()
        .filter_map(|line| line.trim_start().trim_start_matches("pub(crate) ").strip_prefix(before))
        .filter_map(|rest| rest.split_once(between))
        .filter_map(|(name, rest)| {
            Some((name.to_owned(), rest.split(';').next()?.replace('_', "").parse().ok()?))
        })
        .collect()
}

fn in_rust(path: &str, kind: &str) -> Vec<(String, u32)> {
    numbers(path, "const ", &format!(": {kind} = "))
}

fn in_script(path: &str) -> Vec<(String, u32)> {
    [numbers(path, "export const ", " = "), numbers(path, "const ", " = ")].concat()
}

/// The number that a name has in a list.
fn number(list: &[(String, u32)], name: &str) -> u32 {
    let found = list.iter().find(|(found, _)| found == name);
    found.unwrap_or_else(|| panic!("no {name} in {list:?}")).1
}

/// An enum's variants, as the script spells them.
fn variants(name: &str) -> Vec<String> {
    let source = text("src/record.rs");
    let body = source.split_once(&format!("enum {name} {{")).unwrap().1.split_once('}').unwrap().0;
    let variants = body.lines().filter_map(|line| line.trim().strip_suffix(','));
    variants
        .map(|variant| {
            variant.char_indices().fold(String::new(), |mut word, (at, letter)| {
                if at > 0 && letter.is_uppercase() {
                    word.push('_');
                }
                word.push(letter.to_ascii_lowercase());
                word
            })
        })
        .collect()
}

/// A value of js/records.js by the name it has there.
fn of_records(name: &str) -> Value {
    let source = text("js/records.js").replace("export const", "const");
    let body: String =
        source.lines().filter(|line| !line.starts_with("import")).collect::<Vec<_>>().join("\n");
    node::run(&format!("{body}\nconsole.log(JSON.stringify({name}));"), "")
}

#[test]
fn both_sides_number_the_signals_alike() {
    let ours = in_script("js/signals.js");
    assert_eq!(ours, in_rust("src/browser.rs", "u8"));
    assert!((0..).zip(&ours).all(|(at, (_, number))| at == *number) && ours.len() > 9);
}

#[test]
fn records_and_hurts_stand_in_one_order() {
    let shapes: Vec<Vec<String>> = serde_json::from_value(of_records("SHAPES")).unwrap();
    let events: Vec<_> = shapes.iter().map(|shape| shape[0].clone()).collect();
    assert_eq!(events, variants("Kind"));
    // As many as `most_values` in src/sink_tests.rs lets pass.
    let most: Vec<_> = shapes.iter().map(|shape| shape.len() - 1).collect();
    assert_eq!(most, [4, 2, 3, 7, 11]);
    assert_eq!(of_records("HURTS"), json!(variants("Hurt")));
}

#[test]
fn the_words_are_the_machines_constants() {
    let words = |name: &str| -> Vec<String> {
        serde_json::from_value(of_records(&format!("WORDS.{name}"))).unwrap()
    };
    let action = words("action");
    let attention = in_rust("src/attention.rs", "u32");
    let forms = in_rust("src/forms.rs", "u32");
    let listed = |constants: &[(String, u32)], names: &[&str], words: &[String]| {
        for name in names {
            let number = number(constants, name) as usize;
            assert_eq!(words[number], name.to_lowercase());
        }
    };
    listed(&attention, &["SEEN", "ATTENDED", "STOPPED", "VIEWED"], &action);
    listed(&forms, &["STARTED", "SUBMITTED", "LEFT"], &action);
    assert_eq!(action.len(), 7);
    let outcome = words("outcome");
    listed(&forms, &["REQUEST", "NAVIGATION", "INVALID", "NOTHING"], &outcome);
    assert_eq!((outcome.len(), outcome[0].as_str()), (5, ""));
    let clicks = in_rust("src/clicks.rs", "u32");
    listed(&clicks, &["NAVIGATION"], &words("reaction"));
    for name in ["REACTS", "REPEATS", "PAYS", "SWIPES", "WORKS"] {
        assert_eq!(number(&in_script("js/clicks.js"), name), number(&clicks, name), "{name}");
    }
}

#[test]
fn reactions_are_words_by_their_number() {
    let mut kinds = in_script("js/reactions.js");
    kinds.retain(|(name, _)| name != "PATIENCE_MS");
    let words: Vec<_> = kinds.iter().map(|(name, _)| name.to_lowercase()).collect();
    assert!((1..).zip(&kinds).all(|(at, (_, number))| at == *number));
    assert_eq!(of_records("WORDS.reaction.slice(1)"), json!(words));
    let patience = number(&in_rust("src/clicks.rs", "u32"), "PATIENCE_MS");
    assert_eq!(number(&in_script("js/reactions.js"), "PATIENCE_MS"), patience);
}

#[test]
fn fields_count_in_one_order() {
    let shape = of_records("SHAPES[4].slice(4)");
    let of_rust = in_rust("src/forms.rs", "usize");
    let counters: Vec<String> = serde_json::from_value(shape).unwrap();
    for (at, name) in (0..).zip(&counters).take(5) {
        assert_eq!(number(&of_rust, &name.to_uppercase()), at, "{name}");
    }
    assert_eq!(counters.len(), number(&of_rust, "COUNTERS") as usize);
    // How a field is edited: so many places behind the errors.
    let how = in_script("js/fields.js");
    let behind = ["CORRECTION", "PASTE", "AUTOFILL"].map(|name| number(&how, name) as usize + 4);
    assert_eq!(behind.map(|at| &counters[at]), ["corrections", "pastes", "autofills"]);
    assert_eq!(number(&how, "KEY"), 0);
}

#[test]
fn the_bridge_takes_what_a_shop_can_tell_and_no_more() {
    let source = text("js/bridge.js");
    let known = source.split_once("const KNOWN =").unwrap().1.split_once(';').unwrap().0;
    let others =
        ["gtm.js", "gtm.dom", "gtm.click", "scroll", "user_engagement", "cookie_update", "page"];
    let names: Vec<_> = GA4.iter().chain(&OWN).chain(&others).collect();
    let refused = node::run(
        &format!("console.log(JSON.stringify(input.filter((name) => !({known}).test(name))));"),
        &json!(names).to_string(),
    );
    // Of the vocabulary: those that only the script itself can know, and that mean other things elsewhere.
    let own = [
        "page_view",
        "click",
        "consent",
        "content",
        "doubt",
        "field",
        "form",
        "friction",
        "identify",
        "js_error",
        "request_failed",
        "request_slow",
        "touchpoint",
        "web_vital",
    ];
    assert_eq!(refused, json!([own.as_slice(), &others].concat()));
}

#[test]
fn words_are_plain_and_none_takes_everything() {
    let lists: Value = from_str(&text("../collector/words.json")).unwrap();
    for (list, rows) in lists.as_object().unwrap() {
        // Where a row is a text by itself, it is a selector, or one of schema.org's keys.
        let rows = rows.as_array().unwrap();
        for row in rows.iter().filter(|row| !row.is_string()) {
            let (name, words): (String, Vec<String>) = serde_json::from_value(row.clone()).unwrap();
            // What has no name is what the others' words are not to be looked for in.
            assert!(!words.is_empty(), "{list} {name}");
            for word in words {
                // As js/words.js looks for them: in lower case, with single spaces, also for dashes.
                let plain = word.to_lowercase().replace(['-', '_'], " ").replace("  ", " ");
                assert_eq!(word, plain, "{list} {name}: never found");
                let is_rare = word.trim().chars().count() > 1 || word == " / ";
                assert!(is_rare, "{list} {name}: {word:?} is everywhere");
            }
        }
        assert!(!rows.is_empty(), "{list}");
    }
}
