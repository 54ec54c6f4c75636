//! The sentences, in English and Italian, and of which rows each is said.

use crate::query::table::Table;
use crate::ui::sheet::{flag, number, text};

/// A sentence that a report can say.
pub(super) struct Saying {
    pub(super) report: &'static str,
    /// The rows it is said of.
    pub(super) rows: fn(&Table) -> Vec<usize>,
    pub(super) en: &'static str,
    pub(super) it: &'static str,
}

/// The row with the most in a column, of those that `is` holds for.
fn most(table: &Table, column: &str, is: impl Fn(&Row<'_>) -> bool) -> Vec<usize> {
    let rows = table.rows.iter().enumerate().filter(|(_, row)| is(&Row(table, row)));
    let sized = rows.filter_map(|(at, row)| Some((at, number(table, row, column)?)));
    // Of equal ones the first: max_by takes the last.
    let best = sized.filter(|(_, size)| *size > 0.0).fold(None, |best, next| match best {
        Some((_, size)) if size >= next.1 => best,
        _ => Some(next),
    });
    best.map(|(at, _): (usize, f64)| at).into_iter().collect()
}

/// The first rows, so many of them.
fn first(table: &Table, rows: usize) -> Vec<usize> {
    (0..table.rows.len().min(rows)).collect()
}

struct Row<'a>(&'a Table, &'a [serde_json::Value]);

impl Row<'_> {
    fn text(&self, column: &str) -> &str {
        text(self.0, self.1, column)
    }

    fn number(&self, column: &str) -> f64 {
        number(self.0, self.1, column).unwrap_or(0.0)
    }

    fn is(&self, column: &str) -> bool {
        flag(self.0, self.1, column)
    }
}

fn any(_: &Row<'_>) -> bool {
    true
}

