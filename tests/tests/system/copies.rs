//! Copies of the store, beside it and below, are named when somebody is forgotten.

use std::fs;

use percorso_tests::harness::TestCollector;
use percorso_tests::harness::collector::run;

use super::forget::{ORDER, found, needles, percorso, shop, visitor};

#[test]
fn copies_beside_the_store_are_named_until_they_are_gone() {
    let mut collector = TestCollector::start();
    shop(&collector);
    assert!(collector.stop().success());
    let needles = needles(visitor(collector.db()));
    let beside = |name: &str| collector.folder().join(name);
    let (list, backup) = (beside("list.csv"), beside("october.duckdb"));
    fs::write(&list, format!("order\n{ORDER}\n")).unwrap();
    fs::write(beside("other.csv"), "order\nOTHER-00001\n").unwrap();
    let _ = percorso(&collector, &["backup", backup.to_str().unwrap()]);
    let db = collector.db().display().to_string();
    let output = run(&["--db", &db, "forget", "--order", ORDER]);
    let (said, wrong) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(said.starts_with("forgot 4 events") && said.contains("october.duckdb"), "{said}");
    assert!(said.contains("is another store and may hold them too"), "{said}");
    assert!(!output.status.success() && wrong.contains("list.csv"), "{wrong}");
    assert!(!wrong.contains("other.csv"), "{wrong}");

    fs::remove_file(&list).unwrap();
    let told = run(&["--db", backup.to_str().unwrap(), "forget", "--order", ORDER]);
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    assert_eq!(found(collector.folder(), &needles), [""; 0], "in the whole folder");
}

#[test]
fn what_a_restore_and_the_daily_backup_leave_is_named_too() {
    let mut collector = TestCollector::start();
    shop(&collector);
    assert!(collector.stop().success());
    let daily = collector.folder().join("backup");
    fs::create_dir(&daily).unwrap();
    let daily = daily.join("shop-2026-10-01.duckdb");
    let _ = percorso(&collector, &["backup", daily.to_str().unwrap()]);
    let _ = percorso(&collector, &["restore", daily.to_str().unwrap()]);
    let names = fs::read_dir(collector.folder()).unwrap().map(|file| file.unwrap().path());
    let mut before = names.filter(|path| path.to_string_lossy().contains("shop.duckdb.before-"));
    let before = before.next().unwrap();
    fs::write(collector.folder().join("shop.duckdb.old"), format!("it was {ORDER}")).unwrap();
    let db = collector.db().display().to_string();
    let output = run(&["--db", &db, "forget", "--order", ORDER]);
    let (said, wrong) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    for copy in [&daily, &before] {
        let advice = format!("{} is another store and may hold them too", copy.display());
        assert!(said.contains(&advice), "{said}");
        // And the advice helps: the copy, opened, has forgotten.
        let copy = copy.to_str().unwrap();
        let told = run(&["--db", copy, "forget", "--order", ORDER]);
        assert!(String::from_utf8_lossy(&told.stdout).starts_with("forgot 4 events"));
    }
    assert!(!output.status.success() && wrong.contains("shop.duckdb.old"), "{wrong}");
}
