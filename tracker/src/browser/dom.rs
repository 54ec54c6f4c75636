//! Reading the document. Nothing here asks for layout, and nothing reads what a visitor has typed.

use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The nearest touchpoint on an event's path, out of shadow trees too; none where the shop says so.
pub(super) fn touchpoint(path: &Array) -> Option<String> {
    let mut found = None;
    for at in 0..path.length() {
        // Shadow roots, the document and the window are on the path as well.
        let Ok(element) = path.get(at).dyn_into::<Element>() else { continue };
        if element.get_attribute("data-percorso-ignore").is_some() {
            return None;
        }
        found = found.or_else(|| element.get_attribute("data-touchpoint"));
    }
    found
}
