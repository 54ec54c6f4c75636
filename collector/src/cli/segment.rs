//! `percorso segment`: saved segments, in the file or at the collector that has it.

use clap::Subcommand;
use serde_json::json;

use super::Outcome;
use super::ask::{Collector, Place, Source};
use super::format::{Printing, Table};
use super::upkeep::{self, Hands};
use crate::clock::now;
use crate::query::span::written;
use crate::report::segments;
use crate::store::segments::{Segment, all};

/// Save, list, refresh and delete segments; every report takes one by --segment.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Save a segment with the visits that meet its rule now; one of that name is replaced.
    Save {
        /// Its name, as --segment takes it.
        name: String,
        /// What a visit must have: 'device=mobile & add_to_cart & !purchase, order>=100'.
        rule: String,
    },
    /// List the segments there are, with how many visits each has.
    List {
        #[command(flatten)]
        printing: Printing,
    },
    /// Look for the visits of a segment again, or of all; a running collector does it every day.
    Refresh {
        /// Which one; all of them by default.
        name: Option<String>,
    },
    /// Take a segment away; its visits stay.
    Delete {
        /// Which one.
        name: String,
    },
}

/// Carries the command out.
pub(super) fn run(place: &Place, args: Args) -> Outcome {
    match args.command {
        Command::Save { name, rule } => {
            let saved = match Hands::find(place)? {
                Hands::Own(upkeep) => segments::save(&upkeep, &name, &rule, now())?,
                Hands::Collectors(collector) => {
                    upkeep::put(&collector, &path(&name), &json!({ "rule": rule }))?.json()?
                }
            };
            tell(&[saved])
        }
        Command::List { printing } => {
            let known = match place.reach()? {
                Source::Store(connection) => all(&connection)?,
                Source::Collector(collector) => listed(&collector)?,
            };
            print(&printing, &known)
        }
        Command::Refresh { name } => {
            let done = match (Hands::find(place)?, name) {
                (Hands::Own(upkeep), Some(name)) => vec![segments::refresh(&upkeep, &name, now())?],
                (Hands::Own(upkeep), None) => segments::refresh_all(&upkeep, now())?,
                (Hands::Collectors(collector), Some(name)) => vec![refresh(&collector, &name)?],
                (Hands::Collectors(collector), None) => {
                    let known = listed(&collector)?;
                    let again = known.iter().map(|known| refresh(&collector, &known.segment));
                    again.collect::<Outcome<_>>()?
                }
            };
            tell(&done)
        }
        Command::Delete { name } => {
            match Hands::find(place)? {
                Hands::Own(upkeep) => segments::delete(&upkeep, &name)?,
                Hands::Collectors(collector) => upkeep::delete(&collector, &path(&name))?,
            }
            Ok(())
        }
    }
}

fn path(name: &str) -> String {
    format!("/v1/segments/{name}")
}

fn listed(collector: &Collector) -> Outcome<Vec<Segment>> {
    let none: [(&str, &str); 0] = [];
    Ok(collector.get("/v1/segments", none)?.json()?)
}

fn refresh(collector: &Collector, name: &str) -> Outcome<Segment> {
    Ok(collector.post(&format!("{}/refresh", path(name)), &[], "")?.json()?)
}

fn tell(done: &[Segment]) -> Outcome {
    print(&Printing { format: None, out: None }, done)
}

fn print(printing: &Printing, segments: &[Segment]) -> Outcome {
    printing.print(printing.format(), &segments, segments, || {
        let lines = segments.iter().map(|segment| {
            [
                segment.segment.clone(),
                segment.visits.to_string(),
                segment.reckoned_at.map(written).unwrap_or_default(),
                segment.definition.clone(),
            ]
        });
        Table::new("segments", ["segment", "visits", "reckoned_at", "definition"], lines)
    })
}
