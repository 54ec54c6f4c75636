//! A file of what channels cost: read, checked, and kept for attribution.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use csv::{ReaderBuilder, StringRecord, Trim};
use percorso_protocol::vocabulary::is_name;
use serde::{Deserialize, Serialize};

use crate::store::StoreError;
use crate::store::costs::Cost;
use crate::store::upkeep::Upkeep;

/// Lines of a file: years of days and channels.
const LINES: usize = 50_000;
/// Characters of a name.
const NAME: usize = 200;
/// More than a day of advertising costs anybody, and exact to the cent in a double.
const MOST: f64 = 1e12;

/// Why costs are not kept.
#[derive(Debug, thiserror::Error)]
pub enum CostError {
    /// Something of the file can't be: the sentence says where and what can.
    #[error("{0}")]
    Usage(String),
    /// It can't be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was kept.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Lines of the file.
    pub lines: usize,
    /// The channels in it.
    pub channels: Vec<String>,
    /// The first day, as in 2026-01-31.
    pub first: String,
    /// The last day.
    pub last: String,
}

/// Keeps the costs in a CSV file.
///
/// # Errors
/// When something of it can't be, with its line, and nothing is kept; or it can't be written.
pub fn keep(upkeep: &Upkeep, text: &str) -> Result<Kept, CostError> {
    let costs = read(text).map_err(CostError::Usage)?;
    let days = || costs.iter().map(|cost| cost.day);
    let (Some(first), Some(last)) = (days().min(), days().max()) else {
        return Err(CostError::Usage("the file has no line after the first".to_owned()));
    };
    let channels: BTreeSet<_> = costs.iter().map(|cost| cost.channel.clone()).collect();
    let kept = Kept {
        lines: costs.len(),
        channels: channels.into_iter().collect(),
        first: first.to_string(),
        last: last.to_string(),
    };
    upkeep.keep_costs(first..=last, costs)?;
    Ok(kept)
}

/// Reads the lines of a CSV file whose first names its columns.
///
/// # Errors
/// A sentence with the first line that can't be.
pub fn read(text: &str) -> Result<Vec<Cost>, String> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let often = |sign: &u8| head.bytes().filter(|byte| byte == sign).count();
    let delimiter = [b';', b'\t', b','].into_iter().max_by_key(often).unwrap_or(b',');
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).trim(Trim::All).from_reader(text.as_bytes());
    let columns = Columns::of(reader.headers().map_err(|error| error.to_string())?)?;
    let mut costs = Vec::new();
    for record in reader.records() {
        if costs.len() == LINES {
            return Err(format!("the file has more than {LINES} lines; give it in parts"));
        }
        let record = record.map_err(|error| error.to_string())?;
        let line = record.position().map_or(0, csv::Position::line);
        costs.push(columns.cost(&record).map_err(|why| format!("line {line}: {why}"))?);
    }
    Ok(costs)
}

/// Where in a line each thing stands.
struct Columns {
    site: Option<usize>,
    day: usize,
    channel: usize,
    cost: usize,
    campaign: Option<usize>,
}

impl Columns {
    fn of(head: &StringRecord) -> Result<Self, String> {
        let find = |names: &[&str]| {
            head.iter().position(|own| names.iter().any(|name| own.eq_ignore_ascii_case(name)))
        };
        let need = |names: &[&str]| {
            let own: Vec<_> = head.iter().collect();
            find(names).ok_or_else(|| {
                format!(
                    "line 1: there is no column {}; it has {}, and needs day, channel and cost (campaign \
                     and site are welcome)",
                    names.first().copied().unwrap_or_default(),
                    own.join(", ")
                )
            })
        };
        Ok(Self {
            site: find(&["site"]),
            day: need(&["day", "date"])?,
            channel: need(&["channel"])?,
            cost: need(&["cost", "spend"])?,
            campaign: find(&["campaign"]),
        })
    }

    fn cost(&self, record: &StringRecord) -> Result<Cost, String> {
        let field = |place: usize| record.get(place).unwrap_or_default();
        let told = |place: Option<usize>| place.map(field).filter(|text| !text.is_empty());
        let site = |text: &str| match is_name(text) {
            true => Ok(text.to_owned()),
            false => Err(format!(
                "{text:?} is no site; its name is 1 to 64 of letters, digits, `_`, `.`, `:` and `-`"
            )),
        };
        let name = |what: &str, text: &str| match text.chars().count() {
            0 => Err(format!("there is no {what}")),
            1..=NAME => Ok(text.to_owned()),
            _ => Err(format!("a {what} has at most {NAME} characters")),
        };
        let (day, cost) = (field(self.day), field(self.cost));
        Ok(Cost {
            site: told(self.site).map(site).transpose()?,
            day: NaiveDate::parse_from_str(day, "%Y-%m-%d")
                .map_err(|_| format!("{day:?} is no day; write it as in 2026-01-31"))?,
            channel: name("channel", field(self.channel))?,
            campaign: told(self.campaign).map(|text| name("campaign", text)).transpose()?,
            cost: cost
                .parse()
                .ok()
                .filter(|cost| (0.0..=MOST).contains(cost))
                .ok_or_else(|| format!("{cost:?} is no cost; write it as in 1200.50"))?,
        })
    }
}
