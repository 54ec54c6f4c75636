//! The units and the container file of docs/operate: systemd finds nothing wrong with them, and what
//! they name is there. What asks a container engine is scripts/container.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use percorso_tests::harness::collector::{binary, run};

/// The most systemd's own reckoning of what a service could do may come to; 10 is an open door.
const EXPOSURE: f64 = 2.0;

fn operate() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("docs/operate")
}

/// What a part of systemd-analyze says of a file; nothing where it is not installed.
fn analyze(arguments: &[&str], file: &Path) -> Option<(String, bool)> {
    let Ok(ended) = Command::new("systemd-analyze").args(arguments).arg(file).output() else {
        #[expect(clippy::print_stdout, reason = "a skipped test says so")]
        {
            println!("skipped: systemd-analyze is not installed");
        }
        return None;
    };
    let said = [ended.stdout, ended.stderr].concat();
    Some((String::from_utf8(said).unwrap(), ended.status.success()))
}

#[test]
fn systemd_understands_the_units_and_finds_them_closed() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["percorso.service", "percorso-backup.service", "percorso-backup.timer"] {
        let text = fs::read_to_string(operate().join(name)).unwrap();
        // systemd looks whether the program is there.
        let own = text.replace("/usr/local/bin/percorso", binary().to_str().unwrap());
        fs::write(folder.path().join(name), own).unwrap();
    }
    for name in ["percorso.service", "percorso-backup.service", "percorso-backup.timer"] {
        let Some((said, well)) = analyze(&["verify"], &folder.path().join(name)) else { return };
        assert!(well && !said.contains(name), "{name}: {said}");
    }
    let unit = folder.path().join("percorso.service");
    // HTTPS on 443, as a drop-in of it.
    let dropped_in = folder.path().join("percorso.service.d");
    fs::create_dir(&dropped_in).unwrap();
    let https = fs::read_to_string(operate().join("percorso-tls.conf")).unwrap();
    for (text, is_well) in [(format!("{https}Unheard=of\n"), false), (https, true)] {
        fs::write(dropped_in.join("tls.conf"), text).unwrap();
        let Some((said, _)) = analyze(&["verify"], &unit) else { return };
        assert_eq!(!said.contains("tls.conf"), is_well, "{said}");
    }
    fs::remove_dir_all(&dropped_in).unwrap();
    let Some((said, _)) = analyze(&["security", "--offline=true", "--no-pager"], &unit) else {
        return;
    };
    let words: Vec<_> = said.lines().last().unwrap_or_default().split_whitespace().collect();
    let level = words.iter().find_map(|word| word.parse::<f64>().ok());
    assert!(level.is_some_and(|level| level <= EXPOSURE), "{said}");
}

#[test]
fn under_the_unit_questions_can_step_back_and_everybody_shows_a_token() {
    let unit = fs::read_to_string(operate().join("percorso.service")).unwrap();
    let filters: Vec<_> =
        unit.lines().filter_map(|line| line.strip_prefix("SystemCallFilter=")).collect();
    // Each line goes over those before it.
    assert_eq!(filters, ["@system-service", "~@privileged @resources", "setpriority"]);
    for name in ["percorso.service", "Containerfile"] {
        let text = fs::read_to_string(operate().join(name)).unwrap();
        assert!(text.contains("PERCORSO_REQUIRE_TOKEN=true"), "{name}");
    }
}

#[test]
fn what_the_units_and_the_container_set_is_known() {
    let help = run(&["serve", "--help"]);
    let known = String::from_utf8(help.stdout).unwrap();
    for name in
        ["percorso.service", "percorso-tls.conf", "percorso-backup.service", "Containerfile"]
    {
        let text = fs::read_to_string(operate().join(name)).unwrap();
        for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
            let set = word.starts_with("PERCORSO_");
            assert!(!set || known.contains(word), "{name} sets {word}, which nothing reads");
        }
    }
    let container = fs::read_to_string(operate().join("Containerfile")).unwrap();
    for script in ["scripts/setup", "scripts/wasm"] {
        assert!(container.contains(script) && operate().join("../..").join(script).exists());
    }
    assert!(container.contains("USER 10001"), "it does not run as root");
    let base = container.lines().find_map(|line| line.strip_prefix("FROM debian:")).unwrap();
    let script = fs::read_to_string(operate().join("../../scripts/container")).unwrap();
    assert!(script.contains(&format!("debian:{base}")), "scripts/container stands in for {base}");
}
