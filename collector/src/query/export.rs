//! Every table and view into Parquet files, one each.

use std::path::Path;

use duckdb::Connection;

use super::error::QueryError;

const RELATIONS: &str = include_str!("../../sql/query/export_relations.sql");
const EXPORT: &str = include_str!("../../sql/query/export.sql");

/// Writes `NAME.parquet` into the folder for each table and view; tells their names and rows.
///
/// # Errors
/// What DuckDB says; the folder may then hold some of them.
pub fn parquet(store: &Connection, folder: &Path) -> Result<Vec<(String, usize)>, QueryError> {
    let write = |name: String| -> duckdb::Result<(String, usize)> {
        let file = folder.join(format!("{name}.parquet"));
        store.execute("SET VARIABLE export_relation = ?", [&name])?;
        store.execute("SET VARIABLE export_file = ?", [&*file.to_string_lossy()])?;
        Ok((name, store.execute(EXPORT, [])?))
    };
    let all = || -> duckdb::Result<Vec<_>> {
        let mut statement = store.prepare(RELATIONS)?;
        let names = statement.query_map([], |row| row.get::<_, String>(0))?;
        names.collect::<duckdb::Result<Vec<_>>>()?.into_iter().map(write).collect()
    };
    all().map_err(QueryError::duckdb(format!("write into {}", folder.display())))
}
