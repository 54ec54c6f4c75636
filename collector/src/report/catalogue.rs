//! Every report there is, but the funnel: its name, what it can be asked, what its columns mean.
//!
//! The command line, HTTP and `docs/REPORTS.md` are made from this list. A report is a `.sql` file that
//! calls a macro, or, where SQL is not enough, a function.

mod advocacy;
mod attribution;
mod cart_list;
mod carts;
mod changes;
mod channels;
mod customers;
mod disconnections;
mod doubts;
mod durations;
mod effects;
mod evolution;
mod flow;
mod forms;
mod friction;
mod funnels;
mod goals;
mod holdouts;
mod kinds;
mod members;
mod paths;
mod payments;
mod phases;
mod repeat;
mod response_times;
mod retention;
mod returns;
mod rhythm;
mod stages;
mod surveys;
mod touchpoints;

pub use evolution::{EVERY, FIGURES};
pub use goals::unmet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::question::{COMMON, Opt, Question};
use crate::query::table::{Column, Table};
use crate::query::{Connection, QueryError, absent, segment};

/// All of them, in the order in which they are listed.
pub const REPORTS: &[&Report] = &[
    &evolution::REPORT,
    &goals::REPORT,
    &stages::REPORT,
    &disconnections::REPORT,
    &channels::REPORT,
    &attribution::REPORT,
    &paths::REPORT,
    &flow::REPORT,
    &flow::NEXT_REPORT,
    &durations::REPORT,
    &phases::REPORT,
    &touchpoints::REPORT,
    &touchpoints::ONE_REPORT,
    &effects::REPORT,
    &kinds::REPORT,
    &friction::REPORT,
    &friction::WEIGHTS_REPORT,
    &friction::SCORES_REPORT,
    &forms::REPORT,
    &forms::FIELDS_REPORT,
    &doubts::REPORT,
    &payments::REPORT,
    &carts::REPORT,
    &cart_list::REPORT,
    &changes::REPORT,
    &holdouts::REPORT,
    &returns::REPORT,
    &response_times::REPORT,
    &retention::REPORT,
    &repeat::REPORT,
    &customers::REPORT,
    &advocacy::REPORT,
    &surveys::REPORT,
    &rhythm::REPORT,
    &funnels::REPORT,
    &members::REPORT,
];

/// One report.
#[derive(Debug)]
pub struct Report {
    /// Its name: a command of `percorso`, the end of `/v1/reports/…`.
    pub name: &'static str,
    /// The question it answers, in a sentence.
    pub about: &'static str,
    /// What it can be asked beyond what all can.
    pub options: &'static [Opt],
    /// Its columns, each with its meaning, unit and, where it is not ours, the definition's source.
    pub columns: &'static [(&'static str, &'static str)],
    /// How it is answered.
    pub answer: Answer,
}

/// How a report is answered.
#[derive(Debug, Clone, Copy)]
pub enum Answer {
    /// By a statement whose `$name`s are the report's options.
    Sql(&'static str),
    /// By a function.
    Code(fn(&Connection, &Question) -> Result<Table, Failure>),
}

/// Why a report has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// What is asked cannot be: the sentence says what can.
    #[error("{0}")]
    Usage(String),
    /// The events could not be read.
    #[error(transparent)]
    Query(#[from] QueryError),
}

/// A report's answer, with the question as it was understood; as JSON, every row is an object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Told")]
pub struct Answered {
    /// Which report.
    pub report: String,
    /// What was asked.
    pub question: Map<String, Value>,
    /// What the question names and no event has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The answer's columns, and its rows.
    #[serde(flatten)]
    pub table: Table,
}

/// An answer as JSON has it.
#[derive(Deserialize)]
struct Told {
    report: String,
    question: Map<String, Value>,
    note: Option<String>,
    columns: Vec<Column>,
    rows: Vec<Map<String, Value>>,
}

impl From<Told> for Answered {
    fn from(told: Told) -> Self {
        let Told { report, question, note, columns, rows } = told;
        let table = Table::of_objects(columns, rows);
        Self { report, question, note, table }
    }
}

/// The report of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Report> {
    REPORTS.iter().copied().find(|report| report.name == name)
}

