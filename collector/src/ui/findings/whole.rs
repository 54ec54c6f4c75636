//! What takes several rows to say.

use serde_json::{Map, Value, json};

use super::write::{figure, unit};
use crate::query::table::Table;
use crate::ui::sheet::words::Lang;
use crate::ui::sheet::{flag, number, text, truth};

/// Those that are said here.
pub(super) const REPORTS: [&str; 5] = ["evolution", "goals", "stages", "rhythm", "members"];

type Said = Vec<(String, Map<String, Value>)>;

/// The sentences of one of them.
pub(super) fn said(report: &str, lang: Lang, table: &Table) -> Said {
    match report {
        "goals" => return goals(lang, table),
        "evolution" => evolution(lang, table),
        "stages" => stages(lang, table),
        "rhythm" => rhythm(lang, table),
        "members" => members(lang, table),
        _ => None,
    }
    .into_iter()
    .collect()
}

pub(super) fn evidence<const N: usize>(values: [(&str, Value); N]) -> Map<String, Value> {
    values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The figures of the last period that is over, or else of the one under way, which can be held against no
/// whole one.
fn evolution(lang: Lang, table: &Table) -> Option<(String, Map<String, Value>)> {
    let is_over = |row: &&Vec<Value>| flag(table, row, "complete");
    let latest = |rows: &mut dyn Iterator<Item = &Vec<Value>>| {
        rows.map(|row| text(table, row, "period").to_owned()).max()
    };
    let over = latest(&mut table.rows.iter().filter(is_over));
    let columns: &[&str] = if over.is_some() { &["change", "year_change"] } else { &[] };
    let last = over.or_else(|| latest(&mut table.rows.iter()))?;
    let own = || table.rows.iter().filter(|row| text(table, row, "period") == last);
    let mut known = evidence([("period", json!(last))]);
    let mut told = |name: &'static str| {
        let row = own().find(|row| text(table, row, "figure") == name)?;
        let value = number(table, row, "value")?;
        known.insert(name.to_owned(), json!(value));
        let mut against = Vec::new();
        for &column in columns {
            if let Some(change) = number(table, row, column) {
                known.insert(format!("{name}_{column}"), json!(change));
                against.push(format!("{} {}", lang.change(change), lang.text(column)));
            }
        }
        let against =
            if against.is_empty() { String::new() } else { format!(" ({})", against.join(", ")) };
        let unit = unit(text(table, row, "currency"));
        Some(format!("{}{unit} {}{against}", figure(lang, name, value), lang.named(name)))
    };
    let parts: Vec<String> =
        ["visits", "orders", "revenue"].into_iter().filter_map(&mut told).collect();
    let since = lang.pick(format!("From {last} on"), format!("Dal {last}"));
    (!parts.is_empty()).then(|| (format!("{since}: {}.", parts.join("; ")), known))
}

/// Whether the last whole period of each goal met it.
fn goals(lang: Lang, table: &Table) -> Said {
    let mut last = std::collections::BTreeMap::new();
    for row in table.rows.iter().filter(|row| flag(table, row, "complete")) {
        last.insert(text(table, row, "name"), row);
    }
    let tell = |(name, row): (&str, &Vec<Value>)| {
        let (key, period) = (text(table, row, "figure"), text(table, row, "period"));
        let value = number(table, row, "value")?;
        let met = truth(table, row, "met")?;
        let known = evidence([
            ("name", json!(name)),
            ("period", json!(period)),
            ("value", json!(value)),
            ("at_least", json!(number(table, row, "at_least"))),
            ("at_most", json!(number(table, row, "at_most"))),
            ("met", json!(met)),
        ]);
        let bound = |column, english, italian| {
            let bound = figure(lang, key, number(table, row, column)?);
            Some(format!("{} {bound}", lang.pick(english, italian)))
        };
        let bounds =
            [bound("at_least", "at least", "almeno"), bound("at_most", "at most", "al massimo")];
        let bounds: Vec<String> = bounds.into_iter().flatten().collect();
        let bounds = bounds.join(lang.pick(" and ", " e "));
        let told = format!("{} {}", lang.named(key), figure(lang, key, value));
        let told = told + &unit(text(table, row, "currency"));
        let sentence = match met {
            true => lang.pick(
                format!("The goal {name} is met: from {period} on {told}, to be {bounds}."),
                format!("L'obiettivo {name} è raggiunto: dal {period} {told}, da avere {bounds}."),
            ),
            false => lang.pick(
                format!("The goal {name} is missed: from {period} on {told}, to be {bounds}."),
                format!("L'obiettivo {name} è mancato: dal {period} {told}, da avere {bounds}."),
            ),
        };
        Some((sentence, known))
    };
    last.into_iter().filter_map(tell).collect()
}

