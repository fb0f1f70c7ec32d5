//! The model: everything about a tree but the values.

use std::sync::{Arc, OnceLock};

use kconfig_base::render::Sources;
use kconfig_base::{Diagnostic, FileId, IndexVec, Interner, LineIndex, Location};
use kconfig_syntax::help_text;

use crate::expr::{Expr, ExprId, Exprs};
use crate::menu::{Menu, MenuId, Property, PropertyId};
use crate::semantics::Semantics;
use crate::symbol::{Symbol, SymbolId, Symbols};

/// A file of the tree.
#[derive(Debug)]
pub struct SourceFile {
    /// Its path as `source` names it.
    pub path: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
    /// The statement on a last line that no newline ends, and the file around
    /// this one: conf has gone back to that when it knows the statement.
    pub(crate) unfinished: Option<(u32, Arc<str>)>,
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    pub(crate) fn new(path: Arc<str>, text: Arc<str>) -> Self {
        Self { path, text, unfinished: None, lines: OnceLock::new() }
    }

    /// Its lines.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

/// A tree after `conf_parse` (parser.y): immutable, without values.
pub struct Model {
    /// The rules that hold.
    pub semantics: Semantics,
    /// The names of symbols.
    pub names: Interner,
    /// The symbols, in order of first sight; the constants n, m, y come first.
    pub symbols: Symbols,
    /// The menu nodes in the order of the text; [`MenuId::ROOT`] is the first.
    pub menus: IndexVec<MenuId, Menu>,
    /// The properties in the order of the text.
    pub properties: IndexVec<PropertyId, Property>,
    /// All conditions and defaults.
    pub exprs: Exprs,
    /// The files, in the order in which they were first read.
    pub files: IndexVec<FileId, SourceFile>,
    /// The symbol with `modules`, or n.
    pub modules_sym: SymbolId,
    /// The environment variables that the tree asked for, with their values.
    pub env_used: Vec<(String, String)>,
    /// The commands that the tree gave to the shell, each once, in the order in
    /// which it first did.
    pub shell_calls: Vec<ShellCall>,
    /// The symbols whose own definition, or a menu or `if` around it, hangs on a
    /// command that the host had no answer for; in order of first sight.
    pub unknown_symbols: Vec<SymbolId>,
    /// What is wrong with the tree, in the order in which conf finds it.
    pub diagnostics: Vec<Diagnostic>,
    /// How many of them came up while parsing: conf goes no further if there is
    /// an error among those.
    pub n_parse_diagnostics: usize,
    /// The order of the kernel's table, found when it is first asked for.
    pub(crate) table: OnceLock<Vec<SymbolId>>,
}

/// The code of the diagnostics about a command that the host has no answer for.
pub const UNKNOWN_COMMAND: &str = "unknown-shell-command";

/// A command that the tree gives to the shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShellCall {
    /// The command, all expanded.
    pub command: String,
    /// The call in a Kconfig file that asks for it: `$(cc-option,-mfoo)`.
    pub call: String,
    /// Where the first such call is.
    pub location: Location,
    /// Whether the host has an answer.
    pub is_known: bool,
}

impl Model {
    /// Gives a symbol.
    pub fn symbol(&self, id: SymbolId) -> &Symbol {
        &self.symbols.table[id]
    }

    /// Counts the symbols, constants and choices included.
    pub fn n_symbols(&self) -> usize {
        self.symbols.table.len()
    }

    /// Walks the symbols, constants and choices included.
    pub fn symbols(&self) -> impl Iterator<Item = (SymbolId, &Symbol)> {
        self.symbols.table.iter_enumerated()
    }

    /// Finds a symbol by its name (`sym_find`).
    pub fn find(&self, name: &str) -> Option<SymbolId> {
        self.symbols.find(&self.names, name)
    }

    /// The name of a symbol; `<choice>` for a choice, as conf writes it.
    pub fn name(&self, id: SymbolId) -> &str {
        self.symbol(id).name.map_or("<choice>", |name| self.names.resolve(name))
    }

    /// Gives a menu node.
    pub fn menu(&self, id: MenuId) -> &Menu {
        &self.menus[id]
    }

    /// Gives a property.
    pub fn property(&self, id: PropertyId) -> &Property {
        &self.properties[id]
    }

    /// Walks the properties of a symbol in their order.
    pub fn properties_of(&self, id: SymbolId) -> impl Iterator<Item = &Property> {
        self.symbol(id).properties.iter().map(|&property| &self.properties[property])
    }

    /// The text that a menu node shows, if it has a prompt.
    pub fn prompt_text(&self, id: MenuId) -> Option<&str> {
        self.menus[id].prompt.and_then(|prompt| self.properties[prompt].text())
    }

    /// The next node after `id` in depth-first order, within `root`
    /// (`menu_next`).
    pub fn menu_next(&self, id: MenuId, root: MenuId) -> Option<MenuId> {
        if let Some(inner) = self.menus[id].list {
            return Some(inner);
        }
        let mut at = id;
        while at != root {
            if let Some(next) = self.menus[at].next {
                return Some(next);
            }
            at = self.menus[at].parent?;
        }
        None
    }

