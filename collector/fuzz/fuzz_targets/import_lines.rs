//! Any bytes as the lines of a file to import: each comes with its number, whole or cut, and what is read of
//! it has the columns that the first one names.
#![no_main]

use libfuzzer_sys::fuzz_target;
use percorso::store::import::delimited::Table;
use percorso::store::import::lines::{Line, Lines};
use serde_json::Value;

const WANTED: [&str; 3] = ["event_time", "price", "nowhere"];

fuzz_target!(|bytes: &[u8]| {
    // The first byte says how long a line may be; the rest is the file.
    let Some((limit, text)) = bytes.split_first() else { return };
    let limit = usize::from(*limit) + 16;
    let mut lines = Lines::new(text, limit);
    let mut tables = Vec::new();
    for (place, expected) in plain(text) {
        let (number, line) = lines.next_line().expect("memory can be read").expect("a line is missing");
        assert_eq!(number, place);
        let line = match line {
            Line::Whole(line) => {
                assert!(line == expected && line.len() <= limit);
                line
            }
            Line::Cut(start) => {
                assert!(expected.len() > limit && expected.starts_with(start));
                continue;
            }
        };
        if place == 1 {
            tables.extend(Table::all(line, None));
            tables.extend(Table::all(line, Some(b';')));
            if let Ok(mut table) = Table::new(line, &WANTED) {
                assert_eq!(table.row(line).expect("the names can be read again").len(), WANTED.len());
            }
        }
        tables.iter_mut().for_each(|table| read(table, line));
    }
    assert!(lines.next_line().expect("memory can be read").is_none(), "there is a line too many");
});

/// The lines as they are when nothing is too long, without the empty ones.
fn plain(text: &[u8]) -> impl Iterator<Item = (i64, &[u8])> {
    (1..).zip(text.split(|byte| *byte == b'\n')).filter_map(|(number, line)| {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let mark: &[u8] = if number == 1 { b"\xef\xbb\xbf" } else { b"" };
        let line = line.strip_prefix(mark).unwrap_or(line);
        (!line.is_empty()).then_some((number, line))
    })
}

fn read(table: &mut Table, line: &[u8]) {
    let Ok(record) = table.object(line) else { return };
    let Value::Object(fields) = &record else { panic!("no object: {record}") };
    for (name, field) in fields {
        assert!(table.names().contains(name), "{name} is no column");
        assert!(field.as_str().is_some_and(|field| !field.is_empty()), "{name} is {field}");
    }
    let again: Value = serde_json::from_str(&record.to_string()).expect("it is JSON");
    assert_eq!(again, record);
}
