//! Account numbers: a country's letters, its length, and the remainder of 97 that all of them leave.

use super::{Cut, IBAN, byte};

/// Countries and the length of their numbers (the register of ISO 13616).
const LENGTHS: &str = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 \
    DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 \
    JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 \
    PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 \
    XK20";

/// An account number at `at`, in one piece or in groups.
pub(super) fn iban(bytes: &[u8], at: usize) -> Option<Cut> {
    let before = if at == 0 { b' ' } else { byte(bytes, at - 1) };
    let head = [byte(bytes, at), byte(bytes, at + 1)].map(|b| b.to_ascii_uppercase());
    let letters = head.iter().all(u8::is_ascii_uppercase);
    if before.is_ascii_alphanumeric() || !letters || !byte(bytes, at + 2).is_ascii_digit() {
        return None;
    }
    let head = std::str::from_utf8(&head).ok()?;
    let length = LENGTHS.split(' ').find_map(|entry| entry.strip_prefix(head))?.parse().ok()?;
    let (mut signs, mut to) = (Vec::with_capacity(length), at);
    while signs.len() < length {
        let sign = byte(bytes, to);
        if sign.is_ascii_alphanumeric() {
            signs.push(sign.to_ascii_uppercase());
        } else if signs.is_empty() || !matches!(sign, b' ' | b'-' | b'.') {
            return None;
        }
        to += 1;
    }
    (!byte(bytes, to).is_ascii_alphanumeric() && remainder(&signs) == 1).then_some((at, to, IBAN))
}

/// The remainder of 97 of the number that letters and digits make, the first four put last.
fn remainder(signs: &[u8]) -> u32 {
    let (head, tail) = signs.split_at(4.min(signs.len()));
    tail.iter().chain(head).fold(0, |rest, sign| {
        let value = u32::from(if sign.is_ascii_digit() { sign - b'0' } else { sign - b'A' + 10 });
        let places = if value > 9 { 100 } else { 10 };
        (rest * places + value) % 97
    })
}
