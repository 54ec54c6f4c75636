//! A receiver's thread: takes the events that wait for it one by one, and sends each until it is taken.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tracing::{info, warn};
use ureq::Agent;
use ureq::http::{Request, StatusCode};

use super::counts::{Counts, Outcome};
use super::feed::Passing;
use super::told;
use crate::clock;
use crate::ingest::row::Row;
use crate::ingest::rules::webhook::Webhook;
use crate::store::append::uuid_text;

/// Events that may wait for one receiver.
const QUEUE: usize = 1024;
/// How long a receiver may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Waits before it is tried again.
const PAUSES: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(2)];
/// Bytes of an answer that are read, so that its connection can be used again.
const ANSWER: u64 = 4096;

/// A receiver with its thread, which ends when this is dropped.
pub(super) struct Worker {
    webhook: Webhook,
    queue: SyncSender<Arc<Passing>>,
    counts: Counts,
    gone: Arc<AtomicBool>,
}

impl Worker {
    /// Starts the thread of a receiver.
    pub(super) fn start(webhook: &Webhook, counts: &Counts) -> io::Result<Self> {
        let (queue, waiting) = sync_channel(QUEUE);
        let gone = Arc::<AtomicBool>::default();
        let sender = Sender::new(webhook, counts.clone(), Arc::clone(&gone));
        std::thread::Builder::new()
            .name("webhook".to_owned())
            .spawn(move || sender.work(&waiting))?;
        Ok(Self { webhook: webhook.clone(), queue, counts: counts.clone(), gone })
    }

    /// Whether it is this receiver's.
    pub(super) fn is_for(&self, webhook: &Webhook) -> bool {
        self.webhook.is_same(webhook)
    }

    /// Puts an event behind those that wait, or drops it where they are too many. Never waits.
    pub(super) fn hand_over(&self, event: Arc<Passing>) {
        self.counts.waiting.inc();
        if self.queue.try_send(event).is_err() {
            self.counts.waiting.dec();
            self.counts.end(Outcome::Dropped, 1);
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.gone.store(true, Ordering::Relaxed);
    }
}

/// What the thread has.
struct Sender {
    agent: Agent,
    url: String,
    /// Told in the log, where the rest of the address has no place.
    host: String,
    key: Option<Hmac<Sha256>>,
    counts: Counts,
    gone: Arc<AtomicBool>,
}

/// What a receiver makes of an attempt.
enum Attempt {
    Taken,
    Refused,
    /// It may be otherwise in a moment.
    Failed,
}

impl Sender {
    fn new(webhook: &Webhook, counts: Counts, gone: Arc<AtomicBool>) -> Self {
        let secret = webhook.secret_env.as_deref().and_then(|name| std::env::var(name).ok());
        // It takes a key of any length.
        let key = secret.and_then(|secret| Hmac::new_from_slice(secret.as_bytes()).ok());
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // To where nobody has said that events may go.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(PATIENCE))
            .user_agent(concat!("percorso/", env!("CARGO_PKG_VERSION")));
        // What may go in the clear within this machine goes to no proxy.
        let config = if webhook.url.scheme() == "http" { config.proxy(None) } else { config };
        let agent = config.build().into();
        let url = &webhook.url;
        let host = url.host_str().unwrap_or_default().to_owned();
        Self { agent, url: url.as_str().to_owned(), host, key, counts, gone }
    }

    fn work(&self, waiting: &Receiver<Arc<Passing>>) {
        let mut is_well = true;
        for event in waiting {
            let outcome = match self.is_gone() {
                true => Outcome::Dropped,
                false => self.deliver(&event),
            };
            let receiver = self.host.as_str();
            match outcome {
                Outcome::Delivered if !is_well => {
                    is_well = true;
                    info!(receiver, "a webhook's receiver takes events again");
                }
                Outcome::Refused | Outcome::Failed if is_well => {
                    is_well = false;
                    warn!(receiver, ?outcome, "a webhook's receiver does not take events");
                }
                _ => {}
            }
            self.counts.end(outcome, 1);
            self.counts.waiting.dec();
        }
    }

    fn deliver(&self, row: &Row) -> Outcome {
        let (id, body) = (uuid_text(row.event_id), told::json(row));
        let mut pauses = PAUSES.into_iter();
        loop {
            match self.attempt(&id, &body) {
                Attempt::Taken => return Outcome::Delivered,
                Attempt::Refused => return Outcome::Refused,
                Attempt::Failed => match pauses.next() {
                    Some(pause) if !self.is_gone() => std::thread::sleep(pause),
                    _ => return Outcome::Failed,
                },
            }
        }
    }

    fn attempt(&self, id: &str, body: &str) -> Attempt {
        let mut request = Request::post(&self.url)
            .header("content-type", "application/json")
            .header("percorso-delivery", id);
        if let Some(key) = &self.key {
            // Of now, at each attempt: whoever is sent an old one again can tell.
            let seconds = clock::now() / 1_000_000;
            request = request.header("percorso-signature", signature(key, seconds, body));
        }
        let Ok(request) = request.body(body) else { return Attempt::Refused };
        // Its error may name the address, and says no more than that nobody took it.
        let Ok(answer) = self.agent.run(request) else { return Attempt::Failed };
        let status = answer.status();
        let _ = answer.into_body().with_config().limit(ANSWER).read_to_vec();
        match status {
            status if status.is_success() => Attempt::Taken,
            StatusCode::TOO_MANY_REQUESTS => Attempt::Failed,
            status if status.is_server_error() => Attempt::Failed,
            _ => Attempt::Refused,
        }
    }

    fn is_gone(&self) -> bool {
        self.gone.load(Ordering::Relaxed)
    }
}

/// When it was signed, and the code over that moment and the body.
fn signature(key: &Hmac<Sha256>, seconds: i64, body: &str) -> String {
    let mut mac = key.clone();
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body.as_bytes());
    let code = mac.finalize().into_bytes();
    let code: String = code.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("t={seconds},v1={code}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_what_other_programs_make_of_it() {
        // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac 'correct horse battery staple'
        let expected = "c0385f8b18e8d1ac37a3c0d93fa81ef49dc339ee11bf4170c61942141ce6cd98";
        let key = Hmac::new_from_slice(b"correct horse battery staple").unwrap();
        let made = signature(&key, 1_700_000_000, "{\"a\":1}");
        assert_eq!(made, format!("t=1700000000,v1={expected}"));
    }
}
