//! The rules of Kconfig: a model and the user's values to the value of every
//! symbol.
//!
//! Takes a [`Model`](kconfig_model::Model) and [`UserValues`]; gives an
//! [`Evaluation`]: for each symbol its value, its visibility, its dependencies
//! and the [`Origin`] of the value, plus conf's warnings. The rules stand in
//! [`symbol`](mod@symbol), [`choice`](mod@choice) and [`expr`](mod@expr) and
//! nowhere else. It knows no text: neither Kconfig's nor .config's.
//!
//! Start with [`evaluate`], which computes everything; [`Incremental`] follows
//! edits, [`Lazy`] computes when and as often as conf does. The three run the
//! same rules.

mod assignable;
mod batch;
mod choice;
mod choice_value;
mod default;
mod evaluation;
mod expr;
mod incremental;
mod lazy;
mod lazy_choice;
mod number;
mod origin;
mod preset;
mod random;
mod symbol;
mod unmet;
mod user;

pub use assignable::{assignable, is_changeable};
pub use batch::evaluate;
pub use default::{choice_default, default_text};
pub use evaluation::{Evaluation, Text, Value};
pub use incremental::{Delta, Incremental};
pub use lazy::Lazy;
pub use origin::Origin;
pub use preset::{Preset, set_all_new_symbols};
pub use random::{OutOfRange, Probabilities, Rand, parse_seed, set_random_symbols};
pub use user::{ChoiceNote, InvalidValue, UserValue, UserValues};
