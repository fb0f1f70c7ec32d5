//! The small vocabulary that every other crate shares.
//!
//! Takes nothing, gives plain data: ids and tables ([`idx`]), interned names
//! ([`name`]), places in source text ([`span`]), the three values of Kconfig
//! ([`tristate`]), texts as they are shown ([`text`]), and diagnostics with their
//! rendering ([`diagnostic`], [`render`]). It knows nothing of Kconfig's grammar, of files or of values.
//!
//! Start with [`span::Span`] and [`diagnostic::Diagnostic`]: everything that
//! can be said about a Kconfig tree is said with those two.

mod id_table;
pub mod idx;
pub mod name;
pub mod span;
pub mod text;
pub mod tristate;

pub mod diagnostic;
pub mod render;

pub use diagnostic::{Diagnostic, Label, Severity};
pub use id_table::IdTable;
pub use idx::IndexVec;
pub use name::{Interner, Name};
pub use span::{FileId, LineCol, LineIndex, Location, Span};
pub use text::cut;
pub use tristate::Tristate;
