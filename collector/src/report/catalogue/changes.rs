//! Changes: what the shop has noted, and what was different in the weeks after.

use serde_json::{Value, json};

use super::{Answer, Failure, Report};
use crate::journey::change::{Day, effect};
use crate::journey::disconnect::STAGES;
use crate::query::table::{Param, Table};
use crate::query::{Connection, changes};
use crate::report::question::{Kind, Opt, Question};

const DAY: i64 = 86_400_000_000;

const COLUMNS: [(&str, bool); 18] = [
    ("name", false),
    ("on_day", false),
    ("note", false),
    ("site", false),
    ("step", false),
    ("segment", false),
    ("weeks", true),
    ("before_visits", true),
    ("before_orders", true),
    ("before_conversion", true),
    ("after_visits", true),
    ("after_orders", true),
    ("after_conversion", true),
    ("effect", true),
    ("effect_low", true),
    ("effect_high", true),
    ("p_value", true),
    ("orders_gained", true),
];

pub(super) const REPORT: Report = Report {
    name: "changes",
    about: "What has the shop changed, and what was different in the weeks after?",
    options: &[Opt {
        name: "weeks",
        kind: Kind::Whole,
        default: Some("4"),
        about: "Whole weeks before and after, 1 to 26; fewer where there are not as many",
    }],
    columns: &[
        ("name", "What the change is called."),
        ("on_day", "The first day with it, UTC."),
        ("note", "What was changed, as noted."),
        ("site", "At which site; empty for all."),
        ("step", "Only visits that came to this stage are looked at; empty for all visits."),
        ("segment", "Only visits of this segment; empty for all."),
        ("weeks", "Whole weeks on either side that are compared; 0 where there is none yet."),
        ("before_visits", "Visits in the weeks before."),
        ("before_orders", "Those that ordered."),
        ("before_conversion", "Their share."),
        ("after_visits", "Visits from the day on."),
        ("after_orders", "Those that ordered."),
        ("after_conversion", "Their share."),
        (
            "effect",
            "Difference of the shares, weekday held against weekday (Mantel and Haenszel 1959); a season that turns meanwhile is in it.",
        ),
        ("effect_low", "Lower end of its 95 % interval, widened by how much days swing."),
        ("effect_high", "Upper end."),
        (
            "p_value",
            "How often chance makes as great a difference: days of one weekday exchanged between before and after, 1,999 times.",
        ),
        (
            "orders_gained",
            "Effect times visits after: orders more in these weeks than there would have been.",
        ),
    ],
    answer: Answer::Code(run),
};

fn run(connection: &Connection, question: &Question) -> Result<Table, Failure> {
    let weeks = question.whole("weeks").unwrap_or(4);
    if !(1..=26).contains(&weeks) {
        return Err(Failure::Usage(format!("weeks cannot be {weeks}; it is 1 to 26")));
    }
    let noted = changes::annotations(connection, &|name| question.param(name))?;
    let mut rows = Vec::new();
    for row in &noted.rows {
        rows.push(line(connection, question, weeks, row)?);
    }
    Ok(Table::of(&COLUMNS, rows))
}

fn line(
    connection: &Connection,
    question: &Question,
    weeks: i64,
    noted: &[Value],
) -> Result<Vec<Value>, Failure> {
    let [name, on_day, day, note, site, step, segment] = noted else {
        return Ok(vec![Value::Null; COLUMNS.len()]);
    };
    let day = day.as_i64().unwrap_or_default();
    let stage = STAGES.iter().position(|stage| Some(*stage) == step.as_str() && !stage.is_empty());
    let stage = i64::try_from(stage.unwrap_or(1)).unwrap_or(1);
    let own = |value: &Value, name| match (value.as_str(), question.param(name)) {
        (_, Some(Param::Text(asked))) => Param::Text(asked),
        (Some(noted), _) => Param::Text(noted.to_owned()),
        _ => Param::Null,
    };
    let visits = changes::days(connection, &|name| match name {
        "site" => Some(own(site, "site")),
        "segment" => Some(own(segment, "segment")),
        "since" => Some(Param::Moment((day - weeks * 7) * DAY)),
        "until" => Some(Param::Moment((day + weeks * 7) * DAY)),
        "stage" => Some(Param::Whole(stage)),
        _ => None,
    })?;
    // A week that is not over, or had not begun, would be held against a whole one.
    let today = question.now.div_euclid(DAY);
    let first = visits.iter().map(|came| came.day).min().unwrap_or(day);
    let last = visits.iter().map(|came| came.day + 1).max().unwrap_or(day).min(today);
    let both = ((day - first) / 7).min((last - day) / 7).clamp(0, weeks);
    let span = (day - both * 7)..(day + both * 7);
    let days: Vec<Day> = visits
        .iter()
        .filter(|came| span.contains(&came.day))
        .map(|came| Day {
            weekday: usize::try_from(came.day.rem_euclid(7)).unwrap_or_default(),
            after: came.day >= day,
            came: came.came,
            passed: came.ordered,
        })
        .collect();
    let sum = |after: bool| {
        let side = days.iter().filter(|day| day.after == after);
        side.fold((0.0, 0.0), |sum, day| (sum.0 + day.came, sum.1 + day.passed))
    };
    let (before, after) = (sum(false), sum(true));
    let share = |(came, passed): (f64, f64)| json!((came > 0.0).then(|| passed / came));
    // The same question has the same answer.
    let effect = effect(&days, 1);
    Ok(vec![
        name.clone(),
        on_day.clone(),
        note.clone(),
        site.clone(),
        step.clone(),
        segment.clone(),
        json!(both),
        json!(before.0),
        json!(before.1),
        share(before),
        json!(after.0),
        json!(after.1),
        share(after),
        json!(effect.map(|e| e.effect)),
        json!(effect.map(|e| e.low)),
        json!(effect.map(|e| e.high)),
        json!(effect.map(|e| e.p)),
        json!(effect.map(|e| e.effect * after.0)),
    ])
}
