//! Keys to somebody's account: signed tokens anywhere, and what in a path looks like one.

use std::borrow::Cow;

use super::{Cut, TOKEN, byte};

/// Words before the part of a path that lets somebody in.
const WORDS: [&str; 22] = [
    "accept",
    "activate",
    "activation",
    "auth",
    "confirm",
    "invitation",
    "invite",
    "key",
    "login",
    "magic",
    "magic-link",
    "optin",
    "optout",
    "password",
    "passwort",
    "recover",
    "reset",
    "reset-password",
    "token",
    "unsubscribe",
    "validate",
    "verify",
];

/// A JSON Web Token: three parts, the first an encoded object.
pub(super) fn signed(bytes: &[u8], at: usize) -> Option<Cut> {
    let before = if at == 0 { b' ' } else { byte(bytes, at - 1) };
    if before.is_ascii_alphanumeric() || bytes.get(at..at + 3) != Some(b"eyJ") {
        return None;
    }
    let (mut to, mut parts) = (at, 0);
    loop {
        let start = to;
        while byte(bytes, to).is_ascii_alphanumeric() || matches!(byte(bytes, to), b'-' | b'_') {
            to += 1;
        }
        if to - start < 8 {
            break;
        }
        parts += 1;
        if parts == 5 || byte(bytes, to) != b'.' {
            break;
        }
        to += 1;
    }
    // A full stop behind it ends the sentence.
    to -= usize::from(byte(bytes, to - 1) == b'.');
    (parts >= 2).then_some((at, to, TOKEN))
}

/// The path without the parts that look like keys: UUIDs, long hexadecimal and random ones, and whatever
/// has a digit behind a word such as `reset`.
#[must_use]
pub fn scrub_path(path: &str) -> Cow<'_, str> {
    let mut parts: Vec<&str> = Vec::new();
    let mut cut = false;
    for part in path.split('/') {
        let key = is_key_after(parts.last().copied().unwrap_or_default(), part);
        cut |= key;
        parts.push(if key { TOKEN } else { part });
    }
    if cut { Cow::Owned(parts.join("/")) } else { Cow::Borrowed(path) }
}

fn is_key_after(word: &str, part: &str) -> bool {
    let long = part.len() >= 6 && part.bytes().any(|b| b.is_ascii_digit());
    looks_random(part) || long && WORDS.contains(&word.to_ascii_lowercase().as_str())
}

/// Made by a machine to be guessed by nobody: not a word, not a number, not an article's name.
fn looks_random(part: &str) -> bool {
    let hex = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit());
    let groups: Vec<&str> = part.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    if lengths == [8, 4, 4, 4, 12] && groups.iter().all(|group| hex(group)) {
        return true;
    }
    if part.len() >= 32 && hex(part) && part.bytes().any(|b| b.is_ascii_alphabetic()) {
        return true;
    }
    let plain = part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    let kinds = [u8::is_ascii_digit, u8::is_ascii_uppercase, u8::is_ascii_lowercase];
    let mixed = kinds.iter().all(|kind| part.bytes().filter(kind).count() >= 3);
    // Names are words: between their hyphens letters and digits do not go to and fro.
    let turns = part.as_bytes().windows(2).filter(|pair| {
        let kind = |b: u8| kinds.iter().position(|kind| kind(&b));
        matches!(pair, [a, b] if kind(*a).is_some() && kind(*b).is_some() && kind(*a) != kind(*b))
    });
    plain && mixed && part.len() >= 20 && turns.count() * 3 >= part.len()
}
