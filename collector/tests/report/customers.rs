//! Customers: CDNOW's 69,659 real orders, and the summary the Lifetimes library ships of a tenth of them.

use std::collections::BTreeMap;

use percorso::store::{Access, open};

use crate::common::{Shop, fixture};
use crate::{ask, shop_with};

const PLANT: &str = include_str!("plant_cdnow.sql");

/// Frequency, recency and age in days.
type Key = (i64, i64, i64);

#[test]
fn cdnow_gives_the_published_recency_and_frequency_of_all_2357() {
    let (Some(master), Some(summary)) =
        (fixture("cdnow/CDNOW_master.txt"), fixture("cdnow/cdnow_customers_summary.csv"))
    else {
        return;
    };
    let shop = Shop::new();
    let store = open(&shop.db(), Access::ReadWrite).unwrap();
    store.execute("SET VARIABLE orders = ?", [master.to_str().unwrap()]).unwrap();
    store.execute_batch(PLANT).unwrap();
    store.close().unwrap();
    let rows = ask(&shop, "customers", &["--until", "1997-09-30"]);
    assert_eq!(rows.len(), 23_570);
    let mut found: BTreeMap<Key, i64> = BTreeMap::new();
    for row in &rows {
        let of = |name: &str| row[name].as_i64().unwrap();
        *found.entry((of("frequency"), of("recency_days"), of("age_days"))).or_default() += 1;
    }
    // The summary numbers its customers anew: each line must be somebody's, and nobody twice.
    let mut matched = 0;
    for line in std::fs::read_to_string(summary).unwrap().lines().skip(1) {
        let of: Vec<f64> = line.split(',').map(|field| field.parse().unwrap()).collect();
        let days = |weeks: f64| (weeks * 7.0).round() as i64;
        let left = found.entry((of[1] as i64, days(of[2]), days(of[3]))).or_default();
        *left -= 1;
        matched += i64::from(*left >= 0);
    }
    assert_eq!(matched, 2_357);

    // awk counts as many customers with more than one line in the file.
    let all = &ask(&shop, "repeat", &[])[0];
    assert_eq!(all["customers"], 23_570);
    assert_eq!(all["orders"], 69_659);
    assert_eq!(all["repeat_customers"], 11_662);

    let text = std::fs::read_to_string(master).unwrap();
    for unbounded in [false, true] {
        let mut args = vec!["--of", "order", "--every", "month"];
        args.extend(unbounded.then_some("--unbounded"));
        let found: Vec<_> = ask(&shop, "retention", &args)
            .iter()
            .map(|row| ["people", "returned"].map(|name| row[name].as_u64().unwrap()))
            .collect();
        assert_eq!(found, triangle(&text, unbounded), "unbounded: {unbounded}");
    }
}

/// The triangle counted straight from the file: for each cohort and age, people and who came again.
fn triangle(text: &str, unbounded: bool) -> Vec<[u64; 2]> {
    let mut months: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let (year, month): (usize, usize) =
            (fields[1][..4].parse().unwrap(), fields[1][4..6].parse().unwrap());
        months.entry(fields[0]).or_default().push(12 * (year - 1997) + month - 1);
    }
    let newest = months.values().flatten().copied().max().unwrap();
    let mut rows = Vec::new();
    for cohort in 0..=newest {
        let people: Vec<_> =
            months.values().filter(|months| months.iter().min() == Some(&cohort)).collect();
        if people.is_empty() {
            continue;
        }
        for at in cohort..=newest {
            let came = |months: &&&Vec<usize>| {
                months.iter().any(|month| *month == at || unbounded && *month > at)
            };
            rows.push([people.len() as u64, people.iter().filter(came).count() as u64]);
        }
    }
    rows
}

/// By hand: of five customers two have spent 10, two 20 and one 30; places 0, 0, 1/2, 1/2 and 1 of the way.
#[test]
fn equal_customers_score_alike_in_whatever_order_they_come() {
    for order in ["i", "-i"] {
        let shop = shop_with(&format!(
            "INSERT INTO events (event_id, visitor_id, session_id, site, event, occurred_at, received_at,
                 source, transaction_id, value, currency)
             SELECT uuid(), i, i, 'shop', 'purchase', '2026-03-02 09:00', '2026-03-02', 'import', 'T' || i,
                 [20, 10, 30, 20, 10][i], 'EUR'
             FROM range(1, 6) t(i) ORDER BY {order}"
        ));
        let told: Vec<_> = ask(&shop, "customers", &[])
            .iter()
            .map(|row| (row["person_id"].to_string(), row["monetary_score"].as_u64().unwrap()))
            .collect();
        let expect = [("3", 5), ("1", 3), ("4", 3), ("2", 1), ("5", 1)];
        assert_eq!(told, expect.map(|(person, score)| (person.to_owned(), score)), "{order}");
    }
}
