//! Both languages: what things are called, and how numbers are written.

use super::names;

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// English.
    English,
    /// Italian.
    Italian,
}

const MONTHS: [[&str; 2]; 12] = [
    ["January", "gennaio"],
    ["February", "febbraio"],
    ["March", "marzo"],
    ["April", "aprile"],
    ["May", "maggio"],
    ["June", "giugno"],
    ["July", "luglio"],
    ["August", "agosto"],
    ["September", "settembre"],
    ["October", "ottobre"],
    ["November", "novembre"],
    ["December", "dicembre"],
];

/// A key, in English, in Italian.
const TEXTS: [[&str; 3]; 88] = [
    ["title", "The shop's journeys", "I percorsi del negozio"],
    ["findings", "What it says", "Che cosa dice"],
    [
        "note",
        "Made by Percorso on the shop's own machine. Every number is a report's: docs/REPORTS.md defines them.",
        "Prodotto da Percorso sul computer del negozio. Ogni numero viene da un resoconto: docs/REPORTS.md li definisce.",
    ],
    ["overview", "Overview", "Quadro generale"],
    [
        "overview.lead",
        "Against the period before and a year before.",
        "Rispetto al periodo precedente e a un anno prima.",
    ],
    ["map", "Journey map", "Mappa del percorso"],
    ["map.lead", "Visits that met each phase.", "Visite che hanno toccato ciascuna fase."],
    ["stages", "On the way to an order", "Verso l'ordine"],
    [
        "stages.lead",
        "Visits that came so far or further, and the share that went on.",
        "Visite arrivate fin qui o oltre, e quota proseguita.",
    ],
    ["friction", "What hurts, and its price", "Dove fa male, e quanto costa"],
    [
        "friction.lead",
        "Revenue at risk, the lower bound first. Frictions met together count with each; those that count once, for the first of them, add up.",
        "Ricavi a rischio, prima il limite inferiore. Gli ostacoli incontrati insieme contano per ciascuno; quelli contati una volta sola, per il primo, si sommano.",
    ],
    ["carts", "Carts", "Carrelli"],
    [
        "carts.lead",
        "Abandoned after an hour without a change; recovered by an order within a week.",
        "Abbandonati dopo un'ora senza modifiche; recuperati da un ordine entro una settimana.",
    ],
    ["fields", "Fields of the forms", "Campi dei moduli"],
    ["fields.lead", "Where forms are left.", "Dove si lasciano i moduli."],
    ["attribution", "Channels", "Canali"],
    [
        "attribution.lead",
        "Part in the orders by the removal effect: what would be lost without the channel.",
        "Quota degli ordini per effetto di rimozione: ciò che si perderebbe senza il canale.",
    ],
    ["disconnections", "Disconnections", "Punti di scollegamento"],
    [
        "disconnections.lead",
        "Drops nobody asked about, with the chance that they are chance.",
        "Cali che nessuno ha cercato, con la probabilità che siano un caso.",
    ],
    ["rhythm", "When people come", "Quando arrivano"],
    ["rhythm.lead", "Visits by weekday and hour, UTC.", "Visite per giorno e ora, UTC."],
    ["customers", "Customers", "Clienti"],
    ["customers.lead", "Who orders again.", "Chi ordina di nuovo."],
    ["figure", "figure", "voce"],
    ["value", "value", "valore"],
    ["change", "against the period before", "sul periodo precedente"],
    ["year_change", "against a year before", "su un anno prima"],
    ["visits", "visits", "visite"],
    ["visitors", "visitors", "visitatori"],
    ["page_views", "page views", "pagine viste"],
    ["visits_with_cart", "visits with a cart", "visite con carrello"],
    ["visits_with_checkout", "visits with a checkout", "visite con cassa"],
    ["orders", "orders", "ordini"],
    ["revenue", "revenue", "ricavi"],
    ["conversion", "conversion", "conversione"],
    ["order_value", "mean order", "ordine medio"],
    ["payment_errors", "payment errors", "errori di pagamento"],
    ["returns", "returns", "resi"],
    ["name", "stage", "tappa"],
    ["share", "share", "quota"],
    ["passed", "of the stage before", "della tappa precedente"],
    ["channel", "channel", "canale"],
    ["conversions", "orders", "ordini"],
    ["removal_effect", "removal effect", "effetto di rimozione"],
    ["kind", "friction", "ostacolo"],
    ["step", "step", "tappa"],
    ["next", "next", "successiva"],
    ["segment", "segment", "segmento"],
    ["first_day", "from", "dal"],
    ["last_day", "to", "al"],
    ["lost_orders", "lost orders", "ordini persi"],
    ["lost_revenue", "lost revenue", "ricavi persi"],
    ["p_value", "p", "p"],
    ["visit", "visit", "visita"],
    ["view_item", "product seen", "prodotto visto"],
    ["add_to_cart", "put into the cart", "messo nel carrello"],
    ["view_cart", "cart looked at", "carrello guardato"],
    ["checkout", "checkout", "cassa"],
    ["delivery", "delivery", "consegna"],
    ["payment", "payment", "pagamento"],
    ["purchase", "purchase", "acquisto"],
    ["ordered", "ordered", "ordinati"],
    ["phase", "phase", "fase"],
    ["awareness", "awareness", "scoperta"],
    ["research", "research", "ricerca"],
    ["consideration", "consideration", "valutazione"],
    ["decision", "decision", "decisione"],
    ["experience", "experience", "esperienza"],
    ["loyalty", "loyalty", "fedeltà"],
    ["unassigned", "unassigned", "non assegnato"],
    ["form", "form", "modulo"],
    ["starters", "starters", "iniziati"],
    ["abandons", "abandons", "abbandoni"],
    ["share_of_abandons", "share of abandons", "quota degli abbandoni"],
    ["field_returns", "field returns", "ritorni al campo"],
    ["validation_failures", "validation failures", "errori di controllo"],
    ["affected", "visits affected", "visite colpite"],
    ["conversion_with", "conversion with", "conversione con"],
    ["conversion_without", "without", "senza"],
    ["revenue_at_risk_low", "at risk, at least", "a rischio, almeno"],
    ["revenue_at_risk", "up to", "fino a"],
    ["revenue_once", "counted once", "contati una volta"],
    ["currency", "currency", "valuta"],
    ["field", "field", "campo"],
    ["carts.count", "carts", "carrelli"],
    ["abandoned", "abandoned", "abbandonati"],
    ["recovered", "recovered", "recuperati"],
    ["value_abandoned", "worth of the abandoned", "valore degli abbandonati"],
];

