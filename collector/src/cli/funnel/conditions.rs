//! `percorso funnel`'s conditions as options, and what they answer as rows.

use serde_json::{Value, json};

use crate::query::table::{Column, Table as Rows};
use crate::report::funnel::{Detail, FunnelReport, StepReport, StepTimes};

/// What is asked of chains beyond steps and window; of the store only.
#[derive(Debug, clap::Args)]
pub(super) struct Conditions {
    /// In which order the steps come [default: sequential]
    #[arg(long, value_name = "sequential|strict|unordered")]
    order: Option<String>,
    /// open: a chain may begin at any step [default: closed]
    #[arg(long, value_name = "closed|open")]
    entry: Option<String>,
    /// entries: count every chain, not everybody once [default: users]
    #[arg(long, value_name = "users|entries")]
    count: Option<String>,
    /// Steps that may be left out, by number: 2 or 2,3.
    #[arg(long, value_name = "STEP,...")]
    optional: Vec<String>,
    /// At most so long after the step before: 1h for every step, 3:10m for the third.
    #[arg(long, value_name = "[STEP:]LENGTH")]
    within: Vec<String>,
    /// What ends a chain: an event in the words of --step, anywhere, or only between two steps: refund@2-3.
    #[arg(long, value_name = "EVENT[@FROM-TO]")]
    exclude: Vec<String>,
    /// A property that all events of a chain have in common: cart, item, page, session, param:NAME, …
    #[arg(long, value_name = "PROPERTY")]
    hold: Option<String>,
    /// Tell the chains apart by a property: device, channel, country, param:NAME, …
    #[arg(long, value_name = "PROPERTY")]
    breakdown: Option<String>,
    /// Whose value: that of a chain's first event, its last, or its step of this number [default: first]
    #[arg(long, value_name = "first|last|STEP")]
    attribution: Option<String>,
    /// Tell how long each step took.
    #[arg(long)]
    times: bool,
    /// Tell who began and who completed, by the time a chain began.
    #[arg(long, value_name = "day|week|month")]
    every: Option<String>,
    /// Tell what those did, met and were who went no further, beside those who did.
    #[arg(long)]
    correlate: bool,
    /// Only visits of this saved segment.
    #[arg(long, value_name = "NAME")]
    segment: Option<String>,
}

impl Conditions {
    /// The options as a URL would name them.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let single = [
            ("order", &self.order),
            ("entry", &self.entry),
            ("count", &self.count),
            ("hold", &self.hold),
            ("breakdown", &self.breakdown),
            ("attribution", &self.attribution),
            ("every", &self.every),
            ("segment", &self.segment),
        ];
        let many =
            [("optional", &self.optional), ("within", &self.within), ("exclude", &self.exclude)];
        let flags = [("times", self.times), ("correlate", self.correlate)];
        let single = single.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        let many = many
            .into_iter()
            .flat_map(|(name, all)| all.iter().map(move |one| (name, one.as_str())));
        let flags = flags.into_iter().filter(|(_, is)| *is).map(|(name, _)| (name, "yes"));
        single.chain(many).chain(flags)
    }
}

/// The rows to print: what goes with falling out, else the trend, else the parts, else the steps with
/// their times. JSON has them all.
pub(super) fn rows(report: &FunnelReport, detail: &Detail) -> Rows {
    if !detail.correlations.is_empty() {
        return correlations(detail);
    }
    if !detail.trend.is_empty() {
        return trend(detail);
    }
    if detail.parts.is_empty() {
        let lines = report.steps.iter().zip(&detail.times);
        return table(&STEP, lines.map(|(step, times)| [of_step(step), of_times(times)].concat()));
    }
    let lines = detail.parts.iter().flat_map(|part| {
        part.steps.iter().map(move |step| [vec![json!(part.value)], of_step(step)].concat())
    });
    let columns: Vec<_> = [("value", false)].into_iter().chain(STEP.into_iter().take(5)).collect();
    table(&columns, lines)
}

const STEP: [(&str, bool); 12] = [
    ("step", false),
    ("reached", true),
    ("rate", true),
    ("step_rate", true),
    ("dropped", true),
    ("entered", true),
    ("p50_seconds", true),
    ("p75_seconds", true),
    ("p90_seconds", true),
    ("step_p50_seconds", true),
    ("step_p75_seconds", true),
    ("step_p90_seconds", true),
];

fn of_step(step: &StepReport) -> Vec<Value> {
    vec![
        json!(step.name),
        json!(step.reached),
        json!(step.rate),
        json!(step.step_rate),
        json!(step.dropped),
    ]
}

fn of_times(times: &StepTimes) -> Vec<Value> {
    vec![
        json!(times.entered),
        json!(times.p50_seconds),
        json!(times.p75_seconds),
        json!(times.p90_seconds),
        json!(times.step_p50_seconds),
        json!(times.step_p75_seconds),
        json!(times.step_p90_seconds),
    ]
}

fn trend(detail: &Detail) -> Rows {
    let columns = [
        ("first_day", false),
        ("began", true),
        ("completed", true),
        ("rate", true),
        ("rate_low", true),
        ("rate_high", true),
    ];
    let lines = detail.trend.iter().map(|point| {
        let rates = [point.rate, point.rate_low, point.rate_high];
        let mut line = vec![json!(point.first_day), json!(point.began), json!(point.completed)];
        line.extend(rates.map(|rate| json!(rate)));
        line
    });
    table(&columns, lines)
}

fn correlations(detail: &Detail) -> Rows {
    let columns = [
        ("step", false),
        ("kind", false),
        ("value", false),
        ("dropped_with", true),
        ("dropped", true),
        ("passed_with", true),
        ("passed", true),
        ("odds_ratio", true),
        ("odds_ratio_low", true),
        ("odds_ratio_high", true),
        ("q_value", true),
    ];
    let lines = detail.correlations.iter().map(|one| {
        let counts = [one.dropped_with, one.dropped, one.passed_with, one.passed];
        let odds = [one.odds_ratio, one.odds_ratio_low, one.odds_ratio_high, one.q_value];
        let mut line = vec![json!(one.step), json!(one.kind), json!(one.value)];
        line.extend(counts.map(|count| json!(count)));
        line.extend(odds.map(|odds| json!(odds)));
        line
    });
    table(&columns, lines)
}

fn table(columns: &[(&str, bool)], lines: impl Iterator<Item = Vec<Value>>) -> Rows {
    let column =
        |(name, numeric): &(&str, bool)| Column { name: (*name).to_owned(), numeric: *numeric };
    Rows { columns: columns.iter().map(column).collect(), rows: lines.collect() }
}
