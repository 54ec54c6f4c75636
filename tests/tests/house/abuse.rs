//! `docs/ABUSE.md` names a test for each case of abuse, and each test it names is there.

use super::{root, text};

const PAGE: &str = "docs/ABUSE.md";

/// Everything in backticks in a line.
fn quoted(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

/// Where a test named as `module::name` stands.
fn file_of(module: &str) -> String {
    format!("tests/tests/system/{}.rs", module.replace("::", "/"))
}

#[test]
fn each_case_has_a_test_that_is_there() {
    let page = text(PAGE);
    let cases: Vec<_> = page.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert_eq!(cases.len(), 29, "cases in {PAGE}");
    for (case, number) in cases.iter().zip(1..) {
        assert!(case.starts_with(&format!("| {number} | ")), "{case}");
        let (mut tests, mut file) = (0, String::new());
        for name in quoted(case) {
            if name.ends_with(".rs") {
                assert!(root().join(name).is_file(), "{name} is not there");
                name.clone_into(&mut file);
                continue;
            }
            let (place, test) = match name.rsplit_once("::") {
                Some((module, test)) => (file_of(module), test),
                None => (file.clone(), name),
            };
            assert!(text(&place).contains(&format!("fn {test}(")), "{place} has no {test}");
            tests += 1;
        }
        assert!(tests > 0, "no test for: {case}");
    }
}