    /// Walks the nodes below `root` in depth-first order, without `root`.
    pub fn menus_below(&self, root: MenuId) -> impl Iterator<Item = MenuId> + '_ {
        std::iter::successors(self.menu_next(root, root), move |&at| self.menu_next(at, root))
    }

    /// Walks the direct children of a node.
    pub fn children(&self, id: MenuId) -> impl Iterator<Item = MenuId> + '_ {
        std::iter::successors(self.menus[id].list, |&at| self.menus[at].next)
    }

    /// Gives `(path, line)` of a location; the line counts from 1.
    pub fn path_line(&self, location: Location) -> (&str, u32) {
        let file = &self.files[location.file];
        (&file.path, file.lines().line(location.span.start))
    }

    /// Gives `(path, line)` of a location as conf names it: on a last line
    /// without a newline, the path is that of the file around.
    pub fn conf_place(&self, location: Location) -> (&str, u32) {
        let (path, line) = self.path_line(location);
        match &self.files[location.file].unfinished {
            Some((start, around)) if location.span.start >= *start => (around, line),
            _ => (path, line),
        }
    }

    /// The help text of a menu node, without its indentation.
    pub fn help(&self, id: MenuId) -> Option<String> {
        let location = self.menus[id].help?;
        Some(help_text(location.span.slice(&self.files[location.file].text)))
    }

    /// The help text of a menu node with the empty lines at its end that conf
    /// keeps: all, but for the last line's end where the next statement starts
    /// in the first column (`<HELP>` in lexer.l).
    pub fn conf_help(&self, id: MenuId) -> Option<String> {
        let location = self.menus[id].help?;
        let text = &self.files[location.file].text;
        let raw = location.span.slice(text);
        let mut help = help_text(raw);
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\n');
        let tail = &raw[raw.trim_end_matches(is_blank).len()..];
        let n_newlines = tail.bytes().filter(|&byte| byte == b'\n').count();
        let after = text.get(location.span.end as usize..).unwrap_or_default();
        let is_cut = !after.is_empty() && !after.starts_with(is_blank);
        help.extend(std::iter::repeat_n('\n', n_newlines.saturating_sub(usize::from(is_cut))));
        Some(help)
    }

    /// Writes an expression as conf does (`expr_print`), with `leaf` writing
    /// what follows each symbol's name.
    pub fn write_expr(&self, id: ExprId, out: &mut String, leaf: &mut dyn FnMut(SymbolId, &mut String)) {
        enum Task<'t> {
            Expr(ExprId, u8),
            Text(&'t str),
        }
        let mut tasks = vec![Task::Expr(id, 0)];
        while let Some(task) = tasks.pop() {
            let (id, around) = match task {
                Task::Text(text) => {
                    out.push_str(text);
                    continue;
                }
                Task::Expr(id, around) => (id, around),
            };
            let expr = self.exprs.get(id);
            let this = binding(expr);
            // Where `around` binds tighter, parentheses are needed.
            let needs_parens = around > this;
            if needs_parens {
                out.push('(');
                tasks.push(Task::Text(")"));
            }
            match expr {
                Expr::Symbol(symbol) => {
                    out.push_str(self.name(symbol));
                    if self.symbol(symbol).name.is_some() {
                        leaf(symbol, out);
                    }
                }
                Expr::Compare(op, left, right) => {
                    out.push_str(self.name(left));
                    if self.symbol(left).name.is_some() {
                        leaf(left, out);
                    }
                    out.push_str(op.as_str());
                    out.push_str(self.name(right));
                    leaf(right, out);
                }
                Expr::Not(inner) => {
                    out.push('!');
                    tasks.push(Task::Expr(inner, this));
                }
                Expr::And(left, right) => {
                    tasks.extend([Task::Expr(right, this), Task::Text(" && "), Task::Expr(left, this)]);
                }
                Expr::Or(left, right) => {
                    tasks.extend([Task::Expr(right, this), Task::Text(" || "), Task::Expr(left, this)]);
                }
            }
        }
    }

    /// Gives an expression as text, without values.
    pub fn expr_text(&self, id: ExprId) -> String {
        let mut out = String::new();
        self.write_expr(id, &mut out, &mut |_, _| {});
        out
    }
}

/// How tightly an operator binds (`expr_compare_type`).
fn binding(expr: Expr) -> u8 {
    match expr {
        Expr::Or(..) => 1,
        Expr::And(..) => 2,
        Expr::Not(_) => 3,
        // The kernel puts no parentheses around a comparison within `!`; none
        // is left there after `expr_transform`.
        Expr::Compare(..) | Expr::Symbol(_) => 4,
    }
}

impl Sources for Model {
    fn path(&self, file: FileId) -> &str {
        &self.files[file].path
    }

    fn text(&self, file: FileId) -> &str {
        &self.files[file].text
    }
}
