//! The presets: for each system the SQL that maps its files and the columns it cannot do without.

/// A system whose files can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// Google Analytics 360's BigQuery export: one row a session, hits nested.
    Ga360,
    /// REES46's open data: one row an event.
    Rees46,
}

/// A preset's SQL, in the order it runs.
pub(super) struct Sql {
    /// Makes the table `source`.
    pub(super) source: &'static str,
    /// Fills it from a Parquet file.
    pub(super) parquet: &'static str,
    /// Maps it to `found` and `rejected`.
    pub(super) map: &'static str,
}

/// How a preset's text files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    /// Fields between commas, names in the first line; the columns of `source` in its order.
    Delimited(&'static [&'static str]),
    /// A JSON object a line, turned into rows of `source` by this SQL.
    Json(&'static str),
}

impl Preset {
    /// The preset's name, which is also the events' `source`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ga360 => "ga360",
            Self::Rees46 => "rees46",
        }
    }

    pub(super) fn sql(self) -> Sql {
        match self {
            Self::Ga360 => Sql {
                source: include_str!("../../../sql/import/ga360_source.sql"),
                parquet: include_str!("../../../sql/import/ga360_parquet.sql"),
                map: include_str!("../../../sql/import/ga360.sql"),
            },
            Self::Rees46 => Sql {
                source: include_str!("../../../sql/import/rees46_source.sql"),
                parquet: include_str!("../../../sql/import/rees46_parquet.sql"),
                map: include_str!("../../../sql/import/rees46.sql"),
            },
        }
    }

    pub(super) fn text(self) -> Text {
        match self {
            Self::Ga360 => Text::Json(include_str!("../../../sql/import/ga360_ndjson.sql")),
            Self::Rees46 => Text::Delimited(&[
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
        }
    }

    /// The columns without which a file is not of this kind.
    pub(super) fn required(self) -> &'static [&'static str] {
        match self {
            Self::Ga360 => &["fullVisitorId", "visitId", "visitStartTime", "hits"],
            Self::Rees46 => {
                &["event_time", "event_type", "product_id", "price", "user_id", "user_session"]
            }
        }
    }

    /// What it reads, for a message.
    pub(super) fn reads(self) -> &'static str {
        match self {
            Self::Ga360 => "Parquet, or JSON with one session a line (plain or gzip)",
            Self::Rees46 => "Parquet, or CSV (plain or gzip)",
        }
    }

    /// Which of the required columns are not among these.
    pub(super) fn missing(self, has: impl Fn(&str) -> bool) -> Vec<&'static str> {
        self.required().iter().copied().filter(|name| !has(name)).collect()
    }
}
