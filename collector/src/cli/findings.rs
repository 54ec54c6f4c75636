//! `percorso findings`: what the reports say, in plain sentences with their numbers.

use serde_json::{Value, json};

use super::Outcome;
use super::ask::{Place, Source};
use super::format::Printing;
use crate::query::table::Table;
use crate::ui::findings::{Finding, Told, all};
use crate::ui::sheet::words::Lang;

/// Say what the reports have found, in plain sentences with their evidence.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only what this report says; by default all that have something to say.
    #[arg(long, value_name = "NAME")]
    report: Option<String>,
    /// The language.
    #[arg(long, default_value = "en", value_parser = ["en", "it"])]
    lang: String,
    /// Only this site.
    #[arg(long)]
    site: Option<String>,
    /// Only from then on: how long ago (30d), a date, or a time in UTC.
    #[arg(long)]
    since: Option<String>,
    /// Only before then; a date counts to its end.
    #[arg(long)]
    until: Option<String>,
    /// Only visits of this segment.
    #[arg(long)]
    segment: Option<String>,
    #[command(flatten)]
    printing: Printing,
}

/// Says it.
pub(super) fn run(place: &Place, args: &Args) -> Outcome {
    let period = [
        ("site", &args.site),
        ("since", &args.since),
        ("until", &args.until),
        ("segment", &args.segment),
    ];
    let given = period.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?)));
    let pairs: Vec<(&str, &str)> = given.collect();
    let told = match place.reach()? {
        Source::Store(connection) => {
            let lang = Lang::of(&args.lang).unwrap_or(Lang::English);
            Told::new(lang, all(&connection, &pairs, args.report.as_deref(), lang)?)
        }
        Source::Collector(collector) => {
            let more = [("lang", Some(args.lang.as_str())), ("report", args.report.as_deref())];
            let more = more.into_iter().filter_map(|(name, value)| Some((name, value?)));
            collector.get("/v1/findings", pairs.into_iter().chain(more))?.json()?
        }
    };
    let line = |finding: &Finding| -> Vec<Value> {
        vec![json!(finding.report), json!(finding.sentence), json!(finding.evidence)]
    };
    let columns = [("report", false), ("sentence", false), ("evidence", false)];
    let table = Table::of(&columns, told.findings.iter().map(line).collect());
    args.printing.rows(&told, &table, "findings")
}
