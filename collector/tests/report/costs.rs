//! What channels cost, out of a file: what each returns is counted by hand.

use percorso::store::{Access, open};
use serde_json::{Value, json};

use crate::common::Shop;
use crate::{ask, shop_with};

const PLANT: &str = include_str!("plant_costs.sql");

/// Cost, cost of an order, and return, of the last channel before each order.
fn told(shop: &Shop, channel: &str, args: &[&str]) -> [Value; 4] {
    let args = [&["--model", "last"], args].concat();
    let rows = ask(shop, "attribution", &args);
    let row = rows.iter().find(|row| row["channel"] == channel).unwrap();
    ["conversions", "cost", "cost_per_conversion", "return_on_spend"].map(|name| row[name].clone())
}

fn keep(shop: &Shop, file: &str) -> Result<String, String> {
    let file = shop.write("costs.csv", file);
    let output = shop.command(&["costs", file.to_str().unwrap()]).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    if output.status.success() { Ok(text(output.stdout)) } else { Err(text(output.stderr)) }
}

#[test]
fn a_file_of_costs_says_what_channels_return() {
    let shop = shop_with(PLANT);
    let file = "Day;Channel;Campaign;Cost\n\
        2026-01-10;Paid Search;shoes;12.50\n2026-01-10;Paid Search;hats;7.5\n\
        2026-02-10;Paid Search;shoes;30\n2026-01-15;Display;;5\n";
    let said = keep(&shop, file).unwrap();
    assert_eq!(said, "4 costs kept, 2026-01-10 to 2026-02-10: Display, Paid Search\n");
    // The same file again counts once.
    keep(&shop, file).unwrap();
    assert_eq!(told(&shop, "Paid Search", &[]), [json!(2.0), json!(50.0), json!(25.0), json!(2.0)]);
    // Paid for, and nobody came.
    assert_eq!(told(&shop, "Display", &[]), [json!(0.0), json!(5.0), json!(null), json!(0.0)]);
    assert_eq!(told(&shop, "Email", &[]), [json!(1.0), json!(null), json!(null), json!(null)]);
    let january = ["--since", "2026-01-01", "--until", "2026-02-01"];
    assert_eq!(told(&shop, "Paid Search", &january), [1.0, 20.0, 20.0, 3.0].map(|n| json!(n)));
    // What is given goes over what is kept.
    assert_eq!(told(&shop, "Paid Search", &["--cost", "Paid Search=10"])[1], 10.0);
    // A later file of one channel corrects its days and no other's.
    keep(&shop, "date,channel,spend\n2026-02-10,Paid Search,80\n").unwrap();
    assert_eq!(told(&shop, "Paid Search", &[])[1], 100.0);
    assert_eq!(told(&shop, "Display", &[])[1], 5.0);
}

#[test]
fn a_file_that_cannot_be_says_its_line_and_changes_nothing() {
    let shop = Shop::new();
    open(&shop.db(), Access::ReadWrite).unwrap().close().unwrap();
    keep(&shop, "day,channel,cost\n2026-01-10,Email,5\n").unwrap();
    for (file, why) in [
        ("day,cost\n", "line 1: there is no column channel; it has day, cost"),
        ("day,channel,cost\n", "the file has no line after the first"),
        ("day,channel,cost\n10.1.2026,Email,5\n", "line 2: \"10.1.2026\" is no day"),
        (
            "day,channel,cost\n2026-01-10,Email,5\n2026-01-11,Email,-1\n",
            "line 3: \"-1\" is no cost",
        ),
        ("day;channel;cost\n2026-01-10;Email;1,50\n", "line 2: \"1,50\" is no cost"),
        ("day,channel,cost\n2026-01-10,,5\n", "line 2: there is no channel"),
        ("day,channel,cost,site\n2026-01-10,Email,5,my shop\n", "line 2: \"my shop\" is no site"),
        ("day,channel,cost\n2026-01-10,Email\n", "line: 2"),
    ] {
        let said = keep(&shop, file).unwrap_err();
        assert!(said.contains(why) && said.contains("costs.csv"), "{file}: {said}");
    }
    let store = open(&shop.db(), Access::ReadOnly).unwrap();
    let kept: f64 =
        store.query_row("SELECT sum(cost)::DOUBLE FROM costs", [], |row| row.get(0)).unwrap();
    assert!((kept - 5.0).abs() < f64::EPSILON);
}
