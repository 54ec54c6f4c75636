//! The owner's mapping file: which column of a table of events says what, in TOML.
//!
//! A mistake is told by its line. What comes of it is one JSON object that `sql/import/mapped.sql` reads.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::Deserialize;
use serde_json::{Value, json};
use toml::Spanned;

use super::error::MappingError;

/// What a column can be mapped to.
const COLUMNS: [&str; 32] = [
    "time",
    "event",
    "id",
    "visitor",
    "session",
    "customer",
    "customer_hash",
    "page",
    "page_title",
    "referrer",
    "value",
    "currency",
    "transaction_id",
    "channel",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_content",
    "utm_term",
    "device",
    "browser",
    "system",
    "country",
    "touchpoint",
    "action",
    "item_id",
    "item_name",
    "item_category",
    "item_brand",
    "item_variant",
    "price",
    "quantity",
];
/// What can be the same for every record.
const CONSTANTS: [&str; 7] =
    ["event", "currency", "channel", "device", "country", "touchpoint", "action"];
/// What only a visit to the shop's pages has, and by which reports know one.
const OF_PAGES: [&str; 6] = ["page", "page_title", "referrer", "device", "browser", "system"];
const UNITS: [&str; 3] = ["seconds", "milliseconds", "microseconds"];

/// How a table of events is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// What the SQL reads.
    pub(super) json: String,
    /// The columns it names, without which the file is another.
    pub(super) columns: Vec<String>,
    /// The one with the time.
    pub(super) time: String,
    /// What stands between fields, where the owner says it.
    pub(super) delimiter: Option<u8>,
    /// The zone of times without one, with its line in the mapping file.
    pub(super) zone: Option<(usize, String)>,
    /// How times are written, in strptime's words, with its line.
    pub(super) format: Option<(usize, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    columns: Spanned<Texts>,
    #[serde(default)]
    constants: Texts,
    #[serde(default)]
    events: Texts,
    #[serde(default)]
    params: Texts,
    #[serde(default)]
    time: Time,
    #[serde(default)]
    file: Shape,
}

type Texts = BTreeMap<String, Spanned<String>>;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Time {
    unit: Option<Spanned<String>>,
    format: Option<Spanned<String>>,
    zone: Option<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Shape {
    delimiter: Option<Spanned<String>>,
    decimal: Option<Spanned<String>>,
    /// Its records are contacts outside the web: a till's receipts, calls.
    #[serde(default)]
    offline: bool,
}

impl FromStr for Mapping {
    type Err = MappingError;

    fn from_str(text: &str) -> Result<Self, MappingError> {
        let line =
            |place: usize| text.bytes().take(place).filter(|byte| *byte == b'\n').count() + 1;
        let at = |place: usize, what: String| MappingError { line: line(place), what };
        let file: File = toml::from_str(text).map_err(|error| {
            at(error.span().map_or(0, |span| span.start), error.message().replace('\n', " "))
        })?;
        let wrong = |text: &Spanned<String>, what: String| at(text.span().start, what);
        let known = |texts: &Texts, names: &[&str], table: &str| match texts
            .iter()
            .find(|(name, _)| !names.contains(&name.as_str()))
        {
            Some((name, text)) => {
                let names = names.join(", ");
                Err(wrong(text, format!("[{table}] has no {name}; it knows {names}")))
            }
            None => Ok(()),
        };
        let columns = file.columns.get_ref();
        known(columns, &COLUMNS, "columns")?;
        known(&file.constants, &CONSTANTS, "constants")?;
        let has = |name: &str| columns.contains_key(name);
        let place = file.columns.span().start;
        let Some(time) = columns.get("time") else {
            return Err(at(place, "[columns] must name the column with the time".to_owned()));
        };
        let offline = file.file.offline;
        if let Some((name, text)) = columns
            .iter()
            .chain(&file.constants)
            .find(|(name, _)| offline && OF_PAGES.contains(&name.as_str()))
        {
            return Err(wrong(text, format!("what is offline has no {name}")));
        }
        if !offline && !has("visitor") && !has("customer") && !has("customer_hash") {
            let what = "[columns] must name visitor, customer or customer_hash: whose event it is";
            return Err(at(place, what.to_owned()));
        }
        if !has("event") && !file.constants.contains_key("event") {
            let what = "name the column with the event in [columns], or one event in [constants]";
            return Err(at(place, what.to_owned()));
        }
        for text in columns.values().chain(file.params.values()) {
            if text.get_ref().is_empty() {
                return Err(wrong(text, "a column has a name".to_owned()));
            }
        }
        if let Some(unit) =
            file.time.unit.as_ref().filter(|u| !UNITS.contains(&u.get_ref().as_str()))
        {
            return Err(wrong(
                unit,
                format!("unit is one of {}, counted from 1970", UNITS.join(", ")),
            ));
        }
        if let (Some(_), Some(format)) = (&file.time.unit, &file.time.format) {
            return Err(wrong(format, "a time has a unit or a format, not both".to_owned()));
        }
        let delimiter = match &file.file.delimiter {
            Some(sign) => match sign.get_ref().as_bytes() {
                [byte] if !matches!(byte, b'"' | b'\n' | b'\r') => Some(*byte),
                _ => {
                    return Err(wrong(
                        sign,
                        "a delimiter is one ASCII sign, as \";\" or \"\\t\"".to_owned(),
                    ));
                }
            },
            None => None,
        };
        if let Some(sign) =
            file.file.decimal.as_ref().filter(|s| !matches!(s.get_ref().as_str(), "." | ","))
        {
            return Err(wrong(sign, "decimal is \".\" or \",\"".to_owned()));
        }
        let placed = |text: &Option<Spanned<String>>| {
            text.as_ref().map(|text| (line(text.span().start), text.get_ref().clone()))
        };
        let plain =
            |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.get_ref().clone());
        let json = json!({
            "columns": members(columns, pointer),
            "constants": members(&file.constants, str::to_owned),
            "events": members(&file.events, str::to_owned),
            "params": members(&file.params, pointer),
            "time": { "unit": plain(&file.time.unit), "format": plain(&file.time.format),
                "zone": plain(&file.time.zone) },
            "decimal": plain(&file.file.decimal),
            "offline": offline,
        });
        Ok(Self {
            json: json.to_string(),
            columns: columns
                .values()
                .chain(file.params.values())
                .map(|t| first(t.get_ref()))
                .collect(),
            time: first(time.get_ref()),
            delimiter,
            zone: placed(&file.time.zone),
            format: placed(&file.time.format),
        })
    }
}

fn members(texts: &Texts, to: impl Fn(&str) -> String) -> Value {
    texts.iter().map(|(name, text)| (name.clone(), Value::String(to(text.get_ref())))).collect()
}

/// A column's JSON pointer: what begins with a slash is one already, and looks into nested objects.
fn pointer(column: &str) -> String {
    if column.starts_with('/') {
        return column.to_owned();
    }
    format!("/{}", column.replace('~', "~0").replace('/', "~1"))
}

/// The column of the file a pointer begins in.
fn first(column: &str) -> String {
    match column.strip_prefix('/') {
        Some(rest) => rest.split('/').next().unwrap_or(rest).replace("~1", "/").replace("~0", "~"),
        None => column.to_owned(),
    }
}
