//! Rules over what is stored: channel, phase, names of touchpoints and spam as the rules have them now.
//!
//! The rules are asked once for each that differs in what they read; the answers are joined to the rows.

use std::borrow::Cow;
use std::sync::Arc;

use duckdb::{Connection, params};
use serde::{Deserialize, Serialize};

use super::upkeep::{Upkeep, carry_over};
use super::{StoreError, kinds};
use crate::ingest::channel;
use crate::ingest::page::Page;
use crate::ingest::rules::{Happened, Rule, Rules};

pub(super) const BEGIN: &str = include_str!("../../sql/enrich/begin.sql");
const DECIDING: &str = include_str!("../../sql/enrich/deciding.sql");
const INPUTS: &str = include_str!("../../sql/enrich/inputs.sql");
const TALLY: &str = include_str!("../../sql/enrich/tally.sql");
const FILL: &str = include_str!("../../sql/enrich/fill.sql");

/// What the rules changed: events, by what of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enriched {
    /// Events looked at.
    pub events: i64,
    /// Visits' first pages with another channel.
    pub channels: i64,
    /// Events with another phase.
    pub phases: i64,
    /// Events about touchpoints that have another name.
    pub touchpoints: i64,
    /// Events about touchpoints that are silenced, and gone.
    pub silenced: i64,
    /// Events that are spam now, or no more.
    pub robots: i64,
}

impl Upkeep {
    /// Puts the rules that questions ask for into the file.
    ///
    /// # Errors
    /// What DuckDB or the disk says.
    pub fn publish(&self, rules: &Arc<Rules>) -> Result<(), StoreError> {
        let (_turn, connection) = self.begin()?;
        let rules = Arc::clone(rules);
        let publish = move |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            kinds::publish(&transaction, &rules)?;
            transaction.commit()
        };
        self.by_who_writes(connection, publish)?.map_err(StoreError::duckdb("write the rules"))
    }

    /// Applies the rules to all stored since then, in microseconds since 1970; or tells what it would do.
    ///
    /// # Errors
    /// What DuckDB or the disk says; nothing is changed then.
    pub fn enrich(
        &self,
        rules: &Rules,
        since: i64,
        only_tell: bool,
    ) -> Result<Enriched, StoreError> {
        let (_turn, connection) = self.begin()?;
        let decide = || -> duckdb::Result<Enriched> {
            connection.execute_batch(BEGIN)?;
            connection.execute_batch(DECIDING)?;
            decide(&connection, INPUTS, params![since], rules)?;
            connection.query_row(TALLY, [since], |row| {
                Ok(Enriched {
                    events: row.get(0)?,
                    channels: row.get(1)?,
                    phases: row.get(2)?,
                    touchpoints: row.get(3)?,
                    silenced: row.get(4)?,
                    robots: row.get(5)?,
                })
            })
        };
        let enriched = decide().map_err(StoreError::duckdb("ask the rules"))?;
        let same = Enriched { events: enriched.events, ..Enriched::default() };
        if !only_tell && enriched != same {
            let fill = |connection: &Connection, from, to| {
                connection.execute(FILL, params![from, to, since]).map(|_| ())
            };
            // What arrives meanwhile has come through the same rules.
            self.rewrite(&connection, &fill, carry_over, |_, _| Ok(()))?;
        }
        Ok(enriched)
    }
}

/// Asks the rules for each input, and puts the answers into `decided`.
pub(super) fn decide(
    connection: &Connection,
    inputs: &str,
    given: impl duckdb::Params,
    rules: &Rules,
) -> duckdb::Result<()> {
    let mut decided = connection.appender("decided")?;
    let mut statement = connection.prepare(inputs)?;
    let mut inputs = statement.query(given)?;
    while let Some(row) = inputs.next()? {
        let text = |place: usize| row.get::<_, Option<String>>(place);
        let (site, event): (String, String) = (row.get(1)?, row.get(2)?);
        let (key, begins): (u64, bool) = (row.get(0)?, row.get(7)?);
        let (mut touchpoint, action, path, step) = (text(3)?, text(4)?, text(5)?, text(6)?);
        let page = Page::kept(Page {
            host: text(8)?,
            path: path.clone(),
            referrer_host: text(9)?,
            utm_source: text(10)?,
            utm_medium: text(11)?,
            utm_campaign: text(12)?,
            click_id: text(13)?,
            ..Page::default()
        });
        // What has brought its own keeps it, and its phase goes by it.
        let own = text(14)?.map(Cow::Owned);
        let channel = if begins { channel::of(&page, &site, rules) } else { own };
        let rule = touchpoint.as_deref().and_then(|name| rules.rule(&site, name));
        let silenced = rule == Some(&Rule::Silence) && event == "touchpoint";
        if let Some(Rule::Rename(to)) = rule {
            touchpoint = Some(to.clone());
        }
        let phase = rules.phase(Happened {
            site: &site,
            event: &event,
            touchpoint: touchpoint.as_deref(),
            action: action.as_deref(),
            path: path.as_deref(),
            channel: channel.as_deref(),
            step: step.as_deref(),
        });
        let spam = page.referrer_host.as_deref().is_some_and(|host| rules.spammers.has(host));
        let channel = channel.as_deref();
        decided.append_row(params![key, channel, phase.as_str(), touchpoint, silenced, spam])?;
    }
    decided.flush()
}
