//! Tables of any shape, read by a mapping file; and what is said of a mapping that is wrong.

use serde_json::{Value, json};

use crate::common::Shop;

const MAPPING: &str = r#"[columns]
time = "Datum"
visitor = "Kunde"
event = "Was"
value = "Betrag"
page = "Seite"
item_id = "Artikel/Nr"

[constants]
currency = "EUR"

[events]
"Bestellung 1" = "purchase"

[params]
payment_type = "Zahlart"

[time]
format = "%d.%m.%Y %H:%M:%S"
zone = "Europe/Rome"

[file]
delimiter = ";"
decimal = ","
"#;

fn run(shop: &Shop, mapping: &str, file: &std::path::Path) -> std::process::Output {
    let mapping = shop.write("mapping.toml", mapping);
    let mut command = shop.command(&["import", "--format", "json", "--mapping"]);
    command.arg(mapping).arg(file).output().unwrap()
}

pub(crate) fn imported(shop: &Shop, mapping: &str, file: &std::path::Path) -> Value {
    let output = run(shop, mapping, file);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_table_of_another_shape_is_read_as_its_mapping_says() {
    let shop = Shop::new();
    let file = shop.write(
        "shop.csv",
        "Datum;Kunde;Was;Betrag;Zahlart;Seite;Artikel/Nr;Rest\n\
         31.12.2025 10:00:00;k1;Bestellung 1;1.234,50;Karte;https://shop.example.com/fertig?o=1;A1;x\n\
         31.12.2025 10:00:00;k1;Bestellung 1;1.234,50;Karte;https://shop.example.com/fertig?o=1;A1;x\n\
         31.12.2025 10:29:59;k1;view_item;2,5;;;;\n\
         31.12.2025 10:59:59;k1;view_item;;;;;\n\
         99.12.2025 10:01:00;k1;view_item;;;;;\n\
         31.12.2025 10:01:00;;view_item;;;;;\n\
         31.12.2025 10:01:00;k1;view_item;2.5;;;;\n\
         31.12.2025 10:01:00;k1;zwei Worte;;;;;\n\
         31.12.2025 10:01:00;k1\n",
    );
    let report = imported(&shop, MAPPING, &file);
    let expect = json!({
        "time_invalid": 1, "visitor_missing": 1, "value_invalid": 1, "event_invalid": 1,
        "columns_wrong": 1,
    });
    assert_eq!((&report["stored"], &report["reasons"]), (&json!(4), &expect));
    // Equal lines are two events; half an hour without any ends a visit.
    assert_eq!(report["sessions"], 2);
    let rows = shop.texts(
        "SELECT concat_ws(' ', occurred_at, event, value, currency, page_path, items, params, source)
         FROM events ORDER BY occurred_at, rowid",
    );
    let order = "2025-12-31 09:00:00 purchase 1234.5000 EUR /fertig [{\"item_id\":\"A1\"}] \
                 {\"payment_type\":\"Karte\"} mapped";
    assert_eq!(
        rows,
        [
            order,
            order,
            "2025-12-31 09:29:59 view_item 2.5000 EUR mapped",
            "2025-12-31 09:59:59 view_item mapped",
        ]
    );
    let again = imported(&shop, MAPPING, &file);
    assert_eq!((&again["stored"], &again["already"]), (&json!(0), &json!(4)));
}

#[test]
fn a_format_with_a_zone_needs_no_other() {
    for zone in ["", "zone = \"Europe/Rome\"\n"] {
        let shop = Shop::new();
        let mapping = format!(
            "[columns]\ntime = \"t\"\nvisitor = \"v\"\nevent = \"e\"\n\
             [time]\nformat = \"%Y-%m-%d %H:%M:%S%z\"\n{zone}"
        );
        let csv = "t,v,e\n2026-07-01 12:00:00+0200,a,login\n2026-07-01 12:00:00-03:30,a,logout\n";
        imported(&shop, &mapping, &shop.write("zoned.csv", csv));
        let rows = shop.texts("SELECT concat_ws(' ', occurred_at, event) FROM events ORDER BY 1");
        assert_eq!(rows, ["2026-07-01 10:00:00 login", "2026-07-01 15:30:00 logout"], "{zone}");
    }
    // A percent sign before the letter is no zone.
    let shop = Shop::new();
    let mapping = "[columns]\ntime = \"t\"\nvisitor = \"v\"\nevent = \"e\"\n\
                   [time]\nformat = \"%Y-%m-%d %H:%M:%S %%z\"\nzone = \"Europe/Rome\"\n";
    imported(&shop, mapping, &shop.write("sign.csv", "t,v,e\n2026-07-01 12:00:00 %z,a,login\n"));
    assert_eq!(shop.texts("SELECT occurred_at::VARCHAR FROM events"), ["2026-07-01 10:00:00"]);
}

#[test]
fn the_mapping_in_the_handbook_gives_orders() {
    let handbook = include_str!("../../../docs/import.md");
    let (_, after) = handbook.split_once("```toml\n").unwrap();
    let (mapping, _) = after.split_once("```").unwrap();
    let shop = Shop::new();
    let lines = [
        r#"{"Datum":"05.01.2026 11:00:00","Kunde":"k","Was":"Bestellung","Nummer":"B-17","Betrag":"1.234,50","Zahlart":"Karte","context":{"page":{"url":"https://shop.example.com/fertig"}}}"#,
        r#"{"Datum":"05.01.2026 11:00:20","Kunde":"k","Was":"Bestellung","Nummer":"B-17","Betrag":"1.234,50","Zahlart":"Karte"}"#,
    ];
    let report = imported(&shop, mapping, &shop.write("shop.json", lines.join("\n")));
    assert_eq!((&report["stored"], &report["orders"]), (&json!(2), &json!(1)));
    let orders = shop
        .texts("SELECT concat_ws(' ', transaction_id, ordered_at, value, currency) FROM orders");
    assert_eq!(orders, ["B-17 2026-01-05 10:00:00 1234.5000 EUR"]);
}

#[test]
fn nested_objects_are_reached_by_pointers_and_times_are_counted() {
    let shop = Shop::new();
    let mapping = "[columns]\ntime = \"ts\"\nvisitor = \"/who/id\"\nevent = \"kind\"\n\
                   [params]\nplan = \"/who/plan\"\n[time]\nunit = \"milliseconds\"\n";
    let file = shop.write(
        "events.json",
        "{\"ts\":1767607200123,\"who\":{\"id\":7,\"plan\":\"gold\"},\"kind\":\"login\"}\n\
         {\"ts\":\"1767607201123\",\"who\":null,\"kind\":\"login\"}\n",
    );
    let report = imported(&shop, mapping, &file);
    assert_eq!(report["reasons"], json!({ "visitor_missing": 1 }));
    let rows = shop.texts("SELECT concat_ws(' ', occurred_at, event, params) FROM events");
    assert_eq!(rows, ["2026-01-05 10:00:00.123 login {\"plan\":\"gold\"}"]);
}

#[test]
fn what_is_wrong_with_a_mapping_is_told_by_its_line() {
    let shop = Shop::new();
    let file = shop.write("a.csv", "t,v,e\n2026-01-01,1,a\n");
    let good = "[columns]\ntime = \"t\"\nvisitor = \"v\"\nevent = \"e\"\n";
    imported(&shop, good, &file);
    for (mapping, said) in [
        (
            "[columns]\ntime = \"t\"\nevent = \"e\"\n".to_owned(),
            "line 1: [columns] must name visitor",
        ),
        (
            "[columns]\nvisitor = \"t\"\nevent = \"e\"\n".to_owned(),
            "line 1: [columns] must name the column with",
        ),
        (
            "[columns]\ntime = \"t\"\nvisitor = \"e\"\n".to_owned(),
            "line 1: name the column with the event",
        ),
        (format!("{good}whom = \"x\"\n"), "line 5: [columns] has no whom"),
        (format!("{good}page = \"\"\n"), "line 5: a column has a name"),
        (format!("{good}page = 5\n"), "line 5: invalid type"),
        (format!("{good}[time]\nunit = \"days\"\n"), "line 6: unit is one of"),
        (format!("{good}[time]\nzone = \"Europe/Atlantis\"\n"), "line 6: a zone is a name"),
        (format!("{good}[time]\nformat = \"%Q\"\n"), "line 6: a format is of strptime's"),
        (format!("{good}[file]\ndelimiter = \"ab\"\n"), "line 6: a delimiter is one"),
        (format!("{good}[file]\ndecimal = \"'\"\n"), "line 6: decimal is"),
        (format!("{good}page = \"p\"\n"), "has no column p"),
        (
            format!("{good}page = \"p\"\n[file]\noffline = true\n"),
            "line 5: what is offline has no page",
        ),
        ("time = ".to_owned(), "line 1: "),
    ] {
        let output = run(&shop, &mapping, &file);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && stderr.contains(said), "{mapping}\n{stderr}");
    }
}
