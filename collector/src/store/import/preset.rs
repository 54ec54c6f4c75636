//! The presets: for each system its files' declaration and the SQL that maps them.
//!
//! A preset is one SQL file, `sql/import/NAME.sql`, that makes the table `judged` of records (its
//! columns stand at the head of `sql/import/records.sql`), and one declaration here.

/// A system whose files can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// Google Analytics 360's BigQuery export: one row a session, hits nested.
    Ga360,
    /// REES46's open data: one row an event.
    Rees46,
    /// Snowplow's enriched events with its ecommerce entities: one row an event.
    Snowplow,
    /// GA4's BigQuery export: one row an event, parameters nested.
    Ga4,
    /// Matomo's visits with their actions (`Live.getLastVisitsDetails`): one object a visit.
    Matomo,
    /// Contacts outside the web: receipts, calls, visits to a store, letters.
    Offline,
    /// Any table of events, read as the owner's mapping file says.
    Mapped,
}

/// What is to be known of a preset.
pub(super) struct Declared {
    /// Its name, which is also the events' `source`.
    pub(super) name: &'static str,
    /// What it reads, for a message.
    pub(super) reads: &'static str,
    /// The columns without which a file is not of this kind.
    pub(super) required: &'static [&'static str],
    /// How its text files are written.
    pub(super) text: Text,
    /// Makes the table `source`.
    pub(super) source: &'static str,
    /// Fills it from a Parquet file.
    pub(super) parquet: &'static str,
    /// Maps it to `found` and `rejected`, in this order.
    pub(super) map: &'static [&'static str],
}

/// How a preset's text files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    /// Fields between commas, names in the first line; the columns of `source` in its order.
    Delimited(&'static [&'static str]),
    /// A JSON object a line, turned into rows of `source` by this SQL.
    Json(&'static str),
    /// Either, each record as a JSON object.
    Records,
}

/// The preset that records of this kind have in common, save for its own SQL.
macro_rules! records {
    ($name:literal, $required:expr) => {
        Declared {
            name: $name,
            reads: "Parquet, CSV, TSV or JSON with one object a line (plain or gzip)",
            required: $required,
            text: Text::Records,
            source: include_str!("../../../sql/import/records_source.sql"),
            parquet: include_str!("../../../sql/import/records_parquet.sql"),
            map: &[
                include_str!(concat!("../../../sql/import/", $name, ".sql")),
                include_str!("../../../sql/import/records.sql"),
            ],
        }
    };
}

const SNOWPLOW: Declared = records!("snowplow", &["event_id", "event_name", "collector_tstamp"]);
const GA4: Declared = records!("ga4", &["event_name", "event_timestamp"]);
const MATOMO: Declared = records!("matomo", &["idVisit", "visitorId", "actionDetails"]);
const OFFLINE: Declared = records!("offline", &["occurred_at", "contact"]);
const MAPPED: Declared = records!("mapped", &[]);

const GA360: Declared = Declared {
    name: "ga360",
    reads: "Parquet, or JSON with one session a line (plain or gzip)",
    required: &["fullVisitorId", "visitId", "visitStartTime", "hits"],
    text: Text::Json(include_str!("../../../sql/import/ga360_ndjson.sql")),
    source: include_str!("../../../sql/import/ga360_source.sql"),
    parquet: include_str!("../../../sql/import/ga360_parquet.sql"),
    map: &[include_str!("../../../sql/import/ga360.sql")],
};

const REES46: Declared = Declared {
    name: "rees46",
    reads: "Parquet, or CSV (plain or gzip)",
    required: &["event_time", "event_type", "product_id", "price", "user_id", "user_session"],
    text: Text::Delimited(&[
        "event_time",
        "event_type",
        "product_id",
        "category_id",
        "category_code",
        "brand",
        "price",
        "user_id",
        "user_session",
    ]),
    source: include_str!("../../../sql/import/rees46_source.sql"),
    parquet: include_str!("../../../sql/import/rees46_parquet.sql"),
    map: &[include_str!("../../../sql/import/rees46.sql")],
};

impl Preset {
    pub(super) fn declared(self) -> &'static Declared {
        match self {
            Self::Ga360 => &GA360,
            Self::Rees46 => &REES46,
            Self::Snowplow => &SNOWPLOW,
            Self::Ga4 => &GA4,
            Self::Matomo => &MATOMO,
            Self::Offline => &OFFLINE,
            Self::Mapped => &MAPPED,
        }
    }

    /// The preset's name, which is also the events' `source`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.declared().name
    }
}
