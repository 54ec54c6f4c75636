//! Which receiver gets which events, by the rules in force.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep};
use tracing::{error, warn};

use super::counts::Outcome;
use super::deliver::Worker;
use super::feed::{Ear, Passing};
use super::told::{Words, is_asked};
use super::{Counts, Feed};
use crate::ingest::rules::when::When;
use crate::ingest::rules::{RuleError, Rules};

/// How long a stop waits for what is still to be sent.
const LAST: Duration = Duration::from_secs(5);
/// Characters a secret has at least: a shorter one is guessed.
const SECRET: usize = 16;

/// A receiver, and what it is sent: any event that one of these asks for.
struct Hook {
    whens: Vec<When>,
    worker: Worker,
}

/// Sends on what the rules ask for.
pub struct Hooks {
    feed: Feed,
    counts: Counts,
    book: watch::Receiver<Arc<Rules>>,
    rules: Arc<Rules>,
    hooks: Vec<Hook>,
    /// Nothing where no rule asks for anything: nobody listens then.
    events: Option<Ear>,
}

impl Hooks {
    /// Listens from now on, where a rule asks for something.
    #[must_use]
    pub fn new(feed: Feed, counts: Counts, book: watch::Receiver<Arc<Rules>>) -> Self {
        let rules = Arc::clone(&book.borrow());
        let mut it = Self { feed, counts, book, rules, hooks: Vec::new(), events: None };
        it.read_rules();
        it
    }

    /// Sends on for as long as events are stored, by other rules as soon as there are some.
    pub async fn run(mut self) {
        loop {
            let event = tokio::select! {
                changed = self.book.changed() => match changed {
                    Ok(()) => {
                        self.read_rules();
                        continue;
                    }
                    Err(_) => return,
                },
                event = next(&mut self.events) => event,
            };
            match event {
                Some(Ok(event)) => self.hand_over(&event),
                Some(Err(missed)) => self.counts.end(Outcome::Missed, missed),
                None => return,
            }
        }
    }

    /// A receiver that was there before keeps its thread, and what waits for it.
    fn read_rules(&mut self) {
        self.rules = Arc::clone(&self.book.borrow_and_update());
        let mut before = std::mem::take(&mut self.hooks);
        for (when, webhook) in &self.rules.webhooks {
            if let Some(hook) = self.hooks.iter_mut().find(|hook| hook.worker.is_for(webhook)) {
                hook.whens.push(when.clone());
                continue;
            }
            let place = before.iter().position(|hook| hook.worker.is_for(webhook));
            let worker = match place {
                Some(place) => Ok(before.swap_remove(place).worker),
                None => Worker::start(webhook, &self.counts),
            };
            match worker {
                Ok(worker) => self.hooks.push(Hook { whens: vec![when.clone()], worker }),
                Err(error) => error!(%error, line = webhook.line, "a webhook has no thread"),
            }
        }
        self.events = match self.hooks.is_empty() {
            true => None,
            false => self.events.take().or_else(|| Some(self.feed.listen())),
        };
    }

    fn hand_over(&self, event: &Arc<Passing>) {
        let words = Words::of(event, &self.rules);
        let facts = words.facts();
        for hook in &self.hooks {
            if hook.whens.iter().any(|when| is_asked(when, &facts)) {
                hook.worker.hand_over(Arc::clone(event));
            }
        }
    }
}

async fn next(events: &mut Option<Ear>) -> Option<Result<Arc<Passing>, u64>> {
    match events {
        Some(events) => events.hear().await,
        None => std::future::pending().await,
    }
}

/// Waits until all is sent that was to be, and not for long.
pub async fn finish(feed: &Feed, counts: &Counts) {
    let until = Instant::now() + LAST;
    while !feed.is_heard() || counts.waiting.get() > 0 {
        if Instant::now() >= until {
            let events = counts.waiting.get();
            warn!(events, "webhooks' receivers did not take all in time; the rest is not sent");
            return;
        }
        sleep(Duration::from_millis(20)).await;
    }
}

/// Whether the secrets that rules name are there.
///
/// # Errors
/// Where one is not, or is too short to be one.
pub fn check(rules: &Rules) -> Result<(), RuleError> {
    for (_, webhook) in &rules.webhooks {
        let Some(name) = &webhook.secret_env else { continue };
        let what = match std::env::var(name) {
            Ok(secret) if secret.len() >= SECRET => continue,
            Ok(_) => format!("the variable {name} holds fewer than {SECRET} characters"),
            Err(_) => format!("the variable {name} is not set, or holds no text"),
        };
        return Err(RuleError { line: webhook.line, what: format!("secret_env: {what}") });
    }
    Ok(())
}
