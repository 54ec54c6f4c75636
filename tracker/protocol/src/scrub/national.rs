//! Phone numbers as they are written within a country: told by their groups, or by a word before them.
//!
//! A run of digits alone may as well be an order's number and stays, unless a word says what it is.

use super::{Cut, PHONE, byte};

/// Words that say that a number of digits is a phone's.
const WORDS: [&[u8]; 12] = [
    b"tel",
    b"telefon",
    b"telefono",
    b"phone",
    b"mobile",
    b"handy",
    b"cell",
    b"cellulare",
    b"whatsapp",
    b"fax",
    b"portable",
    b"movil",
];

/// A number in groups: with a trunk 0 (or 00 and a country), or in three, three and four digits.
pub(super) fn grouped(bytes: &[u8], at: usize) -> Option<Cut> {
    let (before, first) = (if at == 0 { b' ' } else { byte(bytes, at - 1) }, byte(bytes, at));
    // Within a word, an address or a longer number it is something else.
    if before.is_ascii_alphanumeric()
        || matches!(before, b'-' | b'_' | b'.' | b'/' | b'#' | b'%' | b'=' | b',' | 0x80..)
    {
        return None;
    }
    if first != b'(' && !first.is_ascii_digit() {
        return None;
    }
    let groups = Groups::read(bytes, at)?;
    let after = byte(bytes, groups.end);
    let ends = !after.is_ascii_alphanumeric() && !matches!(after, b'_' | b'%' | 0x80..);
    (ends && groups.is_phone()).then_some((at, groups.end, PHONE))
}

/// A number of 8 to 13 digits behind a word that says what it is.
pub(super) fn named(bytes: &[u8], at: usize) -> Option<Cut> {
    let mut to = at;
    while byte(bytes, to).is_ascii_digit() {
        to += 1;
    }
    if !(8..=13).contains(&(to - at)) || byte(bytes, to).is_ascii_alphabetic() {
        return None;
    }
    let mut from = at;
    while from > 0 && matches!(byte(bytes, from - 1), b' ' | b':' | b'.' | b'=' | b'-') {
        from -= 1;
    }
    let word = bytes.get(..from).unwrap_or_default();
    let start = word.iter().rposition(|b| !b.is_ascii_alphabetic()).map_or(0, |place| place + 1);
    let word = word.get(start..).unwrap_or_default().to_ascii_lowercase();
    (from < at && WORDS.contains(&word.as_slice())).then_some((at, to, PHONE))
}

/// Digits in groups with one kind of sign between them; the first may stand in brackets.
struct Groups {
    lengths: [usize; 6],
    count: usize,
    digits: usize,
    /// The first digits of the first three groups.
    firsts: [u8; 3],
    second: u8,
    end: usize,
}

impl Groups {
    fn read(bytes: &[u8], at: usize) -> Option<Self> {
        let bracket = byte(bytes, at) == b'(';
        let mut groups =
            Self { lengths: [0; 6], count: 0, digits: 0, firsts: [0; 3], second: 0, end: at };
        let (mut place, mut between) = (at + usize::from(bracket), None);
        groups.second = byte(bytes, place + 1);
        loop {
            let start = place;
            while byte(bytes, place).is_ascii_digit() {
                place += 1;
            }
            let length = place - start;
            if length == 0 {
                break;
            }
            *groups.lengths.get_mut(groups.count)? = length;
            if let Some(first) = groups.firsts.get_mut(groups.count) {
                *first = byte(bytes, start);
            }
            groups.count += 1;
            groups.digits += length;
            groups.end = place;
            if bracket && groups.count == 1 {
                if byte(bytes, place) != b')' {
                    return None;
                }
                place += 1;
                place += usize::from(byte(bytes, place) == b' ');
                continue;
            }
            let sign = byte(bytes, place);
            if !matches!(sign, b' ' | b'-' | b'.' | b'/')
                || between.is_some_and(|kind| kind != sign)
            {
                break;
            }
            // "030 / 123" has spaces around its sign; a sign alone ends a sentence.
            between = Some(sign);
            place += 1;
        }
        Some(groups)
    }

    fn is_phone(&self) -> bool {
        let [first, second, third] = self.firsts;
        let lengths = self.lengths.get(..self.count).unwrap_or_default();
        match lengths {
            // North America's plan, and Italian mobile numbers.
            [3, 3, 4] if first >= b'2' => (second >= b'2' || first == b'3') && third != 0,
            [3, 6 | 7] if first == b'3' => self.second >= b'2',
            _ if first == b'0' && self.second == b'0' => {
                self.count >= 3 && (11..=16).contains(&self.digits)
            }
            // No group of four digits at the end of two short ones: that is a date.
            [2, 2, 4, ..] => false,
            [trunk, ..] if first == b'0' => {
                self.count >= 2 && (2..=5).contains(trunk) && (9..=11).contains(&self.digits)
            }
            _ => false,
        }
    }
}
