//! The npm package: `scripts/package` builds it and checks its files, its types and its use.

use std::path::Path;
use std::process::Command;

#[test]
fn the_package_builds_and_keeps_what_its_types_promise() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let built = Command::new(root.join("scripts/package")).output().expect("the script is there");
    let said = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{said}\n{}", String::from_utf8_lossy(&built.stdout));
}
