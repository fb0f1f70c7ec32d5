//! Letting a thread do what else it has to do.

use std::cell::RefCell;

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

thread_local! {
    static CHANNEL: RefCell<Option<MessageChannel>> = const { RefCell::new(None) };
}

/// Waits until the thread has looked at its other messages once.
///
/// A message to itself: a timeout would be held back for 4 ms each time, and a
/// promise alone lets nothing else in between.
pub async fn pause() {
    let sent = |resolve: Function, _| {
        CHANNEL.with_borrow_mut(|channel| {
            if channel.is_none() {
                *channel = MessageChannel::new().ok();
            }
            match channel {
                Some(channel) => {
                    channel.port1().set_onmessage(Some(&resolve));
                    let _ = channel.port2().post_message(&JsValue::NULL);
                }
                None => drop(resolve.call0(&JsValue::NULL)),
            }
        });
    };
    let _ = JsFuture::from(Promise::new(&mut { sent })).await;
}
