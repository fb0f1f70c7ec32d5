//! Variables and functions: `$(...)` to text (preprocess.c).

use std::borrow::Cow;

use kconfig_syntax::Assignment;
use kconfig_vfs::{Host, ShellAnswer};
use rustc_hash::{FxHashMap, FxHashSet};

/// The most arguments that a function may have, its name included
/// (`FUNCTION_MAX_ARGS`).
const MAX_ARGUMENTS: usize = 16;

/// How deep expansions may nest. The kernel stops a variable at 1000.
const MAX_DEPTH: usize = 1000;

/// How many bytes of a command's output count.
const MAX_SHELL_OUTPUT: usize = 4095;

/// How long a text may become: variables that double each other would
/// otherwise fill the memory.
const MAX_LENGTH: usize = 1 << 20;

/// Stands in a text for what a command without an answer would have printed.
///
/// It travels through variables, and makes the commands that contain it unknown
/// too; no host is asked for those. A Unicode noncharacter: no text has it.
const UNKNOWN: char = '\u{FDD0}';

/// Something that an expansion has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// conf stops here.
    Error(String),
    /// `$(warning-if,y,text)`
    Warning(String),
    /// `$(info,text)`
    Info(String),
    /// A command that the host does not know, as the call that asks for it:
    /// `$(cc-option,-mfoo)`.
    UnknownCommand(String),
}

/// Where an expansion stands, for `$(filename)` and `$(lineno)`.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// Path of the file.
    pub path: &'a str,
    /// Line, from 1.
    pub line: u32,
}

/// A command that was given to the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The command, all expanded.
    pub command: String,
    /// The outermost call that asked for it, as it is written.
    pub call: String,
    /// Whether the host has an answer.
    pub is_known: bool,
}

struct Variable {
    value: String,
    is_recursive: bool,
    /// How many expansions of it are going on (`exp_count`).
    expanding: usize,
}

/// The state of the preprocessor: variables, and what was said.
pub struct Expander<'h> {
    host: &'h dyn Host,
    variables: FxHashMap<String, Variable>,
    /// Environment variables that were referred to, in order of first use.
    pub env_used: Vec<(String, String)>,
    /// What was said since it was last taken.
    pub messages: Vec<Message>,
    /// Whether a text since this was last taken hangs on a command without an
    /// answer.
    pub is_unknown: bool,
    /// The commands that were given to the host since they were last taken, each
    /// only the first time.
    pub commands: Vec<Command>,
    asked: FxHashSet<String>,
    /// The outermost call that is expanded now.
    call: String,
    depth: usize,
}

impl<'h> Expander<'h> {
    /// Starts without variables.
    pub fn new(host: &'h dyn Host) -> Self {
        Self {
            host,
            variables: FxHashMap::default(),
            env_used: Vec::new(),
            messages: Vec::new(),
            is_unknown: false,
            commands: Vec::new(),
            asked: FxHashSet::default(),
            call: String::new(),
            depth: 0,
        }
    }

    /// Sets a variable (`variable_add`).
    pub fn assign(&mut self, name: &str, value: &str, flavor: Assignment, site: Site<'_>) {
        let existing = self.variables.get(name).map(|variable| variable.is_recursive);
        let is_recursive = match flavor {
            Assignment::Recursive => true,
            Assignment::Simple => false,
            // An undefined variable becomes a recursive one.
            Assignment::Append => existing.unwrap_or(true),
        };
        let value = if is_recursive { value.to_owned() } else { self.expand(value, &[], site) };
        match self.variables.get_mut(name) {
            Some(variable) if flavor == Assignment::Append => {
                variable.value.push(' ');
                variable.value.push_str(&value);
            }
            Some(variable) => {
                variable.value = value;
                variable.is_recursive = is_recursive;
            }
            None => {
                self.variables.insert(name.to_owned(), Variable { value, is_recursive, expanding: 0 });
            }
        }
    }

    /// Expands a bare word or the text of a variable.
    pub fn word(&mut self, text: &str, site: Site<'_>) -> String {
        let text = self.expand(text, &[], site);
        self.without_unknown(text)
    }

