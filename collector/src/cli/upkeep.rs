//! `percorso forget`, `enrich` and `prune`: on the file, or by the collector that has it.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;
use serde::de::DeserializeOwned;
use ureq::http::Method;

use super::Outcome;
use super::ask::{Answer, Collector, Place};
use super::serve::rules;
use crate::clock;
use crate::ingest::server;
use crate::store::StoreError;
use crate::store::forget::{Asked, Forgotten, Kind, hash, search};
use crate::store::open::require;
use crate::store::upkeep::Upkeep;
use crate::store::{enrich::Enriched, prune::Pruned};
use crate::ui::figures::count;

/// Forget a visitor, a customer or who made an order: everywhere in the store, with a proof.
#[derive(Debug, clap::Args)]
pub(super) struct ForgetArgs {
    /// The visitor's number: visitor_id.
    #[arg(long, value_name = "ID", group = "who")]
    visitor: Option<u64>,
    /// The customer: the 64 digits of the column identity, or with --site the shop's own id.
    #[arg(long, value_name = "ID", group = "who")]
    identity: Option<String>,
    /// The order's number.
    #[arg(long, value_name = "NUMBER", group = "who")]
    order: Option<String>,
    /// At this site alone.
    #[arg(long)]
    site: Option<String>,
    /// Tell what would go, and leave it.
    #[arg(long)]
    dry_run: bool,
}

/// Apply the rules to what is stored: channel, phase, names of touchpoints, spam.
#[derive(Debug, clap::Args)]
pub(super) struct EnrichArgs {
    /// From this day on (UTC); everything by default.
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<NaiveDate>,
    /// The rules; a running collector applies its own.
    #[arg(long, env = "PERCORSO_RULES", value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Tell what would change, and leave it.
    #[arg(long)]
    dry_run: bool,
}

/// Take away what is older than the rules' [[keep]] say; a running collector does it every day.
#[derive(Debug, clap::Args)]
pub(super) struct PruneArgs {
    /// The rules; a running collector applies its own.
    #[arg(long, env = "PERCORSO_RULES", value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Tell what would go, and leave it.
    #[arg(long)]
    dry_run: bool,
}

/// What is asked of the collector for `enrich` and `prune`.
#[derive(Debug, Serialize)]
struct Ask {
    since: i64,
    only_tell: bool,
}

/// Whose hands do it.
pub(super) enum Hands {
    Own(Box<Upkeep>),
    Collectors(Collector),
}

impl Hands {
    pub(super) fn find(place: &Place) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        if let Some(collector) = place.elsewhere()? {
            return Ok(Self::Collectors(collector));
        }
        require(&place.db)?;
        match Upkeep::alone(&place.db) {
            Ok(upkeep) => Ok(Self::Own(Box::new(upkeep))),
            Err(locked @ StoreError::Locked { .. }) => match Collector::beside(&place.db)? {
                Some(collector) => Ok(Self::Collectors(collector)),
                None => Err(locked.into()),
            },
            Err(other) => Err(other.into()),
        }
    }

    fn forget(&self, asked: &Asked) -> Outcome<Forgotten> {
        match self {
            Self::Own(upkeep) => Ok(upkeep.forget(asked)?),
            Self::Collectors(collector) => post(collector, "/v1/forget", asked),
        }
    }
}

fn post<T: DeserializeOwned>(
    collector: &Collector,
    path: &str,
    ask: &impl Serialize,
) -> Result<T, Box<dyn std::error::Error + Send + Sync>> {
    Ok(send(collector, "POST", path, ask)?.json()?)
}

/// Has the collector keep something under the path that names it.
pub(super) fn put(collector: &Collector, path: &str, kept: &impl Serialize) -> Outcome<Answer> {
    send(collector, "PUT", path, kept)
}

/// Has the collector take away what the path names.
pub(super) fn delete(collector: &Collector, path: &str) -> Outcome {
    collector.send(Method::DELETE.as_str(), path, &[], "")?;
    Ok(())
}

fn send(collector: &Collector, method: &str, path: &str, body: &impl Serialize) -> Outcome<Answer> {
    let kind = [("content-type", "application/json")];
    Ok(collector.send(method, path, &kind, &serde_json::to_string(body)?)?)
}

fn say(text: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout().lock(), "{text}")
}

