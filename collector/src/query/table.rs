//! A statement's answer as plain data: named columns, rows of JSON values.

use std::fmt;

use duckdb::arrow::datatypes::DataType;
use duckdb::types::{TimeUnit, Value as Duck};
use duckdb::{Connection, Statement};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

use super::error::QueryError;
use super::span;

/// What a statement's parameter is given. Moments are microseconds since 1970, UTC.
#[derive(Debug, Clone, PartialEq)]
pub enum Param {
    /// Nothing: in a report, "does not matter".
    Null,
    /// A text.
    Text(String),
    /// A whole number, or a length of time in microseconds.
    Whole(i64),
    /// Any number.
    Number(f64),
    /// A moment.
    Moment(i64),
    /// Yes or no.
    Flag(bool),
}

/// A column of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Whether it holds numbers.
    pub numeric: bool,
}

/// An answer: every row has a value for each column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The columns, in their order.
    pub columns: Vec<Column>,
    /// The rows, in theirs.
    pub rows: Vec<Vec<Value>>,
}

impl Table {
    /// A table of these columns, each with whether it holds numbers.
    #[must_use]
    pub fn of(columns: &[(&str, bool)], rows: Vec<Vec<Value>>) -> Self {
        let column =
            |(name, numeric): &(&str, bool)| Column { name: (*name).to_owned(), numeric: *numeric };
        Self { columns: columns.iter().map(column).collect(), rows }
    }

    /// Runs a statement whose parameters (`$name`) are given by name.
    ///
    /// # Errors
    /// What DuckDB says, and when a parameter is not given.
    pub fn ask(
        connection: &Connection,
        sql: &str,
        given: &dyn Fn(&str) -> Option<Param>,
    ) -> Result<Self, QueryError> {
        let doing = || QueryError::duckdb("answer");
        let mut statement = connection.prepare(sql).map_err(doing())?;
        bind(&mut statement, given)?;
        statement.raw_execute().map_err(doing())?;
        Self::read(&statement).map_err(doing())
    }

    fn read(statement: &Statement<'_>) -> duckdb::Result<Self> {
        let schema = statement.schema();
        let column = |field: &std::sync::Arc<duckdb::arrow::datatypes::Field>| Column {
            name: field.name().clone(),
            numeric: is_number(field.data_type()),
        };
        let columns: Vec<_> = schema.fields().iter().map(column).collect();
        let mut rows = Vec::new();
        let mut found = statement.raw_query();
        while let Some(row) = found.next()? {
            let values = (0..columns.len()).map(|place| Ok(json(row.get::<_, Duck>(place)?)));
            rows.push(values.collect::<duckdb::Result<_>>()?);
        }
        Ok(Self { columns, rows })
    }

    /// A table of objects that have a value for each column.
    #[must_use]
    pub fn of_objects(columns: Vec<Column>, rows: Vec<Map<String, Value>>) -> Self {
        let row = |mut object: Map<String, Value>| {
            columns.iter().map(|column| object.remove(&column.name).unwrap_or_default()).collect()
        };
        let rows = rows.into_iter().map(row).collect();
        Self { columns, rows }
    }
}

/// As `columns` and `rows`, an array of objects whose keys keep the columns' order.
impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut whole = serializer.serialize_map(Some(2))?;
        whole.serialize_entry("columns", &self.columns)?;
        whole.serialize_entry("rows", &Lines(self))?;
        whole.end()
    }
}

struct Lines<'a>(&'a Table);

impl Serialize for Lines<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let columns = &self.0.columns;
        serializer.collect_seq(self.0.rows.iter().map(|row| Line { columns, row }))
    }
}

/// One row as an object.
pub struct Line<'a> {
    /// The columns.
    pub columns: &'a [Column],
    /// A value for each.
    pub row: &'a [Value],
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.columns.len()))?;
        for (column, value) in self.columns.iter().zip(self.row) {
            object.serialize_entry(&column.name, value)?;
        }
        object.end()
    }
}

/// Gives a statement its parameters, by name.
pub(super) fn bind(
    statement: &mut Statement<'_>,
    given: &dyn Fn(&str) -> Option<Param>,
) -> Result<(), QueryError> {
    let doing = || QueryError::duckdb("take its parameters");
    for place in 1..=statement.parameter_count() {
        let name = statement.parameter_name(place).map_err(doing())?;
        let param = given(&name).ok_or(QueryError::Parameter(name))?;
        statement.raw_bind_parameter(place, Duck::from(param)).map_err(doing())?;
    }
    Ok(())
}

impl From<Param> for Duck {
    fn from(param: Param) -> Self {
        match param {
            Param::Null => Self::Null,
            Param::Text(text) => Self::Text(text),
            Param::Whole(number) => Self::BigInt(number),
            Param::Number(number) => Self::Double(number),
            Param::Moment(micros) => Self::Timestamp(TimeUnit::Microsecond, micros),
            Param::Flag(flag) => Self::Boolean(flag),
        }
    }
}

pub(super) fn is_number(kind: &DataType) -> bool {
    kind.is_numeric()
}