    /// Leaves out what is not known, and notes that there was such.
    fn without_unknown(&mut self, text: String) -> String {
        if !text.contains(UNKNOWN) {
            return text;
        }
        self.is_unknown = true;
        text.replace(UNKNOWN, "")
    }

    /// Expands the text between quotes, where `\` takes the next character as
    /// it is (`<STRING>` in lexer.l).
    pub fn quoted<'t>(&mut self, text: &'t str, site: Site<'_>) -> Cow<'t, str> {
        if !text.contains(['$', '\\']) {
            return Cow::Borrowed(text);
        }
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['$', '\\']) {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(escaped) = rest.strip_prefix('\\') {
                let mut chars = escaped.chars();
                out.extend(chars.next());
                rest = chars.as_str();
            } else {
                let (expansion, after) = self.reference(&rest[1..], &[], site);
                out.push_str(&expansion);
                rest = after;
            }
        }
        out.push_str(rest);
        Cow::Owned(self.without_unknown(out))
    }

    /// Expands what follows a `$`; returns how many bytes are left after it.
    pub fn dollar(&mut self, after_dollar: &str, site: Site<'_>) -> (String, usize) {
        let (text, left) = self.reference(after_dollar, &[], site);
        let n_left = left.len();
        (self.without_unknown(text), n_left)
    }

    fn error(&mut self, text: impl Into<String>) -> String {
        self.messages.push(Message::Error(text.into()));
        String::new()
    }

    /// Expands every `$(...)` in a text (`expand_string_with_args`).
    fn expand(&mut self, text: &str, args: &[String], site: Site<'_>) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            // conf has stopped: what doubles itself would not.
            if matches!(self.messages.last(), Some(Message::Error(_))) {
                return String::new();
            }
            out.push_str(&rest[..at]);
            let (expansion, after) = self.reference(&rest[at + 1..], args, site);
            if out.len() + expansion.len() > MAX_LENGTH {
                return self.error(format!("expansion is longer than {MAX_LENGTH} bytes"));
            }
            out.push_str(&expansion);
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// Expands what follows a `$` (`expand_dollar_with_args`); returns what is
    /// left after it.
    fn reference<'t>(&mut self, after_dollar: &'t str, args: &[String], site: Site<'_>) -> (String, &'t str) {
        let Some(inner) = after_dollar.strip_prefix('(') else {
            return ("$".to_owned(), after_dollar);
        };
        let mut nest = 0usize;
        for (at, byte) in inner.bytes().enumerate() {
            match byte {
                b'(' => nest += 1,
                b')' if nest == 0 => {
                    if self.depth >= MAX_DEPTH {
                        return (self.error("Too deep recursive expansion"), &inner[at + 1..]);
                    }
                    if self.depth == 0 {
                        self.call = one_line(&format!("$({})", &inner[..at]));
                    }
                    self.depth += 1;
                    let value = self.clause(&inner[..at], args, site);
                    self.depth -= 1;
                    return (value, &inner[at + 1..]);
                }
                b')' => nest -= 1,
                _ => {}
            }
        }
        (self.error(format!("unterminated reference to '{inner}': missing ')'")), "")
    }

    /// Evaluates what stands between the parentheses (`eval_clause`).
    fn clause(&mut self, clause: &str, args: &[String], site: Site<'_>) -> String {
        // A number is an argument of the function around it.
        if let Some(arg) = clause.parse::<usize>().ok().and_then(|n| args.get(n.checked_sub(1)?)) {
            return arg.clone();
        }
        let parts = split_arguments(clause);
        if parts.len() > MAX_ARGUMENTS {
            return self.error("too many function arguments");
        }
        let mut expanded = parts.into_iter().map(|part| self.expand(part, args, site)).collect::<Vec<_>>();
        let name = expanded.remove(0);
        if let Some(value) = self.variable(&name, &expanded, site) {
            return value;
        }
        if let Some(value) = self.function(&name, &expanded, site) {
            return value;
        }
        if expanded.is_empty() && !name.is_empty() {
            if let Some(value) = self.host.env(&name) {
                if !self.env_used.iter().any(|(used, _)| *used == name) {
                    self.env_used.push((name, value.clone()));
                }
                return value;
            }
        }
        String::new()
    }

    fn variable(&mut self, name: &str, args: &[String], site: Site<'_>) -> Option<String> {
        let variable = self.variables.get_mut(name)?;
        if args.is_empty() && variable.expanding > 0 {
            let text = format!("Recursive variable '{name}' references itself (eventually)");
            return Some(self.error(text));
        }
        if !variable.is_recursive {
            return Some(variable.value.clone());
        }
        variable.expanding += 1;
        let value = variable.value.clone();
        let expanded = self.expand(&value, args, site);
        if let Some(variable) = self.variables.get_mut(name) {
            variable.expanding -= 1;
        }
        Some(expanded)
    }

    /// The built-in functions (`function_table`).
    fn function(&mut self, name: &str, args: &[String], site: Site<'_>) -> Option<String> {
        let n_wanted = match name {
            "error-if" | "warning-if" => 2,
            "filename" | "lineno" => 0,
            "info" | "shell" => 1,
            _ => return None,
        };
        if args.len() != n_wanted {
            let which = if args.len() < n_wanted { "few" } else { "many" };
            return Some(self.error(format!("too {which} function arguments passed to '{name}'")));
        }
        Some(match name {
            "error-if" if args[0] == "y" => self.error(args[1].clone()),
            "warning-if" if args[0] == "y" => {
                self.messages.push(Message::Warning(args[1].clone()));
                String::new()
            }
            "filename" => site.path.to_owned(),
            "lineno" => site.line.to_string(),
            "info" => {
                self.messages.push(Message::Info(args[0].clone()));
                String::new()
            }
            // What it hangs on was said to be unknown.
            "shell" if args[0].contains(UNKNOWN) => UNKNOWN.to_string(),
            "shell" => self.shell(&args[0]),
            _ => String::new(),
        })
    }

    fn shell(&mut self, command: &str) -> String {
        let answer = self.host.shell(command);
        if self.asked.insert(command.to_owned()) {
            let is_known = answer != ShellAnswer::Unknown;
            self.commands.push(Command { command: command.to_owned(), call: self.call.clone(), is_known });
        }
        match answer {
            ShellAnswer::Output(output) => fold_output(&output),
            ShellAnswer::Unknown => {
                self.messages.push(Message::UnknownCommand(self.call.clone()));
                UNKNOWN.to_string()
            }
        }
    }
}

