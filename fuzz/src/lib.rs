//! What has to hold of every input; libFuzzer finds the inputs.
//!
//! Each function takes a text and panics where a property fails. That nothing
//! else panics, and that nothing takes long, is checked by running them.

mod dotconfig;
mod model;
mod syntax;

pub use dotconfig::dotconfig;
pub use model::model;
pub use syntax::syntax;
