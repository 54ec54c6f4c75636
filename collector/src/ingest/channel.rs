//! Channels: by which way a visit came, from where the browser says it comes, what the link was marked
//! with, and whether it carries an advertiser's click id.
//!
//! The rules are those of GA4's default channel group, in its order and with its names (Google, "Default
//! channel group"). Shops also ask about ways that GA4 has no channel for; these stand where
//! [`ORDER_OF_OUR_OWN`] says. Which site is of which kind stands in [`sites`].

mod sites;

use std::borrow::Cow;

use super::page::Page;
use super::rules::Rules;
use super::rules::when::{Fact, Facts};
use sites::Kind;

/// Ways GA4 has no channel for. Codes and influencers come before everything, because their links are
/// marked with the site they are shown on; the rest after what is paid and before what is organic,
/// because the same sites are in GA4's lists of social, search and referring sites.
pub const ORDER_OF_OUR_OWN: [&str; 6] = [
    "QR and Receipt Codes",
    "Influencers",
    "Podcast",
    "Review Sites",
    "AI Assistants",
    "Messaging",
];

/// What a click id says where the link is not marked: whose it is, and whether it was paid for.
const CLICK_IDS: [(&str, &str, &str); 12] = [
    ("dclid", "google", "display"),
    ("epik", "pinterest", ""),
    ("fbclid", "facebook", ""),
    ("gbraid", "google", "cpc"),
    ("gclid", "google", "cpc"),
    ("igshid", "instagram", ""),
    ("li_fat_id", "linkedin", "paid"),
    ("msclkid", "bing", "cpc"),
    ("sccid", "snapchat", "paid"),
    ("ttclid", "tiktok", "paid"),
    ("twclid", "twitter", "paid"),
    ("wbraid", "google", "cpc"),
];

/// The channel of a page view that may begin a visit. None where it goes on with one: it comes from the
/// site itself, or back from a payment provider. The owner's rules come before GA4's.
#[must_use]
pub fn of(page: &Page, site: &str, rules: &Rules) -> Option<Cow<'static, str>> {
    page.host.as_ref().filter(|_| !page.from_own)?;
    let lower = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_lowercase();
    let (mut source, mut medium) = (lower(&page.utm_source), lower(&page.utm_medium));
    let (campaign, referrer) = (lower(&page.utm_campaign), lower(&page.referrer_host));
    let marked = !(source.is_empty() && medium.is_empty() && campaign.is_empty());
    if let Some((_, whose, paid)) =
        CLICK_IDS.iter().find(|id| page.click_id.as_deref() == Some(id.0))
    {
        if medium.is_empty() {
            medium = (*paid).to_owned();
        }
        if source.is_empty() && (!paid.is_empty() || referrer.is_empty()) {
            source = (*whose).to_owned();
        }
    }
    let from_referrer = source.is_empty() && !referrer.is_empty();
    if from_referrer {
        source.clone_from(&referrer);
    }
    let facts = Facts::default()
        .with(Fact::Site, Some(site))
        .with(Fact::Source, Some(&source))
        .with(Fact::Medium, Some(&medium))
        .with(Fact::Campaign, Some(&campaign))
        .with(Fact::Referrer, Some(&referrer))
        .with(Fact::ClickId, page.click_id.as_deref())
        .with(Fact::Path, page.path.as_deref());
    if let Some(own) = rules.channels.first(&facts) {
        return Some(Cow::Owned(own.clone()));
    }
    let kind = sites::kind(&source);
    if from_referrer && !marked && kind == Some(Kind::Payment) {
        return None;
    }
    if source.is_empty() && medium.is_empty() && campaign.is_empty() {
        return Some(Cow::Borrowed("Direct"));
    }
    let came = Came { source: &source, medium: &medium, campaign: &campaign, kind };
    let otherwise = if from_referrer && medium.is_empty() { "Referral" } else { "Unassigned" };
    let way = came.marked().or_else(|| came.paid()).or_else(|| came.unpaid());
    Some(Cow::Borrowed(way.unwrap_or(otherwise)))
}

