//! Who may name what: the layers of `docs/ARCHITECTURE.md`, read out of the code.

use super::sources::{names_crate, names_module, tokens};
use super::{extension, nothing_wrong, tracked};

/// A crate or one of the collector's modules, and the only places that may name it.
struct Rule {
    within: &'static str,
    name: Name,
    only: &'static [&'static str],
}

enum Name {
    Crate(&'static str),
    Module(&'static str),
}

const NOWHERE: &[&str] = &[];
const COLLECTOR: &str = "collector/src/";
const PURE: [&str; 3] = ["collector/src/demo/", "collector/src/ingest/", "collector/src/journey/"];
const TRACKER: &str = "tracker/src/";
const BROWSER: &[&str] = &["tracker/src/browser/", "tracker/src/browser.rs"];

fn rules() -> Vec<Rule> {
    use Name::{Crate, Module};
    let mut rules = vec![
        Rule { within: COLLECTOR, name: Crate("axum"), only: &["collector/src/http/"] },
        Rule { within: COLLECTOR, name: Crate("tower_http"), only: &["collector/src/http/"] },
        Rule {
            within: COLLECTOR,
            name: Crate("duckdb"),
            only: &["collector/src/store/", "collector/src/query/"],
        },
        Rule { within: COLLECTOR, name: Crate("clap"), only: &["collector/src/cli/"] },
        // The server asks nobody: commands ask a running collector, and what the owner's rules have sent on
        // goes by one file.
        Rule {
            within: COLLECTOR,
            name: Crate("ureq"),
            only: &["collector/src/cli/", "collector/src/tell/deliver.rs"],
        },
        Rule { within: COLLECTOR, name: Module("http"), only: &["collector/src/cli/"] },
        Rule { within: COLLECTOR, name: Module("cli"), only: &["collector/src/cli/"] },
        Rule { within: TRACKER, name: Crate("web_sys"), only: BROWSER },
        Rule { within: TRACKER, name: Crate("js_sys"), only: BROWSER },
        Rule { within: TRACKER, name: Crate("wasm_bindgen"), only: BROWSER },
        // The format is the sender's: it must not lean on either side.
        Rule { within: "tracker/protocol/src/", name: Crate("percorso"), only: NOWHERE },
        Rule { within: "tracker/protocol/src/", name: Crate("percorso_tracker"), only: NOWHERE },
        Rule { within: COLLECTOR, name: Crate("percorso_tracker"), only: NOWHERE },
    ];
    for pure in PURE {
        for name in ["tokio", "axum", "duckdb", "tower_http"] {
            rules.push(Rule { within: pure, name: Crate(name), only: NOWHERE });
        }
        for name in ["store", "query", "report", "ui", "cli"] {
            rules.push(Rule { within: pure, name: Module(name), only: NOWHERE });
        }
    }
    for upper in ["report", "ui", "cli"] {
        for lower in ["collector/src/store/", "collector/src/query/"] {
            rules.push(Rule { within: lower, name: Module(upper), only: NOWHERE });
        }
    }
    rules
}

#[test]
fn every_layer_names_only_what_it_may() {
    let files: Vec<_> = tracked()
        .into_iter()
        .filter(|name| extension(name) == "rs")
        .map(|name| (tokens(&name), name))
        .collect();
    let mut wrong = Vec::new();
    for Rule { within, name, only } in rules() {
        for (tokens, file) in files.iter().filter(|(_, file)| file.starts_with(within)) {
            if only.iter().any(|place| file.starts_with(place)) {
                continue;
            }
            let (found, name) = match name {
                Name::Crate(name) => (names_crate(tokens, name), name.to_owned()),
                Name::Module(name) => (names_module(tokens, name), format!("crate::{name}")),
            };
            if let Some(line) = found {
                wrong.push(format!("{file}:{line} names {name}"));
            }
        }
    }
    nothing_wrong("these names belong to another layer:", &wrong);
}
