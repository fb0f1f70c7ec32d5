//! The offline copy of the site.

use std::cell::Cell;

use gloo::utils::window;
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use yew::prelude::*;

/// The script that keeps the site, relative to the page.
const SCRIPT: &str = "./service_worker.js";

/// The word in an address that asks for a page without an offline copy.
const WAY_OUT: &str = "no-offline";

thread_local! {
    /// Whether the browser has just taken the script that keeps the site.
    static IS_TAKEN: Cell<bool> = const { Cell::new(false) };
}

/// Returns whether the browser keeps this page: not where it was asked for without a
/// kept copy, nor where the site has no script for it, as under `xtask serve`.
pub fn is_kept() -> bool {
    let is_controlled = || {
        let keeper = window().navigator().service_worker();
        Reflect::get(&keeper, &"controller".into()).is_ok_and(|it| it.is_object())
    };
    !is_unwanted() && has_keeper() && (IS_TAKEN.get() || is_controlled())
}

/// Whether the address asks for a page without an offline copy.
fn is_unwanted() -> bool {
    window().location().search().unwrap_or_default().contains(WAY_OUT)
}

/// Whether the browser can keep a site: one that came over plain http, or a private
/// window, has nothing for it.
fn has_keeper() -> bool {
    Reflect::get(&window().navigator(), &"serviceWorker".into()).is_ok_and(|it| it.is_object())
}

/// Has the browser keep the site, once the page is at rest: a first visit does not
/// wait for it.
#[hook]
pub fn use_offline(is_at_rest: bool) {
    use_effect_with(is_at_rest, |is_at_rest| {
        if *is_at_rest && !is_unwanted() {
            yew::platform::spawn_local(async {
                // Without it the page works as well, with a network.
                let _ = register().await;
            });
        }
    });
}

async fn register() -> Result<(), JsValue> {
    if has_keeper() {
        JsFuture::from(window().navigator().service_worker().register(SCRIPT)).await?;
        IS_TAKEN.set(true);
    }
    Ok(())
}
