//! JSON text, written without `fmt`, which would weigh more than the rest of the tracker.

/// Appends text. A function of its own, so that its code stands once and not at every call.
#[inline(never)]
pub(crate) fn push(out: &mut String, text: &str) {
    out.push_str(text);
}

/// The text before the first such ASCII byte, and the text after it, or nothing.
pub(crate) fn split(text: &str, at: u8) -> (&str, &str) {
    let end = text.bytes().position(|byte| byte == at).unwrap_or(text.len());
    let (before, rest) = text.split_at_checked(end).unwrap_or_default();
    (before, rest.get(1..).unwrap_or_default())
}

/// Appends a number.
pub(crate) fn push_number(out: &mut String, number: u64) {
    if number > 9 {
        push_number(out, number / 10);
    }
    // A remainder of ten is an index into ten digits.
    #[allow(clippy::cast_possible_truncation)]
    let digit = (number % 10) as usize;
    push(out, "0123456789".get(digit..=digit).unwrap_or_default());
}

/// Appends a text in quotes, escaped.
pub(crate) fn push_text(out: &mut String, text: &str) {
    push(out, "\"");
    let mut rest = text;
    while !rest.is_empty() {
        // ASCII bytes stand between characters, so the bounds are good.
        let end = rest.bytes().position(|byte| byte < b' ' || byte == b'"' || byte == b'\\');
        let (plain, special) = rest.split_at_checked(end.unwrap_or(rest.len())).unwrap_or_default();
        push(out, plain);
        push(
            out,
            match special.bytes().next() {
                None => "",
                Some(b'"') => "\\\"",
                Some(b'\\') => "\\\\",
                // Nobody reads a control character: a space says as much in fewer bytes.
                Some(_) => " ",
            },
        );
        rest = special.get(1..).unwrap_or_default();
    }
    push(out, "\"");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_comes_back(text in ".*|[\\x00-\\x7f]*") {
            let mut out = String::new();
            push_text(&mut out, &text);
            let text = text.replace(|c| c < ' ', " ");
            prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
        }

        #[test]
        fn any_number_comes_back(number: u64) {
            let mut out = String::from("-");
            push_number(&mut out, number);
            prop_assert_eq!(out, format!("-{number}"));
        }
    }

    #[test]
    fn the_ends_of_the_range() {
        for number in [0, 9, 10, u64::MAX] {
            let mut out = String::new();
            push_number(&mut out, number);
            assert_eq!(out, number.to_string());
        }
    }
}
