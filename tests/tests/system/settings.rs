//! The owner's settings: what is refused, with its line, and what is printed as it would be in force.

use std::fs;

use percorso_tests::harness::collector::{binary, run};

#[test]
fn sql_that_other_machines_reach_is_refused_unless_the_owner_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("percorso.toml");
    let told = |text: &str, given: &[&str]| {
        fs::write(&file, text).unwrap();
        let ended = run(&[&["config", "--config", file.to_str().unwrap()], given].concat());
        let said = [ended.stdout, ended.stderr].concat();
        (ended.status.success(), String::from_utf8(said).unwrap())
    };
    let outer: [(&str, &[&str]); 3] = [
        ("sql = \"0.0.0.0:9494\"", &[]),
        ("", &["--sql", "[::]:9494"]),
        ("sql_public = false", &["--sql", "192.0.2.1:9494"]),
    ];
    for (text, given) in outer {
        let (taken, said) = told(text, given);
        assert!(!taken && said.contains("in the clear"), "{said}");
    }
    assert!(told("sql = \"127.0.0.1:9494\"", &[]).0);
    assert!(told("", &["--sql", "[::1]:9494"]).0);
    assert!(told("sql = \"0.0.0.0:9494\"\nsql_public = true", &[]).0);
    assert!(told("sql = \"0.0.0.0:9494\"", &["--sql-public"]).0);
}

#[test]
fn a_mistake_in_the_settings_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("percorso.toml");
    fs::write(&file, "require_token = true\ntrusted_proxies = [\"nonsense\"]\n").unwrap();
    let file = file.to_str().unwrap();
    for command in ["config", "serve"] {
        let ended = run(&[command, "--config", file]);
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(!ended.status.success());
        assert!(said.contains("percorso.toml, line 2: \"nonsense\""), "{said}");
    }
    fs::write(file, "listen = \"127.0.0.1:1\"\n[[site]]\nname = \"shop\"\n").unwrap();
    // Options go over the file.
    let shown = run(&["config", "--config", file, "--listen", "127.0.0.1:2"]);
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("127.0.0.1:2") && shown.contains("shop from anywhere"), "{shown}");
}

#[test]
fn config_prints_every_setting_and_refuses_what_serve_refuses() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("percorso.toml");
    let told = |text: &str, given: &[&str]| {
        fs::write(&file, text).unwrap();
        let ended = run(&[&["config", "--config", file.to_str().unwrap()], given].concat());
        let said = [ended.stdout, ended.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        (ended.status.success(), said.concat())
    };
    let text = "client_address = \"forwarded\"\nsql = \"127.0.0.1:1\"\nsql_extension = \"here\"\n\
                [limits]\nrequests_per_second = 5\nsite_events_per_second = 7\n";
    let (taken, said) = told(text, &[]);
    assert!(taken, "{said}");
    let words: Vec<_> = said.split_whitespace().collect();
    let said = words.join(" ");
    for line in [
        "client_address forwarded",
        "requests 5 a second of an address prefix, 50 at once",
        "site_events 7 a second of a site, 70 at once",
        "sql 127.0.0.1:1 sql_public false",
        "tls certificate none tls key none",
        "here",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    for missing in [["--geo", "missing.mmdb"], ["--rules", "missing.toml"]] {
        let (taken, said) = told("", &missing);
        assert!(!taken && said.contains(missing[1]), "{said}");
    }
}

#[test]
fn whatever_a_file_may_say_an_option_and_the_environment_may_say_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("percorso.toml");
    fs::write(&file, "limits.site_events_per_second = 3\n[[site]]\nname = \"other\"\n").unwrap();
    let told = |given: &[&str], environment: &[(&str, &str)]| {
        let mut command = std::process::Command::new(binary());
        command.args(["config", "--config", file.to_str().unwrap()]).args(given);
        let ended = command.envs(environment.iter().copied()).output().unwrap();
        let said = String::from_utf8([ended.stdout, ended.stderr].concat()).unwrap();
        (ended.status.success(), said.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let lines = [
        "site shop from https://shop.example, null site till from anywhere",
        "client_address forwarded",
        "requests 5 a second of an address prefix, 7 at once",
        "site_events 9 a second of a site, 90 at once",
    ];
    let options = [
        "--site",
        "shop=https://shop.example,null",
        "--site",
        "till",
        "--limit",
        "5",
        "--client-address",
        "forwarded",
        "--limit-burst",
        "7",
        "--site-limit",
        "9",
    ];
    let environment = [
        ("PERCORSO_SITES", "shop=https://shop.example,null;till;"),
        ("PERCORSO_CLIENT_ADDRESS", "forwarded"),
        ("PERCORSO_LIMIT", "5"),
        ("PERCORSO_LIMIT_BURST", "7"),
        ("PERCORSO_SITE_LIMIT", "9"),
    ];
    for (taken, said) in [told(&options, &[]), told(&[], &environment)] {
        assert!(taken, "{said}");
        for line in lines {
            assert!(said.contains(line), "{line}: {said}");
        }
        assert!(!said.contains("other"), "in place of the file's: {said}");
    }
    for (wrong, why) in [
        ("shop=shop.example", "is no origin"),
        ("a shop", "can be no site's name"),
        ("shop;shop", "is there twice"),
        ("shop=", "no origin follows"),
        ("till;shop=,", "no origin follows"),
    ] {
        for (taken, said) in
            [told(&["--site", wrong], &[]), told(&[], &[("PERCORSO_SITES", wrong)])]
        {
            assert!(
                !taken && said.contains(why) && said.contains("PERCORSO_SITES"),
                "{wrong}: {said}"
            );
        }
    }
    // As compose files pass on what is not set.
    let (taken, said) = told(&[], &[("PERCORSO_SITES", "")]);
    assert!(taken && said.contains("site other from anywhere"), "{said}");
}

#[test]
fn less_than_one_request_at_once_is_refused_and_a_slow_rate_takes_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("percorso.toml");
    let told = |text: &str, given: &[&str]| {
        fs::write(&file, text).unwrap();
        let ended = run(&[&["config", "--config", file.to_str().unwrap()], given].concat());
        let said = String::from_utf8([ended.stdout, ended.stderr].concat()).unwrap();
        (ended.status.success(), said)
    };
    let inside = "listen = \"127.0.0.1:1\"\n[limits]\nrequests_burst = 0.5\n";
    let none: [(&str, &[&str], &str); 3] = [
        ("", &["--limit-burst", "0"], "PERCORSO_LIMIT_BURST"),
        ("", &["--limit", "0.01", "--limit-burst", "0.5"], "PERCORSO_LIMIT_BURST"),
        (inside, &[], "line 2"),
    ];
    for (text, given, place) in none {
        let (taken, said) = told(text, given);
        assert!(!taken && said.contains("less than one request at once"), "{given:?}: {said}");
        assert!(said.contains(place), "{given:?}: {said}");
    }
    assert!(told("", &["--limit", "0", "--limit-burst", "0"]).0, "any number");
    let (taken, said) = told("", &["--limit", "0.05", "--site-limit", "0.05"]);
    assert!(taken && said.matches("0.05 a second").count() == 2, "{said}");
    assert_eq!(said.matches(", 1 at once").count(), 2, "{said}");
}
