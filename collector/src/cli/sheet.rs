//! `percorso report`: the report of a month or a year as one file that needs nothing else.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use askama::Template;

use super::Outcome;
use super::ask::{Place, Source};
use crate::clock::now;
use crate::report::catalogue::{self, Answered, Report};
use crate::report::question::Question;
use crate::ui::sheet::period::Period;
use crate::ui::sheet::words::Lang;
use crate::ui::sheet::{Of, sheet};

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// Write the report of a month or a year: one HTML file to look at, print or send.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The month, as in 2026-10; without a value, the last that is over.
    #[arg(long, value_name = "MONTH", num_args = 0..=1, default_missing_value = "", conflicts_with = "year")]
    month: Option<String>,
    /// The year, as in 2026; without a value, the last that is over.
    #[arg(long, value_name = "YEAR", num_args = 0..=1, default_missing_value = "")]
    year: Option<String>,
    /// Only this site.
    #[arg(long)]
    site: Option<String>,
    /// Only visits of this segment.
    #[arg(long)]
    segment: Option<String>,
    /// The language.
    #[arg(long, default_value = "en", value_parser = ["en", "it"])]
    lang: String,
    /// The file to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Writes the page.
pub(super) fn run(place: &Place, args: &Args) -> Outcome {
    let period = match (args.month.as_deref(), args.year.as_deref()) {
        (_, Some("")) => Period::last(now(), true),
        (None | Some(""), None) => Period::last(now(), false),
        (Some(text), None) | (_, Some(text)) => Period::read(text)?,
    };
    if args.out.is_none() && std::io::stdout().is_terminal() {
        return Err("a page of HTML is no use on a terminal: add --out FILE.html".into());
    }
    let lang = Lang::of(&args.lang).unwrap_or(Lang::English);
    let source = place.reach()?;
    let answer = |report: &'static Report, pairs: &[(&str, &str)]| -> Result<Answered, Failed> {
        Ok(match &source {
            Source::Store(connection) => {
                report.run(connection, &Question::from_pairs(report, pairs.iter().copied())?)?
            }
            Source::Collector(collector) => collector
                .get(&format!("/v1/reports/{}", report.name), pairs.iter().copied())?
                .json()?,
        })
    };
    let ask = |name: &str, pairs: &[(&str, &str)]| {
        // A panel that fails is to be known of, and the others are to be had.
        let answered = answer(catalogue::find(name)?, pairs);
        answered.map(|answered| answered.table).map_err(|error| super::complain(&*error)).ok()
    };
    let of = Of { site: args.site.as_deref(), segment: args.segment.as_deref() };
    if let (Some(segment), Some(small)) = (of.segment, catalogue::find("funnels")) {
        // Whether there is one is asked once, and not by each panel.
        answer(small, &[("segment", segment)])?;
    }
    let page = sheet(&ask, of, &period, lang, None);
    if page.is_empty() {
        let site = of.site.map(|site| format!(" of the site {site:?}")).unwrap_or_default();
        let segment = of.segment.map(|name| format!(" of the segment {name:?}"));
        let what = format!("nothing{site}{} is recorded in that time", segment.unwrap_or_default());
        writeln!(std::io::stderr(), "percorso: {what}")?;
    }
    let page = page.render()?;
    match &args.out {
        None => Ok(std::io::stdout().lock().write_all(page.as_bytes())?),
        Some(path) => Ok(std::fs::write(path, page)
            .map_err(|error| format!("could not write {} ({error})", path.display()))?),
    }
}
