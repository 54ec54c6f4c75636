//! One browser: what a person does with it, and what a test asks it. Every step waits until it can.

use std::time::{Duration, Instant};

use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use tempfile::TempDir;

use super::driver::Driver;
use super::{Engine, Start, runtime};
use crate::harness::PATIENCE;

/// A browser with a profile of its own, closed when dropped.
pub struct Browser {
    client: Client,
    _driver: Driver,
    _profile: TempDir,
}

impl Browser {
    /// Chromium on a new profile.
    #[must_use]
    pub fn open() -> Self {
        Self::start(&Start::default())
    }

    /// An engine's browser on a new profile.
    #[must_use]
    pub fn on(engine: Engine) -> Self {
        Self::start(&Start { engine, ..Start::default() })
    }

    /// Any browser on a new profile.
    #[must_use]
    pub fn start(start: &Start) -> Self {
        let profile = tempfile::tempdir().expect("a temporary folder can be made");
        let driver = Driver::start(start.engine, profile.path());
        let asked = start.engine.capabilities(start, profile.path());
        let client = runtime()
            .block_on(
                ClientBuilder::new(HttpConnector::new()).capabilities(asked).connect(driver.url()),
            )
            .unwrap_or_else(|error| {
                panic!("no {:?} starts ({error}): run scripts/setup tests", start.engine)
            });
        if start.engine == Engine::WebKit {
            // Its browser takes no size on the way.
            runtime().block_on(client.set_window_size(1280, 1024)).expect("the window takes it");
        }
        Self { client, _driver: driver, _profile: profile }
    }

    /// Types an address.
    pub fn go(&self, url: &str) {
        runtime().block_on(self.client.goto(url)).unwrap_or_else(|e| panic!("{url}: {e}"));
    }

    /// Reloads the page.
    pub fn reload(&self) {
        runtime().block_on(self.client.refresh()).expect("the page reloads");
    }

    /// Goes back in the history.
    pub fn back(&self) {
        runtime().block_on(self.client.back()).expect("there is a page before");
    }

    /// Goes where nothing is, as by a link: what the page has still to tell, it tells now. Where an address is
    /// typed, Firefox may end a script that is under way, even what a page does as it is left.
    pub fn leave(&self) {
        self.run("setTimeout(() => location.assign('about:blank'));");
        self.holds("location.href === 'about:blank'");
    }

    /// Clicks on an element, once it is there and can be clicked.
    pub fn click(&self, css: &str) {
        self.until(&format!("a click on {css}"), async |client| {
            let element = client.find(Locator::Css(css)).await?;
            reach(client, &element).await?;
            element.click().await.map(Some)
        });
    }

