//! Cuts e-mail addresses, phone numbers and card numbers out of text, on both sides of the wire.
//!
//! It works on plain text, on URLs (where `@` may be `%40`) and on JSON text, whose syntax it never
//! breaks: the tracker runs it over parameters already encoded. It is the last net, not the rule: the
//! rule is that nothing typed is read in the first place.

use std::borrow::Cow;

/// What stands where an e-mail address stood.
pub const EMAIL: &str = "[email]";
/// What stands where a phone number stood.
pub const PHONE: &str = "[phone]";
/// What stands where a card number stood; a digit, because in JSON the number may have no quotes.
pub const CARD: &str = "0";

/// The text without the personal data that can be told by its shape.
#[must_use]
pub fn scrub(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    // Everything before `kept` is in `out` already, or was cut.
    let (mut kept, mut at) = (0, 0);
    while at < bytes.len() {
        let Some((from, to, mark)) = email(bytes, kept, at)
            .or_else(|| phone(bytes, at))
            .or_else(|| card(bytes, at))
        else {
            at += 1;
            continue;
        };
        // The bounds stand beside ASCII bytes, so they are character boundaries.
        out.push_str(text.get(kept..from).unwrap_or_default());
        out.push_str(mark);
        (kept, at) = (to, to);
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(out)
}

type Cut = (usize, usize, &'static str);

fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

/// An address around the `@` (or `%40`) at `at`, not reaching back before `kept`.
fn email(bytes: &[u8], kept: usize, at: usize) -> Option<Cut> {
    let sign = match byte(bytes, at) {
        b'@' => 1,
        b'%' if byte(bytes, at + 1) == b'4' && byte(bytes, at + 2) == b'0' => 3,
        _ => return None,
    };
    let mut from = at;
    while from > kept && is_local(byte(bytes, from - 1)) {
        from -= 1;
    }
    // In JSON text, `\n` before the address is an escape, and its letter is not the address's.
    if from > 0 && byte(bytes, from - 1) == b'\\' {
        from = at.min(from + if byte(bytes, from) == b'u' { 5 } else { 1 });
    }
    let mut to = at + sign;
    while is_domain(byte(bytes, to)) {
        to += 1;
    }
    (from < at && to > at + sign).then_some((from, to, EMAIL))
}

fn is_local(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'+' | b'-' | b'%' | b'\'' | 0x80..)
}

fn is_domain(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | 0x80..)
}

/// An international number: `+` or `%2B`, then 8 to 15 digits, grouped in any of the usual ways.
fn phone(bytes: &[u8], at: usize) -> Option<Cut> {
    let sign = match byte(bytes, at) {
        // `1e+10` is a number of JSON's.
        b'+' if at == 0 || !byte(bytes, at - 1).eq_ignore_ascii_case(&b'e') => 1,
        b'%' if byte(bytes, at + 1) == b'2' && byte(bytes, at + 2) | 32 == b'b' => 3,
        _ => return None,
    };
    let (digits, to) = digits(bytes, at + sign, b" -./()");
    (8..=15).contains(&digits.count).then_some((at, to, PHONE))
}

/// A payment card: 14 to 19 digits that start as cards do and pass Luhn's check.
fn card(bytes: &[u8], at: usize) -> Option<Cut> {
    let before = if at == 0 { 0 } else { byte(bytes, at - 1) };
    // Decimals of a price can pass Luhn by chance; a run is looked at from its first digit only.
    if !matches!(byte(bytes, at), b'2'..=b'6') || before.is_ascii_digit() || before == b'.' {
        return None;
    }
    let (digits, to) = digits(bytes, at, b" -");
    ((14..=19).contains(&digits.count) && digits.luhn()).then_some((at, to, CARD))
}

/// What a run of digits adds up to, read left to right.
#[derive(Default)]
struct Digits {
    count: usize,
    /// Luhn sums with the digits at even and at odd places doubled; which holds depends on `count`.
    sums: [u32; 2],
}

impl Digits {
    fn push(&mut self, digit: u32) {
        let doubled = if digit > 4 { digit * 2 - 9 } else { digit * 2 };
        let [even, odd] = &mut self.sums;
        let (a, b) = if self.count.is_multiple_of(2) { (doubled, digit) } else { (digit, doubled) };
        (*even, *odd) = (*even + a, *odd + b);
        self.count += 1;
    }

    fn luhn(&self) -> bool {
        let [even, odd] = self.sums;
        (if self.count.is_multiple_of(2) { even } else { odd }) % 10 == 0
    }
}

/// The digits from `at` on, single separators allowed between them, and where they end.
fn digits(bytes: &[u8], at: usize, separators: &[u8]) -> (Digits, usize) {
    let (mut digits, mut to, mut next) = (Digits::default(), at, at);
    loop {
        let b = byte(bytes, next);
        if b.is_ascii_digit() {
            digits.push(u32::from(b - b'0'));
            to = next + 1;
        } else if digits.count == 0 || next > to + 1 || !separators.contains(&b) {
            return (digits, to);
        }
        next += 1;
    }
}
