//! Ways to the shop: how many come by each, what the link says, what it costs, and what it does to people.

/// One way to the shop, as a link would be marked.
#[derive(Debug, Clone, Copy)]
pub struct Channel {
    /// As the collector names it.
    pub name: &'static str,
    /// Share among those who come for the first time.
    pub first: f64,
    /// Share among those who come again.
    pub again: f64,
    /// Host of the referrer.
    pub referrer: Option<&'static str>,
    /// `utm_source`, `utm_medium` and the campaigns one of which is `utm_campaign`.
    pub utm: Option<(&'static str, &'static str, &'static [&'static str])>,
    /// Name of the click id.
    pub click_id: Option<&'static str>,
    /// How ready to go on who comes by it is, in log odds, in that visit.
    pub ready: f64,
    /// What having come by it leaves behind for later visits, in log odds.
    pub boost: f64,
    /// Cost of a visit, in euros.
    pub cost: f64,
}

const NOTHING: Channel = Channel {
    name: "Direct",
    first: 0.0,
    again: 0.0,
    referrer: None,
    utm: None,
    click_id: None,
    ready: 0.0,
    boost: 0.0,
    cost: 0.0,
};

/// The ways there are.
pub const CHANNELS: [Channel; 13] = [
    Channel { first: 12.0, again: 34.0, ready: 0.15, ..NOTHING },
    Channel {
        name: "Organic Search",
        first: 26.0,
        again: 16.0,
        referrer: Some("www.google.com"),
        ready: 0.1,
        boost: 0.05,
        ..NOTHING
    },
    Channel {
        name: "Paid Search",
        first: 17.0,
        again: 8.0,
        referrer: Some("www.google.com"),
        utm: Some(("google", "cpc", &["brand", "mugs", "table"])),
        click_id: Some("gclid"),
        ready: 0.2,
        boost: 0.05,
        cost: 0.45,
    },
    Channel {
        name: "Paid Social",
        first: 14.0,
        again: 7.0,
        referrer: Some("l.instagram.com"),
        utm: Some(("instagram", "paid_social", &["spring-table", "gift-ideas"])),
        click_id: Some("fbclid"),
        ready: -0.3,
        boost: 0.45,
        cost: 0.32,
    },
    Channel {
        name: "Organic Social",
        first: 8.0,
        again: 5.0,
        referrer: Some("www.instagram.com"),
        ready: -0.2,
        boost: 0.2,
        ..NOTHING
    },
    Channel {
        name: "Email",
        first: 1.0,
        again: 16.0,
        utm: Some(("newsletter", "email", &["weekly", "new-in"])),
        ready: 0.35,
        boost: 0.1,
        cost: 0.02,
        ..NOTHING
    },
    Channel {
        name: "Display",
        first: 4.0,
        again: 6.0,
        referrer: Some("www.newspaper.example"),
        utm: Some(("criteo", "display", &["retargeting"])),
        ready: -0.4,
        boost: 0.0,
        cost: 0.18,
        ..NOTHING
    },
    Channel {
        name: "Affiliates",
        first: 3.0,
        again: 2.0,
        referrer: Some("deals.example"),
        utm: Some(("deals", "affiliate", &["deals-always"])),
        ready: 0.3,
        cost: 0.6,
        ..NOTHING
    },
    Channel {
        name: "Influencers",
        first: 5.0,
        again: 1.5,
        referrer: Some("www.instagram.com"),
        utm: Some(("instagram", "influencer", &["anna-bakes", "tavola-di-luca"])),
        ready: 0.1,
        boost: 0.5,
        cost: 0.25,
        ..NOTHING
    },
    Channel {
        name: "Podcast",
        first: 2.0,
        again: 0.5,
        utm: Some(("slow-kitchen", "podcast", &["episode-12"])),
        ready: 0.1,
        boost: 0.3,
        cost: 0.3,
        ..NOTHING
    },
    Channel {
        name: "Referral",
        first: 4.0,
        again: 2.0,
        referrer: Some("www.ceramics-blog.example"),
        ready: 0.1,
        boost: 0.15,
        ..NOTHING
    },
    Channel {
        name: "AI Assistants",
        first: 2.5,
        again: 1.0,
        referrer: Some("chatgpt.com"),
        ready: 0.25,
        boost: 0.1,
        ..NOTHING
    },
    Channel {
        name: "QR and Receipt Codes",
        first: 1.5,
        again: 1.0,
        utm: Some(("till", "receipt", &["till-receipt"])),
        ready: 0.2,
        boost: 0.1,
        ..NOTHING
    },
];

/// Place of `Email` in [`CHANNELS`].
pub const EMAIL: usize = 5;
/// Place of `Direct` in [`CHANNELS`].
pub const DIRECT: usize = 0;
