//! `percorso annotate`: notes what the shop has changed; `percorso changes` lists and tests it.

use clap::Subcommand;

use super::Outcome;
use super::ask::Place;
use super::format::Printing;
use super::upkeep::{self, Hands};
use crate::clock::now;
use crate::report::{annotations, catalogue};
use crate::store::annotations::Annotation;

/// Note what the shop has changed and when; percorso changes lists it and says what was different after.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Note a change; one of that name is replaced.
    Save {
        /// What it is called.
        name: String,
        /// The first day with it, UTC, as in 2026-01-31.
        #[arg(long, value_name = "DATE")]
        on: String,
        /// What was changed, in your words.
        #[arg(long)]
        note: Option<String>,
        /// At which site; at all by default.
        #[arg(long)]
        site: Option<String>,
        /// Look only at visits that came to this stage: view_item, view_cart, checkout, payment.
        #[arg(long)]
        step: Option<String>,
        /// Look only at visits of this saved segment.
        #[arg(long)]
        segment: Option<String>,
    },
    /// List them, each with what was different after, as percorso changes does.
    List {
        #[command(flatten)]
        printing: Printing,
    },
    /// Take a note away.
    Delete {
        /// Which one.
        name: String,
    },
}

/// Carries the command out.
pub(super) fn run(place: &Place, args: Args) -> Outcome {
    let path = |name: &str| format!("/v1/annotations/{name}");
    match args.command {
        Command::Save { name, on, note, site, step, segment } => {
            let kept = Annotation { on, note, site, step, segment };
            match Hands::find(place)? {
                Hands::Own(upkeep) => annotations::save(&upkeep, &name, &kept, now())?,
                Hands::Collectors(collector) => {
                    upkeep::put(&collector, &path(&name), &kept)?;
                }
            }
        }
        Command::List { printing } => {
            let report = catalogue::find("changes").ok_or("there is no report of changes")?;
            let answered = super::report::answer(place, report, &[])?;
            printing.rows(&answered, &answered.table, report.about)?;
        }
        Command::Delete { name } => match Hands::find(place)? {
            Hands::Own(upkeep) => annotations::delete(&upkeep, &name)?,
            Hands::Collectors(collector) => upkeep::delete(&collector, &path(&name))?,
        },
    }
    Ok(())
}