/// Asks a report with pairs of an option and its value.
///
/// # Errors
/// When the question cannot be, or the events cannot be read.
pub fn ask(
    connection: &Connection,
    report: &'static Report,
    pairs: &[(&str, &str)],
) -> Result<Table, Failure> {
    let question = Question::from_pairs(report, pairs.iter().copied());
    let question = question.map_err(|error| Failure::Usage(error.to_string()))?;
    report.table(connection, &question)
}

/// That a segment of this name is saved. Nothing found and nothing there look alike: a name mistyped must not
/// pass for an answer.
///
/// # Errors
/// When there is none, or that cannot be read.
pub fn has_segment(connection: &Connection, name: &str) -> Result<(), Failure> {
    if segment::is_there(connection, name)? {
        return Ok(());
    }
    let sentence =
        format!("there is no segment {name:?}; percorso segment list tells those there are");
    Err(Failure::Usage(sentence))
}

/// Two options of which one alone asks nothing.
fn together(question: &Question, one: &str, other: &str) -> Result<(), Failure> {
    if question.text(one).is_some() == question.text(other).is_some() {
        return Ok(());
    }
    Err(Failure::Usage(format!("{one} and {other} go together: give both")))
}

impl Report {
    /// Everything it can be asked.
    pub fn options(&self) -> impl Iterator<Item = &'static Opt> {
        COMMON.iter().chain(self.options)
    }

    /// Answers a question.
    ///
    /// # Errors
    /// When the events cannot be read, or the question cannot be answered.
    pub fn run(&self, connection: &Connection, question: &Question) -> Result<Answered, Failure> {
        let table = self.table(connection, question)?;
        let note = question.text("site").map(|site| absent::site(connection, site));
        let note = match note.transpose()?.flatten() {
            None if self.name == touchpoints::ONE_REPORT.name && table.rows.is_empty() => {
                absent::touchpoint(connection, question.text("name"))?
            }
            note => note,
        };
        let question = question.understood();
        Ok(Answered { report: self.name.to_owned(), question, note, table })
    }

    fn table(&self, connection: &Connection, question: &Question) -> Result<Table, Failure> {
        if let Some(name) = question.text("segment") {
            has_segment(connection, name)?;
        }
        match self.answer {
            Answer::Sql(sql) => Ok(Table::ask(connection, sql, &|name| question.param(name))?),
            Answer::Code(code) => code(connection, question),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate::migrate;

    /// Every report runs on a store without events and has the columns it tells of.
    #[test]
    fn an_empty_store_gives_every_report_its_columns() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, &mut |_| {}).unwrap();
        for report in REPORTS {
            let question = Question::from_pairs(report, [("since", "30d")]).unwrap();
            let answered = report.run(&connection, &question);
            let table = answered.unwrap_or_else(|e| panic!("{}: {e}", report.name)).table;
            let names: Vec<_> = table.columns.iter().map(|column| column.name.as_str()).collect();
            let told: Vec<_> = report.columns.iter().map(|(name, _)| *name).collect();
            assert_eq!(names, told, "{}", report.name);
        }
    }

    #[test]
    fn names_and_words() {
        for report in REPORTS {
            assert_eq!(find(report.name).unwrap().name, report.name);
            assert!(report.about.ends_with(['.', '?']), "{}: {}", report.name, report.about);
            for (column, meaning) in report.columns {
                assert!(meaning.ends_with('.'), "{}.{column}: {meaning}", report.name);
            }
            for option in report.options {
                assert!(!option.about.ends_with('.'), "{} --{}", report.name, option.name);
            }
        }
    }
}
