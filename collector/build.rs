//! Embeds the tracker that `scripts/wasm` has built and the page on privacy, and tells the linker where
//! libduckdb lies.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
// A build that can't go on should stop with a sentence; a panic is how a build script says it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

fn main() {
    find_duckdb();
    println!("cargo:rerun-if-env-changed=PERCORSO_TRACKER");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap()).join("tracker.rs");
    let wanted = env::var("PERCORSO_TRACKER").unwrap_or_else(|_| "../target/tracker".to_owned());
    let assets = if wanted == "none" { String::new() } else { embed(Path::new(&wanted)) };
    fs::write(out, format!("const BUILT: &[Built] = &[{assets}];\n")).unwrap();
    privacy();
}

/// `docs/PRIVACY.md`, which is made from the schema, as the HTML of `GET /privacy`. Its links lead to other
/// files beside it, which a collector does not serve: their texts stay.
fn privacy() {
    const PAGE: &str = "../docs/PRIVACY.md";
    println!("cargo:rerun-if-changed={PAGE}");
    let text = fs::read_to_string(PAGE).expect("docs/PRIVACY.md is part of the sources");
    let link = |event: &Event<'_>| {
        matches!(event, Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link))
    };
    let events = Parser::new_ext(&text, Options::ENABLE_TABLES).filter(|event| !link(event));
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events);
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap()).join("privacy.html"), html).unwrap();
}

/// The library is found where it was linked from, or beside the binary.
fn find_duckdb() {
    println!("cargo:rerun-if-env-changed=DUCKDB_LIB_DIR");
    if env::var_os("CARGO_FEATURE_BUNDLED").is_none()
        && let Some(folder) = env::var_os("DUCKDB_LIB_DIR")
    {
        println!("cargo:rustc-link-arg=-Wl,-rpath,{}", PathBuf::from(folder).display());
        println!("cargo:rustc-link-arg=-Wl,-rpath,$ORIGIN");
    }
}

fn embed(folder: &Path) -> String {
    let manifest = folder.join("manifest.json");
    println!("cargo:rerun-if-changed={}", manifest.display());
    let Ok(text) = fs::read_to_string(&manifest) else {
        panic!(
            "the tracker is not built: {} is missing. Run scripts/wasm, or set PERCORSO_TRACKER=none \
             for a collector without a tracker",
            manifest.display()
        );
    };
    let manifest: serde_json::Value = serde_json::from_str(&text).expect("manifest.json is JSON");
    let mut assets = String::new();
    let script = "text/javascript; charset=utf-8";
    // The loader stands first: the page that shows the tag takes the first that has a plain name.
    for (key, file, tag, mime) in [
        ("js", "percorso.js", "percorso.js", script),
        ("wasm", "percorso.wasm", "", "application/wasm"),
        ("debug", "percorso-debug.js", "percorso-debug.js", script),
        ("survey", "percorso-survey.js", "percorso-survey.js", script),
    ] {
        if ["debug", "survey"].contains(&key) && manifest.get(key).is_none() {
            continue;
        }
        let plain = fs::canonicalize(folder.join(file))
            .expect("scripts/wasm writes what its manifest names");
        let name = manifest[key]["file"].as_str().expect("manifest.json names the file");
        let integrity = manifest[key]["integrity"].as_str().expect("manifest.json has integrity");
        println!("cargo:rerun-if-changed={}", plain.display());
        write!(
            assets,
            "Built {{ name: {name:?}, tag: {tag:?}, mime: {mime:?}, integrity: {integrity:?}, \
             plain: include_bytes!({plain:?}), brotli: include_bytes!({:?}) }},",
            format!("{}.br", plain.display()),
        )
        .unwrap();
    }
    assets
}
