//! A property of an event that a funnel holds constant or is parted by, as SQL.

use std::fmt;
use std::str::FromStr;

use super::sql::Sql;

/// Properties by their names, and the column each is in.
const COLUMNS: [(&str, &str); 11] = [
    ("device", "device"),
    ("browser", "browser"),
    ("system", "system"),
    ("country", "country"),
    ("page", "page_path"),
    ("touchpoint", "touchpoint"),
    ("source", "utm_source"),
    ("medium", "utm_medium"),
    ("campaign", "utm_campaign"),
    ("currency", "currency"),
    ("session", "CAST(session_id AS VARCHAR)"),
];

/// A property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Property {
    /// One that has a column: its place in the list of them.
    Column(usize),
    /// The channel of the event's visit.
    Channel,
    /// The `item_id`s of its items; an event with several has each of them.
    Item,
    /// A parameter.
    Param(String),
}

/// What is no property.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no property {0:?}; there are device, browser, system, country, channel, page, touchpoint, \
     item, cart, source, medium, campaign, currency, session, and param:NAME"
)]
pub struct NoProperty(String);

impl FromStr for Property {
    type Err = NoProperty;

    fn from_str(text: &str) -> Result<Self, NoProperty> {
        let is_name = |name: &str| {
            !name.is_empty()
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b))
        };
        match (text, text.strip_prefix("param:")) {
            ("channel", _) => Ok(Self::Channel),
            ("item", _) => Ok(Self::Item),
            ("cart", _) => Ok(Self::Param("cart_id".to_owned())),
            (_, Some(name)) if is_name(name) => Ok(Self::Param(name.to_owned())),
            _ => COLUMNS
                .iter()
                .position(|(name, _)| *name == text)
                .map(Self::Column)
                .ok_or_else(|| NoProperty(text.to_owned())),
        }
    }
}

impl fmt::Display for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Column(place) => f.write_str(COLUMNS.get(*place).map_or("", |(name, _)| name)),
            Self::Channel => f.write_str("channel"),
            Self::Item => f.write_str("item"),
            Self::Param(name) => write!(f, "param:{name}"),
        }
    }
}

impl Property {
    /// Appends an expression for its value, or, of items, one for a list of them.
    pub(super) fn push(&self, sql: &mut Sql) {
        match self {
            Self::Column(place) => {
                sql.push(COLUMNS.get(*place).map_or("NULL", |(_, column)| column))
            }
            Self::Channel => sql.push("visit_channel"),
            Self::Item => sql.push("json_extract_string(items, '$[*].item_id')"),
            Self::Param(name) => {
                sql.push("json_extract_string(params, ").bind(format!("$.\"{name}\"")).push(")")
            }
        };
    }
}
