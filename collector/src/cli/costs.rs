//! `percorso costs`: keeps what channels cost; `percorso attribution` says what they return.

use std::io::{self, Write};
use std::path::PathBuf;

use super::Outcome;
use super::ask::Place;
use super::upkeep::Hands;
use crate::report::costs::{self, Kept};

/// Keep what channels cost, out of a CSV file; what was kept of its channels for its days is replaced.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file; its first line names the columns day, channel and cost, and may name campaign and site.
    file: PathBuf,
}

/// Keeps them and says what.
pub(super) fn run(place: &Place, args: &Args) -> Outcome {
    let path = args.file.display();
    let text = std::fs::read_to_string(&args.file)
        .map_err(|error| format!("could not read the costs {path} ({error})"))?;
    let kept = match Hands::find(place)? {
        Hands::Own(upkeep) => {
            costs::keep(&upkeep, &text).map_err(|error| format!("{path}, {error}"))?
        }
        Hands::Collectors(collector) => {
            let csv = [("content-type", "text/csv")];
            collector.send("PUT", "/v1/costs", &csv, &text)?.json()?
        }
    };
    let Kept { lines, channels, first, last } = kept;
    writeln!(io::stdout(), "{lines} costs kept, {first} to {last}: {}", channels.join(", "))?;
    Ok(())
}
