//! Funnels: those that are saved.

use super::{Answer, Report};

pub(super) const REPORT: Report = Report {
    name: "funnels",
    about: "Which funnels are saved?",
    options: &[],
    columns: &[
        (
            "name",
            "What it is called: percorso funnel --saved NAME, GET /v1/reports/funnel?saved=NAME.",
        ),
        ("question", "What it asks, as the query of GET /v1/reports/funnel."),
        ("made_at", "When it was saved, UTC."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/funnels.sql")),
};
