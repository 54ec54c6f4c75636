//! `percorso live`: events as they are stored, an object a line.

use std::io::{BufRead, BufReader, Write};

use super::Outcome;
use super::ask::{Collector, Place};

/// Print events as a running collector stores them, as JSON, an event a line.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only events of this name; may be given several times, and * stands for anything.
    #[arg(long)]
    event: Vec<String>,
    /// Only of this site.
    #[arg(long)]
    site: Vec<String>,
    /// Only of this kind of trouble, or about a touchpoint of this kind.
    #[arg(long)]
    kind: Vec<String>,
}

/// Prints until the collector stops, or nobody reads.
pub(super) fn run(place: &Place, args: &Args) -> Outcome {
    let Some(collector) =
        place.elsewhere()?.map_or_else(|| Collector::beside(&place.db), |it| Ok(Some(it)))?
    else {
        return Err(
            format!("no collector runs on {}; name one by --url", place.db.display()).into()
        );
    };
    let words = [("event", &args.event), ("site", &args.site), ("kind", &args.kind)];
    let pairs =
        words.into_iter().flat_map(|(word, texts)| texts.iter().map(move |text| (word, text)));
    let answer = collector.get("/v1/live", pairs)?;
    let mut out = std::io::stdout().lock();
    for line in BufReader::new(answer.reader()).lines() {
        if let Some(event) = line?.strip_prefix("data: ") {
            writeln!(out, "{event}")?;
            out.flush()?;
        }
    }
    Ok(())
}
