//! What the answers say, in a few sentences, each with its evidence.

use serde_json::Value;

use super::words::Lang;
use super::{number, text};
use crate::query::table::Table;

/// A figure as it is written: shares as percent, money with two digits, small numbers with more.
pub(super) fn figure(lang: Lang, name: &str, value: f64) -> String {
    const SHARES: [&str; 8] = [
        "conversion",
        "conversion_with",
        "conversion_without",
        "share",
        "share_of_abandons",
        "passed",
        "removal_effect",
        "rate",
    ];
    const MONEY: [&str; 5] =
        ["order_value", "revenue", "lost_revenue", "revenue_at_risk", "revenue_at_risk_low"];
    match name {
        _ if SHARES.contains(&name) => lang.percent(value),
        _ if MONEY.contains(&name) => lang.number(value, 2),
        "p_value" if value < 0.001 => lang.pick("< 0.001", "< 0,001").to_owned(),
        "p_value" => lang.number(value, 3),
        _ if value.fract() == 0.0 => lang.number(value, 0),
        _ => lang.number(value, 1),
    }
}

pub(super) fn overview(lang: Lang, table: &Table, rows: &[&Vec<Value>]) -> Vec<String> {
    let of = |figure: &str| rows.iter().find(|row| text(table, row, "figure") == figure);
    let told = |name: &'static str| {
        let row = of(name)?;
        let value = figure(lang, name, number(table, row, "value")?);
        let change = |column| number(table, row, column).map(|change| lang.change(change));
        let (before, year) = (change("change"), change("year_change"));
        let mut against = Vec::new();
        against.extend(before.map(|c| format!("{c} {}", lang.text("change"))));
        against.extend(year.map(|c| format!("{c} {}", lang.text("year_change"))));
        let against =
            if against.is_empty() { String::new() } else { format!(" ({})", against.join(", ")) };
        Some(format!("{value} {}{against}", lang.named(name)))
    };
    let parts: Vec<String> = ["visits", "orders", "revenue"].into_iter().filter_map(told).collect();
    if parts.is_empty() { Vec::new() } else { vec![parts.join("; ") + "."] }
}

pub(super) fn stages(lang: Lang, table: &Table) -> Vec<String> {
    let lowest = table
        .rows
        .windows(2)
        .filter_map(|pair| match pair {
            [before, after] => Some((before, after, number(table, after, "passed")?)),
            _ => None,
        })
        // From the cart on: before it, most only look.
        .filter(|(before, ..)| number(table, before, "stage").unwrap_or(0.0) >= 3.0)
        .min_by(|a, b| a.2.total_cmp(&b.2));
    let Some((before, after, passed)) = lowest else { return Vec::new() };
    let (from, to) =
        (lang.named(text(table, before, "name")), lang.named(text(table, after, "name")));
    let lost = number(table, before, "visits").unwrap_or(0.0)
        - number(table, after, "visits").unwrap_or(0.0);
    let (lost, passed) = (lang.number(lost, 0), lang.percent(passed));
    vec![lang.pick(
        format!("Most is lost between {from} and {to}: {lost} visits stop there, {passed} go on."),
        format!("La perdita maggiore è tra {from} e {to}: {lost} visite si fermano lì, il {passed} prosegue."),
    )]
}

pub(super) fn friction(lang: Lang, table: &Table) -> Vec<String> {
    let Some(row) = table.rows.first() else { return Vec::new() };
    let (kind, step) = (lang.named(text(table, row, "kind")), text(table, row, "step"));
    let (Some(low), Some(risk)) =
        (number(table, row, "revenue_at_risk_low"), number(table, row, "revenue_at_risk"))
    else {
        return Vec::new();
    };
    let (low, risk) = (figure(lang, "revenue", low.max(0.0)), figure(lang, "revenue", risk));
    let at = if step.is_empty() {
        String::new()
    } else {
        lang.pick(format!(" at {step}"), format!(" in {step}"))
    };
    vec![lang.pick(
        format!(
            "The dearest friction is {kind}{at}: at least {low}, up to {risk} of revenue at risk."
        ),
        format!(
            "L'ostacolo più caro è {kind}{at}: almeno {low}, fino a {risk} di ricavi a rischio."
        ),
    )]
}

