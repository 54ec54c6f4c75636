//! The script's scrubber beside the protocol's: what one of them cuts, the other cuts too.
//!
//! They are two because the browser's regular expressions cost nothing there, and the collector trusts
//! no sender.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a panic is how a test fails"
)]

use std::io::Write;
use std::process::{Command, Stdio};

use percorso_protocol::scrub::scrub;
use serde_json::{Value, json};

const RUN: &str = r"
let input = '';
for await (const part of process.stdin) input += part;
console.log(JSON.stringify(JSON.parse(input).map((v) => (typeof v === 'string' ? scrub(v) : JSON.parse(encode(v))))));
";

/// What `js/scrub.js` makes of each: a text scrubbed, anything else encoded and read again.
fn in_script(values: &[Value]) -> Option<Vec<Value>> {
    let script = include_str!("../js/scrub.js").to_owned() + RUN;
    let mut node = Command::new("node")
        .args(["--input-type=module", "--no-warnings", "-e", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| eprintln!("skipped: node, which runs the scripts, is not here: {error}"))
        .ok()?;
    node.stdin.take().unwrap().write_all(Value::from(values).to_string().as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn both_cut_the_same() {
    let texts = [
        "write to anna.rossi+shop@example.co.uk today",
        "https://shop.example/thanks?mail=anna%40example.com&step=2",
        "https://shop.example/thanks?mail=anna%2540example.com",
        "Élodie: élodie@exämple.fr",
        "call +39 333 123 4567 now",
        "call +1 (415) 555-2671",
        "tel=%2B393331234567",
        "card 4111 1111 1111 1111 ok",
        "card 4111-1111-1111-1111",
        "5555555555554444",
        "order 4111111111111112",
        "price 0.4111111111111111",
        "sku 1234567890123456",
        "2025-11-21 10:00 to 12:30",
        "size 42, 3 for 2, @home, a @ b, 1+1",
        "\u{1f600} plain text, 100 % of it",
        "",
    ];
    let Some(found) = in_script(&texts.map(Value::from)) else { return };
    for (text, found) in texts.iter().zip(found) {
        assert_eq!(found, scrub(text).as_ref(), "{text}");
    }
}

#[test]
fn values_inside_are_scrubbed_and_the_rest_stays() {
    let value = json!({
        "value": 19.99,
        "card": 4_111_111_111_111_111_u64,
        "items": [{ "item_name": "mail anna@example.com", "price": 5, "gift": true, "none": null }],
    });
    let Some(found) = in_script(&[value]) else { return };
    let expected = json!({
        "value": 19.99,
        "card": 0,
        "items": [{ "item_name": "mail [email]", "price": 5, "gift": true, "none": null }],
    });
    assert_eq!(found, [expected]);
}

#[test]
fn a_long_text_costs_no_time() {
    let Some(found) =
        in_script(&[Value::from("a".repeat(200_000)), Value::from("1".repeat(200_000))])
    else {
        return;
    };
    assert_eq!(found.len(), 2);
}
