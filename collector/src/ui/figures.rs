//! Figures as people read them.

/// "12,345", of a whole number that is not negative.
pub(crate) fn count(n: impl Into<i128>) -> String {
    let digits = n.into().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// "41.9 %"; small shares keep a digit more.
pub(super) fn share(rate: f64) -> String {
    let percent = rate * 100.0;
    match percent {
        p if p >= 99.95 => "100 %".to_owned(),
        0.0 => "0 %".to_owned(),
        p if p < 1.0 => format!("{p:.2} %"),
        p => format!("{p:.1} %"),
    }
}

/// "3 seconds", "2 minutes", "5 hours", "12 days".
pub(super) fn ago(micros: i64) -> String {
    let seconds = (micros / 1_000_000).max(0);
    let (n, unit) = match seconds {
        s if s < 60 => (s, "second"),
        s if s < 3600 => (s / 60, "minute"),
        s if s < 48 * 3600 => (s / 3600, "hour"),
        s => (s / 86_400, "day"),
    };
    format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_well() {
        assert_eq!(
            [count(0), count(999), count(17_434), count(1_000_000), count(1_234_567)],
            ["0", "999", "17,434", "1,000,000", "1,234,567"]
        );
        assert_eq!(
            [share(1.0), share(0.419), share(0.004), share(0.0)],
            ["100 %", "41.9 %", "0.40 %", "0 %"]
        );
        let second = 1_000_000;
        assert_eq!(
            [ago(-5), ago(second), ago(3599 * second), ago(49 * 3600 * second)],
            ["0 seconds", "1 second", "59 minutes", "2 days"]
        );
    }
}