/// A value of DuckDB's as JSON: times as text in UTC, decimals as numbers; whole numbers that a double
/// cannot hold as text, because half of JSON's readers would round them.
pub(super) fn json(value: Duck) -> Value {
    match value {
        Duck::Null => Value::Null,
        Duck::Boolean(flag) => Value::Bool(flag),
        Duck::TinyInt(n) => n.into(),
        Duck::SmallInt(n) => n.into(),
        Duck::Int(n) => n.into(),
        Duck::UTinyInt(n) => n.into(),
        Duck::USmallInt(n) => n.into(),
        Duck::UInt(n) => n.into(),
        Duck::BigInt(n) => whole(i128::from(n)),
        Duck::UBigInt(n) => whole(i128::from(n)),
        Duck::HugeInt(n) => whole(n),
        Duck::UHugeInt(n) => i128::try_from(n).map_or_else(|_| n.to_string().into(), whole),
        Duck::Float(n) => f64::from(n).into(),
        Duck::Double(n) => Number::from_f64(n).map_or(Value::Null, Value::Number),
        Duck::Decimal(n) => n.to_string().parse::<f64>().map_or(Value::Null, Value::from),
        Duck::Timestamp(unit, n) => text(unit, n),
        Duck::Date32(days) => {
            let micros = i64::from(days) * 86_400 * 1_000_000;
            Value::from(span::written(micros).chars().take(10).collect::<String>())
        }
        Duck::Text(text) | Duck::Enum(text) => text.into(),
        Duck::List(items) | Duck::Array(items) => items.into_iter().map(json).collect(),
        Duck::Struct(fields) => {
            let fields = fields.iter().map(|(name, value)| (name.clone(), json(value.clone())));
            Value::Object(fields.collect())
        }
        Duck::Map(entries) => {
            let key = |key: &Duck| match json(key.clone()) {
                Value::String(text) => text,
                other => other.to_string(),
            };
            let entries = entries.iter().map(|(name, value)| (key(name), json(value.clone())));
            Value::Object(entries.collect())
        }
        Duck::Union(value) => json(*value),
        Duck::Blob(bytes) | Duck::Geometry(bytes) => Hex(&bytes).to_string().into(),
        Duck::Time64(unit, n) => time_of_day(micros(unit, n)).into(),
        Duck::Interval { months, days, nanos } => {
            format!("{months} months {days} days {} ms", nanos / 1_000_000).into()
        }
        other => format!("{other:?}").into(),
    }
}

/// Up to where a double holds every whole number.
const EXACT: i128 = 1 << 53;

fn whole(n: i128) -> Value {
    match i64::try_from(n) {
        Ok(small) if n.abs() <= EXACT => small.into(),
        _ => n.to_string().into(),
    }
}

fn micros(unit: TimeUnit, n: i64) -> i64 {
    match unit {
        TimeUnit::Second => n.saturating_mul(1_000_000),
        TimeUnit::Millisecond => n.saturating_mul(1_000),
        TimeUnit::Microsecond => n,
        TimeUnit::Nanosecond => n.div_euclid(1_000),
    }
}

fn text(unit: TimeUnit, n: i64) -> Value {
    span::written(micros(unit, n)).into()
}

fn time_of_day(micros: i64) -> String {
    let seconds = micros.div_euclid(1_000_000);
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(sql: &str) -> Value {
        let connection = Connection::open_in_memory().unwrap();
        let given = |name: &str| (name == "n").then_some(Param::Whole(7));
        serde_json::to_value(Table::ask(&connection, sql, &given).unwrap()).unwrap()["rows"].take()
    }

    #[test]
    fn every_kind_of_value() {
        let sql = "SELECT 1 AS whole, 18446744073709551615::UBIGINT AS id, 1.25::DECIMAL(18, 4) AS money, \
                   TIMESTAMP '2026-01-31 18:00:00' AS at, DATE '2026-01-31' AS day, [1, 2] AS list, \
                   {'a': 'b'} AS object, 'nan'::DOUBLE AS none, true AS flag, $n AS given, \
                   TIME '18:00:01' AS hour, '\\xAA'::BLOB AS bytes, sum(2::BIGINT) AS total";
        let expected = serde_json::json!([{
            "whole": 1, "id": "18446744073709551615", "money": 1.25, "at": "2026-01-31T18:00:00Z",
            "day": "2026-01-31", "list": [1, 2], "object": {"a": "b"}, "none": null, "flag": true,
            "given": 7, "hour": "18:00:01", "bytes": "aa", "total": 2
        }]);
        assert_eq!(ask(sql), expected);
        assert_eq!(ask("SELECT 1 AS a WHERE false"), serde_json::json!([]));
    }

    #[test]
    fn a_parameter_that_is_not_given_is_said() {
        let connection = Connection::open_in_memory().unwrap();
        let error = Table::ask(&connection, "SELECT $m::INTEGER", &|_| None).unwrap_err();
        assert!(error.to_string().contains("\"m\""), "{error}");
    }
}