const WEEKDAYS: [[&str; 2]; 7] = [
    ["Mon", "lun"],
    ["Tue", "mar"],
    ["Wed", "mer"],
    ["Thu", "gio"],
    ["Fri", "ven"],
    ["Sat", "sab"],
    ["Sun", "dom"],
];

impl Lang {
    /// The language of this code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        match code {
            "en" => Some(Self::English),
            "it" => Some(Self::Italian),
            _ => None,
        }
    }

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.pick("en", "it")
    }

    /// One of two texts.
    pub(in crate::ui) fn pick<T>(self, english: T, italian: T) -> T {
        match self {
            Self::English => english,
            Self::Italian => italian,
        }
    }

    /// A text by its key; the key itself where there is none.
    #[must_use]
    pub fn text(self, key: &'static str) -> &'static str {
        let found = TEXTS.iter().find(|[own, ..]| *own == key);
        found.map_or(key, |[_, english, italian]| self.pick(english, italian))
    }

    /// What a figure or column is called.
    pub(in crate::ui) fn named(self, key: &str) -> String {
        if let Some([_, english, italian]) = TEXTS.iter().find(|[own, ..]| *own == key) {
            return (*self.pick(english, italian)).to_owned();
        }
        let italian = (self == Self::Italian).then(|| names::italian(key)).flatten();
        // Names of ours are small letters; a path, or a name with digits, is the shop's.
        let ours = key.chars().all(|each| each.is_ascii_lowercase() || each == '_');
        italian.unwrap_or_else(|| if ours { key.replace('_', " ") } else { key.to_owned() })
    }

    pub(super) fn month(self, month0: u32) -> &'static str {
        let names = usize::try_from(month0).ok().and_then(|month| MONTHS.get(month));
        names.map_or("", |[english, italian]| self.pick(english, italian))
    }

    pub(in crate::ui) fn weekday(self, day: usize) -> &'static str {
        WEEKDAYS.get(day).map_or("", |[english, italian]| self.pick(english, italian))
    }

    /// A number with so many digits behind the point: 12,345.6 or 12.345,6.
    #[must_use]
    pub fn number(self, number: f64, digits: usize) -> String {
        let text = format!("{:.digits$}", number.abs());
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let (thousand, point) = self.pick((',', '.'), ('.', ','));
        let mut out = String::new();
        if number < 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
            out.push('−');
        }
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                out.push(thousand);
            }
            out.push(digit);
        }
        if !rest.is_empty() {
            out.push(point);
            out.push_str(rest);
        }
        out
    }

    /// A share as percent; small ones keep a digit more.
    #[must_use]
    pub fn percent(self, share: f64) -> String {
        let percent = share * 100.0;
        let digits = if percent != 0.0 && percent.abs() < 1.0 { 2 } else { 1 };
        format!("{} %", self.number(percent, digits))
    }

    /// A change with its sign: +4.2 %, −3.0 %.
    #[must_use]
    pub fn change(self, change: f64) -> String {
        let sign = if change > 0.0 { "+" } else { "" };
        format!("{sign}{}", self.percent(change))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_both_languages() {
        use Lang::{English, Italian};
        assert_eq!(English.number(1_234_567.891, 1), "1,234,567.9");
        assert_eq!(Italian.number(1_234_567.891, 2), "1.234.567,89");
        assert_eq!(English.number(-0.001, 1), "0.0");
        assert_eq!(Italian.percent(0.0123), "1,2 %");
        assert_eq!(English.change(-0.5), "−50.0 %");
        assert_eq!(English.change(0.005), "+0.50 %");
    }

    #[test]
    fn every_key_stands_once() {
        for (place, [key, ..]) in TEXTS.iter().enumerate() {
            assert!(TEXTS.iter().skip(place + 1).all(|[other, ..]| other != key), "{key}");
        }
    }
}
