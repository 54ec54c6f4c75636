//! Which site is of which kind, by host name, by name (in any country), or by the package of an app.

/// What a site is to a shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Assistant,
    Messaging,
    /// Pays, and sends the shopper back.
    Payment,
    Podcast,
    /// Only links, though its name is another kind's: google's documents are no search.
    Referring,
    Review,
    Search,
    Shopping,
    Social,
    Video,
    Webmail,
}

/// In this order, so that mail.google.com is found before google. A word without a full stop is a name:
/// `google` is www.google.it and utm_source=google; one with is a host and those below it, or an app.
const SITES: [(Kind, &str); 11] = [
    (
        Kind::Webmail,
        "mail.google.com com.google.android.gm outlook.live.com outlook.office.com \
         outlook.office365.com com.microsoft.office.outlook mail.yahoo.com mail.aol.com \
         mail.proton.me mail.libero.it mail.tiscali.it webmail.aruba.it mail.virgilio.it \
         mail.zoho.com mail.ru gmx.net gmx.com web.de app.fastmail.com icloud.com",
    ),
    (
        Kind::Assistant,
        "chatgpt.com chat.openai.com com.openai.chatgpt chatgpt openai perplexity \
         perplexity.ai ai.perplexity.app.android claude.ai claude com.anthropic.claude \
         gemini.google.com bard.google.com gemini com.google.android.apps.bard \
         notebooklm.google.com copilot.microsoft.com copilot.cloud.microsoft copilot \
         chat.deepseek.com deepseek grok.com grok chat.mistral.ai meta.ai you.com poe.com \
         phind.com kimi.com doubao.com duck.ai",
    ),
    (
        Kind::Messaging,
        "whatsapp wa.me com.whatsapp com.whatsapp.w4b telegram t.me org.telegram.messenger \
         messenger messenger.com m.me com.facebook.orca signal.me signal.org line.me viber \
         wechat weixin.qq.com discord com.discord slack com.slack teams.microsoft.com \
         chat.google.com kakao skype",
    ),
    (
        Kind::Payment,
        "paypal stripe klarna adyen mollie satispay scalapay nexi nexigroup checkout.com \
         pay.amazon.com pay.google.com sumup worldpay afterpay clearpay affirm revolut \
         unicreditpagonline",
    ),
    (
        Kind::Podcast,
        "podcasts.apple.com podcasts.google.com open.spotify.com com.spotify.music \
         overcast.fm pocketcasts.com pca.st castbox podbean acast buzzsprout spreaker podimo \
         podchaser podcast",
    ),
    (
        Kind::Review,
        "trustpilot trustedshops trustami feefo yelp tripadvisor g2.com capterra sitejabber \
         reviews.io reviews.co.uk judge.me ekomi kiyoh yotpo avis-verifies verified-reviews \
         recensioni-verificate opinioni-verificate resellerratings productreview.com.au \
         opinioni.it g.page",
    ),
    (
        Kind::Referring,
        "accounts.google.com calendar.google.com classroom.google.com docs.google.com \
         drive.google.com groups.google.com meet.google.com sites.google.com \
         translate.google.com login.yahoo.com",
    ),
    (
        Kind::Shopping,
        "shopping.google.com shopping google-shopping amazon ebay etsy walmart alibaba \
         aliexpress temu zalando idealo trovaprezzi kelkoo pricerunner pricespy twenga ciao \
         billiger geizhals shopzilla bizrate nextag mercadolibre mercadolivre manomano \
         cdiscount allegro bol.com shop.app",
    ),
    (
        Kind::Video,
        "youtube youtu.be com.google.android.youtube vimeo dailymotion twitch youku iqiyi \
         wistia ted netflix hulu disneyplus bilibili rumble",
    ),
    (
        Kind::Social,
        "facebook fb fb.me com.facebook.katana instagram ig com.instagram.android meta \
         twitter t.co x.com x com.twitter.android linkedin lnkd.in com.linkedin.android \
         pinterest pin.it com.pinterest tiktok com.zhiliaoapp.musically reddit \
         com.reddit.frontpage snapchat threads.net threads.com threads bsky.app bluesky \
         mastodon mastodon.social tumblr quora nextdoor xing vk.com ok.ru weibo flickr vinted \
         medium.com news.ycombinator.com disqus goodreads ravelry",
    ),
    (
        Kind::Search,
        "google com.google.android.googlequicksearchbox bing yahoo duckduckgo ecosia qwant \
         startpage baidu yandex ya.ru naver daum seznam sogou so.com 360.cn aol ask lycos \
         dogpile excite virgilio search.brave.com brave kagi mojeek swisscows presearch msn \
         rambler search coccoc onet",
    ),
];

/// Second parts of countries' domains: the name in www.google.co.uk stands before `co`.
const SECOND: [&str; 7] = ["ac", "co", "com", "edu", "gov", "net", "org"];

/// The kind of a site, by its host or its name in small letters.
pub(super) fn kind(site: &str) -> Option<Kind> {
    let name = name(site);
    let is = |entry: &str| {
        site == entry
            || if entry.contains('.') {
                site.strip_suffix(entry).is_some_and(|below| below.ends_with('.'))
            } else {
                name == Some(entry)
            }
    };
    let mut kinds = SITES.iter().filter(|(_, entries)| entries.split(' ').any(is));
    kinds.next().map(|(kind, _)| *kind)
}

/// The part of a host its owner has chosen: `google` of www.google.co.uk.
fn name(host: &str) -> Option<&str> {
    let mut parts = host.rsplit('.');
    parts.next()?;
    let second = parts.next()?;
    match parts.next() {
        Some(third) if SECOND.contains(&second) => Some(third),
        _ => Some(second),
    }
}
