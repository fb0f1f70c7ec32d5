//! How large an element is, for as long as it is there.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

/// Returns width and height of an element in CSS pixels, and draws again when they
/// change; none before it is measured, and while it is not shown.
#[hook]
pub fn use_size(element: &NodeRef) -> Option<(f64, f64)> {
    let size = use_state_eq(|| None::<(f64, f64)>);
    {
        let (element, size) = (element.clone(), size.setter());
        use_effect_with((), move |()| {
            let element = element.cast::<Element>();
            let measured = element.clone();
            let look = Closure::<dyn Fn()>::new(move || {
                let bounds = measured.as_ref().map(Element::get_bounding_client_rect);
                let there = bounds.filter(|bounds| bounds.width() > 0.0 && bounds.height() > 0.0);
                size.set(there.map(|bounds| (bounds.width(), bounds.height())));
            });
            // It reports once when it starts, too.
            let observer = ResizeObserver::new(look.as_ref().unchecked_ref()).ok();
            if let (Some(observer), Some(element)) = (&observer, &element) {
                observer.observe(element);
            }
            move || {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(look);
            }
        });
    }
    *size
}
