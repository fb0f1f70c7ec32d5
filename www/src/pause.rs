//! Letting a thread do what else it has to do.

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// Waits until the thread has looked at its other messages once.
///
/// A message to itself: a timeout would be held back for 4 ms each time, and a
/// promise alone lets nothing else in between.
pub async fn pause() {
    let Ok(channel) = MessageChannel::new() else { return };
    let sent = |resolve: Function, _| {
        channel.port1().set_onmessage(Some(&resolve));
        if channel.port2().post_message(&JsValue::NULL).is_err() {
            drop(resolve.call0(&JsValue::NULL));
        }
    };
    let _ = JsFuture::from(Promise::new(&mut { sent })).await;
    channel.port1().close();
}
