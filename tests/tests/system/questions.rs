//! Twenty questions of a shop's developer: the same answers by every way to ask, and true ones.

use std::fs;
use std::path::{Path, PathBuf};

use percorso_tests::harness::TestCollector;
use percorso_tests::harness::clients::{Clients, Door, run_with, token};
use percorso_tests::harness::collector::run;
use serde_json::Value;

/// An answer: names, then rows, as text.
type Rows = Vec<Vec<String>>;

fn questions() -> Vec<(String, PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../collector/sql/questions");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let name = |file: &PathBuf| file.file_stem().unwrap().to_str().unwrap().to_owned();
    files.into_iter().map(|f| (name(&f), f.clone(), fs::read_to_string(&f).unwrap())).collect()
}

/// The same shop each time; what is true of it stands beside the store.
fn made_up(folder: &Path) -> (String, Value) {
    let (db, truth) = (folder.join("shop.duckdb"), folder.join("truth.json"));
    let db = db.to_str().unwrap().to_owned();
    let until = ["--until", "2026-11-01", "--visitors", "2000"];
    let ended =
        run(&[&["demo", "--db", &db, "--truth", truth.to_str().unwrap()], &until[..]].concat());
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    (db, serde_json::from_slice(&fs::read(truth).unwrap()).unwrap())
}

fn read(csv: &str) -> Rows {
    // No cell of these answers has a comma or a quote.
    csv.lines().map(|line| line.split(',').map(plain).collect()).collect()
}

/// A number in one spelling: clients write 1.50, 1.5 and 1.5e0.
fn plain(cell: &str) -> String {
    match cell.trim().parse::<f64>() {
        Ok(number) => format!("{number}"),
        Err(_) => cell.replace("NULL", ""),
    }
}

fn command(db: &str, text: &str) -> Rows {
    // As `percorso sql < question.sql` does.
    let ended = run_with(&["sql", "--db", db, "--format", "csv"], text);
    assert!(ended.status.success(), "{text}: {}", String::from_utf8_lossy(&ended.stderr));
    read(&String::from_utf8(ended.stdout).unwrap())
}

fn python(answers: &[Value]) -> Vec<Rows> {
    let csv = |answer: &Value| read(answer["csv"].as_str().unwrap_or_else(|| panic!("{answer}")));
    answers.iter().map(csv).collect()
}

/// By the duckdb command: each answer in a file of its own.
fn cli(out: &Path, statements: &[String], ask: impl FnOnce(&str)) -> Vec<Rows> {
    let file = |place: usize| out.join(format!("{place}.csv"));
    let script: String = (statements.iter().enumerate())
        .map(|(place, statement)| format!(".once '{}'\n{statement}\n", file(place).display()))
        .collect();
    ask(&script);
    let read = |place| read(&fs::read_to_string(file(place)).unwrap_or_default());
    (0..statements.len()).map(read).collect()
}