/// The step from the cart on at which the smallest share goes on.
fn stages(lang: Lang, table: &Table) -> Option<(String, Map<String, Value>)> {
    let pairs = table.rows.windows(2).filter_map(|pair| match pair {
        [before, after] => Some((before, after, number(table, after, "passed")?)),
        _ => None,
    });
    // Before the cart most only look.
    let from_cart = pairs.filter(|(before, ..)| number(table, before, "stage") >= Some(3.0));
    let (before, after, passed) = from_cart.min_by(|a, b| a.2.total_cmp(&b.2))?;
    let (from, to) = (text(table, before, "name"), text(table, after, "name"));
    let lost = number(table, before, "visits")? - number(table, after, "visits")?;
    let known = evidence([
        ("from", json!(from)),
        ("to", json!(to)),
        ("stopped", json!(lost)),
        ("passed", json!(passed)),
    ]);
    let (from, to) = (lang.named(from), lang.named(to));
    let (lost, passed) = (lang.number(lost, 0), lang.percent(passed));
    let sentence = lang.pick(
        format!("From the cart on, most is lost between {from} and {to}: {lost} visits stop there, {passed} go on."),
        format!("Dal carrello in poi la perdita maggiore è tra {from} e {to}: {lost} visite si fermano lì, il {passed} prosegue."),
    );
    Some((sentence, known))
}

/// How many visits of how many people a segment has, and what they ordered.
fn members(lang: Lang, table: &Table) -> Option<(String, Map<String, Value>)> {
    let person = table.columns.iter().position(|own| own.name == "person_id")?;
    let people: std::collections::HashSet<String> =
        table.rows.iter().filter_map(|row| row.get(person)).map(Value::to_string).collect();
    if people.is_empty() {
        return None;
    }
    let [visits, people] = [table.rows.len(), people.len()];
    let orders: f64 = table.rows.iter().filter_map(|row| number(table, row, "orders")).sum();
    let known =
        evidence([("visits", json!(visits)), ("people", json!(people)), ("orders", json!(orders))]);
    let orders = lang.number(orders, 0);
    let sentence = lang.pick(
        format!("{visits} visits of {people} people are told of; orders made in them: {orders}."),
        format!("Si parla di {visits} visite di {people} persone; ordini fatti in esse: {orders}."),
    );
    Some((sentence, known))
}

/// The hour of the week with most visits.
fn rhythm(lang: Lang, table: &Table) -> Option<(String, Map<String, Value>)> {
    let mut hours = std::collections::BTreeMap::<(u64, u64), f64>::new();
    let whole = |row: &[Value], column| {
        let at = table.columns.iter().position(|own| own.name == column)?;
        row.get(at)?.as_u64()
    };
    for row in &table.rows {
        let hour = (whole(row, "weekday")?, whole(row, "hour")?);
        *hours.entry(hour).or_default() += number(table, row, "visits")?;
    }
    // Of equal ones the first of the week.
    let busiest = hours.into_iter().rev().max_by(|a, b| a.1.total_cmp(&b.1));
    let ((weekday, hour), visits) = busiest?;
    let known =
        evidence([("weekday", json!(weekday)), ("hour", json!(hour)), ("visits", json!(visits))]);
    let day = lang.weekday(usize::try_from(weekday.saturating_sub(1)).ok()?);
    let (end, visits) = (hour + 1, lang.number(visits, 0));
    let sentence = lang.pick(
        format!("The busiest hour is {day} from {hour}:00 to {end}:00 UTC, with {visits} visits."),
        format!(
            "L'ora più frequentata è {day} dalle {hour}:00 alle {end}:00 UTC, con {visits} visite."
        ),
    );
    Some((sentence, known))
}
