//! A whole tree: files to one immutable [`Model`] of symbols and menus.
//!
//! Takes the files ([`kconfig_vfs::Files`]), the environment and shell
//! ([`kconfig_vfs::Host`]) and the name of the root file. Gives symbols with
//! their properties, the menu tree, and every condition as a hash-consed
//! expression, as the kernel has them after `conf_parse`. A tree with errors
//! gives a model too, of what was understood, and diagnostics.
//!
//! It knows no values: what a symbol is in a configuration is for
//! kconfig-eval to say.
//!
//! Start with [`load`] and [`Model`]. The steps in their order: [`expand`]
//! (preprocess.c), `lower` (the actions of parser.y), `finalize` (menu.c),
//! `check` (the warnings of menu.c), `cycle` (`sym_check_deps` in symbol.c);
//! [`dependents`] says who reads whom, and `transcript` what conf says while it
//! reads a tree that has something wrong.

pub mod dependents;
pub mod expand;
pub mod expr;
pub mod menu;
pub mod model;
pub mod semantics;
pub mod symbol;

mod block;
mod check;
mod cycle;
mod finalize;
mod lower;
mod simplify;
mod table;
mod transcript;

pub use check::string_valid;
pub use dependents::Dependents;
pub use expr::{Expr, ExprId, Exprs};
pub use kconfig_syntax::{CompareOp, SymbolType};
pub use lower::{ParseCache, add_defined_names, load, load_as};
pub use menu::{Menu, MenuId, Property, PropertyId, PropertyKind};
pub use model::{Model, ShellCall, SourceFile, UNKNOWN_COMMAND};
pub use semantics::Semantics;
pub use symbol::{Symbol, SymbolId};
pub use transcript::{Said, Transcript, transcript};