pub(super) fn forget(place: &Place, args: ForgetArgs) -> Outcome {
    let (site, only_tell) = (args.site, args.dry_run);
    let (kind, name, also) = match (args.visitor, args.identity, args.order) {
        (Some(visitor), ..) => (Kind::Visitor, visitor.to_string(), None),
        (_, Some(identity), _) => match (hash(&identity), &site) {
            (Some(hash), _) => (Kind::Identity, hash, None),
            (None, Some(site)) => (Kind::Identity, server::hashed(site, &identity), Some(identity)),
            _ => return Err("say --site too: the shop's own ids are hashed with it".into()),
        },
        (.., Some(order)) => (Kind::Order, order, None),
        _ => return Err("say whom: --visitor, --identity or --order".into()),
    };
    let asked = Asked { kind, name, site, only_tell }.checked()?;
    // The store is closed behind it: it could not be searched while this process has it open.
    let done = Hands::find(place)?.forget(&asked)?;
    let (visitors, orders) = (done.visitors.len(), done.orders.len());
    let others = match done.of_others {
        0 => String::new(),
        told => {
            format!(" ({} of the events are the shop's server's, of other visitors)", count(told))
        }
    };
    let events = count(done.events);
    let what = format!("{events} events of {visitors} visitors with {orders} orders{others}");
    if only_tell {
        return Ok(say(&format!("would forget {what}"))?);
    }
    if place.elsewhere()?.is_some() {
        return Ok(say(&format!("forgot {what}; the files there were not searched from here"))?);
    }
    let needles = search::needles(&asked, also.as_deref(), &done);
    let searched = search::search(&place.db, &needles)?;
    if !searched.found.is_empty() {
        return Err(format!(
            "{what} are gone, and something of them is still in {}; a question may still be reading \
             what was there: ask again in a minute, and delete what is a copy of yours",
            searched.found.join(", ")
        )
        .into());
    }
    let short = ask_again(place, &asked, &needles.short, &what)?;
    let proof = match (needles.bytes.is_empty(), searched.bytes) {
        (true, _) => short,
        (false, bytes) => {
            let bytes = count(i64::try_from(bytes).unwrap_or(i64::MAX));
            let searched = format!("{bytes} bytes searched, nothing of them found in the store");
            if short.is_empty() { searched } else { format!("{searched}; {short}") }
        }
    };
    say(&format!("forgot {what}; {proof}"))?;
    if !done.named.is_empty() {
        say(&format!(
            "of the orders, {} are also named by pages of other visitors, and these stay; \
             `percorso forget --order NUMBER` takes all away who name it",
            done.named.len()
        ))?;
    }
    let (plain, packed): (Vec<_>, Vec<_>) =
        searched.copies.iter().partition(|copy| matches!(copy, search::Copy::Plain(_)));
    for copy in packed {
        say(&copy.advice())?;
    }
    if plain.is_empty() {
        return Ok(());
    }
    let advice: Vec<_> = plain.into_iter().map(search::Copy::advice).collect();
    Err(format!("beside the store, {}", advice.join("; ")).into())
}

/// Asks the store, opened again, for what no search of bytes can tell of, and says what that was.
fn ask_again(
    place: &Place,
    asked: &Asked,
    short: &[(Kind, String)],
    what: &str,
) -> Outcome<String> {
    if short.is_empty() {
        return Ok(String::new());
    }
    let hands = Hands::find(place)?;
    let mut names = Vec::new();
    for (kind, name) in short {
        let site = asked.site.clone();
        let again = Asked { kind: *kind, name: name.clone(), site, only_tell: true };
        let named = format!("{} {name}", kind.as_str());
        match hands.forget(&again)?.events {
            0 => names.push(named),
            events => {
                return Err(format!(
                    "{what} are gone, and the store, asked again, has {} events of who is meant by {named}, which \
                     may have come since: ask again, the same command",
                    count(events)
                )
                .into());
            }
        }
    }
    Ok(format!(
        "too short to be searched for in bytes, and asked of the store, which has no event of them: {}",
        names.join(", ")
    ))
}

pub(super) fn enrich(place: &Place, args: &EnrichArgs) -> Outcome {
    let since = args.since.map_or(i64::MIN / 2, |day| {
        day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_micros()
    });
    // What DuckDB takes for a time ends before the numbers do.
    let since = since.max(-62_135_596_800_000_000);
    let done: Enriched = match Hands::find(place)? {
        Hands::Own(upkeep) => {
            let rules = Arc::new(rules::read(args.rules.as_deref())?);
            if !args.dry_run {
                upkeep.publish(&rules)?;
            }
            upkeep.enrich(&rules, since, args.dry_run)?
        }
        Hands::Collectors(collector) => {
            post(&collector, "/v1/enrich", &Ask { since, only_tell: args.dry_run })?
        }
    };
    Ok(say(&format!(
        "{} events read{}: {} with another channel, {} another phase, {} another touchpoint, {} \
         silenced, {} spam or no more",
        count(done.events),
        if args.dry_run { ", none changed" } else { "" },
        count(done.channels),
        count(done.phases),
        count(done.touchpoints),
        count(done.silenced),
        count(done.robots),
    ))?)
}

pub(super) fn prune(place: &Place, args: &PruneArgs) -> Outcome {
    let only_tell = args.dry_run;
    let done: Pruned = match Hands::find(place)? {
        Hands::Own(upkeep) => {
            upkeep.prune(&rules::read(args.rules.as_deref())?, clock::now(), only_tell)?
        }
        Hands::Collectors(collector) => {
            post(&collector, "/v1/prune", &Ask { since: 0, only_tell })?
        }
    };
    if done.rules == 0 {
        return Ok(say("no [[keep]] rule is in force (--rules, or the collector's): all is kept")?);
    }
    let verb = if only_tell { "would go" } else { "are gone" };
    Ok(say(&format!("{} events that were too old {verb}", count(done.events)))?)
}
