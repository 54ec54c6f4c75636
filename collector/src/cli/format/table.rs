//! A table for the eye: names to the left, numbers to the right, no colours.

use std::fmt;

use comfy_table::{CellAlignment, ContentArrangement, TableComponent, presets};

/// A table under a line that says what it is of.
pub(in crate::cli) struct Table {
    title: String,
    table: comfy_table::Table,
}

impl Table {
    /// A table with one text column, the first, and numbers in the others.
    pub(in crate::cli) fn new<const N: usize, T: Into<comfy_table::Cell>>(
        title: impl Into<String>,
        names: [&'static str; N],
        rows: impl IntoIterator<Item = [T; N]>,
    ) -> Self {
        let mut table = plain();
        table.set_header(names);
        table.add_rows(rows);
        for column in table.column_iter_mut().skip(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        Self { title: title.into(), table }
    }

    /// A table whose columns, each with whether it holds numbers, are known at run time only.
    pub(super) fn of_any<'a>(
        title: &str,
        names: impl Iterator<Item = (&'a str, bool)> + Clone,
        rows: impl Iterator<Item = Vec<String>>,
    ) -> Self {
        let mut table = plain();
        table.set_header(names.clone().map(|(name, _)| name));
        table.add_rows(rows);
        for (column, _) in table.column_iter_mut().zip(names).filter(|(_, (_, numeric))| *numeric) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        Self { title: title.to_owned(), table }
    }
}

/// No lines but the one under the names.
fn plain() -> comfy_table::Table {
    let mut table = comfy_table::Table::new();
    table.load_preset(presets::UTF8_HORIZONTAL_ONLY);
    table.remove_style(TableComponent::HorizontalLines);
    table.remove_style(TableComponent::MiddleIntersections);
    table.remove_style(TableComponent::LeftBorderIntersections);
    table.remove_style(TableComponent::RightBorderIntersections);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.title)?;
        write!(f, "{}", self.table)
    }
}
