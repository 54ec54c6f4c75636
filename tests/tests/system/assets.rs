//! The tracker's files as a browser gets them: type, caching, compression, names.

use std::path::Path;

use percorso_tests::harness::{Answer, TestCollector};

const TAG: &str = "/p/percorso.js";

fn fetch(collector: &TestCollector, path: &str, headers: &[(&str, &str)]) -> Answer {
    let answer = collector.get(path, headers);
    assert_ne!(
        answer.status, 404,
        "{path} is not served: run scripts/wasm, then cargo build -p percorso"
    );
    answer
}

fn unpacked(brotli: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    brotli_decompressor::BrotliDecompress(&mut &*brotli, &mut plain).expect("brotli is valid");
    plain
}

/// The wasm file's path, as the loader asks for it.
fn wasm_path(collector: &TestCollector) -> String {
    let js = fetch(collector, TAG, &[]).expect(200).text();
    let end = js.find(".wasm").expect("the loader names the wasm") + ".wasm".len();
    let start = js[..end].rfind("percorso-").expect("the wasm's name holds its hash");
    format!("/p/{}", &js[start..end])
}

/// The loader's path with its hash.
fn js_path() -> String {
    format!("/p/{}", manifest()["js"]["file"].as_str().unwrap())
}

/// What the tracker's build says it has made.
fn manifest() -> serde_json::Value {
    let built =
        std::env::var("PERCORSO_TRACKER").unwrap_or_else(|_| "../target/tracker".to_owned());
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join(built).join("manifest.json");
    let text = std::fs::read_to_string(&manifest)
        .unwrap_or_else(|error| panic!("{}: {error}; run scripts/wasm", manifest.display()));
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_tag_is_javascript_with_a_short_life_and_a_tag_of_its_own() {
    let collector = TestCollector::start();
    let answer = fetch(&collector, TAG, &[]).expect(200);
    assert!(answer.header("content-type").starts_with("text/javascript"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
    let life: u64 = answer
        .header("cache-control")
        .split("max-age=")
        .nth(1)
        .and_then(|age| age.split(',').next())
        .and_then(|age| age.trim().parse().ok())
        .expect("cache-control has a max-age");
    assert!((1..=24 * 60 * 60).contains(&life), "{life} s");
    assert!(!answer.header("cache-control").contains("immutable"));

    let tag = answer.header("etag").to_owned();
    assert!(!tag.is_empty());
    let known = fetch(&collector, TAG, &[("if-none-match", &tag)]).expect(304);
    assert_eq!((known.header("etag"), known.body.len()), (tag.as_str(), 0));
    assert_eq!(known.header("cache-control"), answer.header("cache-control"));
    let other = fetch(&collector, TAG, &[("if-none-match", "W/\"other\"")]).expect(200);
    assert_eq!(other.body, answer.body);
}

#[test]
fn names_with_a_hash_never_change_and_are_kept_for_good() {
    let collector = TestCollector::start();
    let (js, wasm) = (js_path(), wasm_path(&collector));
    for path in [&js, &wasm] {
        let answer = fetch(&collector, path, &[]).expect(200);
        let cache = answer.header("cache-control");
        assert!(
            cache.contains("immutable") && cache.contains("max-age=31536000"),
            "{path}: {cache}"
        );
    }
    assert_eq!(
        fetch(&collector, &js, &[]).body,
        fetch(&collector, TAG, &[]).body,
        "the pinned loader is the loader"
    );
    let answer = fetch(&collector, &wasm, &[]);
    assert_eq!(answer.header("content-type"), "application/wasm");
    assert_eq!(&answer.body[..4], b"\0asm");
    assert_eq!(collector.get("/p/percorso-0000000000.js", &[]).status, 404);
    assert_eq!(collector.get("/p/..%2fCargo.toml", &[]).status, 404);
}

#[test]
fn brotli_holds_the_same_bytes_and_goes_only_to_who_takes_it() {
    let collector = TestCollector::start();
    for path in [TAG.to_owned(), wasm_path(&collector)] {
        let plain = fetch(&collector, &path, &[("accept-encoding", "gzip, deflate")]).expect(200);
        assert_eq!(plain.header("content-encoding"), "");
        let small = fetch(&collector, &path, &[("accept-encoding", "gzip, br;q=0.9")]).expect(200);
        assert_eq!(small.header("content-encoding"), "br");
        assert!(small.body.len() < plain.body.len());
        assert_eq!(unpacked(&small.body), plain.body, "{path}");
        for answer in [&plain, &small] {
            assert!(answer.header("vary").to_ascii_lowercase().contains("accept-encoding"));
        }
        let refused = fetch(&collector, &path, &[("accept-encoding", "br;q=0, gzip")]).expect(200);
        assert_eq!(refused.header("content-encoding"), "");
    }
}

#[test]
fn overlay_and_surveys_are_served_under_both_their_names_where_they_were_built() {
    let collector = TestCollector::start();
    let manifest = manifest();
    for part in ["debug", "survey"] {
        let name = format!("/p/percorso-{part}.js");
        let Some(file) = manifest[part]["file"].as_str() else {
            assert_eq!(collector.get(&name, &[]).status, 404);
            continue;
        };
        let plain = fetch(&collector, &name, &[]).expect(200);
        let pinned = fetch(&collector, &format!("/p/{file}"), &[]).expect(200);
        assert!(plain.header("content-type").starts_with("text/javascript"));
        assert_eq!(plain.body, pinned.body);
        assert_ne!(plain.body, fetch(&collector, TAG, &[]).body);
        assert_eq!(Some(plain.body.len() as u64), manifest[part]["bytes"].as_u64());
        assert!(!plain.header("cache-control").contains("immutable"));
        assert!(pinned.header("cache-control").contains("immutable"));
    }
}
