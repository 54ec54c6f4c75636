//! Referrer spam: visits that pretend to come from a site, so that its name is read in reports.

use std::collections::HashSet;

const SPAMMERS: &str = include_str!("../../lists/spammers.txt");

/// Hosts that send faked referrers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spammers(HashSet<Box<str>>);

impl Default for Spammers {
    fn default() -> Self {
        Self(hosts(SPAMMERS).collect())
    }
}

impl Spammers {
    /// Ours and those of a list with one host a line, the shape of Matomo's.
    #[must_use]
    pub fn with(list: &str) -> Self {
        let mut all = Self::default();
        all.0.extend(hosts(list));
        all
    }

    /// Whether the referrer's host, or one above it, is on the list.
    #[must_use]
    pub fn has(&self, host: &str) -> bool {
        let mut rest = host;
        loop {
            if self.0.contains(rest) {
                return true;
            }
            match rest.split_once('.') {
                Some((_, above)) if above.contains('.') => rest = above,
                _ => return false,
            }
        }
    }

    /// How many hosts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn hosts(list: &str) -> impl Iterator<Item = Box<str>> {
    let lines = list.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    // A line without a full stop would take whole countries' sites with it.
    lines.filter(|host| host.contains('.')).map(|host| host.to_lowercase().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_those_below_them_are_spam_and_their_neighbours_are_not() {
        let spammers = Spammers::with("# ours\n\nSpam.example\nde\n");
        for spam in ["semalt.com", "www.semalt.com", "a.b.semalt.com", "spam.example"] {
            assert!(spammers.has(spam), "{spam}");
        }
        for good in ["notsemalt.com", "semalt.com.shop.example", "example", "shop.de", "", "com"] {
            assert!(!spammers.has(good), "{good}");
        }
    }
}
