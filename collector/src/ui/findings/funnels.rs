//! What the saved funnels say: for each the step that most of those who came to the one before do not reach.

use serde_json::json;
use url::form_urlencoded;

use super::Finding;
use super::whole::evidence;
use crate::query::Connection;
use crate::report::catalogue::{Failure, ask, find};
use crate::report::funnel::{self, FunnelQuery, FunnelReport, ReportError};
use crate::ui::sheet::text;
use crate::ui::sheet::words::Lang;

/// The funnel is no report of the catalogue.
pub(super) const NAME: &str = "funnel";

/// What each of them says, asked with these pairs where it does not ask that itself.
pub(super) fn said(
    connection: &Connection,
    pairs: &[(&str, &str)],
    lang: Lang,
) -> Result<Vec<Finding>, Failure> {
    let Some(saved) = find("funnels") else { return Ok(Vec::new()) };
    let saved = ask(connection, saved, &[])?;
    let mut findings = Vec::new();
    for row in &saved.rows {
        let (name, question) = (text(&saved, row, "name"), text(&saved, row, "question"));
        let mut asked: Vec<(String, String)> =
            form_urlencoded::parse(question.as_bytes()).into_owned().collect();
        let others: Vec<_> = pairs
            .iter()
            .filter(|(name, _)| !asked.iter().any(|(own, _)| own == name))
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        asked.extend(others);
        let answered = FunnelQuery::from_pairs(asked).map_err(ReportError::from);
        let answered = answered.and_then(|query| funnel::run(connection, &query));
        match answered {
            Ok(answered) => findings.extend(worst(lang, name, &answered)),
            Err(ReportError::Query(error)) => return Err(Failure::Query(error)),
            // What cannot be asked of this period or segment is no answer of the others'.
            Err(_) => {}
        }
    }
    Ok(findings)
}

/// The step to which the smallest share goes on; nothing where nobody begins.
fn worst(lang: Lang, name: &str, answered: &FunnelReport) -> Option<Finding> {
    let pairs = answered.steps.windows(2).filter_map(|pair| match pair {
        [before, after] if before.reached > 0 => Some((before, after)),
        _ => None,
    });
    let (before, after) = pairs.min_by(|a, b| a.1.step_rate.total_cmp(&b.1.step_rate))?;
    let evidence = evidence([
        ("saved", json!(name)),
        ("from", json!(before.name)),
        ("to", json!(after.name)),
        ("step_rate", json!(after.step_rate)),
        ("step_low", json!(after.step_low)),
        ("step_high", json!(after.step_high)),
        ("dropped", json!(after.dropped)),
    ]);
    let (from, to) = (lang.named(&before.name), lang.named(&after.name));
    let dropped = lang.number(counted(after.dropped), 0);
    let [rate, low, high] =
        [after.step_rate, after.step_low, after.step_high].map(|share| lang.percent(share));
    let sentence = lang.pick(
        format!("In the funnel {name} fewest go on from {from} to {to}: {rate} (95 %: {low} to {high}); {dropped} do not."),
        format!("Nell'imbuto {name} si prosegue meno da {from} a {to}: {rate} (95 %: da {low} a {high}); {dropped} non proseguono."),
    );
    Some(Finding { report: NAME.to_owned(), sentence, evidence })
}

#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^53")]
fn counted(count: u64) -> f64 {
    count as f64
}