/// Folds a call that goes on over several lines, each with `\` at its end.
fn one_line(call: &str) -> String {
    if !call.contains('\n') {
        return call.to_owned();
    }
    let lines = call.lines().map(|line| line.trim().trim_end_matches('\\').trim_end());
    lines.collect::<Vec<_>>().join(" ")
}

/// Splits at the commas that are not within parentheses.
fn split_arguments(clause: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut nest = 0i32;
    let mut start = 0;
    for (at, byte) in clause.bytes().enumerate() {
        match byte {
            b',' if nest == 0 => {
                parts.push(&clause[start..at]);
                start = at + 1;
            }
            b'(' => nest += 1,
            b')' => nest -= 1,
            _ => {}
        }
    }
    parts.push(&clause[start..]);
    parts
}

/// Cuts a command's output, drops the newlines at its end and turns the others
/// into spaces (`do_shell`).
fn fold_output(output: &str) -> String {
    let mut end = output.len().min(MAX_SHELL_OUTPUT);
    while !output.is_char_boundary(end) {
        end -= 1;
    }
    output[..end].trim_end_matches('\n').replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use kconfig_vfs::RecordedHost;

    fn host() -> RecordedHost {
        let mut host = RecordedHost::default();
        host.env.insert("ARCH".into(), "arm64".into());
        host.shell.insert("echo a b".into(), "a\nb\n\n".into());
        host
    }

    const SITE: Site<'static> = Site { path: "init/Kconfig", line: 7 };

    fn eval(setup: &[(&str, &str, Assignment)], text: &str) -> (String, Vec<Message>) {
        let host = host();
        let mut expander = Expander::new(&host);
        for &(name, value, flavor) in setup {
            expander.assign(name, value, flavor, SITE);
        }
        let value = expander.word(text, SITE);
        (value, expander.messages)
    }

    #[test]
    fn functions_and_variables() {
        use Assignment::{Append, Recursive, Simple};
        assert_eq!(eval(&[], "$(ARCH)-$(filename):$(lineno)").0, "arm64-init/Kconfig:7");
        assert_eq!(eval(&[], "$(shell,echo a b)").0, "a b");
        let setup = [("if", "$(shell,echo $(1) $(2))", Recursive)];
        assert_eq!(eval(&setup, "$(if,a,b)").0, "a b");
        assert_eq!(eval(&[("A", "1", Simple), ("A", "$(ARCH)", Append)], "$(A)").0, "1 arm64");
        assert_eq!(eval(&[("A", "$(B)", Recursive), ("B", "x", Simple)], "$(A)$ $").0, "x$ $");
        assert_eq!(eval(&[], "$(nothing)$(1)").0, "");
    }

    #[test]
    fn what_hangs_on_an_unknown_command_is_unknown() {
        let host = host();
        let mut expander = Expander::new(&host);
        expander.assign("version", "$(shell,cc --version)", Assignment::Simple, SITE);
        assert_eq!(expander.word("$(ARCH)", SITE), "arm64");
        assert!(!expander.is_unknown);
        assert_eq!(expander.word("a$(shell,echo $(version))b", SITE), "ab");
        assert!(std::mem::take(&mut expander.is_unknown));
        assert_eq!(expander.quoted("v$(version)", SITE), "v");
        assert!(expander.is_unknown);
        // The one that nobody ran is named, not those that follow from it.
        assert_eq!(expander.messages, [Message::UnknownCommand("$(shell,cc --version)".into())]);
    }

    #[test]
    fn a_command_is_told_by_the_call_that_is_written() {
        let host = host();
        let mut expander = Expander::new(&host);
        expander.assign("try", "$(shell,{ cc $(1); } && echo y)", Assignment::Recursive, SITE);
        expander.assign("option", "$(try,-m$(1))", Assignment::Recursive, SITE);
        let text = "$(shell,echo a b)$(option,foo)$(option,$(ARCH))$(option,foo)";
        assert_eq!(expander.word(text, SITE), "a b");
        let message = |call: &str| Message::UnknownCommand(call.into());
        let told = ["$(option,foo)", "$(option,$(ARCH))", "$(option,foo)"].map(message);
        assert_eq!(expander.messages, told);
        let command = |command: &str, call: &str, is_known| Command {
            command: command.into(),
            call: call.into(),
            is_known,
        };
        let commands = [
            command("echo a b", "$(shell,echo a b)", true),
            command("{ cc -mfoo; } && echo y", "$(option,foo)", false),
            command("{ cc -marm64; } && echo y", "$(option,$(ARCH))", false),
        ];
        assert_eq!(expander.commands, commands);
    }

    #[test]
    fn what_goes_wrong_is_said() {
        let message = |setup: &[_], text: &str| eval(setup, text).1;
        assert_eq!(
            message(&[("A", "$(A)", Assignment::Recursive)], "$(A)"),
            [Message::Error("Recursive variable 'A' references itself (eventually)".into())]
        );
        assert_eq!(message(&[], "$(shell,who)"), [Message::UnknownCommand("$(shell,who)".into())]);
        assert_eq!(
            message(&[], "$(shell)"),
            [Message::Error("too few function arguments passed to 'shell'".into())]
        );
        let deep = [("f", "$(f,$(1)x)", Assignment::Recursive)];
        let too_deep = [Message::Error("Too deep recursive expansion".into())];
        assert_eq!(message(&deep, "$(f,)"), too_deep);
        let doubled = [("f", "$(f,$(1))$(f,$(1))", Assignment::Recursive)];
        assert_eq!(message(&doubled, "$(f,)"), too_deep);
    }
}
