//! The report of a month or a year: one page, printable, that needs nothing from elsewhere.
//!
//! Every number is a report's: [`panels`] asks the catalogue and puts the answers beside each other,
//! [`findings`] tells in words what they say, [`draw`] draws them, [`words`] has both languages,
//! [`names`] what reports call things.

mod cells;
pub mod draw;
mod names;
mod panels;
pub mod period;
pub mod words;

use askama::Template;
use serde_json::Value;

use super::findings;
use crate::query::table::Table;
use draw::Drawing;
use period::Period;
use words::Lang;

/// Asks a report by name; nothing where there is no such report, or it has no answer.
pub type Ask<'a> = &'a dyn Fn(&str, &[(&str, &str)]) -> Option<Table>;

/// Whose visits are told of; everybody's where nothing is given.
#[derive(Debug, Clone, Copy, Default)]
pub struct Of<'a> {
    /// The shop's.
    pub site: Option<&'a str>,
    /// The saved segment's.
    pub segment: Option<&'a str>,
}

/// The page.
#[derive(Template)]
#[template(path = "sheet.html")]
pub struct Sheet {
    lang: &'static str,
    title: String,
    subtitle: String,
    findings_title: &'static str,
    findings: Vec<String>,
    panels: Vec<Panel>,
    note: &'static str,
    /// The style, where the page must bring it along.
    style: Option<&'static str>,
    other: Vec<Link>,
}

/// Its panels alone, to stand in another page.
#[derive(Template)]
#[template(path = "panels.html")]
pub struct Panels {
    findings_title: &'static str,
    findings: Vec<String>,
    panels: Vec<Panel>,
}

/// A part of the page.
pub struct Panel {
    id: &'static str,
    title: &'static str,
    lead: &'static str,
    sentences: Vec<String>,
    drawing: Option<Drawing>,
    head: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
pub struct Cell {
    text: String,
    is_number: bool,
}

/// A way to another page of the kind.
pub struct Link {
    /// Where.
    pub to: String,
    /// What it is called.
    pub text: String,
}

/// The style of the page, also served as a file.
pub const STYLE: &str =
    concat!(include_str!("../../../ui/sheet.css"), include_str!("../../../ui/panels.css"));

/// The panels of a period, without a page around them.
#[must_use]
pub fn all(ask: Ask<'_>, of: Of<'_>, period: &Period, lang: Lang) -> Panels {
    let mut asked = panels::Asked { ask, of, period, lang };
    let panels = panels::all(&mut asked);
    let findings =
        panels.iter().flat_map(|panel| panel.sentences.iter().take(1).cloned()).collect();
    Panels { findings_title: lang.text("findings"), findings, panels }
}

/// Puts the page together. With `links` it is one of several that are served; without, it stands alone.
#[must_use]
pub fn sheet(
    ask: Ask<'_>,
    of: Of<'_>,
    period: &Period,
    lang: Lang,
    links: Option<Vec<Link>>,
) -> Sheet {
    let Panels { findings_title, findings, panels } = all(ask, of, period, lang);
    let label = period.label(lang);
    let subtitle: Vec<&str> =
        [of.site, of.segment, Some(label.as_str())].into_iter().flatten().collect();
    Sheet {
        lang: lang.code(),
        title: lang.text("title").to_owned(),
        subtitle: subtitle.join(", "),
        findings_title,
        findings,
        panels,
        note: lang.text("note"),
        style: links.is_none().then_some(STYLE),
        other: links.unwrap_or_default(),
    }
}

impl Sheet {
    /// Whether no report has anything to say of the period.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.panels.is_empty() && self.findings.is_empty()
    }
}

/// The ways from one period's page to its neighbours, the year and the other language.
#[must_use]
pub fn links(period: Period, of: Of<'_>, lang: Lang) -> Vec<Link> {
    let to = |period: Period, lang: Lang| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("period", &period.name()).append_pair("lang", lang.code());
        let whose = [("site", of.site), ("segment", of.segment)];
        for (name, value) in whose.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            query.append_pair(name, value);
        }
        format!("/report?{}", query.finish())
    };
    let (before, after) = (period.earlier(1), period.later());
    let year = period.year();
    let other = lang.pick(Lang::Italian, Lang::English);
    vec![
        Link { to: to(before, lang), text: format!("← {}", before.label(lang)) },
        Link { to: to(after, lang), text: format!("{} →", after.label(lang)) },
        Link { to: to(year, lang), text: year.label(lang) },
        Link { to: to(period, other), text: lang.pick("Italiano", "English").to_owned() },
        Link { to: "/".to_owned(), text: "Percorso".to_owned() },
    ]
}

/// A number in a row, by its column's name.
pub(in crate::ui) fn number(table: &Table, row: &[Value], column: &str) -> Option<f64> {
    let place = table.columns.iter().position(|own| own.name == column)?;
    row.get(place)?.as_f64()
}

/// Whether a row says yes or no, by its column's name; none where it says neither.
pub(in crate::ui) fn truth(table: &Table, row: &[Value], column: &str) -> Option<bool> {
    let place = table.columns.iter().position(|own| own.name == column)?;
    row.get(place)?.as_bool()
}

/// Whether a row says yes, by its column's name.
pub(in crate::ui) fn flag(table: &Table, row: &[Value], column: &str) -> bool {
    truth(table, row, column) == Some(true)
}

/// A text in a row, by its column's name.
pub(in crate::ui) fn text<'a>(table: &Table, row: &'a [Value], column: &str) -> &'a str {
    let place = table.columns.iter().position(|own| own.name == column);
    place.and_then(|place| row.get(place)).and_then(Value::as_str).unwrap_or_default()
}
