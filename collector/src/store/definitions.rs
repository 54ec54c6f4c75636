//! Views and macros: put into the file whenever they differ from this program's.
//!
//! They are no migrations because nothing is lost by making them again, and a change of one should be
//! a change of its one file.

use duckdb::{Connection, params};

use super::StoreError;
use crate::clock;

macro_rules! definitions {
    ($($name:literal),* $(,)?) => {
        &[$(include_str!(concat!("../../sql/", $name, ".sql"))),*]
    };
}

/// In the order in which they stand on each other's shoulders.
const DEFINITIONS: &[&str] = definitions![
    "macros/asked",
    "macros/one_currency",
    "macros/phase_name",
    "macros/kind_of",
    "macros/intervals",
    "macros/severity",
    "macros/on_page",
    "macros/recognised",
    "macros/implied_step",
    "views/events",
    "macros/completes",
    "views/people",
    "views/orders",
    "macros/tells_again",
    "views/sessions",
    "views/clicks",
    "views/touchpoints",
    "views/catalogue",
    "views/web_vitals",
    "views/forms",
    "views/fields",
    "views/checkout_steps",
    "views/payments",
    "macros/of_product",
    "macros/friction_signals",
    "views/friction",
    "macros/channels",
    "macros/contacts",
    "macros/touches",
    "macros/members",
    "macros/contact_kinds",
    "macros/advocacy",
    "macros/surveys",
    "macros/holdout_effects",
    "macros/retention",
    "macros/customers",
    "macros/repeat_rate",
    "macros/carts",
    "macros/cart_rates",
    "macros/returns",
    "macros/response_times",
    "macros/figures",
    "macros/evolution",
    "macros/rhythm",
    "macros/steps",
    "macros/waits",
    "macros/shopping_visits",
    "macros/friction_met",
    "macros/friction_cells",
    "macros/weighed_friction",
    "macros/friction_weights",
    "macros/friction_price",
    "macros/friction_scores",
    "macros/form_report",
    "macros/field_report",
    "macros/doubt_report",
    "macros/payment_report",
    "macros/phases",
    "macros/checkout_reached",
    "macros/touchpoint_visits",
    "macros/touchpoint_report",
    "macros/touchpoint_sheet",
    "macros/visit_stages",
    "macros/stages",
];

const DIGEST: &str = include_str!("../../sql/store/definitions_digest.sql");
const FORGET_DIGEST: &str = include_str!("../../sql/store/definitions_forget.sql");
const KEEP_DIGEST: &str = include_str!("../../sql/store/definitions_keep.sql");

/// Whether the file has this program's views and macros.
///
/// # Errors
/// What DuckDB says.
pub(super) fn are_current(connection: &Connection) -> Result<bool, StoreError> {
    let read = || -> duckdb::Result<bool> {
        let mut statement = connection.prepare(DIGEST)?;
        let found = statement.query_map([], |row| row.get::<_, String>(0))?;
        Ok(found.collect::<duckdb::Result<Vec<_>>>()? == [digest()])
    };
    read().map_err(StoreError::duckdb("read which views the file has"))
}

/// Puts this program's views and macros into the file, where it has others; tells whether it had.
///
/// # Errors
/// What DuckDB says; the file keeps what it had.
pub(super) fn apply(connection: &mut Connection) -> Result<bool, StoreError> {
    if are_current(connection)? {
        return Ok(false);
    }
    let mut write = || -> duckdb::Result<()> {
        let transaction = connection.transaction()?;
        for definition in DEFINITIONS {
            transaction.execute_batch(definition)?;
        }
        transaction.execute(FORGET_DIGEST, [])?;
        transaction.execute(KEEP_DIGEST, params![digest(), clock::now()])?;
        transaction.commit()
    };
    write().map_err(StoreError::duckdb("put its views and macros into the file"))?;
    Ok(true)
}

/// The sum over all of them.
fn digest() -> String {
    let mut hasher = blake3::Hasher::new();
    for definition in DEFINITIONS {
        hasher.update(&(definition.len() as u64).to_le_bytes()).update(definition.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}
