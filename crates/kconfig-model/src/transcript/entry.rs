//! The entries as far as conf has something to say of them (the actions of
//! parser.y, menu.c).

use std::sync::Arc;

use kconfig_syntax::SymbolType;
use rustc_hash::FxHashMap;

use super::lexer::Lexer;
use super::path_or_none;
use crate::block::BlockKind;

/// A menu node.
#[derive(Default)]
struct Entry {
    path: Option<Arc<str>>,
    line: u32,
    parent: usize,
    symbol: Option<usize>,
    has_prompt: bool,
    has_help: bool,
}

impl Entry {
    fn place(&self) -> String {
        format!("{}:{}", path_or_none(self.path.as_ref()), self.line)
    }
}

#[derive(Default)]
struct Symbol {
    name: Option<String>,
    ty: SymbolType,
}

/// All entries up to here, the root first.
pub(super) struct Entries {
    entries: Vec<Entry>,
    symbols: Vec<Symbol>,
    /// The symbols by whether they are choices, and name.
    by_name: FxHashMap<(bool, String), usize>,
    /// What options belong to (`current_entry`): the last entry, even where an
    /// error has taken its block away.
    current: usize,
    /// `current_menu`: an end that is wrong closes a block and not this.
    menu: usize,
    /// Whether members of a choice are being read (`current_choice`).
    in_choice: bool,
    modules: Option<usize>,
    pub(super) has_erred: bool,
}

impl Entries {
    pub(super) fn new() -> Self {
        let mut entries = Self {
            entries: vec![Entry::default()],
            symbols: Vec::new(),
            by_name: FxHashMap::default(),
            current: 0,
            menu: 0,
            in_choice: false,
            modules: None,
            has_erred: false,
        };
        for name in ["n", "m", "y"] {
            let symbol = entries.symbol(false, name);
            entries.symbols[symbol].ty = SymbolType::Tristate;
        }
        entries
    }

    /// Finds or makes a symbol (`sym_lookup`).
    fn symbol(&mut self, is_choice: bool, name: &str) -> usize {
        let symbols = &mut self.symbols;
        *self.by_name.entry((is_choice, name.to_owned())).or_insert_with(|| {
            symbols.push(Symbol { name: Some(name.to_owned()), ..Symbol::default() });
            symbols.len() - 1
        })
    }

    /// `menu_add_entry`
    pub(super) fn add(&mut self, lexer: &Lexer<'_>, symbol: Option<usize>) {
        self.current = self.entries.len();
        self.entries.push(Entry {
            path: lexer.path().cloned(),
            line: lexer.line,
            parent: self.menu,
            symbol,
            ..Entry::default()
        });
    }

    pub(super) fn add_config(&mut self, lexer: &Lexer<'_>, name: &str) {
        let symbol = self.symbol(false, name);
        self.add(lexer, Some(symbol));
    }

    pub(super) fn add_choice(&mut self, lexer: &mut Lexer<'_>, name: Option<&str>) {
        let symbol = match name {
            Some(name) => self.symbol(true, name),
            None => {
                self.symbols.push(Symbol::default());
                self.symbols.len() - 1
            }
        };
        self.add(lexer, Some(symbol));
        if !lexer.semantics.has_choice_values() {
            self.set_type(lexer, SymbolType::Bool);
        }
    }

    /// Opens a block of what was added last (`menu_add_menu`); returns it.
    pub(super) fn open(&mut self) -> usize {
        self.menu = self.current;
        self.menu
    }

    /// `menu_add_prompt`
    pub(super) fn add_prompt(&mut self, lexer: &mut Lexer<'_>, text: &str) {
        let place = format!("{}:{}", path_or_none(lexer.path()), lexer.line);
        if text.starts_with(|c: char| c.is_ascii_whitespace() || c == '\x0b') {
            lexer.say(format!("{place}:warning: leading whitespace ignored\n"));
        }
        let entry = &mut self.entries[self.current];
        if std::mem::replace(&mut entry.has_prompt, true) {
            lexer.say(format!("{place}:warning: prompt redefined\n"));
        }
    }

    /// `menu_set_type`
    pub(super) fn set_type(&mut self, lexer: &mut Lexer<'_>, ty: SymbolType) {
        let entry = &self.entries[self.current];
        let Some(symbol) = entry.symbol else { return };
        let before = self.symbols[symbol].ty;
        if before == SymbolType::Unknown {
            self.symbols[symbol].ty = ty;
        } else if before != ty {
            let (name, before, ty) = (self.name(), before.name(), ty.name());
            let place = entry.place();
            lexer.say(format!(
                "{place}:warning: ignoring type redefinition of '{name}' from '{before}' to '{ty}'\n"
            ));
        }
    }

