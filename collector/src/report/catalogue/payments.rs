//! Payment: attempts, declines, errors, by method and code, and who paid after an error.

use super::{Answer, Report};

pub(super) const REPORT: Report = Report {
    name: "payments",
    about: "Which ways to pay fail, how, and who pays after all?",
    options: &[],
    columns: &[
        ("payment_type", "The way to pay (GA4); unknown where it was never told."),
        ("error_code", "The error's code as the shop tells it; all: every one together."),
        ("visits", "Visits that came to paying this way; the same in every row of it."),
        ("attempts", "How often paying this way was tried; the same in every row of it."),
        ("ordered", "Visits that ordered with it; the same in every row of it."),
        ("errors", "How often it failed with this code."),
        ("error_rate", "Errors of attempts."),
        ("hard_errors", "Errors that trying again does not mend (error_type hard)."),
        ("soft_errors", "Errors after which trying again may help (error_type soft)."),
        ("failed_visits", "Visits with such an error."),
        ("tried_again", "Those of them that tried again, in any way."),
        ("recovered", "Those that ordered after the error."),
        ("recovered_otherwise", "Those that ordered by another way to pay."),
        ("recovery_rate", "Recovered of failed visits."),
        ("recovery_low", "Lower end of its 95 % interval (Wilson 1927)."),
        ("recovery_high", "Upper end."),
        ("currency", "Currency of value_lost, or mixed."),
        ("value_lost", "Worth of the carts of failed visits that did not order."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/payments.sql")),
};
