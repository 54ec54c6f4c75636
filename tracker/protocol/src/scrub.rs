//! Cuts e-mail addresses, phone, card and account numbers and signed tokens out of text.
//!
//! It works on plain text, on URLs (where `@` may be `%40`) and on JSON text, whose syntax it never breaks. It
//! is the last net, not the rule: the rule is that nothing typed is read in the first place.

mod iban;
mod national;
mod secret;

use std::borrow::Cow;

pub use secret::scrub_path;

/// What stands where an e-mail address stood.
pub const EMAIL: &str = "[email]";
/// What stands where a phone number stood.
pub const PHONE: &str = "[phone]";
/// What stands where an account's number stood.
pub const IBAN: &str = "[iban]";
/// What stands where a key to somebody's account stood.
pub const TOKEN: &str = "[token]";
/// What stands where a card number stood; a digit, because in JSON the number may have no quotes.
pub const CARD: &str = "0";

/// Rounds of cutting: the mark of a card can complete another number. Of a text that needs more, for it was
/// made of numbers that complete one another, nothing is kept: each round costs as much as the first.
const ROUNDS: usize = 8;

/// The text without the personal data that can be told by its shape. Scrubbing twice changes nothing.
#[must_use]
pub fn scrub(text: &str) -> Cow<'_, str> {
    let mut left = Cow::Borrowed(text);
    for _ in 0..ROUNDS {
        let mut out = String::new();
        if !cut_once(&mut out, &left) {
            return left;
        }
        left = Cow::Owned(out);
    }
    CARD.into()
}

/// One walk, forwards only.
fn cut_once(out: &mut String, text: &str) -> bool {
    let bytes = text.as_bytes();
    // Before `kept` everything is in `out` or was cut; at `word` began what an address may begin with.
    let (mut kept, mut word, mut at) = (0, 0, 0);
    while at < bytes.len() {
        let found = email(bytes, word, at)
            .or_else(|| phone(bytes, at))
            .or_else(|| secret::signed(bytes, at))
            .or_else(|| iban::iban(bytes, at))
            .or_else(|| card(bytes, at))
            .or_else(|| national::grouped(bytes, at))
            .or_else(|| national::named(bytes, at));
        if let Some((from, to, mark)) = found {
            // The bounds stand beside ASCII bytes, so they are character boundaries.
            out.push_str(text.get(kept..from).unwrap_or_default());
            out.push_str(mark);
            (kept, word, at) = (to, to, to);
            continue;
        }
        let (to, in_word) = step(bytes, at);
        at = to;
        if !in_word {
            word = at;
        }
    }
    if kept > 0 {
        out.push_str(text.get(kept..).unwrap_or_default());
    }
    kept > 0
}

type Cut = (usize, usize, &'static str);

fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

/// Where the next character of JSON text begins, and whether this one may stand in an address. An
/// escape is one character: neither its letter nor its digits are the text's own.
fn step(bytes: &[u8], at: usize) -> (usize, bool) {
    if byte(bytes, at) != b'\\' {
        return (at + 1, is_local(byte(bytes, at)));
    }
    match byte(bytes, at + 1) {
        b'u' => match bytes.get(at + 2..at + 6) {
            Some(hex) if hex.iter().all(u8::is_ascii_hexdigit) => {
                (at + 6, !matches!(hex, [b'0', b'0', b'0'..=b'7', _]))
            }
            _ => (at + 1, false),
        },
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => (at + 2, false),
        // Not JSON: the backslash stands for itself.
        _ => (at + 1, false),
    }
}

/// Length of a sign that may be percent-encoded, also more than once (`%40`, `%2540`); 0 if it isn't.
#[must_use]
pub fn sign(bytes: &[u8], at: usize, plain: u8, code: [u8; 2]) -> usize {
    let mut to = at + 1;
    if byte(bytes, at) == plain {
        return 1;
    } else if byte(bytes, at) != b'%' {
        return 0;
    }
    while byte(bytes, to) == b'2' && byte(bytes, to + 1) == b'5' {
        to += 2;
    }
    let here = [byte(bytes, to), byte(bytes, to + 1)];
    if here.eq_ignore_ascii_case(&code) { to + 2 - at } else { 0 }
}

/// An address around the `@` at `at` whose local part began at `word`.
fn email(bytes: &[u8], word: usize, at: usize) -> Option<Cut> {
    let domain = at + sign(bytes, at, b'@', *b"40");
    if word == at || domain == at {
        return None;
    }
    let mut to = domain;
    while is_domain(byte(bytes, to)) {
        to += 1;
    }
    // A full stop after it ends the sentence.
    while to > domain && matches!(byte(bytes, to - 1), b'.' | b'-') {
        to -= 1;
    }
    (to > domain).then_some((word, to, EMAIL))
}

fn is_local(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'+' | b'-' | b'%' | b'\'' | 0x80..)
}

