//! An import killed at any moment has stored all of its file or nothing, and doing it again completes it.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::common::{REES46, Shop};

/// Kills the import of a file of this head and so many lines at each of these parts of the time it takes.
fn killed(preset: &str, head: &str, lines: i64, line: impl Fn(&mut String, i64), moments: u32) {
    let shop = Shop::new();
    let mut text = head.to_owned();
    (0..lines).for_each(|n| line(&mut text, n));
    let file = shop.write("many", text);

    // How long an import takes on this machine now decides at which moments to kill.
    let measured = Shop::new();
    let begun = Instant::now();
    let first = measured.imported(preset, &[], &file);
    let whole = begun.elapsed();
    assert_eq!(first["stored"], lines, "{first}");

    shop.imported(preset, &[], &shop.write("few", text_of(head, &line)));
    let mut finished = 0;
    for moment in 1..=moments {
        let site = format!("kill{moment}");
        let args = ["import", "--preset", preset, "--site", &site];
        let mut child =
            shop.command(&args).arg(&file).stdout(std::process::Stdio::null()).spawn().unwrap();
        let end = Instant::now() + whole * moment / moments;
        while Instant::now() < end && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // What a reader would see must not be half a file, so the store is opened as it was left.
        let report = shop.imported(preset, &["--site", &site], &file);
        let (stored, already) =
            (report["stored"].as_i64().unwrap(), report["already"].as_i64().unwrap());
        assert!([(lines, 0), (0, lines)].contains(&(stored, already)), "{report}");
        finished += u32::from(already == lines);
        let stored = format!("SELECT count(*) FROM events WHERE site = '{site}'");
        assert_eq!(shop.count(&stored), lines);
    }
    assert!(finished < moments, "none was killed before it had finished");
}

/// A file of one line, whose import makes the store.
fn text_of(head: &str, line: &impl Fn(&mut String, i64)) -> String {
    let mut text = head.to_owned();
    line(&mut text, 0);
    text
}

#[test]
fn lines_of_csv_are_stored_all_or_none() {
    killed(
        "rees46",
        REES46,
        20_000,
        |text, n| {
            let (minute, second) = (n / 60 % 60, n % 60);
            writeln!(text, "2019-10-01 05:{minute:02}:{second:02} UTC,view,{n},,,,{n}.5,{n},s{n}")
                .unwrap();
        },
        8,
    );
}

#[test]
fn contacts_outside_the_web_are_stored_all_or_none() {
    killed(
        "offline",
        "occurred_at,contact,customer,order_id,value,currency,store\n",
        5_000,
        |text, n| {
            let (minute, second) = (n / 60 % 60, n % 60);
            writeln!(
                text,
                "2026-01-12T12:{minute:02}:{second:02}Z,receipt,c{n},R-{n},40.00,EUR,Milano"
            )
            .unwrap();
        },
        4,
    );
}

#[test]
fn nested_records_are_stored_all_or_none() {
    killed(
        "ga4",
        "",
        5_000,
        |text, n| {
            let at = 1_767_225_600_000_000_i64 + n * 1_000_000;
            writeln!(
                text,
                r#"{{"event_name":"page_view","event_timestamp":{at},"user_pseudo_id":"u{n}","event_params":[{{"key":"ga_session_id","value":{{"int_value":{n}}}}}]}}"#
            )
            .unwrap();
        },
        4,
    );
}
