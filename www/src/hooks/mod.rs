//! Where the page meets the browser: worker, history, keys, storage, clipboard.

mod address;
mod clipboard;
mod details;
mod evaluator;
mod history;
mod kept_focus;
mod keys;
mod offline;
mod one_stop;
mod opened;
mod paste;
pub mod picking;
mod size;
mod stored;
mod timings;
mod title;
mod trees;
mod turns;
mod window;

pub use address::page_address;
pub use clipboard::copy;
pub use details::use_details;
pub use evaluator::use_evaluator;
pub use history::use_history;
pub use kept_focus::use_kept_focus;
pub use keys::{focus, focus_selector, use_keys};
pub use offline::{is_kept, use_offline};
pub use one_stop::use_one_stop;
pub use opened::{is_in_symbol, use_opened};
pub use paste::use_paste;
pub use size::use_size;
pub use stored::{store, stored};
pub use timings::{Timed, use_timings};
pub use title::use_title;
pub use turns::use_turns;
pub use window::{Part, Scroller, use_window};
