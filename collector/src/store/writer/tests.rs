//! What waits is bounded by the memory it takes, and is there again when it was written.

use super::*;

fn rows(count: u128, from: u128) -> Vec<Row> {
    (from..from + count).map(|event_id| Row { event_id, ..Row::default() }).collect()
}

/// Has the thread that writes wait until what is returned goes: else it may be done with one request before the
/// next has come.
fn hold(writer: &Writer) -> std::sync::mpsc::Sender<()> {
    let (begun, begins) = std::sync::mpsc::channel();
    let (hold, held) = std::sync::mpsc::channel();
    let work: Work = Box::new(move |_| {
        begun.send(()).unwrap();
        let _ = held.recv();
    });
    writer.jobs.send(Turn::Work(work)).ok().unwrap();
    begins.recv().unwrap();
    hold
}

#[tokio::test]
async fn more_than_there_is_room_for_is_refused_at_once_and_taken_later() {
    let folder = tempfile::tempdir().unwrap();
    let (writer, opened, writing) = Writer::start(&folder.path().join("s.duckdb")).unwrap();
    // Two thirds of the room each: whoever comes second finds too little, however few bytes were sent.
    let most = (ROOM * UNIT * 2 / 3 / Row::bytes(&rows(1, 0))) as u128;
    let hold = hold(&writer);
    let second = async { (writer.store(rows(most, most)).await, drop(hold)).0 };
    let (first, second) = tokio::join!(writer.store(rows(most, 0)), second);
    assert_eq!(first.unwrap(), Stored { stored: usize::try_from(most).unwrap(), known: 0 });
    assert!(matches!(second, Err(StoreError::Busy)));
    let again = writer.store(rows(3, most)).await.unwrap();
    assert_eq!(again, Stored { stored: 3, known: 0 });
    let known = writer.store(rows(3, 0)).await.unwrap();
    assert_eq!(known, Stored { stored: 0, known: 3 });
    drop((writer, opened));
    writing.join().unwrap().unwrap();
}

#[tokio::test]
async fn what_is_refused_leaves_nothing_and_is_answered_by_the_same_rules() {
    let folder = tempfile::tempdir().unwrap();
    let (writer, opened, writing) = Writer::start(&folder.path().join("s.duckdb")).unwrap();
    // One event whose text takes two thirds of the room.
    let long = || {
        let params = Some("x".repeat(ROOM * UNIT * 2 / 3));
        vec![Row { params, ..Row::default() }]
    };
    let hold = hold(&writer);
    let second = async { (writer.refuse(long()).await, drop(hold)).0 };
    let (first, second) = tokio::join!(writer.refuse(long()), second);
    assert!(first.is_ok() && matches!(second, Err(StoreError::Busy)));
    let stored = writer.store(rows(3, 0)).await.unwrap();
    assert_eq!(stored, Stored { stored: 3, known: 0 });
    drop((writer, opened));
    writing.join().unwrap().unwrap();
}

#[test]
fn a_transaction_takes_requests_until_it_has_its_rows() {
    let job = |count| {
        let (reply, _) = oneshot::channel();
        let _room = Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap();
        Job { rows: rows(count, 0), refused: 0, reply, _room }
    };
    let most = ROWS as u128;
    let mut jobs: VecDeque<Job> = [1, most, 1, 1, 3 * most, 0].map(job).into();
    let groups: Vec<usize> =
        std::iter::from_fn(|| Some(take_group(&mut jobs).len()).filter(|n| *n > 0)).collect();
    assert_eq!(groups, [2, 3, 1]);
}

#[tokio::test]
async fn who_watches_is_told_of_what_is_stored_once_and_of_nothing_that_was_known() {
    let folder = tempfile::tempdir().unwrap();
    let (writer, opened, writing) = Writer::start(&folder.path().join("s.duckdb")).unwrap();
    let (tell, told) = std::sync::mpsc::channel();
    writer.on_commit(move |_, _, rows| {
        rows.for_each(|row| tell.send((row.event_id, row.session_id != 0)).unwrap());
    });
    // The fifth twice in one request, and once more in another that may share its transaction.
    let twice = [rows(5, 1), rows(1, 5)].concat();
    let (first, second) = tokio::join!(writer.store(twice), writer.store(rows(3, 5)));
    assert_eq!(first.unwrap(), Stored { stored: 5, known: 1 });
    assert_eq!(second.unwrap(), Stored { stored: 2, known: 1 });
    writer.store(rows(4, 4)).await.unwrap();
    writer.refuse(rows(9, 100)).await.unwrap();
    drop((writer, opened));
    writing.join().unwrap().unwrap();
    // With the visit that is stored, which only the writer knows.
    let all: Vec<_> = (1..=7).map(|id| (id, true)).collect();
    assert_eq!(told.iter().collect::<Vec<_>>(), all);
}
