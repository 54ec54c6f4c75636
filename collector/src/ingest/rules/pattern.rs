//! Patterns of rules: a text in which `*` stands for anything, alike in small letters and capitals.

use aho_corasick::AhoCorasick;

/// Patterns of which any is good enough. A page's path is held against a hundred: all are looked for at
/// once, by the longest part of each, and only those whose part is there are held against it in earnest.
#[derive(Debug, Clone)]
pub struct Patterns {
    all: Vec<Pattern>,
    parts: Option<AhoCorasick>,
}

/// So few with a star are as soon tried one after the other; one without is compared at once.
const FEW: usize = 3;

impl Patterns {
    /// These patterns.
    #[must_use]
    pub fn new(all: Vec<Pattern>) -> Self {
        let starred = all.iter().filter(|pattern| pattern.parts.len() > 1).count();
        let longest = all.iter().map(Pattern::longest);
        let parts = (starred > FEW).then(|| AhoCorasick::new(longest).ok()).flatten();
        Self { all, parts }
    }

    /// Each of them.
    #[must_use]
    pub fn all(&self) -> &[Pattern] {
        &self.all
    }

    /// Whether one stands for this text, which must be in small letters.
    #[must_use]
    pub fn any_is(&self, text: &str) -> bool {
        match &self.parts {
            Some(parts) => parts.find_overlapping_iter(text).any(|found| {
                self.all.get(found.pattern().as_usize()).is_some_and(|pattern| pattern.is(text))
            }),
            None => self.all.iter().any(|pattern| pattern.is(text)),
        }
    }
}

impl PartialEq for Patterns {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl Eq for Patterns {}

/// A pattern, cut at its stars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    parts: Vec<String>,
}

impl Pattern {
    /// The pattern of a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let text = text.to_lowercase();
        Self { parts: text.split('*').map(str::to_owned).collect(), text }
    }

    /// As it is written, in small letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The longest text that is in whatever it stands for.
    fn longest(&self) -> &str {
        self.parts.iter().max_by_key(|part| part.len()).map_or("", String::as_str)
    }

    /// Whether it stands for this text, which must be in small letters.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        let Some((first, rest)) = self.parts.split_first() else { return false };
        let Some((last, between)) = rest.split_last() else { return first == text };
        let Some(mut text) = text.strip_prefix(first.as_str()) else { return false };
        // The first place is as good as any: what comes later leaves the rest less room.
        for part in between {
            let Some(place) = text.find(part.as_str()) else { return false };
            text = text.get(place + part.len()..).unwrap_or_default();
        }
        text.ends_with(last.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The plainest matcher there is, to hold the other against.
    fn naive(pattern: &[char], text: &[char]) -> bool {
        match pattern.split_first() {
            None => text.is_empty(),
            Some(('*', rest)) => (0..=text.len()).any(|skip| naive(rest, &text[skip..])),
            Some((sign, rest)) => text.first() == Some(sign) && naive(rest, &text[1..]),
        }
    }

    proptest! {
        #[test]
        fn is_what_the_plainest_matcher_says(pattern in "[ab*]{0,7}", text in "[ab]{0,8}") {
            let signs = |text: &str| text.chars().collect::<Vec<_>>();
            prop_assert_eq!(Pattern::new(&pattern).is(&text), naive(&signs(&pattern), &signs(&text)));
        }

        #[test]
        fn many_at_once_are_as_one_after_the_other(
            patterns in prop::collection::vec("[ab*]{0,5}", 0..9),
            text in "[ab]{0,8}",
        ) {
            let all: Vec<Pattern> = patterns.iter().map(|text| Pattern::new(text)).collect();
            let one_by_one = all.iter().any(|pattern| pattern.is(&text));
            prop_assert_eq!(Patterns::new(all).any_is(&text), one_by_one);
        }
    }

    #[test]
    fn capitals_are_as_good() {
        assert!(Pattern::new("*/CART/*").is("/it/cart/"));
        assert!(!Pattern::new("*/cart/*").is("/cartoon/"));
    }
}
