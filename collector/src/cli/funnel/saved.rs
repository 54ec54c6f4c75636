//! Funnels by name: kept, and taken away.

use crate::cli::Outcome;
use crate::cli::ask::Place;
use crate::cli::upkeep::{self, Hands};
use crate::clock::now;
use crate::report::funnel;

fn path(name: &str) -> String {
    format!("/v1/funnels/{name}")
}

/// Keeps a question under a name.
pub(super) fn save(place: &Place, name: &str, question: &str) -> Outcome {
    match Hands::find(place)? {
        Hands::Own(upkeep) => funnel::save(&upkeep, name, question, now())?,
        Hands::Collectors(collector) => {
            let _ =
                collector.send("PUT", &path(name), &[("content-type", "text/plain")], question)?;
        }
    }
    Ok(())
}

/// Takes the question of a name away.
pub(super) fn delete(place: &Place, name: &str) -> Outcome {
    match Hands::find(place)? {
        Hands::Own(upkeep) => funnel::delete(&upkeep, name)?,
        Hands::Collectors(collector) => upkeep::delete(&collector, &path(name))?,
    }
    Ok(())
}
