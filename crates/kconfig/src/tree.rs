//! One tree, one configuration: read, evaluate, write.

pub use kconfig_base::render::{Sources, place, render};
pub use kconfig_base::{Diagnostic, Label, Location, Severity, Tristate};
pub use kconfig_dotconfig::{
    Change, Changed, Layout, ReadReport, auto_conf, auto_conf_cmd, autoconf_h, changed_since, diff, escape,
    line_of, read, rustc_cfg, symbol_line, write, write_defconfig, write_menu,
};
pub use kconfig_eval::{
    ChoiceNote, Delta, Evaluation, Incremental, InvalidValue, Lazy, Origin, OutOfRange, Preset,
    Probabilities, Rand, UserValue, UserValues, Value, assignable, evaluate, is_changeable, parse_seed,
    set_all_new_symbols, set_random_symbols,
};
pub use kconfig_graph::{Line, ext_help, origin_text, why, why_not};
pub use kconfig_model::{
    MenuId, Model, ParseCache, PropertyKind, Said, Semantics, ShellCall, SymbolId, SymbolType, Transcript,
    UNKNOWN_COMMAND, load, load_as, transcript,
};
pub use kconfig_series::{Patch, apply, parse_mbox};
pub use kconfig_vfs::{Files, Host, NoHost, RecordedHost, ShellAnswer, Vfs, fixture};

/// The text that conf prints for a diagnostic: `file:line: message` unless the
/// diagnostic brings words of its own.
pub fn conf_text(diagnostic: &Diagnostic, model: &Model) -> String {
    if let Some(text) = &diagnostic.conf_text {
        return text.clone();
    }
    let mut text = String::new();
    if let Some(location) = diagnostic.location {
        let (path, line) = model.conf_place(location);
        text.push_str(&format!("{path}:{line}:"));
        text.push_str(if diagnostic.severity == Severity::Warning { "warning: " } else { " " });
    }
    text.push_str(&diagnostic.message);
    text.push('\n');
    if diagnostic.code == "end-in-different-file" {
        for label in &diagnostic.labels {
            let (path, line) = model.conf_place(label.location);
            text.push_str(&format!("{path}:{line}: {}\n", label.text));
        }
    }
    text
}
