//! Robots, by the names they give themselves: a kept list, and words that no browser has in its name.

use aho_corasick::{AhoCorasick, MatchKind};
use regex_filtered::{Options, Regexes};

/// Browsers without a window: made to be driven by programs.
const HEADLESS: [&str; 6] =
    ["headless", "phantomjs", "electron/", "puppeteer", "playwright", "slimerjs"];

/// Words of robots that stand on no list yet, in any letters. A browser has none of them, which the test
/// over ten thousand real names holds; `cubot` is a phone and is taken out first.
const WORDS: [&str; 25] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "http:",
    "https:",
    "www.",
    "fetch",
    "scan",
    "monitor",
    "preview",
    "validator",
    "checker",
    "archive",
    "curl",
    "wget",
    "python",
    "java/",
    "httpclient",
    "okhttp",
    "go-http",
    "axios",
    "node",
    "lighthouse",
    "scrap",
];

/// Tells robots by name.
pub(super) struct Robots {
    literals: AhoCorasick,
    patterns: Regexes,
    words: AhoCorasick,
}

impl Robots {
    pub(super) fn new(list: &str) -> Result<Self, String> {
        let wrong = |error: &dyn std::fmt::Display| format!("lists/robots.txt: {error}");
        let (mut literals, mut patterns) = (Vec::new(), regex_filtered::Builder::new());
        // Most patterns are plain texts: one automaton takes a tenth of the memory of as many expressions.
        for pattern in list.lines() {
            match literal(pattern) {
                Some(literal) => literals.push(literal),
                None => {
                    patterns = patterns
                        .push_opt(pattern, &Options::new())
                        .map_err(|error| wrong(&error))?;
                }
            }
        }
        Ok(Self {
            literals: AhoCorasick::new(literals).map_err(|error| wrong(&error))?,
            patterns: patterns.build().map_err(|error| wrong(&error))?,
            words: AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .match_kind(MatchKind::Standard)
                .build(WORDS)
                .map_err(|error| wrong(&error))?,
        })
    }

    /// Why the name is no person's.
    pub(super) fn reason(&self, name: &str) -> Option<&'static str> {
        if name.is_empty() {
            return Some("nameless");
        }
        let lower = name.to_ascii_lowercase().replace("cubot", "");
        if HEADLESS.iter().any(|word| lower.contains(word)) {
            return Some("headless");
        }
        let declared = self.literals.is_match(name)
            || self.words.is_match(&lower)
            || self.patterns.is_match(name);
        // A browser begins with Mozilla's name since 1995, Opera's with its own; what has no brackets
        // after it says nothing of a system and is a program's.
        let browser =
            ["mozilla/", "opera/", "opera mini", "ucweb", "nokia", "blackberry", "dalvik"];
        let odd = !browser.iter().any(|start| lower.starts_with(start)) && !lower.contains('(');
        (declared || odd).then_some("declared")
    }
}

/// The text a pattern stands for, where it is nothing but an escaped text.
fn literal(pattern: &str) -> Option<String> {
    let mut text = String::with_capacity(pattern.len());
    let mut signs = pattern.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => text.push(signs.next().filter(|sign| !sign.is_ascii_alphanumeric())?),
            '^' | '$' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' => {
                return None;
            }
            sign => text.push(sign),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_that_is_a_text_is_told_from_one_that_is_not() {
        assert_eq!(literal(r"Googlebot\/").as_deref(), Some("Googlebot/"));
        assert_eq!(literal(r"Acme\.com bot").as_deref(), Some("Acme.com bot"));
        for pattern in [r"^ace", "a.b", r"\d", "[ab]", "a?"] {
            assert_eq!(literal(pattern), None, "{pattern}");
        }
    }
}
