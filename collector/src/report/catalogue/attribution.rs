//! Attribution: what part each channel has in the orders, by seven models, and what it returns on its cost.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Answer, Failure, Report};
use crate::journey::attribution::paths::Cut;
use crate::journey::attribution::{Credit, Model, Paths, share};
use crate::query::table::{Param, Table};
use crate::query::{Connection, contacts, costs, currency};
use crate::report::question::{Kind, Opt, Question};

const MODELS: &[&str] =
    &["first", "last", "last-non-direct", "linear", "time-decay", "position", "markov", "shapley"];

const COLUMNS: [(&str, bool); 10] = [
    ("model", false),
    ("channel", false),
    ("conversions", true),
    ("share", true),
    ("currency", false),
    ("revenue", true),
    ("removal_effect", true),
    ("cost", true),
    ("cost_per_conversion", true),
    ("return_on_spend", true),
];

pub(super) const REPORT: Report = Report {
    name: "attribution",
    about: "Which part has each channel in the orders, and what does it return on its cost?",
    options: &[
        Opt {
            name: "model",
            kind: Kind::Choice(MODELS),
            default: None,
            about: "One model; without, all of them",
        },
        Opt {
            name: "lookback",
            kind: Kind::Length,
            default: Some("90d"),
            about: "Visits longer before an order have no part in it",
        },
        Opt {
            name: "half-life",
            kind: Kind::Length,
            default: Some("7d"),
            about: "In time-decay, after so long a visit counts half",
        },
        Opt {
            name: "order",
            kind: Kind::Whole,
            default: Some("1"),
            about: "In markov, how many visits the chain remembers, 1 to 3",
        },
        Opt {
            name: "cost",
            kind: Kind::Text,
            default: None,
            about: "What channels cost in the period, as in 'Paid Search=1200,Display=300'; goes over \
                    what percorso costs has kept",
        },
    ],
    columns: &[
        (
            "model",
            "How orders are shared: first, last, last-non-direct, linear, time-decay, position (40/20/40), \
             markov (removal effect, Anderl et al. 2016), shapley (Zhao et al. 2018).",
        ),
        ("channel", "The way a visit came."),
        (
            "conversions",
            "Orders given to the channel; over all channels they add up to the orders.",
        ),
        ("share", "Its share of the orders."),
        ("currency", "Currency of all orders of the period, or mixed."),
        ("revenue", "Worth of the orders given to it, without tax and shipping, before refunds."),
        (
            "removal_effect",
            "Share of the orders that would be lost without the channel; of markov alone.",
        ),
        (
            "cost",
            "What the channel cost, as given or kept; empty where nobody has told. One kept for no site counts in full at each site that is asked for.",
        ),
        ("cost_per_conversion", "Cost for each order given to it."),
        (
            "return_on_spend",
            "Revenue for each unit of cost (ROAS); empty where the currencies are mixed.",
        ),
    ],
    answer: Answer::Code(run),
};

fn run(connection: &Connection, question: &Question) -> Result<Table, Failure> {
    let given = given(question.text("cost").unwrap_or_default())?;
    let order = question.whole("order").unwrap_or(1);
    if !(1..=3).contains(&order) {
        return Err(Failure::Usage(format!("order cannot be {order}; it is 1, 2 or 3")));
    }
    let lookback = question.whole("lookback").unwrap_or_default();
    let half_life = question.whole("half-life").unwrap_or_default();
    let since = question.whole("since");
    // What led to the period's first orders came before it.
    let earlier = since.map_or(Param::Null, |since| Param::Moment(since.saturating_sub(lookback)));
    let asked = question.clone().with("since", earlier);
    let (channels, contacts) = contacts::contacts(connection, &|name| asked.param(name))?;
    let cut = Cut { from: since.unwrap_or(i64::MIN), lookback, half_life };
    let paths = Paths::cut(channels, &contacts, cut);
    let mut costs = costs::costs(connection, &|name| question.param(name))?;
    costs.extend(given);
    let currency = currency::currency(connection, &|name| question.param(name))?;
    let mut rows = Vec::new();
    for name in MODELS.iter().filter(|name| question.text("model").is_none_or(|one| one == **name))
    {
        let model = model(name, half_life, usize::try_from(order).unwrap_or(1));
        rows.extend(lines(name, &paths, &share(&paths, model), &costs, &currency));
    }
    Ok(Table::of(&COLUMNS, rows))
}

fn model(name: &str, half_life: i64, order: usize) -> Model {
    match name {
        "first" => Model::First,
        "last" => Model::Last,
        "last-non-direct" => Model::LastNonDirect,
        "linear" => Model::Linear,
        "time-decay" => Model::TimeDecay(half_life),
        "position" => Model::Position,
        "markov" => Model::Markov(order),
        _ => Model::Shapley,
    }
}

/// A model's rows, the channels with most orders first.
fn lines(
    model: &str,
    paths: &Paths,
    credits: &[Credit],
    costs: &BTreeMap<String, f64>,
    currency: &Value,
) -> Vec<Vec<Value>> {
    let orders = paths.conversions();
    let ratio = |of: f64, to: f64| (to > 0.0).then(|| of / to);
    // What is of several currencies is no revenue of a cost.
    let of_one = currency != "mixed";
    let none = Credit::default();
    // What was paid for and brought nobody is told, too.
    let barren = costs.keys().filter(|channel| !paths.channels.contains(channel));
    let mut given: Vec<_> =
        paths.channels.iter().zip(credits).chain(barren.map(|channel| (channel, &none))).collect();
    given.sort_by(|(a, x), (b, y)| y.conversions.total_cmp(&x.conversions).then(a.cmp(b)));
    let line = |(channel, credit): (&String, &Credit)| {
        let cost = costs.get(channel).copied();
        vec![
            json!(model),
            json!(channel),
            json!(credit.conversions),
            json!(ratio(credit.conversions, orders)),
            currency.clone(),
            json!(credit.value),
            json!(credit.removal),
            json!(cost),
            json!(cost.and_then(|cost| ratio(cost, credit.conversions))),
            json!(cost.filter(|_| of_one).and_then(|cost| ratio(credit.value, cost))),
        ]
    };
    given.into_iter().map(line).collect()
}

/// Reads `Paid Search=1200,Display=300`.
fn given(text: &str) -> Result<BTreeMap<String, f64>, Failure> {
    let pairs = text.split(',').filter(|pair| !pair.trim().is_empty());
    let read = |pair: &str| {
        let (channel, cost) = pair.rsplit_once('=')?;
        let cost =
            cost.trim().parse::<f64>().ok().filter(|cost| cost.is_finite() && *cost >= 0.0)?;
        Some((channel.trim().to_owned(), cost))
    };
    let wrong = |pair| {
        Failure::Usage(format!(
            "cost cannot be {pair:?}; write a channel and an amount, as in Display=300"
        ))
    };
    pairs.map(|pair| read(pair).ok_or_else(|| wrong(pair))).collect()
}