    /// Clicks so many times in a row, as fast as an impatient person.
    pub fn click_in_a_row(&self, css: &str, times: usize) {
        let between = Duration::from_millis(150);
        self.until(&format!("clicks on {css}"), async |client| {
            let element = client.find(Locator::Css(css)).await?;
            reach(client, &element).await?;
            let there = PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 };
            let mouse = MouseActions::new("mouse".to_owned()).then(there);
            let mouse = (0..times).fold(mouse, |mouse, _| {
                mouse
                    .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
                    .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT })
                    .then(PointerAction::Pause { duration: between })
            });
            client.perform_actions(mouse).await.map(Some)
        });
    }

    /// Replaces a field's content by typing.
    pub fn type_into(&self, css: &str, text: &str) {
        let all = format!("{}a", char::from(Key::Control));
        self.until(&format!("typing into {css}"), async |client| {
            let field = client.find(Locator::Css(css)).await?;
            reach(client, &field).await?;
            field.click().await?;
            // On its own: the end lets Control go in every engine, and `Key::Null` only in Chromium.
            field.send_keys(&all).await?;
            field.send_keys(text).await.map(Some)
        });
    }

    /// Presses keys in an element, which gets the focus if it has it not.
    pub fn press(&self, css: &str, keys: &str) {
        self.until(&format!("keys in {css}"), async |client| {
            client.find(Locator::Css(css)).await?.send_keys(keys).await.map(Some)
        });
    }

    /// Presses keys, wherever the focus is: in a shadow tree, say.
    pub fn press_there(&self, keys: &str) {
        let keys = keys.chars().fold(KeyActions::new("keyboard".to_owned()), |keys, value| {
            keys.then(KeyAction::Down { value }).then(KeyAction::Up { value })
        });
        runtime().block_on(self.client.perform_actions(keys)).expect("keys can be pressed");
    }

    /// Presses a key in an element while Control is held.
    pub fn press_with_control(&self, css: &str, key: char) {
        self.press(css, &format!("{}{key}", char::from(Key::Control)));
    }

    /// Leaves a field by the keyboard.
    pub fn tab_from(&self, css: &str) {
        self.until(&format!("leaving {css}"), async |client| {
            let field = client.find(Locator::Css(css)).await?;
            field.send_keys(&char::from(Key::Tab).to_string()).await.map(Some)
        });
    }

    /// Waits until an element can be seen.
    pub fn see(&self, css: &str) {
        self.until(&format!("the sight of {css}"), async |client| {
            Ok(client.find(Locator::Css(css)).await?.is_displayed().await?.then_some(()))
        });
    }

    /// Waits until an expression in the page is true.
    pub fn holds(&self, expression: &str) {
        let script = format!("return Boolean({expression});");
        self.until(expression, async |client| {
            let held = client.execute(&script, Vec::new()).await?;
            Ok((held == Value::Bool(true)).then_some(()))
        });
    }

    /// Runs statements in the page and returns what they return.
    #[must_use]
    pub fn ask(&self, script: &str) -> Value {
        runtime()
            .block_on(self.client.execute(script, Vec::new()))
            .unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Runs statements in the page as one task.
    pub fn run(&self, script: &str) {
        let _ = self.ask(script);
    }

    /// Runs an asynchronous function's body in the page and returns what it returns.
    #[must_use]
    pub fn ask_later(&self, body: &str) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             (async () => {{ {body} }})().then(done, (error) => done({{ failed: String(error) }}));"
        );
        runtime()
            .block_on(self.client.execute_async(&script, Vec::new()))
            .unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    /// Waits until the tracker in the page has come up, with WebAssembly or without.
    pub fn wait_for_tracker(&self) {
        self.holds("window.probe && probe.tracker");
    }

    /// What the probe has seen go wrong on this site's pages in this tab, as `"kind: text"`.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        let kept = self.ask("return JSON.parse(sessionStorage.getItem('probe') ?? '[]');");
        serde_json::from_value(kept).expect("the probe keeps texts")
    }

    /// Opens a tab and turns to it.
    pub fn open_tab(&self) {
        runtime().block_on(async {
            let tab = self.client.new_window(true).await.expect("a tab opens");
            self.client.switch_to_window(tab.handle).await.expect("the tab is there");
        });
    }

    /// Closes the tab and turns to the first of the others.
    pub fn close_tab(&self) {
        runtime().block_on(async {
            self.client.close_window().await.expect("the tab closes");
            let rest = self.client.windows().await.expect("another tab is open");
            let first = rest.into_iter().next().expect("another tab is open");
            self.client.switch_to_window(first).await.expect("the tab is there");
        });
    }

    /// Gives the page so much room; the window is larger by its own frame.
    pub fn resize(&self, width: u64, height: u64) {
        let frame = "return [outerWidth - innerWidth, outerHeight - innerHeight];";
        let frame: (u64, u64) = serde_json::from_value(self.ask(frame)).expect("two numbers");
        let size = [width + frame.0, height + frame.1].map(|side| u32::try_from(side).unwrap());
        runtime()
            .block_on(self.client.set_window_size(size[0], size[1]))
            .expect("the window takes the size");
        self.holds(&format!("innerWidth === {width} && innerHeight === {height}"));
    }

    /// The window's picture as PNG.
    #[must_use]
    pub fn picture(&self) -> Vec<u8> {
        runtime().block_on(self.client.screenshot()).expect("a picture can be taken")
    }

    /// Tries again until something comes of it, or fails with the last reason.
    pub(super) fn until<T>(
        &self,
        what: &str,
        mut attempt: impl AsyncFnMut(&Client) -> Result<Option<T>, CmdError>,
    ) -> T {
        let deadline = Instant::now() + PATIENCE;
        runtime().block_on(async {
            loop {
                let outcome = attempt(&self.client).await;
                if let Ok(Some(done)) = outcome {
                    return done;
                }
                if Instant::now() > deadline {
                    let at = self.client.current_url().await.map(String::from);
                    panic!("waited {PATIENCE:?} in vain for {what} at {at:?}: {:?}", outcome.err());
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        })
    }
}

/// Scrolls to an element out of sight. Drivers do so too; WebKit's takes where it was before for where
/// it is, and refuses.
async fn reach(client: &Client, element: &Element) -> Result<(), CmdError> {
    let script = "const { y, height } = arguments[0].getBoundingClientRect();
        if (y < 0 || y + height > innerHeight)
            arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' });";
    let element = serde_json::to_value(element).expect("an element is a name");
    client.execute(script, vec![element]).await.map(drop)
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends the browser; if it can't, its own end does.
        let _ = runtime().block_on(self.client.clone().close());
    }
}