    /// The help text that was just read.
    pub(super) fn set_help(&mut self, lexer: &mut Lexer<'_>) {
        let name = self.name().to_owned();
        if std::mem::replace(&mut self.entries[self.current].has_help, true) {
            let text = "defined with more than one help text -- only the last one will be used";
            warning(lexer, &format!("'{name}' {text}"));
        }
        if lexer.value.is_empty() {
            warning(lexer, &format!("'{name}' defined with blank help text"));
        }
    }

    pub(super) fn set_modules(&mut self, lexer: &mut Lexer<'_>) {
        let symbol = self.entries[self.current].symbol;
        if let Some(before) = self.modules {
            let before = self.symbols[before].name.clone().unwrap_or_default();
            let name = self.name();
            let text =
                format!("symbol '{name}' redefines option 'modules' already defined by symbol '{before}'");
            self.error(lexer, &text);
        }
        self.modules = symbol;
    }

    /// The end of an entry's options (`config_stmt`, `menuconfig_stmt`).
    pub(super) fn end_config(&mut self, lexer: &mut Lexer<'_>, is_menuconfig: bool) {
        let entry = &self.entries[self.current];
        if is_menuconfig {
            if !entry.has_prompt {
                warning(lexer, "menuconfig statement without prompt");
            }
            return;
        }
        if !self.in_choice || lexer.semantics.has_choice_values() {
            return;
        }
        let place = entry.place();
        if !entry.has_prompt {
            lexer.say(format!("{place}: error: choice member must have a prompt\n"));
            self.has_erred = true;
        }
        if entry.symbol.is_some_and(|symbol| self.symbols[symbol].ty != SymbolType::Bool) {
            lexer.say(format!("{place}: error: choice member must be bool\n"));
            self.has_erred = true;
        }
    }

    /// The end of a choice's options (`choice_entry`).
    pub(super) fn end_choice_options(&mut self, lexer: &mut Lexer<'_>) {
        let entry = &self.entries[self.current];
        if !entry.has_prompt && !lexer.semantics.has_choice_values() {
            let place = entry.place();
            lexer.say(format!("{place}: error: choice must have a prompt\n"));
            self.has_erred = true;
        }
        self.in_choice = true;
    }

    /// The end of a block that was opened as `expected` (`zconf_endtoken`).
    pub(super) fn end_block(&mut self, lexer: &mut Lexer<'_>, kind: BlockKind, expected: BlockKind) {
        if expected == BlockKind::Choice {
            self.in_choice = false;
        }
        let (name, expected_name) = (kind.name(), expected.name());
        if kind != expected {
            self.error(lexer, &format!("unexpected '{name}' within {expected_name} block"));
            return;
        }
        let menu = &self.entries[self.menu];
        if menu.path.as_ref() != lexer.path() {
            let place = menu.place();
            self.error(lexer, &format!("'{name}' in different file than '{expected_name}'"));
            lexer.say(format!("{place}: location of the '{expected_name}'\n"));
            return;
        }
        self.menu = menu.parent;
    }

    /// An open block at the end of everything.
    pub(super) fn missing_end(&self, lexer: &mut Lexer<'_>, menu: usize) {
        let place = self.entries[menu].place();
        lexer.say(format!("{place}: missing end statement for this entry\n"));
    }

    /// `zconf_error`
    pub(super) fn error(&mut self, lexer: &mut Lexer<'_>, text: &str) {
        self.has_erred = true;
        say_here(lexer, text);
    }

    /// The name of the entry's symbol.
    fn name(&self) -> &str {
        let symbol = self.entries[self.current].symbol;
        symbol.and_then(|symbol| self.symbols[symbol].name.as_deref()).unwrap_or("<choice>")
    }
}

/// `zconfprint`
fn say_here(lexer: &mut Lexer<'_>, text: &str) {
    let place = format!("{}:{}", path_or_none(lexer.statement_path()), lexer.line);
    lexer.say(format!("{place}: {text}\n"));
}

fn warning(lexer: &mut Lexer<'_>, text: &str) {
    say_here(lexer, &format!("warning: {text}"));
}
