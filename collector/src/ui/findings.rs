//! Findings: what a report's answer says, in a few plain sentences, each with the numbers it stands on.
//!
//! [`sayings`] has the sentences, as texts with places for columns; [`write`] fills them, and what it has
//! filled in is the evidence. What takes several rows to say stands in [`whole`]. The report of a period,
//! the command and the route all say the same.

mod elide;
mod funnels;
mod sayings;
#[cfg(test)]
mod tests;
mod whole;
mod write;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::sheet::text;
use super::sheet::words::Lang;
use crate::query::Connection;
use crate::query::table::Table;
use crate::report::catalogue::{Failure, REPORTS, Report, ask, find};
use sayings::SAYINGS;
pub(in crate::ui) use write::{figure, unit};

/// Something a report says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Which report.
    pub report: String,
    /// What it says.
    pub sentence: String,
    /// The answer's values in the sentence, by column, as the report has them.
    pub evidence: Map<String, Value>,
}

/// What is said, with the language it is said in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Code of the language.
    pub lang: String,
    /// What is said, in the order of the reports.
    pub findings: Vec<Finding>,
}

impl Told {
    /// These, in this language.
    #[must_use]
    pub fn new(lang: Lang, findings: Vec<Finding>) -> Self {
        Self { lang: lang.code().to_owned(), findings }
    }
}

/// The options a report is asked with to say something, beyond the period.
fn options(report: &str) -> &'static [(&'static str, &'static str)] {
    match report {
        // The one whose share is what would be lost without the channel.
        "attribution" => &[("model", "markov")],
        _ => &[],
    }
}

/// What a report's answer says.
#[must_use]
pub fn of(report: &str, lang: Lang, table: &Table) -> Vec<Finding> {
    let finding = |(sentence, evidence): (String, Map<String, Value>)| Finding {
        report: report.to_owned(),
        sentence: match lang {
            Lang::English => sentence,
            Lang::Italian => elide::elide(&sentence),
        },
        evidence,
    };
    let own = SAYINGS.iter().filter(|saying| saying.report == report);
    let said = own.flat_map(|saying| {
        let rows = (saying.rows)(table);
        rows.into_iter()
            .filter_map(|row| write::fill(lang, lang.pick(saying.en, saying.it), table, row))
    });
    whole::said(report, lang, table).into_iter().chain(said).map(finding).collect()
}

/// Whether a report has anything to say, ever.
#[must_use]
pub fn can_say(report: &str) -> bool {
    report == funnels::NAME
        || whole::REPORTS.contains(&report)
        || SAYINGS.iter().any(|saying| saying.report == report)
}

/// What all reports say, or one, when asked with these pairs.
///
/// # Errors
/// What asking says.
pub fn all(
    connection: &Connection,
    pairs: &[(&str, &str)],
    only: Option<&str>,
    lang: Lang,
) -> Result<Vec<Finding>, Failure> {
    if let Some(name) = only.filter(|name| !can_say(name)) {
        let known: Vec<_> = reports().map(|report| report.name).chain([funnels::NAME]).collect();
        let sentence = format!("{name:?} has no findings; these have: {}", known.join(", "));
        return Err(Failure::Usage(sentence));
    }
    let wanted = |name| only.is_none_or(|only| only == name);
    // All visits there are would be the longest of all answers, and say nothing of whom they are.
    let is_whole = !pairs.iter().any(|(name, _)| *name == "segment");
    let mut findings = Vec::new();
    for report in reports().filter(|report| wanted(report.name)) {
        match report.name {
            "members" if is_whole && only.is_none() => {}
            "touchpoint" => findings.extend(touchpoint(connection, report, pairs, lang)?),
            name => {
                let table = ask(connection, report, &[pairs, options(name)].concat())?;
                findings.extend(of(name, lang, &table));
            }
        }
    }
    if wanted(funnels::NAME) {
        findings.extend(funnels::said(connection, pairs, lang)?);
    }
    Ok(findings)
}

/// What the sheet of the touchpoint that most visits meet says.
fn touchpoint(
    connection: &Connection,
    report: &'static Report,
    pairs: &[(&str, &str)],
    lang: Lang,
) -> Result<Vec<Finding>, Failure> {
    let Some(met) = find("touchpoints") else { return Ok(Vec::new()) };
    let map = ask(connection, met, pairs)?;
    let Some(name) = map.rows.first().map(|row| text(&map, row, "touchpoint")) else {
        return Ok(Vec::new());
    };
    let table = ask(connection, report, &[pairs, &[("name", name)]].concat())?;
    let named = |finding: Finding| {
        let mut evidence = finding.evidence;
        evidence.insert("touchpoint".to_owned(), json!(name));
        Finding { sentence: format!("{name}: {}", finding.sentence), evidence, ..finding }
    };
    Ok(of(report.name, lang, &table).into_iter().map(named).collect())
}

/// The reports that have something to say without being asked for something of one's own.
fn reports() -> impl Iterator<Item = &'static Report> {
    REPORTS.iter().copied().filter(|report| can_say(report.name))
}
