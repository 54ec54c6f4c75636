//! What waits is bounded by the memory it takes, and is there again when it was written.

use super::*;

fn rows(count: u128, from: u128) -> Vec<Row> {
    (from..from + count).map(|event_id| Row { event_id, ..Row::default() }).collect()
}

#[tokio::test]
async fn more_than_there_is_room_for_is_refused_at_once_and_taken_later() {
    let folder = tempfile::tempdir().unwrap();
    let (writer, opened, writing) = Writer::start(&folder.path().join("s.duckdb")).unwrap();
    // Two thirds of the room each: whoever comes second finds too little, however few bytes were sent.
    let most = (ROOM * UNIT * 2 / 3 / size_of::<Row>()) as u128;
    let (first, second) =
        tokio::join!(writer.store(rows(most, 0), 1), writer.store(rows(most, most), 1));
    assert_eq!(first.unwrap(), Stored { stored: usize::try_from(most).unwrap(), known: 0 });
    assert!(matches!(second, Err(StoreError::Busy)));
    let again = writer.store(rows(3, most), 1).await.unwrap();
    assert_eq!(again, Stored { stored: 3, known: 0 });
    let known = writer.store(rows(3, 0), 1).await.unwrap();
    assert_eq!(known, Stored { stored: 0, known: 3 });
    drop((writer, opened));
    writing.join().unwrap().unwrap();
}
