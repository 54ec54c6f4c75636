//! Patterns of rules: a text in which `*` stands for anything, alike in small letters and capitals.

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
    }

    #[test]
    fn capitals_are_as_good() {
        assert!(Pattern::new("*/CART/*").is("/it/cart/"));
        assert!(!Pattern::new("*/cart/*").is("/cartoon/"));
    }
}
