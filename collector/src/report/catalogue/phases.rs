//! Phases of the journey.

use super::{Answer, Report};
use crate::report::question::{Kind, Opt};

pub(super) const REPORT: Report = Report {
    name: "phases",
    about: "In which phases of the journey are the contacts?",
    options: &[Opt {
        name: "naming",
        kind: Kind::Choice(&["seven", "awareness", "discovery", "contact"]),
        default: Some("seven"),
        about: "The seven phases, or one of three namings of five (the macro phase_name)",
    }],
    columns: &[
        ("place", "Place of the phase in the journey, from 1; empty of what is unassigned."),
        ("phase", "The phase, or unassigned."),
        ("events", "Events in it."),
        ("share_of_events", "Their share; the shares add up to 1."),
        ("visits", "Visits with an event in it."),
        ("share_of_visits", "Their share; a visit may be in several."),
        ("visitors", "Visitors with an event in it."),
        ("share_of_visitors", "Their share."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/phases.sql")),
};
