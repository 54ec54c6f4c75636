//! Splits a line of comma-separated values into the columns a preset wants.
//!
//! A record is a line: a stray quotation mark then spoils that line only, and not, as in a reader of
//! whole files, everything up to the next mark.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use serde_json::{Map, Value};

/// Columns a file may have; more is not a table of events.
const COLUMNS: usize = 256;

/// Splits lines once the first has named the columns.
pub struct Table {
    fields: Fields,
    /// For each wanted column, its place in the file.
    places: Vec<Option<usize>>,
    width: usize,
    names: Vec<String>,
}

impl Table {
    /// Reads the names in the first line, to give every column; the delimiter is the one that stands
    /// there most often, unless it is known.
    ///
    /// # Errors
    /// The reason why it can't be read.
    pub fn all(header: &[u8], delimiter: Option<u8>) -> Result<Self, &'static str> {
        let often = |sign: &u8| header.iter().filter(|byte| *byte == sign).count();
        let found = [b'|', b';', b'\t', b','].into_iter().max_by_key(often).unwrap_or(b',');
        let reader = ReaderBuilder::new().delimiter(delimiter.unwrap_or(found)).build();
        let mut fields = Fields { reader, line: Vec::new(), text: Vec::new() };
        let names: Vec<_> =
            fields.split(header)?.into_iter().map(|name| name.trim().to_owned()).collect();
        Ok(Self { fields, places: Vec::new(), width: names.len(), names })
    }

    /// The names of the columns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The fields of a line by their columns' names, without those that are empty.
    ///
    /// # Errors
    /// The reason why there are none.
    pub fn object(&mut self, line: &[u8]) -> Result<Value, &'static str> {
        let fields = self.fields.split(line)?;
        if fields.len() != self.width {
            return Err("columns_wrong");
        }
        let told = self.names.iter().zip(fields).filter(|(_, field)| !field.is_empty());
        let object: Map<_, _> = told.map(|(name, field)| (name.clone(), field.into())).collect();
        Ok(Value::Object(object))
    }

    /// Reads the names in the first line, to give those that are wanted.
    ///
    /// # Errors
    /// The reason why it can't be read.
    pub fn new(header: &[u8], wanted: &[&str]) -> Result<Self, &'static str> {
        // `Reader::default()` is an unfinished one that splits nothing; `new` is meant.
        let mut fields = Fields { reader: Reader::new(), line: Vec::new(), text: Vec::new() };
        let names = fields.split(header)?;
        let places = wanted
            .iter()
            .map(|wanted| names.iter().position(|name| name.trim() == *wanted))
            .collect();
        let width = names.len();
        Ok(Self { fields, places, width, names: Vec::new() })
    }

    /// Whether the file has the column that is wanted at this place.
    pub fn has(&self, wanted: usize) -> bool {
        self.places.get(wanted).copied().flatten().is_some()
    }

    /// The wanted fields of a line, in the order wanted.
    ///
    /// # Errors
    /// The reason why there are none.
    pub fn row(&mut self, line: &[u8]) -> Result<Vec<Option<&str>>, &'static str> {
        let fields = self.fields.split(line)?;
        if fields.len() != self.width {
            return Err("columns_wrong");
        }
        Ok(self.places.iter().map(|at| at.and_then(|at| fields.get(at).copied())).collect())
    }
}

/// The fields of one line, in buffers that are used again for the next.
struct Fields {
    reader: Reader,
    line: Vec<u8>,
    text: Vec<u8>,
}

impl Fields {
    fn split(&mut self, line: &[u8]) -> Result<Vec<&str>, &'static str> {
        self.line.clear();
        self.line.extend_from_slice(line);
        self.line.push(b'\n');
        self.text.resize(self.line.len(), 0);
        self.reader.reset();
        let mut ends = [0; COLUMNS];
        let (result, read, _, count) =
            self.reader.read_record(&self.line, &mut self.text, &mut ends);
        match result {
            ReadRecordResult::Record if read == self.line.len() => {}
            // The line ended inside quotes.
            ReadRecordResult::InputEmpty => return Err("quotes_unbalanced"),
            // Too many fields, or a carriage return amid the line.
            _ => return Err("columns_wrong"),
        }
        let mut fields = Vec::with_capacity(count);
        let mut from = 0;
        for to in ends.iter().take(count).copied() {
            let field = self.text.get(from..to).unwrap_or_default();
            fields.push(std::str::from_utf8(field).map_err(|_| "text_not_utf8")?);
            from = to;
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_columns_by_name_in_any_order() {
        let mut table = Table::new(b"c, a ,\"b\"", &["a", "b", "z"]).unwrap();
        assert!(table.has(0) && table.has(1) && !table.has(2));
        assert_eq!(table.row(b"3,1,\"2,\"\"x\"").unwrap(), [Some("1"), Some("2,\"x"), None]);
        assert_eq!(table.row(b"3,,2").unwrap(), [Some(""), Some("2"), None]);
    }

    #[test]
    fn says_what_is_wrong_with_a_line_and_goes_on() {
        let mut table = Table::new(b"a,b", &["a", "b"]).unwrap();
        for (line, reason) in [
            (&b"1"[..], "columns_wrong"),
            (b"1,2,3", "columns_wrong"),
            (b"1\r2,3", "columns_wrong"),
            (b"1,\"2", "quotes_unbalanced"),
            (b"1,\xff", "text_not_utf8"),
        ] {
            assert_eq!(table.row(line), Err(reason), "{line:?}");
            assert_eq!(table.row(b"1,2").unwrap(), [Some("1"), Some("2")]);
        }
        assert_eq!(table.row(&[b','; 1000]), Err("columns_wrong"));
    }

    #[test]
    fn gives_every_column_whatever_stands_between_them() {
        for text in ["a,b\n1,\"2\"\"\"", "a;b\n1;\"2\"\"\"", "a\tb\n1\t\"2\"\"\""] {
            let (header, line) = text.split_once('\n').unwrap();
            let mut table = Table::all(header.as_bytes(), None).unwrap();
            let expect = serde_json::json!({ "a": "1", "b": "2\"" });
            assert_eq!(table.object(line.as_bytes()).unwrap(), expect, "{text}");
        }
        let mut table = Table::all(b"a,b;c", Some(b';')).unwrap();
        assert_eq!(table.names(), ["a,b", "c"]);
        assert_eq!(table.object(b"1;").unwrap(), serde_json::json!({ "a,b": "1" }));
        assert_eq!(table.object(b"1"), Err("columns_wrong"));
    }

    proptest::proptest! {
        #[test]
        fn never_panics(header: Vec<u8>, lines: Vec<Vec<u8>>) {
            if let Ok(mut table) = Table::new(&header, &["a", "b"]) {
                for line in lines {
                    let _ = table.row(&line);
                }
            }
        }
    }
}
