//! A table of visits and their channels: GA4's published definitions, then what is added to them.

use super::*;

/// From this referrer, to a page with this query.
fn channel(referrer: &str, query: &str) -> Option<Cow<'static, str>> {
    of(
        &Page::read(&format!("https://shop.example/p/1?{query}"), referrer),
        "shop",
        &Rules::default(),
    )
}

#[track_caller]
fn check(cases: &[(&str, &str, &str)]) {
    for (referrer, query, expect) in cases {
        assert_eq!(channel(referrer, query).as_deref(), Some(*expect), "{referrer:?} {query:?}");
    }
}

/// utm_source, utm_medium, utm_campaign, as a query.
fn utm(source: &str, medium: &str, campaign: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (key, value) in [("utm_source", source), ("utm_medium", medium), ("utm_campaign", campaign)]
    {
        query.append_pair(key, value);
    }
    query.finish()
}

#[test]
fn marked_links_have_the_channels_of_ga4s_definitions() {
    let cases = [
        ("(direct)", "(none)", "", "Direct"),
        ("(direct)", "(not set)", "", "Direct"),
        ("google", "cpc", "fall cross-network", "Cross-network"),
        ("amazon", "cpc", "", "Paid Shopping"),
        ("google", "cpc", "fall shopping", "Paid Shopping"),
        ("google", "ppc", "shop", "Paid Shopping"),
        ("google", "ppc", "e-shop fall", "Paid Shopping"),
        ("google", "cpc", "eshop", "Paid Shopping"),
        ("google", "cpc", "workshop", "Paid Search"),
        ("google", "cpc", "", "Paid Search"),
        ("Google", "CPC", "", "Paid Search"),
        ("bing", "ppc", "", "Paid Search"),
        ("yahoo", "paid-search", "", "Paid Search"),
        ("duckduckgo", "retargeting", "", "Paid Search"),
        ("baidu", "xcpx", "", "Paid Search"),
        ("google", "cpm", "", "Paid Search"),
        ("facebook", "cpc", "", "Paid Social"),
        ("fb", "paid", "", "Paid Social"),
        ("instagram", "paid_social", "", "Paid Social"),
        ("tiktok", "paidsocial", "", "Paid Social"),
        ("linkedin.com", "cpc", "", "Paid Social"),
        ("youtube", "cpc", "", "Paid Video"),
        ("vimeo.com", "paid", "", "Paid Video"),
        ("adnetwork", "display", "", "Display"),
        ("adnetwork", "banner", "", "Display"),
        ("adnetwork", "expandable", "", "Display"),
        ("adnetwork", "interstitial", "", "Display"),
        ("adnetwork", "cpm", "", "Display"),
        ("adnetwork", "cpc", "", "Paid Other"),
        ("adnetwork", "retargeting", "", "Paid Other"),
        ("adnetwork", "paid", "", "Paid Other"),
        ("adnetwork", "ppcx", "", "Unassigned"),
        ("ebay.it", "referral", "", "Organic Shopping"),
        ("newsletter", "x", "winter shop", "Organic Shopping"),
        ("facebook", "post", "", "Organic Social"),
        ("anything", "social", "", "Organic Social"),
        ("anything", "social-network", "", "Organic Social"),
        ("anything", "social-media", "", "Organic Social"),
        ("anything", "sm", "", "Organic Social"),
        ("anything", "social network", "", "Organic Social"),
        ("anything", "social media", "", "Organic Social"),
        ("youtube", "description", "", "Organic Video"),
        ("anything", "video", "", "Organic Video"),
        ("anything", "myvideos", "", "Organic Video"),
        ("google", "organic", "", "Organic Search"),
        ("anything", "organic", "", "Organic Search"),
        ("blog.example", "referral", "", "Referral"),
        ("blog.example", "app", "", "Referral"),
        ("blog.example", "link", "", "Referral"),
        ("newsletter", "email", "", "Email"),
        ("newsletter", "e-mail", "", "Email"),
        ("newsletter", "e_mail", "", "Email"),
        ("newsletter", "e mail", "", "Email"),
        ("email", "newsletter", "", "Email"),
        ("partner", "affiliate", "", "Affiliates"),
        ("radio", "audio", "", "Audio"),
        ("sms", "text", "", "SMS"),
        ("klaviyo", "sms", "", "SMS"),
        ("app", "webpush", "", "Mobile Push Notifications"),
        ("app", "mobile", "", "Mobile Push Notifications"),
        ("app", "notification-1", "", "Mobile Push Notifications"),
        ("firebase", "x", "", "Mobile Push Notifications"),
        ("newsletter", "x", "", "Unassigned"),
        ("newsletter", "", "", "Unassigned"),
    ];
    assert!(cases.len() >= 60);
    for (source, medium, campaign, expect) in cases {
        assert_eq!(
            channel("", &utm(source, medium, campaign)).as_deref(),
            Some(expect),
            "{source} {medium} {campaign}"
        );
    }
}

