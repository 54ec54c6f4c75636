//! The two functions that Quack asks before it does anything: who may come in, and what is run in place
//! of what a client has sent.

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use duckdb::Connection;
use duckdb::arrow::array::{Array, AsArray, BooleanArray, RecordBatch, StringArray};
use duckdb::arrow::datatypes::DataType;
use duckdb::vscalar::arrow::{ArrowFunctionSignature, VArrowScalar};
use serde_json::{Value, json};

use super::answer::carrier;
use super::clients::{Begun, Outcome, Unanswered, UnderWay};
use super::desk::Desk;
use super::guests::Guests;
use super::tickets::{self, Question};
use crate::query::live::LiveError;
use crate::store::tokens::Tokens;

const DESCRIBE: &str = include_str!("../../../sql/quack/describe.sql");
const REWRITE: &str = include_str!("../../../sql/quack/rewrite.sql");
/// How long a wrong token is not answered, so that guessing takes its time.
const WRONG: Duration = Duration::from_millis(500);

pub(super) fn register(
    inside: &Connection,
    desk: &Arc<Desk>,
    tokens: Arc<Tokens>,
) -> duckdb::Result<()> {
    let guests = Arc::new(Guests::new(tokens));
    let known = Some(Arc::clone(&guests));
    inside.register_scalar_function_with_state::<Knows>("percorso_knows", &known)?;
    let asked = Some((guests, Arc::clone(desk)));
    inside.register_scalar_function_with_state::<Asks>("percorso_question", &asked)
}

/// `percorso_knows(connection, shown, own)`: whether the token shown may read.
struct Knows;

impl VArrowScalar for Knows {
    type State = Option<Arc<Guests>>;

    fn invoke(guests: &Self::State, input: RecordBatch) -> Result<Arc<dyn Array>, Box<dyn Error>> {
        let guests = guests.as_ref().ok_or("no tokens")?;
        let known = texts(&input, 0).zip(texts(&input, 1)).map(|pair| match pair {
            (Some(connection), Some(shown)) => guests.enter(connection, shown),
            _ => false,
        });
        let known: Vec<bool> = known.collect();
        if known.contains(&false) {
            std::thread::sleep(WRONG);
        }
        Ok(Arc::new(BooleanArray::from(known)))
    }

    fn signatures() -> Vec<ArrowFunctionSignature> {
        let three = vec![DataType::Utf8, DataType::Utf8, DataType::Utf8];
        vec![ArrowFunctionSignature::exact(three, DataType::Boolean)]
    }

    fn volatile() -> bool {
        true
    }
}

/// `percorso_question(connection, text)`: what is run in place of the text, or why nothing is.
struct Asks;

impl VArrowScalar for Asks {
    type State = Option<(Arc<Guests>, Arc<Desk>)>;

    fn invoke(state: &Self::State, input: RecordBatch) -> Result<Arc<dyn Array>, Box<dyn Error>> {
        let (guests, desk) = state.as_ref().ok_or("no store")?;
        let told = texts(&input, 0).zip(texts(&input, 1)).map(|(connection, text)| {
            let asker = connection.unwrap_or_default();
            let may = guests.still(asker);
            rewritten(desk, may, asker, text.unwrap_or_default())
        });
        Ok(Arc::new(StringArray::from(told.collect::<Vec<String>>())))
    }

    fn signatures() -> Vec<ArrowFunctionSignature> {
        vec![ArrowFunctionSignature::exact(vec![DataType::Utf8, DataType::Utf8], DataType::Utf8)]
    }

    fn volatile() -> bool {
        true
    }
}

fn texts(input: &RecordBatch, column: usize) -> impl Iterator<Item = Option<&str>> {
    let texts = input.column(column).as_string_opt::<i32>();
    texts.into_iter().flat_map(|texts| texts.iter())
}

/// A statement that fetches the answer. Quack tells a client nothing of an error of ours but that it is
/// one, so why there is no answer is told by that statement, too.
fn rewritten(desk: &Arc<Desk>, may: Result<(), &'static str>, asker: &str, text: &str) -> String {
    let ticket = tickets::next();
    let asker = Arc::from(asker);
    // From now on, not when its first row is wanted: planning takes its time.
    let planned = UnderWay::begin(desk, &asker, Instant::now());
    let refused = |why: &str| Unanswered { outcome: Outcome::Refused, why: why.to_owned() };
    let outcome = may.map_err(refused).and_then(|()| understood(planned, asker, text, ticket));
    let (question, told) = match outcome {
        Ok((question, told)) => (Ok(question), told),
        Err(Unanswered { outcome, why }) => {
            desk.under_way.tell(outcome, None);
            (Err(why), format!("FROM percorso_answer({ticket})"))
        }
    };
    tickets::put(ticket, question);
    told
}

/// Guards the text and finds its columns.
fn understood(
    planned: Begun,
    asker: Arc<str>,
    text: &str,
    ticket: i64,
) -> Result<(Question, String), Unanswered> {
    let desk = Arc::clone(&planned.desk);
    let (connection, live) = desk.connect()?;
    // Alone first: what is wrong with it should be told of the text as it came.
    live.check(text).map_err(LiveError::from)?;
    let failed = |error: duckdb::Error| error.to_string();
    let describe: String =
        connection.query_row(DESCRIBE, [text], |row| row.get(0)).map_err(failed)?;
    let described = desk.rows(&describe, &planned.stop)?;
    let column = |row: &Vec<Value>| -> Option<(String, String)> {
        Some((row.first()?.as_str()?.to_owned(), row.get(1)?.as_str()?.to_owned()))
    };
    let columns: Vec<_> = described.iter().filter_map(column).collect();
    let carriers: Vec<_> = columns.iter().map(|(_, kind)| carrier(kind)).collect();
    let columns = columns.iter().zip(&carriers).map(
        |((name, kind), carrier)| json!({ "name": name, "type": kind, "plain": carrier.is_some() }),
    );
    let columns = Value::Array(columns.collect()).to_string();
    let given = duckdb::params![text, ticket, columns];
    let (asked, told) = connection
        .query_row(REWRITE, given, |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(failed)?;
    let carriers = carriers.into_iter().map(|carrier| carrier.unwrap_or(DataType::Utf8)).collect();
    drop(connection);
    Ok((Question { desk, asker, asked, planned, carriers }, told))
}
