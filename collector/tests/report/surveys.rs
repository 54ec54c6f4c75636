//! Surveys against answers planted and counted by hand.

use serde_json::{Value, json};

use crate::{ask, shop_with};

const PLANT: &str = include_str!("plant_surveys.sql");

/// The row of a survey, and of a part where that is given.
fn row<'a>(rows: &'a [Value], survey: &str, part: &str) -> &'a Value {
    let is = |row: &&Value| row["survey"] == survey && row["part"] == part;
    rows.iter().find(is).unwrap_or_else(|| panic!("{survey} {part} is in {rows:?}"))
}

#[track_caller]
fn near(row: &Value, column: &str, expected: f64) {
    let found = row[column].as_f64().unwrap_or_else(|| panic!("{column}: {row}"));
    assert!((found - expected).abs() < 1e-6, "{column}: {found}, not {expected}");
}

#[test]
fn each_survey_has_the_figures_that_were_counted_by_hand() {
    let shop = shop_with(PLANT);
    let rows = ask(&shop, "surveys", &[]);
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            let of = |column: &str| row[column].as_u64().unwrap();
            (
                row["survey"].as_str().unwrap(),
                ["shown", "answers", "left_out", "comments", "visits", "ordered"].map(of),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("ces", [0, 3, 1, 0, 3, 0]),
            ("csat", [2, 4, 1, 1, 4, 1]),
            ("free", [0, 1, 1, 1, 1, 0]),
            ("nps", [14, 12, 4, 1, 12, 8]),
            ("unknown", [0, 1, 0, 0, 1, 0]),
        ]
    );

    let nps = row(&rows, "nps", "all");
    assert_eq!(
        ["promoters", "passives", "detractors"].map(|column| nps[column].clone()),
        [json!(7), json!(2), json!(3)]
    );
    near(nps, "mean_score", 90.0 / 12.0);
    near(nps, "nps", 100.0 * 4.0 / 12.0);
    // In Python, after Rocks 2016: N = 12 + 3; a = 7.75 / N; b = 3.75 / N; z = 1.959963984540054;
    // 100 * (a - b ± z * sqrt((a + b - (a - b) ** 2) / N)).
    near(nps, "nps_low", -15.538_767_613_5);
    near(nps, "nps_high", 68.872_100_946_9);
    // statsmodels.stats.proportion.proportion_confint(k, n, method="wilson") is
    // (p + z * z / 2 / n ± z * sqrt(p * (1 - p) / n + z * z / 4 / n / n)) / (1 + z * z / n).
    near(nps, "response_rate", 11.0 / 14.0);
    near(nps, "response_low", 0.524_107_694_1);
    near(nps, "response_high", 0.924_286_132_9);
    near(nps, "ordered_rate", 8.0 / 12.0);
    near(nps, "ordered_low", 0.390_622_088_9);
    near(nps, "ordered_high", 0.861_879_908_9);

    let csat = row(&rows, "csat", "all");
    near(csat, "satisfied", 3.0 / 4.0);
    near(csat, "satisfied_low", 0.300_641_842_6);
    near(csat, "satisfied_high", 0.954_412_739_2);
    near(csat, "mean_score", 15.0 / 4.0);
    near(csat, "ordered_low", 0.045_587_260_8);

    // What a survey has not stays empty: no NPS of an effort, no rate of what nobody was shown.
    let ces = row(&rows, "ces", "all");
    near(ces, "mean_score", 5.0);
    let empty = ["nps", "nps_low", "nps_high", "promoters", "satisfied", "satisfied_low"];
    for column in [&empty[..], &["response_rate", "response_low", "response_high"]].concat() {
        assert!(ces[column].is_null(), "{column}: {ces}");
    }
    assert!(row(&rows, "free", "all")["mean_score"].is_null());
}

#[test]
fn an_answer_is_of_the_part_it_was_asked_in() {
    let shop = shop_with(PLANT);
    let counts = |by: &str, survey: &str| -> Vec<(String, u64, u64, u64)> {
        let rows = ask(&shop, "surveys", &["--by", by]);
        let of = |row: &Value, column: &str| row[column].as_u64().unwrap();
        rows.iter()
            .filter(|row| row["survey"] == survey)
            .map(|row| {
                let part = row["part"].as_str().unwrap().to_owned();
                (part, of(row, "shown"), of(row, "answers"), of(row, "left_out"))
            })
            .collect()
    };
    let part = |name: &str, shown, answers, left_out| (name.to_owned(), shown, answers, left_out);
    assert_eq!(
        counts("trigger", "nps"),
        [part("/returns/*", 2, 0, 0), part("purchase", 11, 11, 0), part("unknown", 1, 1, 4)]
    );
    assert_eq!(
        counts("phase", "nps"),
        // Who had not ordered was asked on a first page; the rest have no event before.
        [part("awareness", 2, 2, 0), part("purchase", 8, 8, 0), part("unknown", 4, 2, 4)]
    );
    assert_eq!(
        counts("phase", "csat"),
        [part("consideration", 1, 1, 0), part("loyalty", 1, 1, 0), part("unknown", 0, 2, 1)]
    );
    assert_eq!(counts("month", "csat"), [part("2026-03", 2, 2, 0), part("2026-04", 0, 2, 1)]);
    assert_eq!(counts("device", "csat"), [part("desktop", 1, 3, 1), part("mobile", 1, 1, 0)]);
    assert_eq!(counts("step", "csat"), [part("none", 1, 3, 1), part("payment", 1, 1, 0)]);
    assert_eq!(counts("channel", "csat"), [part("Email", 1, 1, 0), part("Unassigned", 1, 3, 1)]);
}

#[test]
fn promoters_are_the_same_people_to_advocacy() {
    let shop = shop_with(PLANT);
    let rows = ask(&shop, "advocacy", &[]);
    let told: Vec<_> =
        rows.iter().map(|row| (row["act"].as_str().unwrap(), &row["times"])).collect();
    // Of 7.5 it makes a passive, as the scale has it between 7 and 8.
    assert_eq!(told, [("promoter", &json!(7)), ("passive", &json!(3)), ("detractor", &json!(3))]);
}
