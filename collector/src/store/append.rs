//! Writes rows into `events`, in the order of its columns.

use duckdb::types::{Decimal, TimeUnit, Value};
use duckdb::{Connection, params};

use crate::ingest::row::Row;

/// Appends the rows and flushes them; errors surface here, not when the appender is dropped.
///
/// Where no transaction is open the flush is one: what it wrote is on disk when this returns. To begin and
/// commit by statements of their own would cost a fifth of the CPU of a commit of 30 rows.
///
/// # Errors
/// What DuckDB says. Rows may be stored nevertheless where no transaction is open.
pub fn append<'a>(
    connection: &Connection,
    rows: impl IntoIterator<Item = &'a Row>,
) -> duckdb::Result<()> {
    let mut appender = connection.appender("events")?;
    for row in rows {
        let page = &row.page;
        appender.append_row(params![
            uuid_text(row.event_id),
            row.site,
            row.visitor_id,
            row.session_id,
            row.event,
            timestamp(row.occurred_at),
            timestamp(row.received_at),
            row.source,
            page.host,
            page.path,
            row.page_title,
            page.referrer_host,
            page.utm_source,
            page.utm_medium,
            page.utm_campaign,
            page.utm_content,
            page.utm_term,
            page.click_id,
            row.channel,
            row.device.as_deref(),
            row.browser.as_deref(),
            row.system.as_deref(),
            row.country.as_deref(),
            row.touchpoint,
            row.action,
            row.currency,
            row.value.and_then(money),
            row.transaction_id,
            row.items,
            row.params,
            row.consent,
            row.identity,
            row.robot,
            row.phase.as_str(),
        ])?;
    }
    appender.flush()
}

/// The id as DuckDB reads and writes a UUID.
#[must_use]
pub fn uuid_text(id: u128) -> String {
    let mut text = String::with_capacity(36);
    for (place, byte) in id.to_be_bytes().into_iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push(digit(byte >> 4));
        text.push(digit(byte & 0xf));
    }
    text
}

fn digit(value: u8) -> char {
    char::from_digit(u32::from(value), 16).unwrap_or('0')
}

/// The id of a UUID's text, as DuckDB prints it.
#[must_use]
pub fn uuid_of(text: &str) -> Option<u128> {
    let (mut id, mut digits) = (0_u128, 0);
    for sign in text.chars().filter(|sign| *sign != '-') {
        id = id << 4 | u128::from(sign.to_digit(16)?);
        digits += 1;
    }
    (digits == 32).then_some(id)
}

fn timestamp(micros: i64) -> Value {
    Value::Timestamp(TimeUnit::Microsecond, micros)
}

/// Ten-thousandths as DECIMAL(18, 4).
fn money(units: i64) -> Option<Decimal> {
    Decimal::new(18, 4, i128::from(units)).ok()
}
