//! Ten thousand inputs of all kinds into every field of the shop: nothing that was typed is sent or kept.

use std::collections::HashSet;

use percorso_tests::browser::{Address, Card, Engine, Shopper, Site};
use percorso_tests::harness::rows::{ask, open};
use percorso_tests::storefront::Csp;
use serde_json::{Value, json};

use crate::scene::{Past, Scene};

/// Inputs by the field's own setter and an event, as autofill and scripts do; the rest are real keys.
const SET: usize = 9_700;
const KEYS: usize = 300;
/// One task's inputs.
const TASK: usize = 200;
/// So many characters in a row of what was typed are no chance; digits are in many numbers.
const WINDOW: usize = 8;
const DIGITS_WINDOW: usize = 12;
const ENTER: char = '\u{e007}';

/// Where it is typed, by page: beside these, the head and the foot of each.
const FOOT: [&str; 2] = ["#header-search", "#newsletter-email"];
const ADDRESS: [&str; 7] =
    ["#email", "#given-name", "#family-name", "#street", "#postcode", "#city", "#phone"];
const PAYMENT: [&str; 4] = ["#cc-number", "#cc-name", "#cc-exp", "#cc-csc"];

/// Makes what is typed, the same in every run, and remembers it.
struct Typist {
    random: u64,
    made: usize,
    windows: HashSet<String>,
}

impl Typist {
    fn new() -> Self {
        Self { random: 0x9E37_79B9_7F4A_7C15, made: 0, windows: HashSet::new() }
    }

    /// Marsaglia's xorshift: a seed's numbers are the same everywhere.
    fn number(&mut self, below: u64) -> u64 {
        for (left, by) in [(true, 13), (false, 7), (true, 17)] {
            self.random ^= if left { self.random << by } else { self.random >> by };
        }
        self.random % below
    }

    fn token(&mut self, length: usize, from: &[char]) -> String {
        let pick = |_| from[usize::try_from(self.number(from.len() as u64)).unwrap()];
        let token: String = (0..length).map(pick).collect();
        let is_digits = token.bytes().all(|byte| byte.is_ascii_digit());
        let window = if is_digits { DIGITS_WINDOW } else { WINDOW };
        self.remember(&token, window);
        token
    }

    fn remember(&mut self, text: &str, window: usize) {
        let characters: Vec<char> = text.chars().collect();
        self.windows.extend(characters.windows(window).map(String::from_iter));
    }

    /// Words, numbers, other scripts, mail addresses, cards and phones, in turn.
    fn next(&mut self) -> String {
        self.made += 1;
        let letters: Vec<char> = ('a'..='z').collect();
        let digits: Vec<char> = ('0'..='9').collect();
        let mixed: Vec<char> = letters.iter().chain(&digits).copied().collect();
        // None of them in two forms, a large and a small one.
        let foreign: Vec<char> = ('а'..='я').chain('一'..='丿').chain('ぁ'..='ん').collect();
        match self.made % 6 {
            0 => format!("{} {}", self.token(10, &letters), self.token(9, &mixed)),
            1 => self.token(14, &digits),
            2 => self.token(10, &foreign),
            3 => format!("{}@{}.example", self.token(12, &mixed), self.token(9, &letters)),
            4 => {
                let card = self.token(16, &digits);
                let card = [&card[..4], &card[4..8], &card[8..12], &card[12..]].join(" ");
                self.remember(&card, DIGITS_WINDOW);
                card
            }
            _ => format!("+39 {} <{}>", self.token(12, &digits), self.token(8, &mixed)),
        }
    }

    /// Types into fields of the page by their setters, in tasks, and by keys.
    fn type_into(&mut self, scene: &Scene, fields: &[&str], set: usize, keys: usize) {
        let all: Vec<Value> =
            (0..set).map(|n| json!([fields[n % fields.len()], self.next()])).collect();
        for task in all.chunks(TASK) {
            scene.browser.run(&format!(
                "const {{ set }} = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
                 for (const [css, text] of {}) {{
                     const field = document.querySelector(css);
                     field.focus();
                     set.call(field, text);
                     const how = ['insertText', 'insertFromPaste', 'deleteContentBackward', 'insertReplacementText'];
                     const inputType = how[text.length % how.length];
                     field.dispatchEvent(new InputEvent('input', {{ inputType, data: text, bubbles: true, composed: true }}));
                     field.dispatchEvent(new Event('change', {{ bubbles: true }}));
                 }}",
                json!(task)
            ));
        }
        for n in 0..keys {
            let css = fields[n % fields.len()];
            scene.browser.run(&format!("document.querySelector('{css}').value = ''"));
            scene.browser.press(css, &self.next());
        }
    }

