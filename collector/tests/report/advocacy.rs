//! Advocacy against what was planted: shares, reviews with their stars, promoters and detractors.

use percorso::demo::{Config, Plan};
use serde_json::Value;

use crate::planted::{UNTIL, rows, store};

#[test]
fn acts_are_those_that_were_planted_and_orders_after_are_counted_by_person() {
    let plan = Plan::new(Config::new(41, 2_500, UNTIL).keen(2.0).recognised());
    let store = store(&plan);
    let found = rows(&store, "advocacy", &[]);
    let row =
        |act: &str| found.iter().find(|row| row["act"] == act).cloned().unwrap_or(Value::Null);
    let times = |act: &str| row(act)["times"].as_u64().unwrap_or(0);
    let truth = plan.truth.voice;
    assert!(truth.shares > 0 && truth.reviews > 0 && truth.promoters > 0 && truth.detractors > 0);
    assert_eq!(times("share"), truth.shares);
    assert_eq!(times("review"), truth.reviews);
    assert_eq!((times("promoter"), times("detractor")), (truth.promoters, truth.detractors));
    assert_eq!(times("promoter") + times("passive") + times("detractor"), truth.nps);
    let stars = row("review")["mean_score"].as_f64().unwrap() * truth.reviews as f64;
    assert!((stars - truth.stars as f64).abs() < 1e-6, "{stars} stars of {}", truth.stars);
    // Lives are known: who reviewed, and bought in a later visit.
    let mut reviewed = std::collections::HashMap::new();
    let mut after = std::collections::HashSet::new();
    for visit in &plan.visits {
        if matches!(visit.kind, percorso::demo::Kind::Review) {
            reviewed.entry(visit.person).or_insert(visit.at);
        } else if visit.buys() && reviewed.contains_key(&visit.person) {
            after.insert(visit.person);
        }
    }
    assert_eq!(row("review")["people"].as_u64(), Some(reviewed.len() as u64));
    assert_eq!(row("review")["ordered_after"].as_u64(), Some(after.len() as u64));
}
