//! Forgotten while a question reads: waited for, told, and written over when it is asked again or opened.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use percorso::store::forget::{Asked, Kind};
use percorso::store::upkeep::Upkeep;
use percorso::store::writer::Writer;
use percorso::store::{Access, StoreError, open};

const VISITOR: u64 = 1_234_567_890_123_456_789;

/// A store whose bytes are plain, so that they can be searched: many visitors, one of them meant.
fn shop(db: &Path) {
    let store = open(db, Access::ReadWrite).unwrap();
    store
        .execute_batch(&format!(
            "PRAGMA force_compression = 'uncompressed';
             INSERT INTO events BY NAME
             SELECT md5(range::VARCHAR)::UUID AS event_id, 'shop' AS site,
                 CASE WHEN range = 7777 THEN {VISITOR} ELSE hash(range) END AS visitor_id,
                 hash(range, 1) AS session_id, 'page_view' AS event,
                 TIMESTAMP '2026-01-01' AS occurred_at, TIMESTAMP '2026-01-01' AS received_at,
                 'tracker' AS source
             FROM range(60000);
             CHECKPOINT"
        ))
        .unwrap();
}

fn asked() -> Asked {
    Asked { kind: Kind::Visitor, name: VISITOR.to_string(), site: None, only_tell: false }
}

/// Whether the number lies anywhere in the store's file.
fn is_there(db: &Path) -> bool {
    fs::read(db).unwrap().windows(8).any(|bytes| bytes == VISITOR.to_le_bytes())
}

#[test]
fn a_question_that_still_reads_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("s.duckdb");
    shop(&db);
    assert!(is_there(&db), "it is looked for");
    let (writer, opened, writing) = Writer::start(&db).unwrap();
    let upkeep = Upkeep::beside(&db, opened.clone(), writer.clone());
    let reader = opened.connection().unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM events").unwrap();
    let reading = thread::spawn(move || {
        thread::sleep(Duration::from_secs(2));
        reader.execute_batch("COMMIT").unwrap();
    });
    assert_eq!(upkeep.forget(&asked()).unwrap().events, 1);
    assert!(!is_there(&db));
    reading.join().unwrap();
    drop((upkeep, writer, opened));
    writing.join().unwrap().unwrap();
    assert!(!is_there(&db));
}

#[test]
fn what_a_question_has_kept_is_written_over_when_asked_again_or_opened() {
    for again in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let db = folder.path().join("s.duckdb");
        shop(&db);
        let (writer, opened, writing) = Writer::start(&db).unwrap();
        let upkeep = Upkeep::beside(&db, opened.clone(), writer.clone());
        let upkeep = upkeep.patient_for(Duration::from_millis(300));
        let reader = opened.connection().unwrap();
        reader.execute_batch("BEGIN; SELECT count(*) FROM events").unwrap();
        for _ in 0..2 {
            let error = upkeep.forget(&asked()).unwrap_err();
            assert!(matches!(error, StoreError::StillRead), "{error}");
            assert!(error.to_string().contains("ask again"), "{error}");
        }
        drop(reader);
        assert!(is_there(&db));
        if again {
            assert_eq!(upkeep.forget(&asked()).unwrap().events, 0, "taken away the first time");
            assert!(!is_there(&db));
        }
        drop((upkeep, writer, opened));
        writing.join().unwrap().unwrap();
        assert_eq!(is_there(&db), !again);
        drop(open(&db, Access::ReadWrite).unwrap());
        assert!(!is_there(&db), "asked again: {again}");
    }
}
