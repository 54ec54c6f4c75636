//! Cells and bars out of a report's rows.

use serde_json::Value;

use super::draw::{Bars, Drawing};
use super::findings::figure;
use super::words::Lang;
use super::{Cell, Panel, number, text};
use crate::query::table::{Column, Table};

/// Rows of a table at most.
pub(super) const ROWS: usize = 10;

/// Bars of a table's rows.
pub(super) fn bars(
    lang: Lang,
    title: &'static str,
    table: &Table,
    name: &str,
    size: &str,
    upper: Option<&str>,
) -> Option<Drawing> {
    let rows = table.rows.iter().take(ROWS);
    let bar = |row: &Vec<Value>| {
        let size = number(table, row, size).unwrap_or(0.0);
        let upper = upper.and_then(|upper| number(table, row, upper));
        (lang.named(text(table, row, name)), size, upper, lang.number(size, 0))
    };
    let drawn: Vec<_> = rows.map(bar).collect();
    (!drawn.is_empty()).then(|| Drawing::Bars(Bars::new(title, &drawn)))
}

/// A table with these columns, where the report has them.
pub(super) fn tabulate(panel: &mut Panel, lang: Lang, table: &Table, columns: &[&str]) {
    let places: Vec<usize> = columns
        .iter()
        .filter_map(|name| table.columns.iter().position(|column| column.name == *name))
        .collect();
    let column = |place: &usize| table.columns.get(*place);
    let head = places.iter().filter_map(column);
    panel.head = head.map(|c| Cell { text: lang.named(&c.name), is_number: c.numeric }).collect();
    for row in table.rows.iter().take(ROWS) {
        let cells = places.iter().filter_map(|place| Some((column(place)?, row.get(*place)?)));
        let own = |(column, value): (&Column, &Value)| {
            // What is missing of a number stands where the numbers stand.
            Cell { is_number: column.numeric, ..cell(lang, &column.name, value) }
        };
        panel.rows.push(cells.map(own).collect());
    }
}

pub(super) fn cell(lang: Lang, column: &str, value: &Value) -> Cell {
    match value.as_f64() {
        Some(number) => figures(figure(lang, column, number)),
        None => plain(value.as_str().map_or_else(|| "–".to_owned(), |text| lang.named(text))),
    }
}

pub(super) fn head(lang: Lang, columns: &[(&'static str, bool)]) -> Vec<Cell> {
    let cell = |(name, is_number): &(&'static str, bool)| Cell {
        text: lang.text(name).to_owned(),
        is_number: *is_number,
    };
    columns.iter().map(cell).collect()
}

pub(super) fn plain(text: String) -> Cell {
    Cell { text, is_number: false }
}

pub(super) fn figures(text: String) -> Cell {
    Cell { text, is_number: true }
}
