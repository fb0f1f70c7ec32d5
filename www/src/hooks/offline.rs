//! The offline copy of the site.

use gloo::utils::window;
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use yew::prelude::*;

/// The script that keeps the site, relative to the page.
const SCRIPT: &str = "./service_worker.js";

/// The word in an address that asks for a page without an offline copy.
const WAY_OUT: &str = "no-offline";

/// Has the browser keep the site, once the page is at rest: a first visit does not
/// wait for it.
#[hook]
pub fn use_offline(is_at_rest: bool) {
    use_effect_with(is_at_rest, |is_at_rest| {
        let asked = window().location().search().unwrap_or_default();
        if *is_at_rest && !asked.contains(WAY_OUT) {
            yew::platform::spawn_local(async {
                // Without it the page works as well, with a network.
                let _ = register().await;
            });
        }
    });
}

async fn register() -> Result<(), JsValue> {
    let navigator = window().navigator();
    // A page that came over plain http, or a private window, has none.
    if Reflect::get(&navigator, &"serviceWorker".into())?.is_object() {
        JsFuture::from(navigator.service_worker().register(SCRIPT)).await?;
    }
    Ok(())
}
