//! What a hand does beside clicking: it shakes the mouse, and swipes.

use std::time::Duration;

use fantoccini::Locator;
use fantoccini::actions::{
    InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction, TouchActions,
};

use super::Browser;

impl Browser {
    /// Throws the pointer to and fro over an element, so many times in each direction.
    pub fn shake(&self, css: &str, times: usize) {
        self.until(&format!("a shaken mouse over {css}"), async |client| {
            let element = client.find(Locator::Css(css)).await?;
            let there = PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 };
            let by = |x: f64| PointerAction::MoveBy {
                duration: Some(Duration::from_millis(20)),
                x,
                y: 0.0,
            };
            let mouse = MouseActions::new("mouse".to_owned()).then(there);
            let mouse = (0..times).fold(mouse, |mouse, _| mouse.then(by(60.0)).then(by(-60.0)));
            client.perform_actions(mouse).await.map(Some)
        });
    }

    /// Swipes with a finger from the middle of an element so far to the left.
    pub fn swipe(&self, css: &str, pixels: f64) {
        let duration = Some(Duration::from_millis(100));
        self.until(&format!("a swipe on {css}"), async |client| {
            let element = client.find(Locator::Css(css)).await?;
            let finger = TouchActions::new("finger".to_owned())
                .then(PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 })
                .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
                .then(PointerAction::MoveBy { duration, x: -pixels, y: 0.0 })
                .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
            client.perform_actions(finger).await.map(Some)
        });
    }
}