/// All of them; those of one report follow each other, the weightiest first.
pub(super) const SAYINGS: &[Saying] = &[
    Saying {
        report: "disconnections",
        rows: |table| first(table, 3),
        en: "From {first_day} to {last_day}, {segment}: {rate_inside:%} went on from {step} where {rate_expected:%} should have; about {lost_orders:1} orders and {lost_revenue:2}{currency:unit} lost (p {p_value:p}).",
        it: "Dal {first_day} al {last_day}, {segment}: da {step} ha proseguito il {rate_inside:%} invece del {rate_expected:%}; circa {lost_orders:1} ordini e {lost_revenue:2}{currency:unit} persi (p {p_value:p}).",
    },
    Saying {
        report: "channels",
        rows: |table| most(table, "revenue", any),
        en: "{channel} brings most revenue, {revenue:2} {currency:raw}: {conversion:%} of its {visits:0} visits order.",
        it: "{channel} porta più ricavi, {revenue:2} {currency:raw}: ordina il {conversion:%} delle sue {visits:0} visite.",
    },
    Saying {
        report: "attribution",
        rows: |table| most(table, "share", |row| row.text("model") == "markov"),
        en: "{channel} carries most: {share:%} of the orders by the removal effect.",
        it: "{channel} porta di più: il {share:%} degli ordini per effetto di rimozione.",
    },
    Saying {
        report: "attribution",
        rows: |table| most(table, "return_on_spend", |row| row.text("model") == "markov"),
        en: "{channel} returns most on its cost: {return_on_spend:2} for each unit spent.",
        it: "{channel} rende di più: {return_on_spend:2} per ogni unità spesa.",
    },
    Saying {
        report: "paths",
        rows: |table| most(table, "journeys", |row| row.text("to") == "(left)"),
        en: "Most often a journey ends after {from}: {journeys:0} times, {share:%} of all; {conversion:%} of those have an order.",
        it: "Più spesso un percorso finisce dopo {from}: {journeys:0} volte, il {share:%} di tutti; ha un ordine il {conversion:%} di questi.",
    },
    Saying {
        report: "flow",
        rows: |table| most(table, "times", any),
        en: "Most often {to} follows {from}: {times:0} times, half of them within {median_seconds:0} seconds.",
        it: "Più spesso {to} segue {from}: {times:0} volte, la metà entro {median_seconds:0} secondi.",
    },
    Saying {
        report: "next-steps",
        rows: |table| most(table, "order_chance", |row| row.number("times") >= 100.0),
        en: "After {step} an order follows in {order_chance:%} of the cases (95 %: {order_low:%} to {order_high:%}).",
        it: "Dopo {step} segue un ordine nel {order_chance:%} dei casi (95 %: da {order_low:%} a {order_high:%}).",
    },
    Saying {
        report: "durations",
        rows: |table| first(table, 3),
        en: "From {from} to {to}: half within {days_p50:1} days; {happened:0} of {begun:0} so far.",
        it: "Da {from} a {to}: la metà entro {days_p50:1} giorni; {happened:0} su {begun:0} finora.",
    },
    Saying {
        report: "phases",
        rows: |table| most(table, "visits", any),
        en: "Most visits touch {phase}: {share_of_visits:%} of them.",
        it: "La fase più toccata è {phase}: il {share_of_visits:%} delle visite.",
    },
    Saying {
        report: "touchpoints",
        rows: |table| most(table, "visits", |row| row.text("class") == "problematic"),
        en: "{touchpoint:raw} breaks the path: of {visits:0} visits that met it {conversion:%} ordered where {expected_conversion:%} should have (odds ratio {odds_ratio:2}, 95 %: {odds_ratio_low:2} to {odds_ratio_high:2}).",
        it: "{touchpoint:raw} interrompe il percorso: di {visits:0} visite che l'hanno incontrato ha ordinato il {conversion:%} invece del {expected_conversion:%} (odds ratio {odds_ratio:2}, 95 %: da {odds_ratio_low:2} a {odds_ratio_high:2}).",
    },
    Saying {
        report: "touchpoints",
        rows: |table| most(table, "lift", |row| row.text("class") == "positive"),
        en: "{touchpoint:raw} helps most: of {visits:0} visits that met it {conversion:%} ordered where {expected_conversion:%} would have (odds ratio {odds_ratio:2}, 95 %: {odds_ratio_low:2} to {odds_ratio_high:2}).",
        it: "{touchpoint:raw} aiuta di più: di {visits:0} visite che l'hanno incontrato ha ordinato il {conversion:%} invece del {expected_conversion:%} (odds ratio {odds_ratio:2}, 95 %: da {odds_ratio_low:2} a {odds_ratio_high:2}).",
    },
    Saying {
        report: "touchpoint-effects",
        rows: |table| most(table, "removal_effect", any),
        en: "Most runs through {touchpoint:raw}: {removal_effect:%} of the orders, {lost_orders:0} of them, by the chain of contacts; that is not what it brings about.",
        it: "Il punto per cui passa di più è {touchpoint:raw}: il {removal_effect:%} degli ordini, cioè {lost_orders:0}, secondo la catena dei contatti; non è ciò che produce.",
    },
    Saying {
        report: "touchpoint",
        rows: |table| most(table, "visits", |row| row.text("section") == "all"),
        en: "of {visits:0} visits that met it {progress_rate:%} went further and {conversion:%} ordered (95 %: {conversion_low:%} to {conversion_high:%}); {stuck_rate:%} stayed long and went no further.",
        it: "di {visits:0} visite che l'hanno incontrato è andato oltre il {progress_rate:%} e ha ordinato il {conversion:%} (95 %: da {conversion_low:%} a {conversion_high:%}); il {stuck_rate:%} vi si è fermato a lungo senza andare oltre.",
    },
    Saying {
        report: "friction",
        // A loss that may be none is no finding.
        rows: |table| most(table, "revenue_at_risk_low", any),
        en: "The dearest friction is {kind} at {step}: at least {revenue_at_risk_low:+2}, up to {revenue_at_risk:+2}{currency:unit} of revenue at risk.",
        it: "L'ostacolo più caro è {kind} in {step}: almeno {revenue_at_risk_low:+2}, fino a {revenue_at_risk:+2}{currency:unit} di ricavi a rischio.",
    },
    Saying {
        report: "friction-weights",
        rows: |table| most(table, "weight", |row| row.is("is_learned")),
        en: "{kind} at {step} weighs most: the odds of not ordering are {odds_ratio:2} times those of the others (95 %: {odds_ratio_low:2} to {odds_ratio_high:2}).",
        it: "{kind} in {step} pesa di più: le probabilità di non ordinare sono {odds_ratio:2} volte quelle degli altri (95 %: da {odds_ratio_low:2} a {odds_ratio_high:2}).",
    },
    Saying {
        report: "friction-scores",
        rows: |table| most(table, "score", any),
        en: "The hardest visit met {frictions:0} frictions and has a score of {score:0} of 100.",
        it: "La visita più difficile ha incontrato {frictions:0} ostacoli e ha un punteggio di {score:0} su 100.",
    },
    Saying {
        report: "forms",
        rows: |table| most(table, "abandons", any),
        en: "The form {form:raw} is completed by {starter_to_completion:%} of its {starters:0} starters; {abandons:0} give up.",
        it: "Il modulo {form:raw} è completato dal {starter_to_completion:%} dei {starters:0} che lo iniziano; {abandons:0} rinunciano.",
    },
    Saying {
        report: "fields",
        rows: |table| most(table, "abandons", any),
        en: "The field given up at most often is {field:raw} of {form:raw}: {abandons:0} abandons, {share_of_abandons:%} of the form's.",
        it: "Il campo a cui si rinuncia più spesso è {field:raw} di {form:raw}: {abandons:0} abbandoni, il {share_of_abandons:%} di quelli del modulo.",
    },
    Saying {
        report: "fields",
        rows: |table| most(table, "behaviour_difference", |row| row.is("is_significant")),
        en: "Who gives up returns to the field {field:raw} more often than who completes: {abandoner_return_rate:%} against {completer_return_rate:%}.",
        it: "Chi rinuncia torna al campo {field:raw} più spesso di chi completa: {abandoner_return_rate:%} contro {completer_return_rate:%}.",
    },
    Saying {
        report: "doubts",
        rows: |table| most(table, "left_checkout", any),
        en: "{left_checkout:0} visits left the checkout for {about}: {came_back_rate:%} came back; {conversion:%} of those with this doubt ordered, of all checkouts {checkout_conversion:%}.",
        it: "{left_checkout:0} visite hanno lasciato la cassa per {about}: il {came_back_rate:%} è tornato; di chi aveva questo dubbio ha ordinato il {conversion:%}, di tutte le casse il {checkout_conversion:%}.",
    },
    Saying {
        report: "payments",
        rows: |table| {
            most(table, "error_rate", |row| {
                row.text("error_code") == "all"
                    && row.number("errors") >= 5.0
                    && row.number("errors") <= row.number("attempts")
            })
        },
        en: "Paying by {payment_type} fails most: {errors:0} errors in {attempts:0} attempts ({error_rate:%}); {recovery_rate:%} of the visits it failed for paid after all.",
        it: "Il pagamento con {payment_type} fallisce di più: {errors:0} errori su {attempts:0} tentativi ({error_rate:%}); il {recovery_rate:%} delle visite colpite ha poi pagato.",
    },
    Saying {
        report: "carts",
        rows: |table| first(table, 1),
        en: "{abandoned:0} of {carts:0} carts were abandoned, {abandonment_rate:%} of those neither open nor emptied, worth {value_abandoned:2} {currency:raw}; {recovered:0} were recovered.",
        it: "{abandoned:0} carrelli su {carts:0} sono stati abbandonati, il {abandonment_rate:%} di quelli né aperti né svuotati, per {value_abandoned:2} {currency:raw}; {recovered:0} recuperati.",
    },
    Saying {
        report: "cart-list",
        rows: |table| most(table, "value", any),
        en: "The dearest of the carts left is worth {value:2} {currency:raw}, last changed {updated_at:raw}.",
        it: "Il più caro dei carrelli lasciati vale {value:2} {currency:raw}, modificato l'ultima volta {updated_at:raw}.",
    },
    Saying {
        report: "changes",
        rows: |table| first(table, table.rows.len()),
        en: "Since {name:raw} ({on_day}) {after_conversion:%} of {after_visits:0} visits ordered, before {before_conversion:%} of {before_visits:0}: a difference of {effect:%} (95 %: {effect_low:%} to {effect_high:%}; p {p_value:p}).",
        it: "Da {name:raw} ({on_day}) ha ordinato il {after_conversion:%} di {after_visits:0} visite, prima il {before_conversion:%} di {before_visits:0}: una differenza di {effect:%} (95 %: da {effect_low:%} a {effect_high:%}; p {p_value:p}).",
    },
    Saying {
        report: "holdouts",
        rows: |table| first(table, table.rows.len()),
        en: "{experiment:raw} ({arm:raw} against {against:raw}): {conversion:%} of {visits:0} visits ordered against {against_conversion:%}, a difference of {effect:%} (95 %: {effect_low:%} to {effect_high:%}; p {p_value:p}).",
        it: "{experiment:raw} ({arm:raw} contro {against:raw}): ha ordinato il {conversion:%} di {visits:0} visite contro il {against_conversion:%}, differenza {effect:%} (95 %: da {effect_low:%} a {effect_high:%}; p {p_value:p}).",
    },
    Saying {
        report: "returns",
        rows: |table| most(table, "returned", |row| row.text("reason") == "all"),
        en: "{returned:0} of {orders:0} orders came back ({return_rate:%}), worth {value:2} {currency:raw}.",
        it: "{returned:0} ordini su {orders:0} sono tornati ({return_rate:%}), per {value:2} {currency:raw}.",
    },
    Saying {
        report: "returns",
        rows: |table| most(table, "resolved", |row| row.text("reason") == "all"),
        en: "Half of the returns that were asked for and are settled took {hours_p50:1} hours at most.",
        it: "La metà dei resi chiesti e conclusi ha preso al massimo {hours_p50:1} ore.",
    },
    Saying {
        report: "returns",
        rows: |table| {
            most(table, "returned", |row| !matches!(row.text("reason"), "all" | "not told"))
        },
        en: "The most frequent reason to return is {reason}: {returned:0} orders.",
        it: "Il motivo di reso più frequente è {reason}: {returned:0} ordini.",
    },
    Saying {
        report: "response-times",
        rows: |table| most(table, "minutes_p90", any),
        en: "Nine of ten answers to {asked} come within {minutes_p90:1} minutes, half within {minutes_p50:1}; {answer_rate:%} of {questions:0} were answered.",
        it: "Nove risposte su dieci a {asked} arrivano entro {minutes_p90:1} minuti, la metà entro {minutes_p50:1}; ha risposta il {answer_rate:%} di {questions:0}.",
    },
    Saying {
        report: "retention",
        // The latest of the cohorts whose next period is over.
        rows: |table| {
            let told = |row: &Row<'_>| row.is("complete") && (row.number("age") - 1.0).abs() < 0.5;
            let rows = table.rows.iter().enumerate().filter(|(_, row)| told(&Row(table, row)));
            rows.max_by_key(|(_, row)| text(table, row, "cohort"))
                .map(|(at, _)| at)
                .into_iter()
                .collect()
        },
        en: "Of the {people:0} people who began in the period from {cohort:raw} on, {rate:%} came again in the next.",
        it: "Delle {people:0} persone che hanno iniziato nel periodo dal {cohort:raw}, il {rate:%} è tornato in quello dopo.",
    },
    Saying {
        report: "repeat",
        rows: |table| most(table, "recognised_customers", any),
        en: "{repeat_rate:%} of the {recognised_customers:0} customers who can be met again ordered more than once in the period.",
        it: "Il {repeat_rate:%} dei {recognised_customers:0} clienti riconoscibili ha ordinato più di una volta nel periodo.",
    },
    Saying {
        report: "advocacy",
        rows: |table| most(table, "times", |row| row.text("act") == "share"),
        en: "{people:0} people told others of the shop, {times:0} times; {ordered_after_rate:%} of them ordered after that.",
        it: "{people:0} persone hanno parlato del negozio ad altri, {times:0} volte; il {ordered_after_rate:%} ha poi ordinato.",
    },
    Saying {
        report: "advocacy",
        rows: |table| most(table, "times", |row| row.text("act") == "review"),
        en: "{times:0} reviews were written, with {mean_score:1} stars on average.",
        it: "Sono state scritte {times:0} recensioni, con {mean_score:1} stelle in media.",
    },
    Saying {
        report: "customers",
        rows: |table| most(table, "revenue", any),
        en: "The customer worth most has spent {revenue:2} {currency:raw}; orders: {orders:0}, the last on {last_order}.",
        it: "Il cliente che vale di più ha speso {revenue:2} {currency:raw}; ordini: {orders:0}, l'ultimo il {last_order}.",
    },
];