fn is_domain(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | 0x80..)
}

/// An international number: `+`, then 8 to 15 digits, grouped in any of the usual ways.
fn phone(bytes: &[u8], at: usize) -> Option<Cut> {
    let first = at + sign(bytes, at, b'+', *b"2b");
    // `1e+10` is a number of JSON's.
    let exponent = at > 1
        && byte(bytes, at - 1).eq_ignore_ascii_case(&b'e')
        && byte(bytes, at - 2).is_ascii_digit();
    if first == at || exponent {
        return None;
    }
    let to = digits(bytes, first, 15, b" +-./()", |digits| digits.count >= 8)?;
    Some((at, to, PHONE))
}

/// A payment card: as many digits as its brand has, passing Luhn's check.
fn card(bytes: &[u8], at: usize) -> Option<Cut> {
    let before = if at == 0 { 0 } else { byte(bytes, at - 1) };
    // Decimals of a price can pass Luhn by chance; a run is looked at from its first digit only.
    if !matches!(byte(bytes, at), b'2'..=b'6') || before.is_ascii_digit() || before == b'.' {
        return None;
    }
    let to = digits(bytes, at, 19, b" +-", |digits| digits.is_brand() && digits.luhn())?;
    Some((at, to, CARD))
}

/// What a run of digits adds up to, read left to right.
#[derive(Default)]
struct Digits {
    count: usize,
    /// The first four as a number.
    head: u32,
    /// Luhn sums with the digits at even and at odd places doubled; which holds depends on `count`.
    sums: [u32; 2],
}

impl Digits {
    fn push(&mut self, digit: u32) {
        let doubled = if digit > 4 { digit * 2 - 9 } else { digit * 2 };
        let [even, odd] = &mut self.sums;
        let (a, b) = if self.count.is_multiple_of(2) { (doubled, digit) } else { (digit, doubled) };
        (*even, *odd) = (*even + a, *odd + b);
        if self.count < 4 {
            self.head = self.head * 10 + digit;
        }
        self.count += 1;
    }

    /// Diners, American Express, then Mastercard, JCB, Visa and the rest. Brands are told apart because
    /// one in ten of all numbers passes Luhn, and an order's number is often a date: `20261121221559`.
    fn is_brand(&self) -> bool {
        matches!(
            (self.count, self.head),
            (14, 3000..=3059 | 3600..=3699 | 3800..=3999)
                | (15, 3400..=3499 | 3700..=3799)
                | (16, 2221..=2720)
                | (16..=19, 3528..=3589 | 4000..=6999)
        )
    }

    fn luhn(&self) -> bool {
        let [even, odd] = self.sums;
        (if self.count.is_multiple_of(2) { even } else { odd }) % 10 == 0
    }
}

/// Where the longest number that is `right` ends: digits from `at` on, up to two separators between.
/// What follows a number may look like more of it: a card's expiry, a phone's extension.
fn digits(
    bytes: &[u8],
    at: usize,
    most: usize,
    separators: &[u8],
    right: impl Fn(&Digits) -> bool,
) -> Option<usize> {
    let (mut digits, mut to, mut found) = (Digits::default(), at, None);
    loop {
        let group = to;
        while byte(bytes, to).is_ascii_digit() && digits.count <= most {
            digits.push(u32::from(byte(bytes, to) - b'0'));
            to += 1;
        }
        if to == group || digits.count > most {
            return found;
        }
        if right(&digits) {
            found = Some(to);
        }
        for _ in 0..2 {
            if separators.contains(&byte(bytes, to)) {
                to += 1;
            } else if bytes.get(to..to + 3) == Some(b"%20") {
                to += 3;
            }
        }
    }
}
