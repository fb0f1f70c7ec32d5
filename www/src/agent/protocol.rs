//! The words that page and worker exchange.

use serde::{Deserialize, Serialize};

/// The number of this protocol; it grows whenever a message changes its shape.
///
/// The worker's files have no hash in their names, so a browser may pair a
/// fresh page with a cached worker. Both say their number first.
pub const PROTOCOL: u32 = 1;

/// What the page asks of the worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Says which protocol the page speaks. Its shape never changes.
    Hello {
        /// The page's [`PROTOCOL`].
        protocol: u32,
    },
}

/// What the worker says to the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// Answers [`Request::Hello`]. Its shape never changes.
    Hello {
        /// The worker's [`PROTOCOL`].
        protocol: u32,
        /// The worker's version, such as `0.1.0`.
        version: String,
    },
}
