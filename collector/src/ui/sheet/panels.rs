//! The panels: each asks its report, draws the answer and says it. One without an answer is left out.

use serde_json::Value;

use super::cells::{ROWS, bars, figures, head, plain, tabulate};
use super::draw::{Bars, Drawing, Heat, Lines};
use super::findings::{self, figure as written, unit};
use super::period::Period;
use super::words::Lang;
use super::{Ask, Of, Panel, number, text};
use crate::query::table::Table;

/// What every panel is asked with.
pub(super) struct Asked<'a> {
    pub(super) ask: Ask<'a>,
    pub(super) of: Of<'a>,
    pub(super) period: &'a Period,
    pub(super) lang: Lang,
}

impl Asked<'_> {
    /// A report of the period, with options of its own; nothing where it has no rows.
    fn rows(&self, report: &str, options: &[(&str, &str)]) -> Option<Table> {
        self.since(report, &self.period.since(), options)
    }

    fn since(&self, report: &str, since: &str, options: &[(&str, &str)]) -> Option<Table> {
        let until = self.period.until();
        let mut pairs = vec![("since", since), ("until", until.as_str())];
        pairs.extend(self.of.site.map(|site| ("site", site)));
        pairs.extend(self.of.segment.map(|segment| ("segment", segment)));
        pairs.extend_from_slice(options);
        (self.ask)(report, &pairs).filter(|table| !table.rows.is_empty())
    }

    /// What a report's answer says.
    fn said(&self, report: &str, table: &Table) -> Vec<String> {
        let said = findings::of(report, self.lang, table);
        said.into_iter().map(|finding| finding.sentence).collect()
    }

    fn panel(&self, id: &'static str, lead: &'static str) -> Panel {
        let (title, lead) = (self.lang.text(id), self.lang.text(lead));
        let (sentences, head, rows) = (Vec::new(), Vec::new(), Vec::new());
        Panel { id, title, lead, sentences, drawing: None, head, rows }
    }
}

/// The rows that `is` holds for.
fn part(table: &Table, is: impl Fn(&Vec<Value>) -> bool) -> Table {
    let rows = table.rows.iter().filter(|row| is(row)).cloned().collect();
    Table { columns: table.columns.clone(), rows }
}

/// All that have an answer.
pub(super) fn all(asked: &mut Asked<'_>) -> Vec<Panel> {
    let panels = [
        overview(asked),
        map(asked),
        stages(asked),
        friction(asked),
        carts(asked),
        fields(asked),
        attribution(asked),
        disconnections(asked),
        customers(asked),
        rhythm(asked),
    ];
    panels.into_iter().flatten().collect()
}

fn overview(asked: &Asked<'_>) -> Option<Panel> {
    let (period, lang) = (asked.period, asked.lang);
    let every = [("every", period.every())];
    // A year of periods for the lines; the last is the one told of.
    let table = asked.since("evolution", &period.earlier(12).since(), &every)?;
    let own: Vec<&Vec<Value>> =
        table.rows.iter().filter(|row| text(&table, row, "period") == period.since()).collect();
    if own.is_empty() {
        return None;
    }
    let mut panel = asked.panel("overview", "overview.lead");
    panel.head =
        head(lang, &[("figure", false), ("value", true), ("change", true), ("year_change", true)]);
    for row in &own {
        let figure = text(&table, row, "figure");
        let Some(value) = number(&table, row, "value") else { continue };
        let change =
            |name| number(&table, row, name).map_or("–".to_owned(), |change| lang.change(change));
        panel.rows.push(vec![
            plain(lang.named(figure)),
            figures(written(lang, figure, value) + &unit(text(&table, row, "currency"))),
            figures(change("change")),
            figures(change("year_change")),
        ]);
    }
    panel.sentences =
        asked.said("evolution", &part(&table, |row| text(&table, row, "period") == period.since()));
    let mut marks: Vec<String> = table
        .rows
        .iter()
        .map(|row| text(&table, row, "period").chars().take(7).collect())
        .collect();
    marks.dedup();
    let line = |figure: &'static str, class: &'static str| {
        let rows = table.rows.iter().filter(|row| text(&table, row, "figure") == figure);
        let values: Vec<f64> =
            rows.map(|row| number(&table, row, "value").unwrap_or(0.0)).collect();
        let last = values.last().copied().unwrap_or(0.0);
        (lang.text(figure).to_owned(), class, values, written(lang, figure, last))
    };
    let lines = [line("visits", "first"), line("orders", "second"), line("revenue", "third")];
    panel.drawing = Some(Drawing::Lines(Lines::new(panel.title, &marks, &lines)));
    Some(panel)
}

fn map(asked: &Asked<'_>) -> Option<Panel> {
    let table = asked.rows("phases", &[])?;
    let mut panel = asked.panel("map", "map.lead");
    panel.sentences = asked.said("phases", &table);
    panel.drawing = bars(asked.lang, panel.title, &table, "phase", "visits", None);
    Some(panel)
}

fn stages(asked: &Asked<'_>) -> Option<Panel> {
    let table = asked.rows("stages", &[])?;
    let mut panel = asked.panel("stages", "stages.lead");
    panel.sentences = asked.said("stages", &table);
    panel.drawing = bars(asked.lang, panel.title, &table, "name", "visits", None);
    tabulate(&mut panel, asked.lang, &table, &["name", "visits", "share", "passed"]);
    Some(panel)
}

