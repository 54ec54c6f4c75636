//! Surveys: how many answer, and what they say.

use super::{Answer, Report};
use crate::report::question::{Kind, Opt};

pub(super) const REPORT: Report = Report {
    name: "surveys",
    about: "How many answer each survey, what do they say, and how many of them order?",
    options: &[Opt {
        name: "by",
        kind: Kind::Choice(&["all", "phase", "trigger", "month", "channel", "device", "step"]),
        default: Some("all"),
        about: "What it is told apart by; an answer is of the part it was asked in",
    }],
    columns: &[
        (
            "survey",
            "Its name in small letters: nps, csat, ces, or the shop's own; unknown where it has none.",
        ),
        (
            "part",
            "Of trigger what it was asked after, of step the checkout's (none outside), both as told with it; of phase the one told with it, else that of the visit's last event before. unknown where nothing tells.",
        ),
        ("shown", "How often it was shown (survey_shown)."),
        (
            "answers",
            "Answers on its scale (survey_answer): whole numbers of 0 to 10 of nps, 1 to 5 of csat, 1 to 7 of ces; any number of 0 to 10, or a comment without a score, of all others.",
        ),
        (
            "response_rate",
            "Share of the showings that were answered in the same visit; empty where none was told.",
        ),
        ("response_low", "Lower end of its 95 % interval (Wilson 1927)."),
        ("response_high", "Upper end."),
        ("left_out", "Answers off the scale or without a score: in nothing else."),
        ("comments", "Answers with a comment."),
        (
            "mean_score",
            "Mean score. Of ces the figure itself: 1 (disagree) to 7 (agree) that it was made easy (CES 2.0: Dixon, Toman and DeLisi 2013).",
        ),
        ("promoters", "Of nps: scores of 9 and 10 (Reichheld 2003)."),
        ("passives", "Of nps: 7 and 8."),
        ("detractors", "Of nps: 0 to 6."),
        (
            "nps",
            "Of nps: promoters less detractors, in hundredths of the answers, -100 to 100 (Reichheld 2003).",
        ),
        ("nps_low", "Lower end of its 95 % interval (adjusted Wald: Rocks 2016)."),
        ("nps_high", "Upper end."),
        ("satisfied", "Of csat: share of scores of 4 and 5 (top two boxes)."),
        ("satisfied_low", "Lower end of its 95 % interval (Wilson 1927)."),
        ("satisfied_high", "Upper end."),
        ("visits", "Visits with an answer."),
        (
            "ordered",
            "Those that ordered, before or after it: of a survey that is asked after the order, all.",
        ),
        ("ordered_rate", "Their share."),
        ("ordered_low", "Lower end of its 95 % interval (Wilson 1927)."),
        ("ordered_high", "Upper end."),
    ],
    answer: Answer::Sql(include_str!("../../../sql/report/surveys.sql")),
};
