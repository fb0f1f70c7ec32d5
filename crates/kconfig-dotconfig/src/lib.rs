//! .config: text to user values, and values to text.
//!
//! Takes the text of a .config, a defconfig or a fragment and sets user values
//! ([`read`]); takes an [`Evaluation`](kconfig_eval::Evaluation) and gives the
//! text that conf would write ([`write`]), or the lines that differ between
//! two of them ([`diff`]). It touches no file.
//!
//! Start with [`read`] and [`write`].

mod autoconf;
mod defconfig;
mod diff;
mod layout;
mod parse;
mod read;
mod write;

pub use autoconf::{Changed, auto_conf, auto_conf_cmd, autoconf_h, changed_since, rustc_cfg};
pub use defconfig::write_defconfig;
pub use diff::{Change, diff};
pub use layout::Layout;
pub use parse::{Line, parse_line, parse_line_loosely};
pub use read::{ReadReport, read};
pub use write::{escape, line_of, symbol_line, write, write_menu};
