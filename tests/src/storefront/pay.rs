//! The shop's payment API: a stand-in for a bank that answers by published test card numbers.
//!
//! Nothing is charged, stored or logged. The order's id is derived from the checkout's own
//! reference, so a request sent twice is one order.

use axum::{Json, http::StatusCode, response::IntoResponse};
use serde::{Deserialize, Serialize};

/// References are client-made UUIDs; this many of their characters name the order.
const ORDER_ID_CHARS: usize = 10;

#[derive(Deserialize)]
pub(super) struct Request {
    /// The checkout's reference, the same on every attempt.
    reference: String,
    /// Amount in cents.
    amount: u32,
    currency: String,
    #[serde(flatten)]
    method: Method,
}

#[derive(Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
enum Method {
    Card { card: Card },
    BankTransfer,
}

#[derive(Deserialize)]
struct Card {
    number: String,
}

#[derive(Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
enum Answer {
    Paid { order_id: String },
    Declined(Decline),
    Invalid { message: &'static str },
}

/// A decline; `hard` means the same card will never work, `soft` that another try may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
struct Decline {
    error_code: &'static str,
    error_type: &'static str,
    message: &'static str,
}

/// `POST /api/pay`: 200 paid, 402 declined, 422 not a payment.
pub(super) async fn pay(Json(request): Json<Request>) -> impl IntoResponse {
    let Some(order_id) = order_id(&request.reference) else {
        return invalid("reference: send the checkout's UUID");
    };
    if request.amount == 0 || request.currency != "EUR" {
        return invalid("amount: send cents above zero and currency EUR");
    }
    let decline = match request.method {
        Method::Card { card } => decline(&card.number),
        Method::BankTransfer => None,
    };
    match decline {
        Some(decline) => (StatusCode::PAYMENT_REQUIRED, Json(Answer::Declined(decline))),
        None => (StatusCode::OK, Json(Answer::Paid { order_id })),
    }
}

fn invalid(message: &'static str) -> (StatusCode, Json<Answer>) {
    (StatusCode::UNPROCESSABLE_ENTITY, Json(Answer::Invalid { message }))
}

fn order_id(reference: &str) -> Option<String> {
    let id: String = reference
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(ORDER_ID_CHARS)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    (id.len() == ORDER_ID_CHARS).then(|| format!("BL-{id}"))
}

fn decline(number: &str) -> Option<Decline> {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let known: String = number.chars().filter(char::is_ascii_digit).collect();
    let (error_code, error_type, message) = match known.as_str() {
        "4000000000000002" => ("card_declined", "hard", "Your bank declined this card."),
        "4000000000009995" => {
            ("insufficient_funds", "soft", "Your bank reports insufficient funds.")
        }
        "4000000000000119" => {
            ("processing_error", "soft", "Your bank could not process the payment.")
        }
        _ if luhn(&digits) => return None,
        _ => ("incorrect_number", "soft", "The card number is not right."),
    };
    Some(Decline { error_code, error_type, message })
}

/// The check digit of ISO/IEC 7812-1 over 13 to 19 digits.
fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, doubled) => doubled / 10 + doubled % 10,
        })
        .sum();
    (13..=19).contains(&digits.len()) && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(number: &str) -> Option<&'static str> {
        decline(number).map(|decline| decline.error_code)
    }

    #[test]
    fn published_test_cards_answer_as_documented() {
        assert_eq!(code("4242 4242 4242 4242"), None);
        assert_eq!(code("5555 5555 5555 4444"), None);
        assert_eq!(code("378282246310005"), None);
        assert_eq!(code("4000 0000 0000 0002"), Some("card_declined"));
        assert_eq!(code("4000 0000 0000 9995"), Some("insufficient_funds"));
        assert_eq!(code("4242 4242 4242 4241"), Some("incorrect_number"));
        assert_eq!(code("0000"), Some("incorrect_number"));
        assert_eq!(code(""), Some("incorrect_number"));
    }

    #[test]
    fn one_reference_is_one_order() {
        let id = order_id("3f2504e0-4f89-41d3-9a0c-0305e82c3301");
        assert_eq!(id.as_deref(), Some("BL-3F2504E04F"));
        assert_eq!(order_id("short"), None);
        assert_eq!(order_id("é".repeat(40).as_str()), None);
    }
}
