//! How messages cross the thread boundary.

use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsValue, UnwrapThrowExt};

/// Encodes messages as JavaScript values, which the browser clones as they are.
///
/// 64-bit numbers travel as `BigInt`, so none is rounded. A message of another
/// protocol that does not decode throws: both sides come from one build, and
/// [`super::protocol::Request::Hello`] is what finds out when they do not.
#[derive(Debug)]
pub struct Codec;

impl gloo_worker::Codec for Codec {
    fn encode<I: Serialize>(input: I) -> JsValue {
        input
            .serialize(&Serializer::new().serialize_large_number_types_as_bigints(true))
            .expect_throw("a message is plain data")
    }

    fn decode<O: for<'de> Deserialize<'de>>(input: JsValue) -> O {
        serde_wasm_bindgen::from_value(input).expect_throw("a message of another protocol")
    }
}
