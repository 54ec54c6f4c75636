//! Builds batches as they go over the wire, right ones and, by `field` and `without`, wrong ones.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};

/// One batch in the making.
#[derive(Debug, Clone)]
pub struct Batch {
    fields: Map<String, Value>,
    events: Vec<Value>,
}

impl Batch {
    /// A batch of a page load of its own, written now, with nothing in it yet.
    #[must_use]
    pub fn new() -> Self {
        let now = now_ms();
        let fields = json!({
            "v": 1, "site": "shop", "page": page_id(), "seq": 0, "time": now, "sent": now,
            "url": "https://shop.example/", "referrer": "", "by": "wasm",
        });
        let Value::Object(fields) = fields else { unreachable!("an object was written above") };
        Self { fields, events: Vec::new() }
    }

    /// Sets a field of the outer object.
    #[must_use]
    pub fn field(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(name.to_owned(), value.into());
        self
    }

    /// Takes a field away.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.fields.remove(name);
        self
    }

    /// The page load's id, in place of a new one.
    #[must_use]
    pub fn page(self, id: &str) -> Self {
        self.field("page", id)
    }

    /// The first event's place among all of the page load.
    #[must_use]
    pub fn seq(self, seq: u64) -> Self {
        self.field("seq", seq)
    }

    /// Address of the page.
    #[must_use]
    pub fn url(self, url: &str) -> Self {
        self.field("url", url)
    }

    /// Adds an event that happened as the batch was begun.
    #[must_use]
    pub fn event(self, name: &str, params: Value) -> Self {
        self.raw(Value::Array(vec![name.into(), 0.into(), params]))
    }

    /// Adds an event as it stands, right or wrong.
    #[must_use]
    pub fn raw(mut self, event: Value) -> Self {
        self.events.push(event);
        self
    }

    /// The batch as JSON text.
    #[must_use]
    pub fn json(&self) -> String {
        let mut fields = self.fields.clone();
        // A test that sets the field itself wants that one.
        fields.entry("events").or_insert_with(|| self.events.clone().into());
        Value::Object(fields).to_string()
    }
}

impl Default for Batch {
    fn default() -> Self {
        Self::new()
    }
}

/// An id no other page load of this test run has.
#[must_use]
pub fn page_id() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("T{:010x}_{count:010x}", std::process::id())
}

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
