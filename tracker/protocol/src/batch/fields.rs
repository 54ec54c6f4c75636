//! The batch's outer object, field by field.
//!
//! Written by hand because the events stay raw text until each is looked at on its own, and because
//! fields this version does not know are kept: derived code can do one or the other.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::limits;

/// Every field as it came, none of them checked.
#[derive(Default)]
pub(super) struct Fields<'a> {
    pub(super) v: Option<u64>,
    pub(super) site: Option<String>,
    pub(super) page: Option<String>,
    pub(super) seq: Option<u64>,
    pub(super) time: Option<u64>,
    pub(super) sent: Option<u64>,
    pub(super) url: Option<String>,
    pub(super) referrer: Option<String>,
    pub(super) by: Option<String>,
    pub(super) visitor: Option<Value>,
    pub(super) consent: Option<Value>,
    pub(super) webdriver: Option<Value>,
    pub(super) events: Option<Vec<&'a RawValue>>,
    pub(super) extra: Map<String, Value>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a batch object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
        let mut fields = Fields::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "v" => fields.v = Some(map.next_value()?),
                "site" => fields.site = Some(map.next_value()?),
                "page" => fields.page = Some(map.next_value()?),
                "seq" => fields.seq = Some(map.next_value()?),
                "time" => fields.time = Some(map.next_value()?),
                "sent" => fields.sent = Some(map.next_value()?),
                "url" => fields.url = Some(map.next_value()?),
                "referrer" => fields.referrer = Some(map.next_value()?),
                "by" => fields.by = Some(map.next_value()?),
                // Of any type: before they were known, what stood in them was kept.
                "visitor" => fields.visitor = Some(map.next_value()?),
                "consent" => fields.consent = Some(map.next_value()?),
                "webdriver" => fields.webdriver = Some(map.next_value()?),
                "events" => fields.events = Some(map.next_value()?),
                _ if fields.extra.len() >= limits::PARAMS_KEYS => {
                    return Err(A::Error::custom("too many fields"));
                }
                _ => {
                    fields.extra.insert(key, map.next_value()?);
                }
            }
        }
        Ok(fields)
    }
}
