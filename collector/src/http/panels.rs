//! `GET /report` and `/ui/panels`: a period's panels, as a page of their own and for the first page.

use axum::extract::{RawQuery, State};
use axum::response::Response;
use tracing::error;
use url::form_urlencoded;

use super::error::ApiError;
use super::page::html;
use super::state::App;
use crate::clock::now;
use crate::report::catalogue::{self, Failure};
use crate::ui::sheet::period::Period;
use crate::ui::sheet::words::Lang;
use crate::ui::sheet::{self, Ask, Of};

/// Which panels: `period` (2026-10, 2026), `site`, `segment`, `lang` (en, it).
struct Asked {
    period: Period,
    site: Option<String>,
    segment: Option<String>,
    lang: Lang,
}

impl Asked {
    fn of(&self) -> Of<'_> {
        Of { site: self.site.as_deref(), segment: self.segment.as_deref() }
    }
}

/// Shows the report of a month or a year.
pub(super) async fn show_sheet(
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let asked = read(query)?;
    let links = sheet::links(asked.period, asked.of(), asked.lang);
    let make = move |ask: Ask<'_>, asked: &Asked| {
        sheet::sheet(ask, asked.of(), &asked.period, asked.lang, Some(links))
    };
    html(&made(&app, asked, make).await?)
}

/// Shows its panels alone.
pub(super) async fn show_panels(
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let asked = read(query)?;
    let make = |ask: Ask<'_>, asked: &Asked| sheet::all(ask, asked.of(), &asked.period, asked.lang);
    html(&made(&app, asked, make).await?)
}

fn read(query: Option<String>) -> Result<Asked, ApiError> {
    let (mut period, mut site, mut segment, mut lang) = (None, None, None, Lang::English);
    let wrong = |what| ApiError::BadRequest(what);
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match name.as_ref() {
            "period" => period = Some(Period::read(&value).map_err(wrong)?),
            "site" => site = Some(value.into_owned()).filter(|site| !site.is_empty()),
            "segment" => segment = Some(value.into_owned()).filter(|name| !name.is_empty()),
            "lang" => {
                let known = Lang::of(&value);
                lang = known.ok_or_else(|| wrong("lang is en or it".to_owned()))?;
            }
            _ => return Err(wrong("a report takes period, site, segment and lang".to_owned())),
        }
    }
    let period = period.unwrap_or_else(|| Period::last(now(), false));
    Ok(Asked { period, site, segment, lang })
}

async fn made<T: Send + 'static>(
    app: &App,
    asked: Asked,
    make: impl FnOnce(Ask<'_>, &Asked) -> T + Send + 'static,
) -> Result<T, ApiError> {
    let made =
        app.questions.ask(move |asking| -> Result<_, Box<dyn std::error::Error + Send + Sync>> {
            let connection = asking.connection()?;
            if let Some(segment) = asked.of().segment {
                catalogue::has_segment(&connection, segment)?;
            }
            let ask = |name: &str, pairs: &[(&str, &str)]| {
                if asking.is_ended() {
                    return None;
                }
                let answered = catalogue::ask(&connection, catalogue::find(name)?, pairs);
                // A panel that fails is to be known of, and the others are to be had.
                answered
                    .inspect_err(|source| error!(report = name, %source, "a report failed"))
                    .ok()
            };
            Ok(make(&ask, &asked))
        });
    made.await?.map_err(|source| {
        if let Some(Failure::Usage(sentence)) = source.downcast_ref() {
            return ApiError::BadRequest(sentence.clone());
        }
        error!(%source, "the report of a period failed");
        ApiError::Internal
    })
}
