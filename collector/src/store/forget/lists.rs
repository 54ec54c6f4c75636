//! Whom a request means: their visitors' numbers, orders and identities.

use duckdb::{Connection, params};

use super::{Asked, Kind};
use crate::store::StoreError;

const VISITORS: &str = include_str!("../../../sql/forget/visitors.sql");
const IS_LEAVING: &str = include_str!("../../../sql/forget/is_leaving.sql");
const ORDERS: &str = include_str!("../../../sql/forget/orders.sql");
const NAMED: &str = include_str!("../../../sql/forget/named.sql");
const TALLY: &str = include_str!("../../../sql/forget/tally.sql");
pub(super) const FILL: &str = include_str!("../../../sql/forget/fill.sql");

/// What stands between a site and an order's number.
const BETWEEN: char = '\u{1f}';

/// Everything by which somebody is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lists {
    pub(super) visitors: Vec<u64>,
    /// Each with its site before it.
    pub(super) orders: Vec<String>,
    pub(super) identities: Vec<String>,
}

/// What goes with them.
pub(super) struct Tally {
    pub(super) events: i64,
    /// Those of them that are of other visitors.
    pub(super) of_others: i64,
    /// Numbers of the orders that stay in events of others.
    pub(super) named: Vec<String>,
    /// Their visits' ids, a JSON array.
    pub(super) sessions: String,
}

impl Lists {
    /// Finds them: the visitors who are meant, then those visitors' orders.
    pub(super) fn find(connection: &Connection, asked: &Asked) -> Result<Self, StoreError> {
        let find = || -> duckdb::Result<Self> {
            let mut lists = Self::default();
            let given = params![asked.kind.as_str(), asked.name, asked.site];
            let mut statement = connection.prepare(VISITORS)?;
            lists.visitors =
                statement.query_map(given, |row| row.get(0))?.collect::<Result<_, _>>()?;
            if asked.kind == Kind::Identity {
                lists.identities.push(asked.name.clone());
            }
            lists.set(connection, "[]")?;
            let mut statement = connection.prepare(ORDERS)?;
            lists.orders = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok(lists)
        };
        find().map_err(StoreError::duckdb("find whom to forget"))
    }

    /// Tells the connection who they are; in its memory alone.
    pub(super) fn set(&self, connection: &Connection, sessions: &str) -> duckdb::Result<()> {
        connection.execute("SET VARIABLE forget_visitors = ?", [json(&self.visitors)])?;
        connection.execute("SET VARIABLE forget_orders = ?", [json(&self.orders)])?;
        connection.execute("SET VARIABLE forget_identities = ?", [json(&self.identities)])?;
        connection.execute("SET VARIABLE forget_sessions = ?", [sessions])?;
        connection.execute_batch(IS_LEAVING)
    }

    /// What goes with them.
    pub(super) fn tally(&self, connection: &Connection) -> Result<Tally, StoreError> {
        let tally = || -> duckdb::Result<Tally> {
            self.set(connection, "[]")?;
            let mut statement = connection.prepare(NAMED)?;
            let named =
                statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<_>, _>>()?;
            let tally = connection.query_row(TALLY, [], |row| {
                let sessions: Option<String> = row.get(2)?;
                let sessions = sessions.unwrap_or("[]".to_owned());
                Ok(Tally { events: row.get(0)?, of_others: row.get(1)?, named, sessions })
            })?;
            self.set(connection, &tally.sessions)?;
            Ok(tally)
        };
        tally().map_err(StoreError::duckdb("count what goes"))
    }

    /// The orders' numbers, without their sites.
    pub(super) fn numbers(&self) -> impl Iterator<Item = &str> {
        self.orders.iter().filter_map(|order| order.split_once(BETWEEN)).map(|(_, number)| number)
    }
}

/// A list as JSON.
fn json<T: serde::Serialize>(list: &[T]) -> String {
    serde_json::to_string(list).unwrap_or("[]".to_owned())
}