pub(super) fn carts(lang: Lang, table: &Table, row: &[Value]) -> Vec<String> {
    let of = |name| number(table, row, name);
    let (Some(carts), Some(rate)) = (of("carts"), of("abandonment_rate")) else {
        return Vec::new();
    };
    let (carts, rate) = (lang.number(carts, 0), lang.percent(rate));
    let worth = figure(lang, "revenue", of("value_abandoned").unwrap_or(0.0));
    let recovered = lang.number(of("recovered").unwrap_or(0.0), 0);
    let currency = text(table, row, "currency");
    vec![lang.pick(
        format!("Of {carts} carts {rate} were abandoned, worth {worth} {currency}; {recovered} were recovered."),
        format!("Di {carts} carrelli il {rate} è stato abbandonato, per {worth} {currency}; {recovered} recuperati."),
    )]
}

pub(super) fn attribution(lang: Lang, table: &Table) -> Vec<String> {
    let Some(row) = table.rows.first() else { return Vec::new() };
    let channel = text(table, row, "channel");
    let Some(share) = number(table, row, "share") else { return Vec::new() };
    let share = lang.percent(share);
    vec![lang.pick(
        format!("{channel} carries most: {share} of the orders by the removal effect."),
        format!("{channel} porta di più: il {share} degli ordini per effetto di rimozione."),
    )]
}

pub(super) fn disconnections(lang: Lang, table: &Table) -> Vec<String> {
    let say = |row: &Vec<Value>| {
        let of = |name| number(table, row, name).unwrap_or(0.0);
        let (step, segment) = (lang.named(text(table, row, "step")), text(table, row, "segment"));
        let (from, to) = (text(table, row, "first_day"), text(table, row, "last_day"));
        let (inside, expected) =
            (lang.percent(of("rate_inside")), lang.percent(of("rate_expected")));
        let (orders, revenue) =
            (lang.number(of("lost_orders"), 1), figure(lang, "revenue", of("lost_revenue")));
        lang.pick(
            format!("From {from} to {to}, {segment}: {inside} went on from {step} where {expected} should have; about {orders} orders and {revenue} lost."),
            format!("Dal {from} al {to}, {segment}: da {step} ha proseguito il {inside} invece del {expected}; circa {orders} ordini e {revenue} persi."),
        )
    };
    table.rows.iter().take(3).map(say).collect()
}

pub(super) fn customers(lang: Lang, table: &Table, row: &[Value]) -> Vec<String> {
    let of = |name| number(table, row, name);
    let (Some(customers), Some(rate)) = (of("customers"), of("repeat_rate")) else {
        return Vec::new();
    };
    let (customers, rate) = (lang.number(customers, 0), lang.percent(rate));
    vec![lang.pick(
        format!("{rate} of {customers} customers ordered more than once in the period."),
        format!("Il {rate} di {customers} clienti ha ordinato più di una volta nel periodo."),
    )]
}

pub(super) fn rhythm(lang: Lang, visits: &[[f64; 24]; 7]) -> Vec<String> {
    let cells = visits.iter().enumerate();
    let cells = cells
        .flat_map(|(day, hours)| hours.iter().enumerate().map(move |(hour, n)| (day, hour, *n)));
    let Some((day, hour, _)) = cells.max_by(|a, b| a.2.total_cmp(&b.2)) else { return Vec::new() };
    let day = lang.weekday(day);
    vec![lang.pick(
        format!("The busiest hour is {day} from {hour}:00 to {}:00 UTC.", hour + 1),
        format!("L'ora più frequentata è {day} dalle {hour}:00 alle {}:00 UTC.", hour + 1),
    )]
}
