//! Questions to the store: few at a time, each ended when whoever asked has gone.

use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

use super::error::{ApiError, Queue};
use super::turns::Turns;
use crate::query::live;
use crate::query::reader::{Asking, Reader};

/// Questions answered at a time; more wait, so that reading never takes all the cores from writing.
const AT_ONCE: usize = 2;
/// How long one waits for its turn. A page of reports asks several, of seconds each.
const PATIENCE: Duration = Duration::from_secs(30);
/// How soon a question that nobody waits for is told again to end: an interrupt ends one statement.
const AGAIN: Duration = Duration::from_millis(50);

/// Where questions are asked.
#[derive(Clone)]
pub(super) struct Questions {
    reader: Arc<Reader>,
    pub(super) turns: Arc<Turns>,
    left: Counter,
}

/// Dropped with the future of who waits for the answer.
struct Waiting {
    asking: Weak<Asking>,
    is_answered: bool,
    left: Counter,
}

impl Questions {
    /// `left` counts those that are ended.
    pub(super) fn new(reader: Arc<Reader>, left: Counter) -> Self {
        Self { reader, turns: Arc::new(Turns::new(Queue::Reports, AT_ONCE, PATIENCE)), left }
    }

    /// Asks one where it may block, when its turn comes.
    ///
    /// # Errors
    /// 503 where no turn comes in time.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Asking) -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        let turn = self.turns.take().await?;
        let asking = Arc::new(Asking::new(Arc::clone(&self.reader)));
        let left = self.left.clone();
        let mut waiting = Waiting { asking: Arc::downgrade(&asking), is_answered: false, left };
        let (told, answer) = oneshot::channel();
        // A thread of its own: it takes less of the processor than the writer from then on, and cannot go
        // back to taking as much.
        let asked = thread::Builder::new().name("question".to_owned()).spawn(move || {
            let _turn = turn;
            live::step_back();
            let _ = told.send(question(&asking));
        });
        asked.map_err(|_| ApiError::no_thread())?;
        let answer = answer.await;
        waiting.is_answered = true;
        answer.map_err(|_| ApiError::Internal)
    }

    /// Looks at something small, whatever else is being asked.
    pub(super) async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Reader) -> T + Send + 'static,
    ) -> Option<T> {
        let reader = Arc::clone(&self.reader);
        spawn_blocking(move || look(&reader)).await.ok()
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        // As nearly always.
        if self.is_answered {
            return;
        }
        let asking = Weak::clone(&self.asking);
        let Some(one) = asking.upgrade() else { return };
        self.left.inc();
        one.end();
        drop(one);
        let Ok(runtime) = Handle::try_current() else { return };
        runtime.spawn(async move {
            loop {
                tokio::time::sleep(AGAIN).await;
                let Some(asking) = asking.upgrade() else { return };
                asking.end();
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Connection;
    use crate::store::opened::Opened;

    const ENDLESS: &str =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

    fn questions() -> Questions {
        let opened = Opened::with(Connection::open_in_memory().unwrap());
        Questions::new(Arc::new(Reader::new(opened)), Counter::default())
    }

    fn endless(asking: &Asking) -> bool {
        let connection = asking.connection().unwrap();
        // Whatever ends the first, the second must not go on.
        let each = || connection.execute_batch(ENDLESS).is_err();
        each() && each()
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_nobody_waits_for_is_ended_and_gives_its_turn_back() {
        let questions = questions();
        let left = Duration::from_millis(300);
        let asked = || tokio::time::timeout(left, questions.ask(endless));
        let (one, two) = tokio::join!(asked(), asked());
        assert!(one.is_err() && two.is_err(), "they have no end of their own");
        let both = questions.turns.all();
        let ended = tokio::time::timeout(Duration::from_secs(60), both).await;
        assert!(ended.is_ok(), "they go on");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn something_small_is_looked_at_while_all_turns_are_taken() {
        let questions = questions();
        let asking = || questions.ask(endless);
        tokio::select! {
            _ = async { tokio::join!(asking(), asking()) } => panic!("they have no end"),
            looked = questions.look(|reader| reader.connection().is_ok()) => assert_eq!(looked, Some(true)),
        }
        // Left running, they would keep the test from ending.
        questions.turns.all().await;
    }
}
