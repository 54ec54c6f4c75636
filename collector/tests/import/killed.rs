//! An import killed at any moment has stored all of its file or nothing, and doing it again completes it.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::common::{REES46, Shop};

const LINES: i64 = 20_000;

#[test]
fn killed_at_any_moment_it_has_stored_all_or_nothing() {
    let shop = Shop::new();
    let mut text = REES46.to_owned();
    for n in 0..LINES {
        let (minute, second) = (n / 60 % 60, n % 60);
        writeln!(text, "2019-10-01 05:{minute:02}:{second:02} UTC,view,{n},,,,{n}.5,{n},s{n}")
            .unwrap();
    }
    let file = shop.write("many.csv", text);

    // How long an import takes on this machine now decides at which moments to kill.
    let measured = Shop::new();
    let begun = Instant::now();
    assert!(measured.import("rees46", &[], &file).status.success());
    let whole = begun.elapsed();

    shop.imported("rees46", &[], &shop.write("none.csv", REES46));
    let mut finished = 0;
    for eighth in 1..=8 {
        let args = ["import", "--preset", "rees46", "--site", &format!("kill{eighth}")];
        let mut child =
            shop.command(&args).arg(&file).stdout(std::process::Stdio::null()).spawn().unwrap();
        let end = Instant::now() + whole * eighth / 8;
        while Instant::now() < end && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let site = format!("SELECT count(*) FROM events WHERE site = 'kill{eighth}'");
        // What a reader would see must not be half a file, so the store is opened as it was left.
        let report = shop.imported("rees46", &["--site", &format!("kill{eighth}")], &file);
        let (stored, already) =
            (report["stored"].as_i64().unwrap(), report["already"].as_i64().unwrap());
        assert!([(LINES, 0), (0, LINES)].contains(&(stored, already)), "{report}");
        finished += i64::from(already == LINES);
        assert_eq!(shop.count(&site), LINES);
    }
    assert!(finished < 8, "none was killed before it had finished");
}
