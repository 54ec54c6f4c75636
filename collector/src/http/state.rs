//! What the handlers share.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::body::BodyRoom;
use super::error::{ApiError, Queue};
use super::force::SettingsBook;
use super::health::Readiness;
use super::limit::Guesses;
use super::live::LISTENERS;
use super::metrics::Metrics;
use super::questions::Questions;
use super::rules::RuleBook;
use super::sql::Desk;
use crate::ingest::accept::Here;
use crate::ingest::agent::Agents;
use crate::ingest::country::Countries;
use crate::ingest::rules::Rules;
use crate::ingest::visitor::Salts;
use crate::query::quack::Clients;
use crate::query::reader::Reader;
use crate::store::running::RunToken;
use crate::store::salt::SaltKeeper;
use crate::store::tokens::Tokens;
use crate::store::upkeep::Upkeep;
use crate::store::writer::Writer;
use crate::tell::{Counts, Feed};

/// What requests are read with, the same as long as the collector runs.
pub struct Known {
    /// Browsers' names for themselves.
    pub agents: Agents,
    /// Countries of addresses, where the owner has given a database.
    pub countries: Option<Countries>,
}

/// Who may ask for what.
pub struct Access {
    /// The owner's settings.
    pub settings: SettingsBook,
    /// Of this run, for commands on this machine.
    pub token: RunToken,
    /// For whoever asks from elsewhere.
    pub tokens: Tokens,
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
    /// Rewrites what is stored.
    pub(super) upkeep: Arc<Upkeep>,
    /// Answers questions.
    pub(super) reader: Arc<Reader>,
    /// The owner's settings.
    pub(super) settings: SettingsBook,
    /// Tokens that are none.
    pub(super) guesses: Arc<Guesses>,
    /// Shown by commands on this machine, which have it from beside the store.
    pub(super) token: RunToken,
    /// Shown by whoever asks from elsewhere.
    pub(super) tokens: Arc<Tokens>,
    /// Memory for bodies under way.
    pub(super) bodies: BodyRoom,
    /// What is counted.
    pub(super) metrics: Arc<Metrics>,
    /// Answers SQL of others.
    pub(super) desk: Arc<Desk>,
    pub(super) questions: Questions,
    /// DuckDB's clients, where they may attach.
    pub(super) quack: Option<Clients>,
    /// What `/readyz` found last.
    pub(super) readiness: Arc<Readiness>,
    /// Tells what is stored.
    pub(super) feed: Feed,
    /// Places for who listens.
    pub(super) listeners: Arc<Semaphore>,
}

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(
        writer: Writer,
        salts: Arc<SaltKeeper>,
        rules: RuleBook,
        known: Known,
        upkeep: Arc<Upkeep>,
        reader: Reader,
        access: Access,
    ) -> Self {
        let Access { settings, token, tokens } = access;
        let reader = Arc::new(reader);
        let metrics = Arc::new(Metrics::new());
        let counting = Arc::clone(&metrics);
        let feed = Feed::default();
        let telling = feed.clone();
        writer.on_commit(move |took, events, stored| {
            counting.measured.committed(took, events);
            telling.tell(stored);
        });
        Self {
            settings,
            guesses: Arc::default(),
            tokens: Arc::new(tokens),
            writer,
            salts,
            rules,
            known: Arc::new(known),
            upkeep,
            questions: Questions::new(Arc::clone(&reader), metrics.measured.left(Queue::Reports)),
            reader,
            token,
            bodies: BodyRoom::new(),
            metrics,
            desk: Arc::default(),
            quack: None,
            readiness: Arc::default(),
            feed,
            listeners: Arc::new(Semaphore::new(LISTENERS)),
        }
    }

    /// The same, which counts what these clients ask.
    #[must_use]
    pub fn counting(mut self, clients: Clients) -> Self {
        let metrics = Arc::clone(&self.metrics);
        clients.on_end(move |outcome, took| metrics.measured.asked(outcome, took));
        self.quack = Some(clients);
        self
    }

    /// What tells of events as they are stored, and what counts those that are sent on.
    #[must_use]
    pub fn telling(&self) -> (Feed, Counts) {
        (self.feed.clone(), self.metrics.measured.sent.clone())
    }

    /// What ingest is to know of now.
    pub(super) fn here<'a>(&'a self, salts: &'a Salts, rules: &'a Rules, now: i64) -> Here<'a> {
        let Known { agents, countries } = &*self.known;
        Here { salts, rules, agents, countries: countries.as_ref(), now }
    }

    /// Changes what is stored, where it may block; a client that goes away does not stop it half way.
    pub(super) async fn change<T: Send + 'static, E: Send + 'static>(
        &self,
        work: impl FnOnce(&Upkeep) -> Result<T, E> + Send + 'static,
        told: impl FnOnce(E) -> ApiError,
    ) -> Result<T, ApiError> {
        let upkeep = Arc::clone(&self.upkeep);
        let done = tokio::task::spawn_blocking(move || work(&upkeep)).await;
        done.map_err(|_| ApiError::Internal)?.map_err(told)
    }
}
