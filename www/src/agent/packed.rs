//! A value that crosses the thread boundary as bytes.
//!
//! A browser clones an object field by field, and each field is a call between
//! WebAssembly and JavaScript: what has thousands of them goes as one array. So do all
//! answers but the greeting: their decoders for JavaScript values are then no part of
//! the page.

use serde::de::{DeserializeOwned, Error as _, Visitor};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value that is sent as bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed<T>(pub Box<T>);

impl<T> Packed<T> {
    /// Wraps a value.
    pub fn new(value: T) -> Self {
        Self(Box::new(value))
    }
}

impl<T: Serialize> Serialize for Packed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = postcard::to_allocvec(&self.0).map_err(S::Error::custom)?;
        serializer.serialize_bytes(&bytes)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Packed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;

        impl Visitor<'_> for Bytes {
            type Value = Vec<u8>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
                Ok(bytes.to_vec())
            }

            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
                Ok(bytes)
            }
        }

        let bytes = deserializer.deserialize_byte_buf(Bytes)?;
        postcard::from_bytes(&bytes).map(Self).map_err(D::Error::custom)
    }
}
