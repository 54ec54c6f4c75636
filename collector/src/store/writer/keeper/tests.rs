//! The file is closed and opened in the middle, and nobody notices.

use super::*;
use crate::ingest::row::Row;

fn commit(keeper: &mut Keeper, ids: std::ops::Range<u128>) -> usize {
    let mut rows = [ids.map(|event_id| Row { event_id, ..Row::default() }).collect()];
    let stored = keeper.ready().unwrap().commit(&mut rows).unwrap();
    keeper.is_kept(true).unwrap();
    stored[0].stored
}

#[test]
fn a_file_that_is_opened_anew_has_all_that_was_in_it_and_takes_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.duckdb");
    let opened = Opened::default();
    let mut keeper = Keeper::start(path.clone(), opened.clone()).unwrap();
    assert_eq!(commit(&mut keeper, 0..1000), 1000);
    let log = place::log(&path);
    assert!(log.exists(), "it is in the log alone");
    let count = |connection: &Connection| -> i64 {
        connection.query_row("SELECT count(*) FROM events", [], |row| row.get(0)).unwrap()
    };
    // Whoever asks keeps the file open, and sees what is committed meanwhile.
    let asking = opened.connection().unwrap();
    keeper.open_anew().unwrap();
    assert!(log.exists());
    assert_eq!(count(&asking), 1000);
    drop(asking);
    keeper.open_anew().unwrap();
    assert!(!log.exists() && keeper.is_open(), "closed, the log went into the file");
    assert_eq!(count(&opened.connection().unwrap()), 1000);
    // What was there is known, and what is new is stored.
    assert_eq!(commit(&mut keeper, 500..1500), 500);
    assert_eq!(count(&opened.connection().unwrap()), 1500);
    // Who asks while it is closed waits until it is open.
    let guard = opened.alone().unwrap();
    let waits = std::thread::spawn({
        let opened = opened.clone();
        move || opened.connection().is_ok()
    });
    std::thread::sleep(Duration::from_millis(50));
    assert!(!waits.is_finished());
    drop(guard);
    assert!(waits.join().unwrap());
    keeper.close().unwrap();
}

#[test]
fn a_file_that_does_not_open_again_is_said_to_be_and_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let opened = Opened::default();
    let mut keeper = Keeper::start(folder.path().join("s.duckdb"), opened.clone()).unwrap();
    assert_eq!(commit(&mut keeper, 0..10), 10);
    // A connection past the counted ones keeps the file open.
    let kept = keeper.tables().unwrap().lookup().try_clone().unwrap();
    assert!(matches!(keeper.open_anew(), Err(StoreError::StillOpen)));
    keeper.say(Some("it is open still"));
    assert!(!keeper.is_open() && opened.connection().is_err());
    drop(kept);
    keeper.looked = Instant::now().checked_sub(LOOK).unwrap();
    keeper.mend();
    assert!(keeper.is_open());
    assert_eq!(commit(&mut keeper, 0..20), 10);
    keeper.close().unwrap();
}
