//! Whatever bytes a file holds, import neither panics nor loses a line.

use std::cell::RefCell;
use std::path::Path;

use percorso::ingest::rules::Rules;
use percorso::store::import::{self, Import, Preset, Progress, Report};
use percorso::store::{Access, open};
use proptest::prelude::*;
use serde_json::json;

struct Quiet;

impl Progress for Quiet {
    fn stage(&self, _: &'static str, _: Option<u64>) {}
    fn read(&self, _: u64) {}
}

struct Bench {
    folder: tempfile::TempDir,
    store: RefCell<duckdb::Connection>,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder.path().join("s.duckdb"), Access::ReadWrite).unwrap();
        Self { folder, store: RefCell::new(store) }
    }

    fn run(&self, preset: Preset, bytes: &[u8]) -> Result<Report, import::ImportError> {
        let file = self.folder.path().join("file");
        std::fs::write(&file, bytes).unwrap();
        self.import(preset, &file)
    }

    fn import(&self, preset: Preset, file: &Path) -> Result<Report, import::ImportError> {
        let import = Import {
            mapping: None,
            rules: Rules::default(),
            preset,
            site: "s".to_owned(),
            currency: "USD".to_owned(),
            file: file.to_owned(),
            rejects: Some(self.folder.path().join("rejects")),
        };
        let before = self.events();
        let report = import::run(&mut self.store.borrow_mut(), &import, &Quiet);
        let stored = report.as_ref().map_or(0, |report| report.stored);
        assert_eq!(self.events(), before + stored);
        report
    }

    fn events(&self) -> i64 {
        let store = self.store.borrow();
        store.query_row("SELECT count(*) FROM events", [], |row| row.get(0)).unwrap()
    }
}

/// Lines with something in them, counted in the plainest way.
fn lines(bytes: &[u8]) -> i64 {
    let whole = bytes.split(|byte| *byte == b'\n');
    whole.filter(|line| !matches!(line, [] | [b'\r'])).count() as i64
}

/// A field that is often nearly right.
fn field() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "2019-10-01 00:00:00 UTC", "view", "cart", "purchase", "1", "5.00", "-1", "s", "", "\"a\"",
            "\"", "NaN", "1e308", "99999999999999", "9999-12-31 23:59:59 UTC", "294247-01-10 04:00:54",
            "\u{0}", "'; DROP TABLE events; --", "\u{1f}",
        ]).prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..12),
    ]
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, ..ProptestConfig::default() }
}

#[test]
fn csv() {
    let bench = Bench::new();
    let row = prop::collection::vec(field(), 7..10);
    proptest!(cases(24), |(rows in prop::collection::vec(row, 0..20))| {
        let mut bytes = crate::common::REES46.as_bytes().to_vec();
        for row in &rows {
            bytes.extend(row.join(&b","[..]));
            bytes.push(b'\n');
        }
        let report = bench.run(Preset::Rees46, &bytes).unwrap();
        prop_assert_eq!(report.read, lines(&bytes) - 1);
        prop_assert_eq!(report.read, report.stored + report.already + report.rejected);
        let again = bench.run(Preset::Rees46, &bytes).unwrap();
        prop_assert_eq!((again.stored, again.already), (0, report.stored + report.already));
    });
}

#[test]
fn json() {
    let bench = Bench::new();
    let values = (any::<i64>(), -3i64..9, "\\PC{0,8}", any::<bool>());
    proptest!(cases(8), |(values in prop::collection::vec(values, 1..12))| {
        let mut text = String::from(
            "{\"fullVisitorId\":\"1\",\"visitId\":1,\"visitStartTime\":1501570840,\"hits\":[]}\n",
        );
        for (number, action, name, right) in &values {
            let (time, kind) = if *right { (1, "EVENT") } else { (*number, name.as_str()) };
            let product =
                json!({"productPrice": number, "productQuantity": action, "productSKU": name});
            let hit = json!({
                "hitNumber": number, "time": time, "type": kind, "page": name, "product": [product],
                "eCommerceAction": {"action_type": action.to_string()},
            });
            let session = json!({
                "fullVisitorId": name, "visitId": number, "visitStartTime": 1_501_570_840,
                "hits": [hit, number],
            });
            text.push_str(&format!("{session}\n"));
        }
        let report = bench.run(Preset::Ga360, text.as_bytes()).unwrap();
        prop_assert_eq!(report.lines, lines(text.as_bytes()));
        prop_assert_eq!(report.read, report.stored + report.already + report.rejected);
        prop_assert!(report.read >= report.lines);
        let again = bench.run(Preset::Ga360, text.as_bytes()).unwrap();
        prop_assert_eq!((again.stored, again.already), (0, report.stored + report.already));
    });
}

#[test]
fn anything() {
    let bench = Bench::new();
    let presets = prop::sample::select(vec![Preset::Ga360, Preset::Rees46]);
    let starts: Vec<&[u8]> = vec![b"", b"PAR1", b"\x1f\x8b\x08", b"{\"hits\":", b"\xef\xbb\xbf"];
    let starts = prop::sample::select(starts);
    let rest = prop::collection::vec(any::<u8>(), 0..200);
    proptest!(cases(64), |(preset in presets, start in starts, rest in rest)| {
        // Refused in a sentence, or read; never a panic.
        if let Err(error) = bench.run(preset, &[start, &rest].concat()) {
            prop_assert!(!error.to_string().is_empty());
        }
    });
}
