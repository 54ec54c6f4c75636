//! `GET /v1/findings`: what the reports say, in plain sentences with their evidence.

use axum::Json;
use axum::extract::{RawQuery, State};
use tracing::error;
use url::form_urlencoded;

use super::error::ApiError;
use super::state::App;
use crate::report::catalogue::Failure;
use crate::ui::findings::{Told, all};
use crate::ui::sheet::words::Lang;

/// Says it: `report`, `lang`, and what every report can be asked.
pub(super) async fn show_findings(
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Result<Json<Told>, ApiError> {
    let (mut lang, mut only, mut pairs) = (Lang::English, None, Vec::new());
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match name.as_ref() {
            "lang" => {
                let known = Lang::of(&value);
                lang = known.ok_or_else(|| ApiError::BadRequest("lang is en or it".to_owned()))?;
            }
            "report" => only = Some(value.into_owned()),
            "site" | "since" | "until" | "segment" => {
                pairs.push((name.into_owned(), value.into_owned()));
            }
            _ => {
                let sentence = "findings take report, lang, site, since, until and segment";
                return Err(ApiError::BadRequest(sentence.to_owned()));
            }
        }
    }
    let found =
        app.questions.ask(move |asking| -> Result<_, Box<dyn std::error::Error + Send + Sync>> {
            let connection = asking.connection()?;
            let pairs: Vec<_> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
            Ok(all(&connection, &pairs, only.as_deref(), lang)?)
        });
    let found = found.await?;
    found.map(|findings| Json(Told::new(lang, findings))).map_err(|source| {
        match source.downcast::<Failure>().map(|failure| *failure) {
            Ok(Failure::Usage(sentence)) => ApiError::BadRequest(sentence),
            Ok(Failure::Query(source)) => failed(&source),
            Err(source) => failed(&*source),
        }
    })
}

fn failed(source: &dyn std::error::Error) -> ApiError {
    error!(%source, "a report failed");
    ApiError::Internal
}
