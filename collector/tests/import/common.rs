//! What the tests of import share: a store in a fresh folder, the program, the fixtures.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// First line of a REES46 file.
pub(crate) const REES46: &str =
    "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n";

/// A shared fixture, or nothing and a message where the fixtures are absent.
pub(crate) fn fixture(name: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = std::env::var_os("PERCORSO_FIXTURES").map_or(beside, PathBuf::from);
    let path = folder.join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: no fixture {name}; set PERCORSO_FIXTURES to the folder that has it");
    None
}

pub(crate) fn ga360() -> Option<PathBuf> {
    fixture("ga360/ga360_2017-08-01.parquet")
}

pub(crate) fn rees46() -> Option<PathBuf> {
    fixture("rees46/rees46_2019-10-01.csv.gz")
}

/// A folder of a test's own, with a store in it.
pub(crate) struct Shop {
    folder: tempfile::TempDir,
}

impl Shop {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn db(&self) -> PathBuf {
        self.folder.path().join("shop.duckdb")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::File::create(&path).unwrap().write_all(bytes.as_ref()).unwrap();
        path
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_percorso"));
        command.arg("--db").arg(self.db()).args(args).env_remove("PERCORSO_DB");
        command
    }

    /// Runs `percorso import --preset PRESET ... FILE`, whatever comes of it.
    pub(crate) fn import(&self, preset: &str, args: &[&str], file: &Path) -> Output {
        let mut command = self.command(&["import", "--preset", preset]);
        command.args(args).arg(file).output().unwrap()
    }

    /// Imports, expects success, and gives the summary after checking that it adds up.
    pub(crate) fn imported(&self, preset: &str, args: &[&str], file: &Path) -> Value {
        let before = if self.db().exists() { self.count("SELECT count(*) FROM events") } else { 0 };
        let args: Vec<&str> =
            ["--format", "json"].into_iter().chain(args.iter().copied()).collect();
        let output = self.import(preset, &args, file);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let of = |name: &str| report[name].as_i64().unwrap();
        assert_eq!(of("read"), of("stored") + of("already") + of("rejected"), "{report}");
        let reasons = report["reasons"].as_object().unwrap().values();
        assert_eq!(of("rejected"), reasons.map(|n| n.as_i64().unwrap()).sum::<i64>(), "{report}");
        assert_eq!(of("stored"), self.count("SELECT count(*) FROM events") - before, "{report}");
        report
    }

    pub(crate) fn query(&self) -> duckdb::Connection {
        let config = duckdb::Config::default().access_mode(duckdb::AccessMode::ReadOnly).unwrap();
        duckdb::Connection::open_with_flags(self.db(), config).unwrap()
    }

    pub(crate) fn count(&self, sql: &str) -> i64 {
        self.query().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// A query's only column of text.
    pub(crate) fn texts(&self, sql: &str) -> Vec<String> {
        let connection = self.query();
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    /// Everything stored but the time of import, in an order of its own.
    pub(crate) fn everything(&self) -> Vec<String> {
        self.texts("SELECT to_json(e)::VARCHAR FROM (SELECT * EXCLUDE (received_at) FROM events) AS e ORDER BY 1")
    }
}

/// The fixture's lines, unpacked.
pub(crate) fn unpacked(path: &Path) -> String {
    let file = std::fs::File::open(path).unwrap();
    std::io::read_to_string(flate2::read::MultiGzDecoder::new(file)).unwrap()
}