#[test]
fn every_way_to_ask_gives_the_same_answers() {
    let Some(clients) = Clients::here() else { return };
    let (options, uri) = clients.serving();
    let mut closed = Vec::new();
    let mut collector = TestCollector::start_with(|folder| {
        let (db, _) = made_up(folder);
        let texts: Vec<_> = questions().into_iter().map(|(_, _, text)| text).collect();
        closed.push(("percorso sql", texts.iter().map(|text| command(&db, text)).collect()));
        closed.push(("Python and a file", python(&clients.python(&db, None, &texts))));
        let reads: Vec<_> =
            questions().iter().map(|(_, file, _)| format!(".read '{}'", file.display())).collect();
        let ask = |script: &str| drop(clients.cli(Some(Path::new(&db)), None, script));
        closed.push(("duckdb and a file", cli(folder, &reads, ask)));
        options
    });
    let db = collector.db().to_str().unwrap().to_owned();
    let door = Door { uri, token: token(&db, "read") };
    let all = questions();
    assert_eq!(all.len(), 20);
    let texts: Vec<_> = all.iter().map(|(_, _, text)| text.clone()).collect();
    let answers: &Vec<Rows> = &closed[0].1;
    let mut ways: Vec<(&str, Vec<Rows>)> = closed[1..].to_vec();
    ways.push(("a running collector", texts.iter().map(|text| command(&db, text)).collect()));
    let by = |plans| python(&clients.python(&door.uri, Some((&door, plans)), &texts));
    ways.push(("Python, attached, planned by the collector", by("server")));
    let handed: Vec<_> =
        texts.iter().map(|t| format!("FROM shop.query('{}');", t.replace('\'', "''"))).collect();
    let ask = |script: &str| drop(clients.cli(None, Some(&door), script));
    ways.push(("duckdb, attached", cli(collector.folder(), &handed, ask)));
    for (way, told) in &ways {
        for ((name, _, _), (answer, told)) in all.iter().zip(answers.iter().zip(told)) {
            assert!(answer.len() > 1, "{name} has no rows");
            assert_eq!(answer, told, "{name} by {way}");
        }
    }
    // A client's own DuckDB knows no macros, and version 1.5.5 reads one attached table a statement.
    let alone = |text: &str| !text.contains("(NULL") && !text.contains("JOIN");
    let tables: Vec<_> = all.iter().zip(answers).filter(|((_, _, text), _)| alone(text)).collect();
    let texts: Vec<_> = tables.iter().map(|((_, _, text), _)| text.clone()).collect();
    let told = python(&clients.python(&door.uri, Some((&door, "client")), &texts));
    for (((name, _, _), answer), told) in tables.into_iter().zip(&told) {
        assert_eq!(answer, told, "{name} by Python, attached, planned by the client");
    }
    assert!(collector.stop().success());
}

#[test]
fn the_answers_are_what_was_planted() {
    let folder = tempfile::tempdir().unwrap();
    let (db, truth) = made_up(folder.path());
    let all = questions();
    let answer = |name: &str| {
        let text = &all.iter().find(|(own, _, _)| own.ends_with(name)).unwrap().2;
        command(&db, text)[1..].to_vec()
    };
    let list = |key: &str| truth[key].as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let cents = |value: &Value| format!("{}", value.as_f64().unwrap() / 100.0);
    let row = |values: &[&Value]| values.iter().map(|v| text(v)).collect::<Vec<_>>();
    let sorted = |mut rows: Rows| {
        rows.sort();
        rows
    };

    let months = list("months").into_iter().map(|m| {
        [row(&[&m["month"], &m["visits"], &m["orders"]]), vec![cents(&m["revenue_cents"])]].concat()
    });
    assert_eq!(answer("months"), months.collect::<Rows>());

    let payments = list("payments").into_iter();
    let payments =
        payments.map(|p| row(&[&p["payment_type"], &p["attempts"], &p["errors"], &p["orders"]]));
    let told = answer("payments").into_iter().map(|mut row| {
        row.remove(1);
        row
    });
    assert_eq!(sorted(told.collect()), sorted(payments.collect()));

    let met = |rows: Rows, kind: &str| rows.iter().find(|row| row[0] == kind).cloned();
    for friction in list("frictions").iter().filter(|friction| friction["affected"] != 0) {
        let told = met(answer("10_frictions"), friction["kind"].as_str().unwrap()).unwrap();
        assert_eq!(told[2], friction["affected"].to_string(), "{friction}");
    }
    for touchpoint in list("touchpoints") {
        let told = met(answer("touchpoints"), touchpoint["touchpoint"].as_str().unwrap()).unwrap();
        // Reviews and chats are met elsewhere, too.
        let (told, met) = (told[1].parse::<u64>().unwrap(), touchpoint["met"].as_u64().unwrap());
        let more = ["reviews", "chat"].contains(&touchpoint["touchpoint"].as_str().unwrap());
        assert!(if more { told >= met } else { told == met }, "{touchpoint}: {told}");
    }

    let fields = truth["form"]["abandons"].as_object().unwrap();
    let fields = fields.iter().map(|(field, visits)| vec![field.clone(), visits.to_string()]);
    let told = answer("form_fields").into_iter().map(|row| row[1..].to_vec());
    assert_eq!(sorted(told.collect()), sorted(fields.collect()));
    let reasons = truth["returns"]["reasons"].as_object().unwrap();
    let reasons = reasons.iter().map(|(reason, orders)| vec![reason.clone(), orders.to_string()]);
    assert_eq!(sorted(answer("returns")), sorted(reasons.collect()));

    let people = &truth["people"];
    assert_eq!(answer("people"), [row(&[&people["identified"], &people["on_two_devices"]])]);
    for planted in list("interventions").iter().filter(|planted| planted["held"] != 0) {
        let arm = |arm: &str| {
            row(&[&planted["name"], &arm.into(), &planted[arm], &planted[format!("{arm}_orders")]])
        };
        for arm in [arm("held"), arm("shown")] {
            assert!(answer("interventions").contains(&arm), "{arm:?}");
        }
    }
    let mut hours = [[0; 24]; 7];
    for row in answer("hours") {
        let number = |place: usize| row[place].parse::<usize>().unwrap();
        hours[number(0) - 1][number(1)] = number(2);
    }
    assert_eq!(serde_json::json!(hours), truth["rhythm"]);
    for channel in list("channels").iter().filter(|channel| channel["channel"] != "Email") {
        // E-mails after an order bring visits that do not shop, and which are not in the truth.
        let told = met(answer("03_channels"), channel["channel"].as_str().unwrap()).unwrap();
        assert_eq!(told, row(&[&channel["channel"], &channel["visits"], &channel["orders"]]));
    }
    let ordering: u64 = answer("devices").iter().map(|row| row[2].parse::<u64>().unwrap()).sum();
    assert_eq!(ordering, truth["orders"].as_u64().unwrap());
}