struct Came<'a> {
    source: &'a str,
    medium: &'a str,
    campaign: &'a str,
    kind: Option<Kind>,
}

impl Came<'_> {
    /// Links marked for what they are, wherever they are shown.
    fn marked(&self) -> Option<&'static str> {
        Some(match self.medium {
            "qr" | "qr_code" | "qr-code" | "qrcode" | "receipt" => "QR and Receipt Codes",
            _ if self.campaign.contains("cross-network") => "Cross-network",
            medium if medium.contains("influencer") => "Influencers",
            "creator" | "creators" | "ambassador" => "Influencers",
            // Google's own mark for "typed in": measuring tools write it into links.
            "" | "(none)" | "(not set)" if self.source == "(direct)" => "Direct",
            _ => return None,
        })
    }

    fn paid(&self) -> Option<&'static str> {
        // GA4's ^(.*cp.*|ppc|retargeting|paid.*)$
        let paid = self.medium.contains("cp")
            || matches!(self.medium, "ppc" | "retargeting")
            || self.medium.starts_with("paid");
        Some(match (paid, self.kind) {
            (true, _) if self.sells() => "Paid Shopping",
            (true, Some(Kind::Search)) => "Paid Search",
            (true, Some(Kind::Social)) => "Paid Social",
            (true, Some(Kind::Video)) => "Paid Video",
            _ if matches!(
                self.medium,
                "display" | "banner" | "expandable" | "interstitial" | "cpm"
            ) =>
            {
                "Display"
            }
            (true, _) => "Paid Other",
            (false, _) => return None,
        })
    }

    fn unpaid(&self) -> Option<&'static str> {
        let (medium, kind) = (self.medium, self.kind);
        let email = ["email", "e-mail", "e_mail", "e mail"];
        Some(match medium {
            "podcast" | "podcasts" => "Podcast",
            "review" | "reviews" => "Review Sites",
            "messaging" | "messenger" | "whatsapp" | "telegram" => "Messaging",
            _ if kind == Some(Kind::Podcast) => "Podcast",
            _ if kind == Some(Kind::Review) => "Review Sites",
            _ if kind == Some(Kind::Assistant) => "AI Assistants",
            _ if kind == Some(Kind::Messaging) => "Messaging",
            _ if self.sells() => "Organic Shopping",
            _ if kind == Some(Kind::Social) => "Organic Social",
            "social" | "social-network" | "social-media" | "sm" | "social network"
            | "social media" => "Organic Social",
            _ if kind == Some(Kind::Video) || medium.contains("video") => "Organic Video",
            _ if kind == Some(Kind::Search) || medium == "organic" => "Organic Search",
            "referral" | "app" | "link" => "Referral",
            _ if email.contains(&medium) || email.contains(&self.source) => "Email",
            "" if kind == Some(Kind::Webmail) => "Email",
            "affiliate" | "affiliates" => "Affiliates",
            "audio" => "Audio",
            "sms" => "SMS",
            _ if self.source == "sms" => "SMS",
            _ if medium.ends_with("push")
                || medium.contains("mobile")
                || medium.contains("notification")
                || self.source == "firebase" =>
            {
                "Mobile Push Notifications"
            }
            _ => return None,
        })
    }

    /// From a shopping site, or for a campaign named so: GA4's ^(.*(([^a-df-z]|^)shop|shopping).*)$, which
    /// takes "shop", "e-shop" and "eshop", and not "workshop".
    fn sells(&self) -> bool {
        let campaign = self.campaign;
        let named = |(place, _)| {
            let before: Option<char> = campaign.get(..place).and_then(|text| text.chars().last());
            before.is_none_or(|c| c == 'e' || !c.is_ascii_lowercase())
        };
        self.kind == Some(Kind::Shopping)
            || campaign.contains("shopping")
            || campaign.match_indices("shop").any(named)
    }
}

#[cfg(test)]
mod tests;