#[test]
fn what_ga4_has_no_channel_for() {
    for (source, medium, expect) in [
        ("instagram", "qr", "QR and Receipt Codes"),
        ("till", "receipt", "QR and Receipt Codes"),
        ("instagram", "influencer", "Influencers"),
        ("youtube", "paid_influencer", "Influencers"),
        ("ann", "creator", "Influencers"),
        ("partner", "affiliates", "Affiliates"),
        ("maglia", "podcast", "Podcast"),
        ("trustpilot", "company_profile", "Review Sites"),
        ("anything", "reviews", "Review Sites"),
        ("chatgpt.com", "", "AI Assistants"),
        ("perplexity", "x", "AI Assistants"),
        ("whatsapp", "share", "Messaging"),
        ("shop", "telegram", "Messaging"),
        // What is paid for is paid, wherever it stands.
        ("chatgpt.com", "cpc", "Paid Other"),
    ] {
        assert_eq!(
            channel("", &utm(source, medium, "")).as_deref(),
            Some(expect),
            "{source} {medium}"
        );
    }
}

#[test]
fn links_without_marks_are_told_by_the_referrer() {
    check(&[
        ("", "", "Direct"),
        ("", "color=red", "Direct"),
        ("https://www.google.com/", "", "Organic Search"),
        ("https://www.google.co.uk/", "", "Organic Search"),
        ("https://google.it/", "", "Organic Search"),
        ("https://it.search.yahoo.com/", "", "Organic Search"),
        ("https://duckduckgo.com/", "", "Organic Search"),
        ("https://search.brave.com/", "", "Organic Search"),
        ("android-app://com.google.android.googlequicksearchbox/", "", "Organic Search"),
        ("https://docs.google.com/", "", "Referral"),
        ("https://shopping.google.com/", "", "Organic Shopping"),
        ("https://www.amazon.de/", "", "Organic Shopping"),
        ("https://mail.google.com/", "", "Email"),
        ("android-app://com.google.android.gm/", "", "Email"),
        ("https://gemini.google.com/", "", "AI Assistants"),
        ("https://chatgpt.com/", "", "AI Assistants"),
        ("https://www.perplexity.ai/", "", "AI Assistants"),
        ("https://claude.ai/", "", "AI Assistants"),
        ("https://copilot.microsoft.com/", "", "AI Assistants"),
        ("https://l.facebook.com/", "", "Organic Social"),
        ("https://t.co/abc", "", "Organic Social"),
        ("https://x.com/", "", "Organic Social"),
        ("https://www.pinterest.it/", "", "Organic Social"),
        ("android-app://com.Slack/", "", "Messaging"),
        ("https://web.whatsapp.com/", "", "Messaging"),
        ("https://t.me/", "", "Messaging"),
        ("https://l.messenger.com/", "", "Messaging"),
        ("https://it.trustpilot.com/", "", "Review Sites"),
        ("https://www.tripadvisor.it/", "", "Review Sites"),
        ("https://podcasts.apple.com/", "", "Podcast"),
        ("https://m.youtube.com/", "", "Organic Video"),
        ("https://blog.example/", "", "Referral"),
        ("https://notgoogle.example/", "", "Referral"),
        ("https://mygoogle.com/", "", "Referral"),
        ("https://fax.com/", "", "Referral"),
    ]);
}

#[test]
fn a_click_id_says_whose_click_it_was() {
    check(&[
        ("", "gclid=1", "Paid Search"),
        ("https://www.google.com/", "wbraid=1", "Paid Search"),
        ("https://blog.example/", "dclid=1", "Display"),
        ("", "msclkid=1", "Paid Search"),
        ("", "ttclid=1", "Paid Social"),
        ("", "li_fat_id=1", "Paid Social"),
        // Facebook gives one to every link, paid for or not.
        ("", "fbclid=1", "Organic Social"),
        ("https://l.instagram.com/", "fbclid=1", "Organic Social"),
        ("", "fbclid=1&utm_source=facebook&utm_medium=cpc", "Paid Social"),
        // The shop's own mark is more than a guess.
        ("", "gclid=1&utm_source=youtube&utm_medium=video", "Organic Video"),
        ("", "gclid=1&utm_source=google&utm_campaign=shopping", "Paid Shopping"),
    ]);
    assert!(CLICK_IDS.iter().all(|(id, ..)| super::super::page::is_click_id(id)));
    assert_eq!(CLICK_IDS.len(), super::super::page::CLICK_IDS.len());
}

#[test]
fn who_comes_from_the_site_itself_or_from_paying_goes_on_with_a_visit() {
    for referrer in [
        "https://shop.example/cart",
        "https://www.shop.example/",
        "https://checkout.shop.example/",
        "https://www.paypal.com/",
        "https://hooks.stripe.com/",
    ] {
        assert_eq!(channel(referrer, ""), None, "{referrer}");
    }
    assert_eq!(channel("https://shop.example/", "utm_source=banner"), None);
    // An advertisement is none of those.
    let marked = channel("https://www.paypal.com/", "utm_source=paypal&utm_medium=email");
    assert_eq!(marked.as_deref(), Some("Email"));
    assert_eq!(channel("https://othershop.example/", ""), Some("Referral".into()));
    assert_eq!(of(&Page::default(), "shop", &Rules::default()), None);
}
