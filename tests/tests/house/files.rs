//! The top level, the workspace's members, line 1 of every source file, and how long files are.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use super::{extension, nothing_wrong, root, text, tracked};

/// Files that may be longer, each with the reason.
const LONGER: [(&str, &str); 0] = [];
const MOST_LINES: usize = 300;
const MOST_LINES_MEDIAN: usize = 130;

/// Whether a file is written by hand in a language that has comments.
fn is_source(name: &str) -> bool {
    let languages = ["rs", "js", "mjs", "css", "html", "sql", "sh", "py", "lua", "toml"];
    languages.contains(&extension(name)) || is_script(name)
}

fn is_script(name: &str) -> bool {
    (name.starts_with("scripts/") || name.starts_with(".ci/")) && extension(name).is_empty()
}

#[test]
fn the_top_level_is_what_was_agreed() {
    let allowed = ["Cargo.toml", "Cargo.lock", "README.md", "LICENSE", "docs"];
    let required = ["Cargo.toml", "tracker", "collector", "web-demo", "tests", "scripts"];
    let found: BTreeSet<_> =
        tracked().iter().map(|name| name.split('/').next().unwrap().to_owned()).collect();
    let wrong: Vec<_> = found
        .iter()
        .filter(|name| {
            let name = name.as_str();
            !name.starts_with('.') && !allowed.contains(&name) && !required.contains(&name)
        })
        .cloned()
        .collect();
    nothing_wrong("these do not belong at the top level:", &wrong);
    let missing = required.iter().chain(&allowed).filter(|name| !found.contains(**name));
    nothing_wrong(
        "these are missing:",
        &missing.map(|name| (*name).to_owned()).collect::<Vec<_>>(),
    );
}

#[test]
fn the_workspace_has_four_members_with_their_targets() {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let mut found = Vec::new();
    for package in metadata["packages"].as_array().unwrap() {
        let manifest = package["manifest_path"].as_str().unwrap();
        let folder = manifest.strip_prefix(root().to_str().unwrap()).unwrap();
        let targets = package["targets"].as_array().unwrap().iter().flat_map(|target| {
            let kinds = target["kind"].as_array().unwrap();
            kinds.iter().map(|kind| kind.as_str().unwrap().to_owned()).collect::<Vec<_>>()
        });
        let made: BTreeSet<_> = targets
            .filter(|kind| ["lib", "rlib", "cdylib", "bin"].contains(&kind.as_str()))
            .collect();
        let name = package["name"].as_str().unwrap();
        let folder = folder.trim_start_matches('/').trim_end_matches("/Cargo.toml");
        found.push(format!("{folder}: {name} {}", made.into_iter().collect::<Vec<_>>().join("+")));
    }
    found.sort();
    assert_eq!(
        found,
        [
            "collector: percorso bin+lib",
            "tests: percorso-tests bin+lib",
            "tracker/protocol: percorso-protocol lib",
            "tracker: percorso-tracker cdylib+rlib",
        ]
    );
}

#[test]
fn every_source_file_says_on_line_1_what_it_is() {
    let mut wrong = Vec::new();
    for name in tracked().into_iter().filter(|name| is_source(name)) {
        let text = text(&name);
        let mut lines = text.lines().filter(|line| !line.starts_with("#!/"));
        let first = lines.next().unwrap_or_default();
        let marks: &[&str] = match extension(&name) {
            "rs" => &["//! "],
            "js" | "mjs" => &["// ", "/* ", "/** "],
            "css" => &["/* "],
            "sql" | "lua" => &["-- "],
            "py" => &["\"\"\"", "# "],
            // The doctype must come first, or browsers fall back to the ways of 1998.
            "html" if first.eq_ignore_ascii_case("<!doctype html>") => continue,
            "html" => &["<!-- ", "{# ", "{#- "],
            _ => &["# "],
        };
        if !marks.iter().any(|mark| first.starts_with(mark) && first.len() > mark.len() + 8) {
            wrong.push(format!("{name}: {first}"));
        }
    }
    nothing_wrong("these do not say on their first line what they are for:", &wrong);
}

#[test]
fn every_page_says_after_its_doctype_what_it_is() {
    let mut wrong = Vec::new();
    for name in tracked().into_iter().filter(|name| extension(name) == "html") {
        let start: String = text(&name).chars().take(400).collect();
        if !["<!--", "{#", "<title>"].iter().any(|mark| start.contains(mark)) {
            wrong.push(name);
        }
    }
    nothing_wrong("these pages say neither in a comment nor in a title what they are:", &wrong);
}

#[test]
fn files_are_short() {
    let mut lengths = Vec::new();
    for name in tracked().into_iter().filter(|name| is_source(name)) {
        let lines = text(&name).lines().count();
        lengths.push((lines, name));
    }
    lengths.sort();
    let wrong: Vec<_> = lengths
        .iter()
        .filter(|(lines, name)| *lines > MOST_LINES && !LONGER.iter().any(|(long, _)| long == name))
        .map(|(lines, name)| format!("{name}: {lines} lines"))
        .collect();
    let median = lengths[lengths.len() / 2].0;
    println!(
        "{} source files, median {median} lines, longest {}",
        lengths.len(),
        lengths.last().unwrap().0
    );
    nothing_wrong(&format!("these are over {MOST_LINES} lines:"), &wrong);
    assert!(median <= MOST_LINES_MEDIAN, "the median file has {median} lines");
}

#[test]
fn nothing_names_a_machine_or_a_registry() {
    // Written in pieces, so that this file does not name them either.
    let banned = [
        ["/ro", "ot/"],
        ["/wo", "rk/"],
        ["/ho", "me/"],
        ["artif", "actory"],
        ["crates", ".io"],
        ["registry.npm", "js.org"],
        ["py", "pi.org"],
        ["pythonhosted", ".org"],
        ["deb.deb", "ian.org"],
        ["static.rust", "-lang.org"],
    ];
    let mut wrong = Vec::new();
    // cargo writes the registry's name into its lock file, whichever it is.
    for name in tracked().into_iter().filter(|name| !name.ends_with("Cargo.lock")) {
        let Ok(text) = std::fs::read_to_string(root().join(&name)) else { continue };
        for (number, line) in text.lines().enumerate() {
            if let Some(word) = banned.iter().map(|word| word.concat()).find(|w| line.contains(w)) {
                wrong.push(format!("{name}:{}: {word}", number + 1));
            }
        }
    }
    nothing_wrong("these name a place of one machine, or a registry:", &wrong);
}
