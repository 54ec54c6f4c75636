//! One event as it is stored: a field for each column of `events`.

use std::borrow::Cow;
use std::sync::Arc;

use super::page::Page;
use super::phase::Phase;

/// A row of `events`. Times are microseconds since 1970, UTC.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// The event's identity, the same however often it is sent.
    pub event_id: u128,
    /// The site's name.
    pub site: String,
    /// Who, under today's salt.
    pub visitor_id: u64,
    /// Who, under yesterday's salt: a visit that began before midnight goes on under this one.
    pub earlier_id: Option<u64>,
    /// Who, before consenting: the visit under way goes on as the visit of who has consented.
    pub before_consent: Option<u64>,
    /// Which visit; set by [`super::sessions::Sessions`].
    pub session_id: u64,
    /// GA4's, Percorso's or the shop's name of the event.
    pub event: String,
    /// When it happened.
    pub occurred_at: i64,
    /// When it arrived.
    pub received_at: i64,
    /// Who wrote it.
    pub source: &'static str,
    /// The page it happened on, shared with the other rows on it.
    pub page: Arc<Page>,
    /// The way the visit came; of page views that may begin one.
    pub channel: Option<Cow<'static, str>>,
    /// Kind of device: desktop, mobile, tablet, tv, console.
    pub device: Option<Cow<'static, str>>,
    /// Browser family.
    pub browser: Option<Cow<'static, str>>,
    /// Operating system family.
    pub system: Option<Cow<'static, str>>,
    /// Country, ISO 3166.
    pub country: Option<Cow<'static, str>>,
    /// Title of the page.
    pub page_title: Option<String>,
    /// The touchpoint concerned.
    pub touchpoint: Option<String>,
    /// What was done with the touchpoint.
    pub action: Option<String>,
    /// Currency of `value`.
    pub currency: Option<String>,
    /// Worth in ten-thousandths of `currency`.
    pub value: Option<i64>,
    /// The order's number.
    pub transaction_id: Option<String>,
    /// The products concerned, as a JSON array.
    pub items: Option<String>,
    /// Everything else, as a JSON object.
    pub params: Option<String>,
    /// What the visitor has said to being recognised.
    pub consent: Option<&'static str>,
    /// Who, as the shop knows them: a hash made in the page.
    pub identity: Option<String>,
    /// Why it is no person's doing; none of people's.
    pub robot: Option<&'static str>,
    /// The phase of the journey.
    pub phase: Phase,
}

impl Row {
    /// What rows take in memory, texts with the room they have left; a page that one shares with the row before
    /// is counted once.
    #[must_use]
    pub fn bytes(rows: &[Self]) -> usize {
        let pages = rows.chunk_by(|one, next| Arc::ptr_eq(&one.page, &next.page));
        let pages = pages.filter_map(<[Self]>::first).map(|row| row.page.bytes());
        pages.chain(rows.iter().map(Self::own_bytes)).sum()
    }

    /// Without its page.
    fn own_bytes(&self) -> usize {
        let texts = [
            &self.page_title,
            &self.touchpoint,
            &self.action,
            &self.currency,
            &self.transaction_id,
            &self.items,
            &self.params,
            &self.identity,
        ];
        let words = [&self.channel, &self.device, &self.browser, &self.system, &self.country];
        let texts = texts.into_iter().flatten().map(String::capacity);
        let words = words.into_iter().flatten().map(|word| word.len());
        size_of::<Self>() + self.site.len() + self.event.len() + texts.chain(words).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_count_and_a_page_that_is_shared_counts_once() {
        let page = |path: &str| Arc::new(Page { path: Some(path.to_owned()), ..Page::default() });
        let row = |page: &Arc<Page>, params: &str| Row {
            page: Arc::clone(page),
            params: Some(params.to_owned()),
            ..Row::default()
        };
        let (one, other) = (page(&"a".repeat(1000)), page("/"));
        let mut roomy = row(&one, "");
        roomy.items = Some(String::with_capacity(300));
        let rows = [row(&one, "{}"), row(&one, &"x".repeat(500)), row(&other, ""), roomy];
        let texts = 1000 + 2 + 500 + 1 + 1000 + 300;
        assert_eq!(Row::bytes(&rows), 4 * size_of::<Row>() + 3 * size_of::<Page>() + texts);
        assert_eq!(Row::bytes(&[]), 0);
    }
}
