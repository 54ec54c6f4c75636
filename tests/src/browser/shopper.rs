//! A person in the demo shop: each step is done by clicking and typing, and ends on what it leads to.

use super::{Browser, Site};

/// Where to send it.
#[derive(Clone, Copy, Debug)]
pub struct Address<'a> {
    /// E-mail address.
    pub email: &'a str,
    /// First name.
    pub given_name: &'a str,
    /// Last name.
    pub family_name: &'a str,
    /// Street and number.
    pub street: &'a str,
    /// Italian postcode.
    pub postcode: &'a str,
    /// Town.
    pub city: &'a str,
    /// Phone.
    pub phone: &'a str,
}

/// What to pay with.
#[derive(Clone, Copy, Debug)]
pub struct Card<'a> {
    /// Its number; the shop's README tells what each leads to.
    pub number: &'a str,
    /// Name on it.
    pub name: &'a str,
    /// MM/YY.
    pub expiry: &'a str,
    /// Security code.
    pub code: &'a str,
}

/// A person with a browser in a shop.
pub struct Shopper<'a> {
    /// The browser.
    pub browser: &'a Browser,
    /// The shop.
    pub shop: &'a Site,
    /// Whether to stay on each page until the tracker is up there, as anybody who reads does.
    pub reads: bool,
}

impl Shopper<'_> {
    /// Types the shop's address.
    pub fn arrive(&self, path: &str) {
        self.browser.go(&self.shop.at(path));
        self.read();
    }

    /// Follows the navigation to a category.
    pub fn open_category(&self, slug: &str) {
        self.browser.click(&format!("nav.categories a[href='/c/{slug}']"));
        self.see_page(&format!("/c/{slug}"), "#products a[data-id]");
    }

    /// Chooses a product from the list.
    pub fn open_product(&self, slug: &str) {
        self.browser.click(&format!("a[data-id][href='/p/{slug}']"));
        self.see_page(&format!("/p/{slug}"), "#colours label");
    }

    /// Looks at the sizes and closes the dialog again.
    pub fn look_at_sizes(&self) {
        self.browser.click("#open-size-guide");
        self.browser.see("#size-guide table");
        self.browser.click("#size-guide .dialog-head button");
    }

    /// Chooses a size.
    pub fn choose_size(&self, size: &str) {
        self.browser.click(&format!("#sizes label:has(input[value='{size}'])"));
    }

    /// Puts it into the basket.
    pub fn add_to_basket(&self) {
        // The colours come with the form's script; before it, the browser would send the form itself.
        self.browser.see("#colours label");
        self.browser.click("#add-to-cart");
        self.browser.see("#added a");
    }

    /// Follows "View basket".
    pub fn open_basket(&self) {
        self.browser.click("#added a");
        self.see_page("/cart", "#lines li");
    }

    /// Tries a coupon and waits for the answer in this place.
    pub fn try_coupon(&self, code: &str, answer: &str) {
        self.browser.type_into("#coupon", code);
        self.browser.click("#coupon-form button");
        self.browser.see(answer);
    }

    /// Follows "Go to checkout".
    pub fn go_to_checkout(&self) {
        self.browser.click("#checkout");
        self.see_page("/checkout/address", "#mini-lines li");
    }

    /// Fills the address in.
    pub fn fill_address(&self, address: &Address<'_>) {
        for (id, text) in [
            ("#email", address.email),
            ("#given-name", address.given_name),
            ("#family-name", address.family_name),
            ("#street", address.street),
            ("#postcode", address.postcode),
            ("#city", address.city),
            ("#phone", address.phone),
        ] {
            self.browser.type_into(id, text);
        }
    }

    /// Presses the form's button, whatever comes of it.
    pub fn submit(&self) {
        self.browser.click("main form .actions button[type='submit']");
    }

    /// Goes on from the address.
    pub fn go_to_delivery(&self) {
        self.submit();
        self.see_page("/checkout/delivery", "#tiers label");
    }

    /// Chooses a way of delivery and goes on.
    pub fn choose_delivery(&self, tier: &str) {
        self.browser.click(&format!("#tiers label:has(input[value='{tier}'])"));
        self.submit();
        self.see_page("/checkout/payment", "#mini-lines li");
    }

    /// Fills a card in and pays.
    pub fn pay(&self, card: &Card<'_>) {
        for (id, text) in [
            ("#cc-number", card.number),
            ("#cc-name", card.name),
            ("#cc-exp", card.expiry),
            ("#cc-csc", card.code),
        ] {
            self.browser.type_into(id, text);
        }
        // The shop writes its button anew when the field is left; left by a click on the button, that
        // replaces what was pressed, and WebKit makes no click of it.
        self.browser.tab_from("#cc-csc");
        self.submit();
    }

    /// Waits for the refusal.
    pub fn see_refusal(&self) {
        self.browser.holds("document.querySelector('#payment-alert')?.textContent.trim()");
    }

    /// Waits for the thanks.
    pub fn see_thanks(&self) {
        self.see_page("/thanks", "#order-id");
    }

    fn see_page(&self, path: &str, css: &str) {
        self.browser.holds(&format!("location.pathname === '{path}'"));
        self.browser.see(css);
        self.read();
    }

    fn read(&self) {
        if self.reads {
            self.browser.wait_for_tracker();
        }
    }
}