fn friction(asked: &Asked<'_>) -> Option<Panel> {
    let table = asked.rows("friction", &[])?;
    let mut panel = asked.panel("friction", "friction.lead");
    panel.sentences = asked.said("friction", &table);
    let bar = |row: &Vec<Value>| {
        let of = |name| number(&table, row, name).unwrap_or(0.0);
        let name = format!(
            "{} · {}",
            asked.lang.named(text(&table, row, "kind")),
            asked.lang.named(text(&table, row, "step"))
        );
        let (low, high) = (of("revenue_at_risk_low"), of("revenue_at_risk"));
        let unit = unit(text(&table, row, "currency"));
        (name, low.max(0.0), Some(high), written(asked.lang, "revenue", high) + &unit)
    };
    let drawn: Vec<_> = table.rows.iter().take(ROWS).map(bar).collect();
    panel.drawing = Some(Drawing::Bars(Bars::new(panel.title, &drawn)));
    let shown = [
        "kind",
        "step",
        "affected",
        "conversion_with",
        "conversion_without",
        "revenue_at_risk_low",
        "revenue_at_risk",
        "revenue_once",
        "currency",
    ];
    tabulate(&mut panel, asked.lang, &table, &shown);
    Some(panel)
}

fn carts(asked: &Asked<'_>) -> Option<Panel> {
    let table = asked.rows("carts", &[])?;
    let row = table.rows.first()?;
    let lang = asked.lang;
    let mut panel = asked.panel("carts", "carts.lead");
    panel.sentences = asked.said("carts", &table);
    let bar = |name: &'static str| {
        let size = number(&table, row, name).unwrap_or(0.0);
        (lang.named(name), size, None, lang.number(size, 0))
    };
    let mut drawn = ["carts", "ordered", "abandoned", "recovered"].map(bar);
    if let Some(all) = drawn.first_mut() {
        lang.text("carts.count").clone_into(&mut all.0);
    }
    panel.drawing = Some(Drawing::Bars(Bars::new(panel.title, &drawn)));
    Some(panel)
}

fn fields(asked: &Asked<'_>) -> Option<Panel> {
    let table = asked.rows("fields", &[])?;
    let mut panel = asked.panel("fields", "fields.lead");
    let shown = [
        "form",
        "field",
        "starters",
        "abandons",
        "share_of_abandons",
        "field_returns",
        "validation_failures",
    ];
    panel.sentences = asked.said("fields", &table);
    tabulate(&mut panel, asked.lang, &table, &shown);
    Some(panel)
}

fn attribution(asked: &Asked<'_>) -> Option<Panel> {
    let table = asked.rows("attribution", &[("model", "markov")])?;
    let mut panel = asked.panel("attribution", "attribution.lead");
    panel.sentences = asked.said("attribution", &table);
    panel.drawing = bars(asked.lang, panel.title, &table, "channel", "conversions", None);
    tabulate(
        &mut panel,
        asked.lang,
        &table,
        &["channel", "conversions", "share", "revenue", "removal_effect"],
    );
    Some(panel)
}

fn disconnections(asked: &Asked<'_>) -> Option<Panel> {
    // A drop is told from chance by the months around it.
    let table = asked.since("disconnections", &asked.period.earlier(12).since(), &[])?;
    let since = asked.period.since();
    let own = part(&table, |row| text(&table, row, "last_day") >= since.as_str());
    if own.rows.is_empty() {
        return None;
    }
    let mut panel = asked.panel("disconnections", "disconnections.lead");
    panel.sentences = asked.said("disconnections", &own);
    let shown = [
        "step",
        "next",
        "segment",
        "first_day",
        "last_day",
        "lost_orders",
        "lost_revenue",
        "p_value",
    ];
    tabulate(&mut panel, asked.lang, &own, &shown);
    Some(panel)
}

fn customers(asked: &Asked<'_>) -> Option<Panel> {
    let table = asked.rows("repeat", &[])?;
    let row = table.rows.first()?;
    number(&table, row, "customers").filter(|customers| *customers > 0.0)?;
    let mut panel = asked.panel("customers", "customers.lead");
    panel.sentences = asked.said("repeat", &table);
    Some(panel)
}

fn rhythm(asked: &Asked<'_>) -> Option<Panel> {
    let table = asked.rows("rhythm", &[])?;
    let mut visits = [[0.0; 24]; 7];
    for row in &table.rows {
        let day = number(&table, row, "weekday").unwrap_or(1.0) - 1.0;
        let hour = number(&table, row, "hour").unwrap_or(0.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 6, 0 to 23"
        )]
        let cell = visits.get_mut(day as usize).and_then(|day| day.get_mut(hour as usize));
        if let Some(cell) = cell {
            *cell += number(&table, row, "visits").unwrap_or(0.0);
        }
    }
    let mut panel = asked.panel("rhythm", "rhythm.lead");
    panel.sentences = asked.said("rhythm", &table);
    let names = std::array::from_fn(|day| asked.lang.weekday(day));
    panel.drawing = Some(Drawing::Heat(Heat::new(panel.title, names, &visits)));
    Some(panel)
}
