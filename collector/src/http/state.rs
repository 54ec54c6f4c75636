//! What the handlers share.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::rules::RuleBook;
use crate::ingest::agent::Agents;
use crate::ingest::country::Countries;
use crate::query::reader::Reader;
use crate::store::running::RunToken;
use crate::store::salt::SaltKeeper;
use crate::store::writer::Writer;

/// Questions answered at a time; more wait, so that reading never takes all the cores from writing.
const QUESTIONS: usize = 2;

/// What requests are read with, the same as long as the collector runs.
pub struct Known {
    /// Browsers' names for themselves.
    pub agents: Agents,
    /// Countries of addresses, where the owner has given a database.
    pub countries: Option<Countries>,
}

/// The collector as the handlers see it.
#[derive(Clone)]
pub struct App {
    /// Stores rows.
    pub(super) writer: Writer,
    /// Keeps the day's salt.
    pub(super) salts: Arc<SaltKeeper>,
    /// The owner's word on touchpoints.
    pub(super) rules: RuleBook,
    /// What requests are read with.
    pub(super) known: Arc<Known>,
    /// Answers questions.
    pub(super) reader: Arc<Reader>,
    /// Shown by commands on this machine, which have it from beside the store.
    pub(super) token: RunToken,
    questions: Arc<Semaphore>,
}

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(
        writer: Writer,
        salts: Arc<SaltKeeper>,
        rules: RuleBook,
        known: Known,
        reader: Reader,
        token: RunToken,
    ) -> Self {
        Self {
            writer,
            salts,
            rules,
            known: Arc::new(known),
            reader: Arc::new(reader),
            token,
            questions: Arc::new(Semaphore::new(QUESTIONS)),
        }
    }

    /// Runs a question where it may block, one of few at a time.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Reader) -> T + Send + 'static,
    ) -> Option<T> {
        let turn = Arc::clone(&self.questions).acquire_owned().await.ok()?;
        let reader = Arc::clone(&self.reader);
        let answer = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            question(&reader)
        });
        answer.await.ok()
    }
}
