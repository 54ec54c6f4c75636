//! Italian articles before numbers: l'81 %, l'11 %, lo 0,5 %; which one depends on the number that is filled in.

/// Articles as the sentences have them, before a vowel, and before zero.
const ARTICLES: [(&str, &str, &str); 4] = [
    ("il", "l'", "lo "),
    ("Il", "L'", "Lo "),
    ("dal", "dall'", "dallo "),
    ("del", "dell'", "dello "),
];

/// The sentence with its articles as one says them.
pub(super) fn elide(sentence: &str) -> String {
    let mut words = sentence.split(' ').peekable();
    let mut told = String::with_capacity(sentence.len());
    while let Some(word) = words.next() {
        let number = words.peek().map_or("", |next| *next);
        // Days have the month behind the hyphen, and are said by their year: del 2026-10-01.
        let whole =
            number.split(',').next().filter(|whole| !whole.is_empty() && !number.contains('-'));
        let article = ARTICLES.iter().find(|(plain, ..)| *plain == word);
        match (article, whole) {
            (Some((_, _, zero)), Some("0")) => told.push_str(zero),
            (Some((_, vowel, _)), Some(whole))
                if whole.starts_with('8') || matches!(whole, "1" | "11") =>
            {
                told.push_str(vowel);
            }
            _ => {
                told.push_str(word);
                if words.peek().is_some() {
                    told.push(' ');
                }
            }
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::elide;

    #[test]
    fn articles_go_with_their_numbers() {
        for (plain, said) in [
            ("ordina il 81,2 % e", "ordina l'81,2 % e"),
            ("Il 0,0 % dal 84,6 %", "Lo 0,0 % dall'84,6 %"),
            ("il 11,5 %, il 1,0 %, il 12,0 %", "l'11,5 %, l'1,0 %, il 12,0 %"),
            ("dal 8 al 18: il carrello", "dall'8 al 18: il carrello"),
            ("", ""),
        ] {
            assert_eq!(elide(plain), said);
        }
    }
}
