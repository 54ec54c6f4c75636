//! `percorso goal`: says what a figure is to be; `percorso goals` says whether it is.

use clap::Subcommand;
use clap::builder::PossibleValuesParser;

use super::Outcome;
use super::ask::Place;
use super::format::Printing;
use super::upkeep::{self, Hands};
use crate::clock::now;
use crate::report::catalogue::{self, EVERY, FIGURES};
use crate::report::goals;
use crate::store::goals::Goal;

/// Set goals for the shop's figures; percorso goals says whether they are met.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Set a goal; one of that name is replaced.
    Set {
        /// What it is called.
        name: String,
        /// Which figure, as percorso evolution names it.
        #[arg(long, value_parser = PossibleValuesParser::new(FIGURES))]
        figure: String,
        /// Length of a period.
        #[arg(long, default_value = "month", value_parser = PossibleValuesParser::new(EVERY))]
        every: String,
        /// What it is to be at least; shares as in 0.025.
        #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
        at_least: Option<f64>,
        /// What it is to be at most.
        #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
        at_most: Option<f64>,
        /// Of which site; of all by default.
        #[arg(long)]
        site: Option<String>,
        /// Look only at visits of this saved segment.
        #[arg(long)]
        segment: Option<String>,
    },
    /// List them, each with where it stands, as percorso goals does.
    List {
        #[command(flatten)]
        printing: Printing,
    },
    /// Take a goal away.
    Delete {
        /// Which one.
        name: String,
    },
}

/// Carries the command out.
pub(super) fn run(place: &Place, args: Args) -> Outcome {
    let path = |name: &str| format!("/v1/goals/{name}");
    match args.command {
        Command::Set { name, figure, every, at_least, at_most, site, segment } => {
            let kept = Goal { figure, every: Some(every), at_least, at_most, site, segment };
            match Hands::find(place)? {
                Hands::Own(upkeep) => goals::save(&upkeep, &name, &kept, now())?,
                Hands::Collectors(collector) => {
                    upkeep::put(&collector, &path(&name), &kept)?;
                }
            }
        }
        Command::List { printing } => {
            let report = catalogue::find("goals").ok_or("there is no report of goals")?;
            let answered = super::report::answer(place, report, &[])?;
            printing.rows(&answered, &answered.table, report.about)?;
        }
        Command::Delete { name } => match Hands::find(place)? {
            Hands::Own(upkeep) => goals::delete(&upkeep, &name)?,
            Hands::Collectors(collector) => upkeep::delete(&collector, &path(&name))?,
        },
    }
    Ok(())
}
