//! Rows whose columns are known at run time only: answers of reports and of SQL.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::{Format, Table};
use crate::query::table::{Line, Table as Rows};

/// Writes an answer: `whole` as JSON, its rows as CSV and NDJSON, or a table of them.
pub(super) fn write(
    out: &mut impl Write,
    format: Format,
    whole: &impl Serialize,
    rows: &Rows,
    title: &str,
) -> io::Result<()> {
    match format {
        Format::Table => {
            let lines = rows.rows.iter().map(|row| row.iter().map(text).collect());
            let names = rows.columns.iter().map(|column| (column.name.as_str(), column.numeric));
            writeln!(out, "{}", Table::of_any(title, names, lines))
        }
        Format::Json => {
            serde_json::to_writer(&mut *out, whole)?;
            writeln!(out)
        }
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(out);
            csv.write_record(rows.columns.iter().map(|column| &column.name))?;
            for row in &rows.rows {
                csv.write_record(row.iter().map(guarded))?;
            }
            csv.flush()
        }
        // Parquet has a writer of its own (query::answer).
        Format::Ndjson | Format::Parquet => rows.rows.iter().try_for_each(|row| {
            serde_json::to_writer(&mut *out, &Line { columns: &rows.columns, row })?;
            writeln!(out)
        }),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64() {
            // Twelve digits behind the point are noise to the eye; the other formats have them all.
            Some(float) if number.is_f64() => trimmed(format!("{float:.4}")),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

fn trimmed(text: String) -> String {
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short.is_empty() || short == "-" { text } else { short.to_owned() }
}

/// A spreadsheet runs a text that begins like a formula; with an apostrophe before it, it does not.
fn guarded(value: &Value) -> String {
    match value {
        Value::String(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => {
            format!("'{text}")
        }
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::query::table::Column;

    fn printed(format: Format) -> String {
        let column = |name: &str, numeric| Column { name: name.to_owned(), numeric };
        let rows = Rows {
            columns: vec![column("name", false), column("share", true)],
            rows: vec![vec![json!("=1+1"), json!(0.25)], vec![json!(null), json!(-3)]],
        };
        let mut out = Vec::new();
        write(&mut out, format, &rows, &rows, "two rows").unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn each_format() {
        assert_eq!(printed(Format::Csv), "name,share\n'=1+1,0.25\n,-3\n");
        let lines = "{\"name\":\"=1+1\",\"share\":0.25}\n{\"name\":null,\"share\":-3}\n";
        assert_eq!(printed(Format::Ndjson), lines);
        let whole: Value = serde_json::from_str(&printed(Format::Json)).unwrap();
        assert_eq!(
            whole["rows"],
            json!([{"name": "=1+1", "share": 0.25}, {"name": null, "share": -3}])
        );
        assert_eq!(whole["columns"][1], json!({"name": "share", "numeric": true}));
        let table = printed(Format::Table);
        assert!(table.starts_with("two rows\n") && table.contains("0.25"), "{table}");
    }
}
