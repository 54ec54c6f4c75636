//! Reads a text line by line, with memory bounded whatever the file holds.

use std::io::{self, BufRead, Read};

/// A line, without its end.
pub enum Line<'a> {
    /// Its bytes.
    Whole(&'a [u8]),
    /// It was longer than allowed; this is its beginning, and the rest is passed over.
    Cut(&'a [u8]),
}

/// The lines of a text; empty ones are numbered and passed over.
pub struct Lines<R> {
    reader: R,
    limit: usize,
    number: i64,
    line: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// Reads lines of at most `limit` bytes.
    pub fn new(reader: R, limit: usize) -> Self {
        Self { reader, limit, number: 0, line: Vec::new() }
    }

    /// The next line that is not empty, with its number from 1.
    ///
    /// # Errors
    /// Where the text can't be read.
    pub fn next_line(&mut self) -> io::Result<Option<(i64, Line<'_>)>> {
        loop {
            self.line.clear();
            // Two more for the end of line and three for the mark of byte order, which do not count.
            let most = self.limit as u64 + if self.number == 0 { 5 } else { 2 };
            if self.reader.by_ref().take(most).read_until(b'\n', &mut self.line)? == 0 {
                return Ok(None);
            }
            self.number += 1;
            let ended = self.line.pop_if(|byte| *byte == b'\n').is_some();
            self.line.pop_if(|byte| *byte == b'\r');
            if self.number == 1 && self.line.starts_with(b"\xef\xbb\xbf") {
                self.line.drain(..3);
            }
            if self.line.len() > self.limit {
                if !ended {
                    self.reader.skip_until(b'\n')?;
                }
                let start = self.line.get(..self.limit + 2).unwrap_or(&self.line);
                return Ok(Some((self.number, Line::Cut(start))));
            }
            if !self.line.is_empty() {
                return Ok(Some((self.number, Line::Whole(&self.line))));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8], limit: usize) -> Vec<(i64, bool, Vec<u8>)> {
        let mut lines = Lines::new(text, limit);
        let mut out = Vec::new();
        while let Some((number, line)) = lines.next_line().unwrap() {
            match line {
                Line::Whole(bytes) => out.push((number, true, bytes.to_vec())),
                Line::Cut(bytes) => out.push((number, false, bytes.to_vec())),
            }
        }
        out
    }

    #[test]
    fn numbers_lines_and_passes_over_empty_ones_and_the_mark_of_byte_order() {
        let lines = read(b"\xef\xbb\xbfa\r\n\n\r\nb\nc", 10);
        let expect = [(1, true, b"a".to_vec()), (4, true, b"b".to_vec()), (5, true, b"c".to_vec())];
        assert_eq!(lines, expect);
    }

    #[test]
    fn cuts_what_is_too_long_and_goes_on_with_the_next_line() {
        for end in ["", "\n", "\r\n"] {
            let text = format!("12345{end}");
            assert_eq!(read(text.as_bytes(), 5), [(1, true, b"12345".to_vec())], "{end:?}");
            let text = format!("1234567890\nxy{end}");
            let lines = read(text.as_bytes(), 5);
            assert_eq!(lines.len(), 2);
            assert!(!lines[0].1 && lines[0].2.len() <= 7);
            assert_eq!(lines[1], (2, true, b"xy".to_vec()));
        }
    }

    #[test]
    fn the_mark_of_byte_order_does_not_count_for_the_length() {
        let text = b"\xef\xbb\xbf12345\nxy";
        assert_eq!(read(text, 5), [(1, true, b"12345".to_vec()), (2, true, b"xy".to_vec())]);
        assert_eq!(read(text, 4), [(1, false, b"12345".to_vec()), (2, true, b"xy".to_vec())]);
    }

    #[test]
    fn a_line_one_or_two_too_long_is_cut_and_nothing_of_the_next_is_lost() {
        for extra in 1..4 {
            let text = format!("{}\nxy\n", "x".repeat(5 + extra));
            let lines = read(text.as_bytes(), 5);
            assert_eq!(lines.last().unwrap(), &(2, true, b"xy".to_vec()), "{extra}");
            assert!(!lines[0].1, "{extra}");
        }
    }
}