/// Where the plan does not say, the report does, whose own test holds it against another answer.
#[test]
fn the_answers_are_the_reports() {
    let folder = tempfile::tempdir().unwrap();
    let (db, _) = made_up(folder.path());
    let all = questions();
    let answer = |name: &str| {
        let text = &all.iter().find(|(own, _, _)| own.ends_with(name)).unwrap().2;
        command(&db, text)[1..].to_vec()
    };
    let report = |arguments: &[&str], columns: &[&str]| -> Rows {
        let ended = run(&[arguments, &["--db", &db, "--format", "json"]].concat());
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        let told: Value = serde_json::from_slice(&ended.stdout).unwrap();
        let text = |value: &Value| match value {
            Value::Null => String::new(),
            Value::String(text) => plain(text),
            other => plain(&other.to_string()),
        };
        let row = |row: &Value| columns.iter().map(|name| text(&row[*name])).collect();
        told["rows"].as_array().unwrap().iter().map(row).collect()
    };
    let near = |told: &Rows, wanted: &Rows, within: f64| {
        assert_eq!(told.len(), wanted.len());
        for (told, wanted) in told.iter().flatten().zip(wanted.iter().flatten()) {
            match (told.parse::<f64>(), wanted.parse::<f64>()) {
                (Ok(told), Ok(wanted)) => {
                    assert!((told - wanted).abs() <= within, "{told} {wanted}")
                }
                _ => assert_eq!(told, wanted),
            }
        }
    };
    near(&answer("stages"), &report(&["stages"], &["stage", "name", "visits", "passed"]), 1e-4);
    let mut prices = report(&["friction"], &["kind", "step", "affected", "revenue_at_risk"]);
    let mut told = answer("friction_prices");
    prices.sort();
    told.sort();
    near(&told, &prices, 0.01);
    near(
        &answer("carts"),
        &report(&["carts"], &["carts", "ordered", "abandoned", "recovered"]),
        0.0,
    );
    let delivered = report(
        &["response-times", "--from", "purchase", "--to", "order_delivered"],
        &["answers", "minutes_p50", "minutes_p75", "minutes_p90"],
    );
    let hours = |row: &Vec<String>| {
        let hours = row[1..].iter().map(|m| format!("{}", m.parse::<f64>().unwrap() / 60.0));
        [row[0].clone()].into_iter().chain(hours).collect::<Vec<_>>()
    };
    near(&answer("delivery"), &delivered.iter().map(hours).collect(), 0.1);
}
