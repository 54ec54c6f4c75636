//! Response times between paired events, with percentiles.

use super::{Answer, Failure, Report, together};
use crate::query::Connection;
use crate::query::table::Table;
use crate::report::question::{Kind, Opt, Question};

const ANSWERS: &str = include_str!("../../../sql/report/response_times.sql");

pub(super) const REPORT: Report = Report {
    name: "response-times",
    about: "How long do answers take?",
    options: &[
        Opt {
            name: "from",
            kind: Kind::Text,
            default: None,
            about: "The event that asks; without, chat, returns, reviews and deliveries",
        },
        Opt { name: "to", kind: Kind::Text, default: None, about: "The event that answers it" },
    ],
    columns: &[
        ("asked", "Event that asks."),
        ("answered_by", "Event that answers."),
        ("questions", "How often it was asked in the period; of an order's number, once."),
        (
            "answers",
            "How many were answered, then or later; without an order's number, an answer is one to the last question before it.",
        ),
        ("answer_rate", "Their share."),
        ("minutes_p50", "Median minutes to the answer."),
        ("minutes_p75", "Minutes within which three of four are answered."),
        ("minutes_p90", "Minutes within which nine of ten are."),
    ],
    answer: Answer::Code(run),
};

fn run(connection: &Connection, question: &Question) -> Result<Table, Failure> {
    together(question, "from", "to")?;
    if let Some(from) = question.text("from")
        && question.text("to") == Some(from)
    {
        let sentence = format!(
            "from and to are both {from:?}, which does not answer itself; durations tells how long it is to the next"
        );
        return Err(Failure::Usage(sentence));
    }
    Ok(Table::ask(connection, ANSWERS, &|name| question.param(name))?)
}
