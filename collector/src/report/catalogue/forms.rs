//! Forms and their fields, to Zuko's definitions.

use super::{Answer, Report};
use crate::report::question::{Kind, Opt};

pub(super) const REPORT: Report = Report {
    name: "forms",
    about: "How many begin each form, and how many complete it?",
    options: &[],
    columns: &[
        ("form", "The form's id, name, or tag with class."),
        ("views", "Visits that saw it (Zuko: view)."),
        ("starters", "Visits that edited a field of it (Zuko: starter)."),
        ("completions", "Visits that completed it (Zuko: completion)."),
        ("view_to_starter", "Starters of views (Zuko: view to starter)."),
        ("starter_to_completion", "Starters that completed it (Zuko: starter to completion)."),
        ("view_to_completion", "Completions of views (Zuko: view to completion)."),
        ("abandons", "Visits that started and did not complete it (Zuko: abandon)."),
        ("last_field", "The field most often the last before it was abandoned."),
        ("refused", "Submits that were refused for what was in the fields."),
        ("completers_seconds", "Median seconds from the first edit to the submit, of completers."),
        ("abandoners_seconds", "Median seconds from the first edit to leaving, of abandoners."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/forms.sql")),
};

pub(super) const FIELDS_REPORT: Report = Report {
    name: "fields",
    about: "Which field of a form makes people give up?",
    options: &[Opt {
        name: "form",
        kind: Kind::Text,
        default: None,
        about: "Only the fields of this form",
    }],
    columns: &[
        ("form", "The form."),
        ("field", "The field's name or autocomplete token."),
        ("starters", "Visits that were in it."),
        ("reach", "Their share of the form's starters."),
        ("abandons", "Forms abandoned with it as the last field (Zuko: field abandon)."),
        ("share_of_abandons", "Their share of the form's abandons (Zuko: % of total abandons)."),
        ("field_returns", "Visits that came back to it after it was edited (Zuko: field return)."),
        ("total_returns", "How often it was come back to (Zuko: total returns)."),
        ("average_returns", "Total returns of field returns (Zuko: average returns)."),
        ("time_in_field", "Median seconds with the focus, of a visit (Zuko: time in field)."),
        ("total_seconds", "Seconds with the focus, all together."),
        ("hesitation", "Median seconds from the focus to the first edit."),
        ("corrections", "Deletions."),
        ("pastes", "Visits that pasted into it."),
        ("autofills", "Visits whose browser filled it in."),
        ("validation_failures", "How often it was refused."),
        ("visits_with_failures", "Visits in which it was refused."),
        ("abandoner_return_rate", "Share of those who abandoned the form that came back to it."),
        ("completer_return_rate", "Share of those who completed it that did."),
        (
            "behaviour_difference",
            "The one less the other (Zuko: behaviour difference): above 0 where coming back goes with giving up.",
        ),
        ("behaviour_difference_low", "Lower end of its 95 % interval (Newcombe 1998, method 10)."),
        ("behaviour_difference_high", "Upper end."),
        ("is_significant", "Whether the interval leaves 0 out."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/fields.sql")),
};
