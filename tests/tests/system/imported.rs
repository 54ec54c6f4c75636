//! Figures of a file that another's models have told, as the collector's routes tell them after import.

use std::path::PathBuf;

use percorso_tests::harness::TestCollector;
use percorso_tests::harness::collector::run;
use serde_json::Value;

fn fixture(name: &str) -> Option<PathBuf> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data"));
    let path = std::env::var_os("PERCORSO_FIXTURES").map_or(beside, PathBuf::from).join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: no fixture {name}; set PERCORSO_FIXTURES to the folder that has it");
    None
}

#[test]
fn snowplows_figures_are_told_over_http() {
    let Some(file) = fixture("snowplow-ecommerce/source/snowplow_ecommerce_events.csv") else {
        return;
    };
    let collector = TestCollector::start_with(|folder| {
        let db = folder.join("shop.duckdb");
        let words = ["--db", db.to_str().unwrap(), "import", "--preset", "snowplow"];
        let ended = run(&[&words[..], &[file.to_str().unwrap()]].concat());
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        Vec::new()
    });
    let rows = |path: &str| -> Vec<Value> {
        let told = collector.get(&format!("/v1/reports/{path}"), &[]).expect(200).text();
        let told: Value = serde_json::from_str(&told).unwrap();
        serde_json::from_value(told["rows"].clone()).unwrap()
    };
    let sum = |rows: &[Value], column: &str| -> f64 {
        rows.iter().filter_map(|row| row[column].as_f64()).sum()
    };
    // What Snowplow's own models have made of the file: counted in DuckDB, and nothing of ours.
    let models = duckdb::Connection::open_in_memory().unwrap();
    let expected = |table: &str, what: &str, is: &str| -> f64 {
        let name = format!("snowplow-ecommerce/expected/snowplow_ecommerce_{table}_expected.csv");
        let path = fixture(&name).unwrap();
        let sql = format!(
            "SELECT ({what})::DOUBLE FROM read_csv('{}', all_varchar = true, nullstr = ['', 'NULL']) \
             WHERE {is}",
            path.display()
        );
        models.query_row(&sql, [], |row| row.get(0)).unwrap()
    };

    let channels = rows("channels");
    assert_eq!(expected("sessions", "count(*)", "true"), 63.0);
    assert_eq!(sum(&channels, "visits"), 63.0);
    assert_eq!(rows("stages")[0]["visits"], 63);
    let orders = expected("transaction_interactions", "count(*)", "true");
    let revenue = expected("transaction_interactions", "sum(transaction_revenue::DOUBLE)", "true");
    assert_eq!((orders, (revenue * 100.0).round()), (14.0, 146_609_489.0));
    assert_eq!(sum(&channels, "orders"), orders);
    assert!((sum(&channels, "revenue") - revenue).abs() < 0.005);
    let by_year = rows("evolution?every=year&figure=revenue");
    assert!((sum(&by_year, "value") - revenue).abs() < 0.005, "{by_year:?}");

    // How often each thing was done, by the steps of journeys.
    let steps = rows("next-steps?by=session&repeats=true");
    let times = |step: &str| -> f64 {
        let row = steps.iter().find(|row| row["step"] == step);
        row.map_or(0.0, |row| row["times"].as_f64().unwrap())
    };
    let carts = ["add_to_cart", "remove_from_cart", "transaction"].map(|action| {
        expected("cart_interactions", "count(*)", &format!("ecommerce_action_type = '{action}'"))
    });
    assert_eq!(carts.iter().sum::<f64>(), 67.0);
    assert_eq!(["add_to_cart", "remove_from_cart", "purchase"].map(times), carts);
    let checkout = expected("checkout_interactions", "count(*)", "true");
    assert_eq!((times("checkout_step") + times("purchase"), checkout), (52.0, 52.0));
}