    /// The first piece of what was typed that is in a text.
    fn finds<'a>(&self, text: &'a str) -> Option<&'a str> {
        let mut at: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        at.push(text.len());
        [WINDOW, DIGITS_WINDOW].into_iter().find_map(|window| {
            let mut pieces = at.windows(window + 1).map(|at| &text[at[0]..at[window]]);
            pieces.find(|piece| self.windows.contains(*piece))
        })
    }
}

/// Bytes that stand in an address as `%` and two digits.
fn decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => bytes.extend([&[byte], &part.as_bytes()[2..]].concat()),
            None => bytes.extend([b"%", part.as_bytes()].concat()),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn ten_thousand_inputs_of_all_kinds_are_nowhere(engine: Engine) {
    let scene = Scene::on_in(engine, |wire| Site::shop(wire, Csp::None));
    let mut typist = Typist::new();
    let person = Shopper { browser: &scene.browser, shop: &scene.site, reads: true };
    person.arrive("/p/nebbia-scarf");
    // Filled by the shop's script: before that, its buttons do nothing.
    scene.browser.see("#colours label");
    typist.type_into(&scene, &FOOT, 2_000, 40);
    scene.browser.press("#newsletter-email", &ENTER.to_string());
    person.add_to_basket();
    person.open_basket();
    typist.type_into(&scene, &["#coupon"], 1_000, 20);
    let code = typist.next();
    person.try_coupon(&code, "#coupon-error");
    person.go_to_checkout();
    typist.type_into(&scene, &ADDRESS, 3_000, 100);
    person.submit();
    let email = typist.next_mail();
    let [given_name, family_name, street, city] = [(); 4].map(|()| typist.name());
    person.fill_address(&Address {
        email: &email,
        given_name: &given_name,
        family_name: &family_name,
        street: &street,
        postcode: "13900",
        city: &city,
        phone: "+39 345 7391827",
    });
    person.go_to_delivery();
    person.choose_delivery("express");
    typist.type_into(&scene, &PAYMENT, 2_000, 80);
    let name = typist.name();
    person.pay(&Card { number: "4000 0000 0000 0002", name: &name, expiry: "12/39", code: "739" });
    person.see_refusal();
    person.arrive("/search");
    typist.type_into(&scene, &["#q", FOOT[0], FOOT[1]], SET - 8_000, KEYS - 240);
    for _ in 0..10 {
        let wanted = typist.name();
        scene.browser.type_into("#q", &format!("{wanted}{ENTER}"));
        scene.browser.holds(&format!("location.search.includes('{wanted}')"));
        scene.browser.see("#no-results");
        scene.browser.wait_for_tracker();
    }
    scene.browser.run("percorso('track', 'done')");
    assert!(typist.made >= SET + KEYS, "{}", typist.made);

    let past = scene.end_at(("done", &json!({})), |_| false);
    // It was listening all the time.
    let store = open(past.collector.db());
    let fields = "SELECT concat_ws(' ', form, field) FROM fields WHERE visits > 0 ORDER BY ALL";
    let heard = ask(&store, fields);
    for field in ["address-form street", "coupon-form coupon", "newsletter email"] {
        assert!(heard.iter().any(|row| row == field), "{field} is not in {heard:?}");
    }
    nothing_of_it_is(&typist, &past);
}

fn nothing_of_it_is(typist: &Typist, past: &Past) {
    let mut places = vec![("the log".to_owned(), past.collector.log())];
    for body in past.wire.bodies() {
        places.push((format!("a body ({})", &body[..body.len().min(80)]), body));
    }
    for row in &past.all {
        places.push((format!("a row ({})", row["event"]), row.to_string()));
    }
    for file in std::fs::read_dir(past.collector.folder()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        places
            .push(("a file of the store".to_owned(), String::from_utf8_lossy(&bytes).into_owned()));
    }
    for (place, content) in places {
        for text in [content.to_lowercase(), decoded(&content).to_lowercase()] {
            assert_eq!(typist.finds(&text), None, "in {place}");
        }
    }
}

impl Typist {
    fn name(&mut self) -> String {
        self.token(10, &('a'..='z').collect::<Vec<_>>())
    }

    fn next_mail(&mut self) -> String {
        format!("{}@{}.example", self.name(), self.name())
    }
}

#[test]
fn what_was_typed_is_found_where_it_is() {
    let mut typist = Typist::new();
    let typed: Vec<_> = (0..60).map(|_| typist.next()).collect();
    for text in &typed {
        for text in [text.clone(), text.replace(' ', "")] {
            assert!(typist.finds(&format!("before{text}after")).is_some(), "{text}");
        }
    }
    assert_eq!(
        typist.finds("{\"site\":\"demo\",\"time\":1763800000000,\"page\":\"abcdefghijklmnop\"}"),
        None
    );
    assert_eq!(decoded("a%20b%D0%B0%zz"), "a bа%zz");
}

in_each_engine!(ten_thousand_inputs_of_all_kinds_are_nowhere);
