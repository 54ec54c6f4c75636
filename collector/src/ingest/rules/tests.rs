//! Rules as they are written, what they come to, and what is said of wrong ones.

mod phases;
mod webhooks;

use super::*;
use proptest::prelude::*;

const FILE: &str = r#"
# The shop's own words.
[[touchpoint]]
name = "size-guide"
selector = "a[href*='size'], .fit (x)"

[[touchpoint]]
name = "chat"
silence = true

[[touchpoint]]
site = "shop"
name = "chat"
rename = "advice"

[[touchpoint]]
site = "shop"
name = "size-guide"
silence = true
"#;

fn json(rules: &Rules, site: &str) -> String {
    serde_json::to_string(&rules.told(site)).unwrap()
}

#[test]
fn a_sites_rules_stand_in_place_of_the_general_ones() {
    let rules: Rules = FILE.parse().unwrap();
    assert_eq!(rules.len(), 4);
    assert_eq!(json(&rules, "shop"), r#"{"name":{"chat":"advice","size-guide":""}}"#);
    let other = r#"{"find":{"size-guide":"a[href*='size'], .fit (x)"},"name":{"chat":""}}"#;
    assert_eq!(json(&rules, "other"), other);
    assert_eq!(rules.rule("shop", "chat"), Some(&Rule::Rename("advice".to_owned())));
    assert_eq!(rules.rule("other", "chat"), Some(&Rule::Silence));
    assert_eq!(rules.rule("shop", "reviews"), None);
    assert_eq!(json(&Rules::default(), "shop"), "{}");
    assert_eq!("".parse(), Ok(Rules::default()));
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let entry = |text: &str| format!("\n[[touchpoint]]\nname = \"a\"\n{text}\n");
    for (text, line, what) in [
        ("touchpoint = 3".to_owned(), 1, "invalid type"),
        ("[[touchpoints]]\nname = \"a\"".to_owned(), 1, "unknown field `touchpoints`"),
        (entry("selector = "), 4, ""),
        (entry("selektor = \".a\""), 4, "unknown field `selektor`"),
        ("[[touchpoint]]\nsilence = true".to_owned(), 1, "missing field `name`"),
        (entry(""), 2, "add one of selector, rename and silence"),
        (entry("silence = false"), 4, "silence can only be true"),
        (entry("silence = true\nrename = \"b\""), 2, "exclude each other"),
        (entry("rename = \"a b\""), 4, "rename must be 1 to 64"),
        (entry("rename = \"\""), 4, "rename must be 1 to 64"),
        (entry("site = \"sh op\"\nsilence = true"), 4, "site must be 1 to 64"),
        (entry("selector = \" \""), 4, "selector must be 1 to 256"),
        (entry("selector = \".a { color: red }\""), 4, "CSS selector alone"),
        (
            entry("selector = \"[a='(']\"\n\n[[touchpoint]]\nname = \"b\"\nselector = \"a[b\""),
            8,
            "lacks a ]",
        ),
        (entry("selector = \"a:not(.b))\""), 4, "a ) too many"),
        (entry("silence = true") + &entry("rename = \"b\""), 7, "a rule on line 3 already"),
    ] {
        let error = text.parse::<Rules>().unwrap_err();
        assert_eq!(error.line, line, "{text}: {error}");
        assert!(error.what.contains(what), "{text}: {error}");
        assert!(!error.to_string().contains('\n'), "{error}");
    }
}

#[test]
fn a_new_name_has_no_rule_of_its_own() {
    let rule = |site: &str, name: &str, to: &str| {
        let site = if site.is_empty() { String::new() } else { format!("site = \"{site}\"\n") };
        let what =
            if to.is_empty() { "silence = true".to_owned() } else { format!("rename = \"{to}\"") };
        format!("[[touchpoint]]\n{site}name = \"{name}\"\n{what}\n")
    };
    let error = |text: String| text.parse::<Rules>().unwrap_err();
    assert_eq!(error(rule("", "a", "b") + &rule("", "b", "c")).line, 2);
    assert_eq!(error(rule("", "b", "") + &rule("s", "a", "b")).line, 6);
    assert_eq!(error(rule("", "a", "b") + &rule("s", "b", "")).line, 2);
    assert_eq!(error(rule("", "a", "a")).line, 2);
    assert!((rule("s", "a", "b") + &rule("t", "b", "c")).parse::<Rules>().is_ok());
    // What is found by a selector and meant under another's name is the same touchpoint.
    let find = "[[touchpoint]]\nname = \"b\"\nselector = \".b\"\n";
    assert!((rule("", "a", "b") + find).parse::<Rules>().is_ok());
}

#[test]
fn rules_have_a_bound() {
    let many = |n: usize| -> String {
        (0..n).map(|i| format!("[[touchpoint]]\nname = \"t{i}\"\nsilence = true\n")).collect()
    };
    assert_eq!(many(MOST).parse::<Rules>().unwrap().len(), MOST);
    assert_eq!(many(MOST + 1).parse::<Rules>().unwrap_err().line, 3 * MOST + 1);
}

/// A file's pieces in any order and number: many are rules, many are not.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => Just("[[touchpoint]]\n".to_owned()),
        4 => "name = \"[a-c]\"\n",
        2 => "site = \"[s-t]\"\n",
        2 => "rename = \"[a-f]\"\n",
        2 => "selector = \"[.\\[\\]()'a-z =]{0,8}\"\n",
        2 => Just("silence = true\n".to_owned()),
        1 => "\\PC{0,12}\n",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_with_a_line_of_it(text in prop_oneof![pieces(), any::<String>()]) {
        match text.parse::<Rules>() {
            Err(error) => prop_assert!(error.line <= text.split('\n').count(), "{error}"),
            Ok(rules) => {
                for site in ["s", "t", "u"] {
                    let told = rules.told(site);
                    for (name, to) in &told.name {
                        // Once applied, a rule changes nothing more.
                        prop_assert!(to.is_empty() || !told.name.contains_key(to), "{name} {to}");
                        prop_assert!(!told.find.contains_key(name));
                    }
                }
            }
        }
    }
}
