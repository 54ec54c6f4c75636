//! What others are told of Quack's clients, and tell of them: how questions ended, and who has gone.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::desk::Desk;
use crate::query::live::{LiveError, Stop};

/// How a question ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// With its last row.
    Answered,
    /// Before it began: by the guard, or for want of a token.
    Refused,
    /// At a limit of time, memory or rows, or because it kept others waiting for a client that took none.
    Ended,
    /// Because nobody waits for it any more.
    Left,
    /// By an error of DuckDB's, also while it was planned (a column there is none of), or of the store's.
    Failed,
    /// Before it began: others were being answered all the time that it waited.
    Full,
}

impl Outcome {
    /// Each of them.
    pub const ALL: [Self; 6] =
        [Self::Answered, Self::Refused, Self::Ended, Self::Left, Self::Failed, Self::Full];

    /// In a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Ended => "ended",
            Self::Left => "left",
            Self::Failed => "failed",
            Self::Full => "full",
        }
    }

    fn of(error: &LiveError) -> Self {
        match error {
            LiveError::Refused(_) => Self::Refused,
            LiveError::Time(_)
            | LiveError::Memory(_)
            | LiveError::Rows(_)
            | LiveError::Silent(_) => Self::Ended,
            LiveError::Left => Self::Left,
            LiveError::Sql(_) | LiveError::NoThread => Self::Failed,
        }
    }
}

/// Why there is no answer, and how the question ended so.
pub(super) struct Unanswered {
    pub(super) outcome: Outcome,
    pub(super) why: String,
}

impl From<LiveError> for Unanswered {
    fn from(error: LiveError) -> Self {
        Self { outcome: Outcome::of(&error), why: error.to_string() }
    }
}

/// What the store says, or its DuckDB.
impl From<String> for Unanswered {
    fn from(why: String) -> Self {
        Self { outcome: Outcome::Failed, why }
    }
}

/// Is told how each question ended, and how long it took where it had begun.
type Watch = Box<dyn Fn(Outcome, Option<Duration>) + Send + Sync>;

/// Who asked it, when it came, and what ends it.
type Question = (Arc<str>, Instant, Stop);

/// Questions under way, and who wants to know of them.
#[derive(Default)]
pub(super) struct UnderWay {
    next: AtomicU64,
    questions: Mutex<HashMap<u64, Question>>,
    watch: OnceLock<Watch>,
}

/// A question as long as it is planned, waits to be asked, or is under way.
pub(super) struct Begun {
    pub(super) desk: Arc<Desk>,
    number: u64,
    pub(super) came: Instant,
    pub(super) stop: Stop,
}

impl UnderWay {
    /// Enters a question that came at this time: who goes later takes it along.
    pub(super) fn begin(desk: &Arc<Desk>, asker: &Arc<str>, came: Instant) -> Begun {
        let own = &desk.under_way;
        let number = own.next.fetch_add(1, Ordering::Relaxed);
        let stop = Stop::default();
        own.questions().insert(number, (Arc::clone(asker), came, stop.clone()));
        Begun { desk: Arc::clone(desk), number, came, stop }
    }

    pub(super) fn tell(&self, outcome: Outcome, took: Option<Duration>) {
        if let Some(watch) = self.watch.get() {
            watch(outcome, took);
        }
    }

    fn questions(&self) -> MutexGuard<'_, HashMap<u64, Question>> {
        self.questions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        self.desk.under_way.questions().remove(&self.number);
    }
}

/// The clients, for who passes on what they send and for who counts.
#[derive(Clone)]
pub struct Clients(pub(super) Arc<Desk>);

impl Clients {
    /// Has the end of each question from now on told of; by whoever asks first.
    pub fn on_end(&self, watch: impl Fn(Outcome, Option<Duration>) + Send + Sync + 'static) {
        let _ = self.0.under_way.watch.set(Box::new(watch));
    }

    /// How many questions are being answered, and how many wait for their turn.
    #[must_use]
    pub fn taken(&self) -> [usize; 2] {
        self.0.taken()
    }

    /// Ends the questions that a connection of Quack's has asked before this moment.
    pub fn end(&self, asker: &str, before: Instant) {
        for (own, came, stop) in self.0.under_way.questions().values() {
            if **own == *asker && *came < before {
                stop.leave();
            }
        }
    }
}

/// Which connection of Quack's a message is from; nothing in what begins one.
///
/// A message begins with its kind and with the connection's name, which `percorso_question` is told, too.
#[must_use]
pub fn asker(message: &[u8]) -> Option<&str> {
    let [1, 0, _, 2, 0, length, rest @ ..] = message else { return None };
    let name = std::str::from_utf8(rest.get(..usize::from(*length))?).ok()?;
    (!name.is_empty() && name.bytes().all(|b| b.is_ascii_hexdigit())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As DuckDB 1.5.5 sends them: a statement, a wish for more rows, and what begins a connection.
    #[test]
    fn a_message_says_whose_it_is() {
        let name = "0E3D0402B152ABD864DC601CFADDFB3A";
        let from = |kind: &[u8]| [kind, b" ", name.as_bytes(), b"\x03\0\x07\xff\xff"].concat();
        assert_eq!(asker(&from(&[1, 0, 3, 2, 0])), Some(name));
        assert_eq!(asker(&from(&[1, 0, 7, 2, 0])), Some(name));
        assert_eq!(asker(b"\x01\0\x01\x03\0\x06\xff\xff\x01\0\x0cpercorso_abc"), None);
        assert_eq!(asker(&from(&[1, 0, 3, 2, 0])[..20]), None);
        assert_eq!(asker(b""), None);
    }
}
