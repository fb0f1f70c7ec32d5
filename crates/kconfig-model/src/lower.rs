//! The walk over the files: statements to symbols and menu nodes (parser.y).

use std::sync::Arc;

use kconfig_base::{Diagnostic, FileId, IndexVec, Interner, Location, Severity, Span};
use kconfig_syntax as syntax;
use kconfig_syntax::{ExprNode, StatementKind, SymbolType, SyntaxError, Word};
use kconfig_vfs::{Files, Host};
use rustc_hash::FxHashMap;

use crate::expand::{Expander, Message, Site};
use crate::expr::{Expr, ExprId, Exprs};
use crate::menu::{Menu, MenuId, Property, PropertyId, PropertyKind};
use crate::model::{Model, SourceFile};
use crate::symbol::{SymbolId, Symbols};
use crate::{check, cycle, finalize};

/// How deep `menu`, `if` and `choice` may nest; conf's parser gives up at about
/// half of that ("memory exhausted").
const MAX_BLOCKS: usize = 10_000;

/// How many tokens have to be right before bison reports a syntax error again.
const QUIET_TOKENS: usize = 3;

/// The words that start an attribute.
const ATTRIBUTES: [&str; 16] = [
    "bool",
    "def_bool",
    "def_tristate",
    "default",
    "depends",
    "help",
    "hex",
    "imply",
    "int",
    "modules",
    "prompt",
    "range",
    "select",
    "string",
    "tristate",
    "visible",
];

/// Parsed files by their text, to be shared between arches and patches.
#[derive(Default)]
pub struct ParseCache {
    files: FxHashMap<Arc<str>, Arc<syntax::File>>,
}

impl ParseCache {
    /// Parses a text, or gives the parse it had.
    fn parse(&mut self, text: &Arc<str>) -> Arc<syntax::File> {
        if let Some(file) = self.files.get(text) {
            return file.clone();
        }
        let file = Arc::new(syntax::parse(text));
        self.files.insert(text.clone(), file.clone());
        file
    }
}

/// Reads a tree from its root file (`conf_parse` in parser.y).
///
/// Never fails: what cannot be read or understood is left out, and
/// [`Model::diagnostics`] says so.
pub fn load(files: &dyn Files, host: &dyn Host, root: &str, cache: &mut ParseCache) -> Model {
    let mut names = Interner::new();
    let symbols = Symbols::new(&mut names);
    let start = Location { file: FileId::from_raw(0), span: Span::default() };
    let mut lowerer = Lowerer {
        disk: files,
        cache,
        expander: Expander::new(host),
        names,
        symbols,
        menus: IndexVec::new(),
        properties: IndexVec::new(),
        exprs: Exprs::default(),
        files: IndexVec::new(),
        asts: IndexVec::new(),
        file_ids: FxHashMap::default(),
        diagnostics: Vec::new(),
        readers: Vec::new(),
        blocks: Vec::new(),
        n_too_deep: 0,
        current: MenuId::ROOT,
        last_child: IndexVec::new(),
        entry: Entry::None,
        choice: None,
        modules_sym: None,
        has_statements: false,
        n_shifted: QUIET_TOKENS,
        has_erred: false,
        broken: None,
    };
    lowerer.add_menu(None, start);
    lowerer.run(root);
    lowerer.finish()
}

/// A file that is being read, and how far.
struct Reader {
    file: FileId,
    next: usize,
    /// The `source` statement that brought it in.
    source: Option<Location>,
    /// How many blocks were open at its start.
    n_blocks: usize,
    /// The next of its syntax errors to be told.
    next_error: usize,
}

/// An open `menu`, `if` or `choice`.
#[derive(Clone, Copy)]
struct Block {
    menu: MenuId,
    kind: BlockKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum BlockKind {
    Menu,
    If,
    Choice,
}

impl BlockKind {
    fn name(self) -> &'static str {
        match self {
            Self::Menu => "menu",
            Self::If => "if",
            Self::Choice => "choice",
        }
    }
}

/// What the attributes that follow belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Entry {
    None,
    Config,
    Menuconfig,
    Choice,
    Menu,
    Comment,
}

struct Lowerer<'a> {
    disk: &'a dyn Files,
    cache: &'a mut ParseCache,
    expander: Expander<'a>,
    names: Interner,
    symbols: Symbols,
    menus: IndexVec<MenuId, Menu>,
    properties: IndexVec<PropertyId, Property>,
    exprs: Exprs,
    files: IndexVec<FileId, SourceFile>,
    asts: IndexVec<FileId, Arc<syntax::File>>,
    file_ids: FxHashMap<Arc<str>, FileId>,
    diagnostics: Vec<Diagnostic>,
    readers: Vec<Reader>,
    blocks: Vec<Block>,
    /// How many blocks are open beyond [`MAX_BLOCKS`]; they do not count.
    n_too_deep: usize,
    /// The node that attributes belong to (`current_entry`).
    current: MenuId,
    /// For each node the last one of its children, while it is being filled.
    last_child: IndexVec<MenuId, Option<MenuId>>,
    entry: Entry,
    /// The choice whose members are being read (`current_choice`).
    choice: Option<MenuId>,
    modules_sym: Option<SymbolId>,
    has_statements: bool,
    /// How many tokens conf's parser took since the last syntax error.
    n_shifted: usize,
    /// Whether there was one in the statement that is being read.
    has_erred: bool,
    /// The syntax error within the entry that is being read: conf takes no more
    /// attributes of it.
    broken: Option<usize>,
}

/// Why a statement is not to be lowered as it is: these words are no tokens.
struct EmptyWords(Vec<Span>);

impl Lowerer<'_> {
    fn run(&mut self, root: &str) {
        if !self.open(root, None) {
            let message = format!("can't find file {root}");
            let diagnostic = Diagnostic::new("missing-file", Severity::Error, None, message.clone());
            self.diagnostics
                .push(diagnostic.conf_text(message + "\n").help("name the root file of a Kconfig tree"));
        }
        while let Some(reader) = self.readers.last_mut() {
            let file = reader.file;
            let ast = self.asts[file].clone();
            match ast.statements.get(reader.next) {
                Some(statement) => {
                    reader.next += 1;
                    self.syntax_errors_before(statement.span.end);
                    self.statement(file, &ast, statement, true);
                    self.has_statements = true;
                }
                None => self.close(),
            }
        }
    }

    /// Starts to read a file; tells whether there is one.
    fn open(&mut self, path: &str, source: Option<Location>) -> bool {
        let path: Arc<str> = path.into();
        let file = match self.file_ids.get(&path) {
            Some(&file) => file,
            None => {
                let Some(text) = self.disk.read(&path) else { return false };
                let ast = self.cache.parse(&text);
                let file = self.files.push(SourceFile::new(path.clone(), text));
                self.asts.push(ast);
                self.file_ids.insert(path, file);
                file
            }
        };
        self.readers.push(Reader { file, next: 0, source, n_blocks: self.blocks.len(), next_error: 0 });
        true
    }

    /// Ends a file, and the blocks that it left open.
    fn close(&mut self) {
        self.syntax_errors_before(u32::MAX);
        self.end_entry(self.next_location());
        let Some(reader) = self.readers.pop() else { return };
        while self.blocks.len() > reader.n_blocks {
            let Some(block) = self.blocks.pop() else { break };
            let location = self.menus[block.menu].location;
            let mut diagnostic =
                Diagnostic::error("missing-end", location, "missing end statement for this entry")
                    .help(format!("add `end{}` before the end of the file", block.kind.name()));
            if self.readers.is_empty() {
                let end = self.files[reader.file].text.len();
                let place = self.place(Location { file: reader.file, span: Span::new(end, end) });
                let said = self.bison_error(&place, 0);
                // bison ends here, and names all that is open.
                self.n_shifted = 0;
                let text = format!("{said}{}: {}\n", self.place(location), diagnostic.message);
                diagnostic = diagnostic.conf_text(text);
            }
            self.diagnostics.push(diagnostic);
            if block.kind == BlockKind::Choice {
                self.choice = None;
            }
        }
    }

    /// Tells of the syntax errors of the file that is being read, up to a place.
    fn syntax_errors_before(&mut self, end: u32) {
        let Some(file) = self.readers.last().map(|reader| reader.file) else { return };
        let ast = self.asts[file].clone();
        while let Some(reader) = self.readers.last_mut() {
            let Some(error) = ast.errors.get(reader.next_error).filter(|error| error.span.start < end) else {
                break;
            };
            reader.next_error += 1;
            self.syntax_error(file, error);
        }
    }

    /// Where conf has read to at the end of a file: the next statement, or the
    /// end of all.
    fn next_location(&self) -> Location {
        let next = self.readers.iter().rev().find_map(|reader| {
            let statement = self.asts[reader.file].statements.get(reader.next)?;
            Some(Location { file: reader.file, span: statement.span })
        });
        let end = || {
            let file = self.readers.first().map_or(FileId::from_raw(0), |reader| reader.file);
            let end = self.files[file].text.len();
            Location { file, span: Span::new(end, end) }
        };
        next.unwrap_or_else(end)
    }

    fn site_line(&self, location: Location) -> u32 {
        self.files[location.file].lines().line(location.span.start)
    }

    fn syntax_error(&mut self, file: FileId, error: &SyntaxError) {
        let location = Location { file, span: error.span };
        let severity = if error.is_warning { Severity::Warning } else { Severity::Error };
        let mut diagnostic = Diagnostic::new(error.code, severity, Some(location), error.message.clone());
        diagnostic.help = error.expected.clone();
        if error.code == "no-newline-at-end" && self.readers.len() == 1 {
            // The last statement lacks its end.
            let place = self.place(location);
            let warning = format!("{place}:warning: {}\n", error.message);
            diagnostic.severity = Severity::Error;
            diagnostic = diagnostic.conf_text(warning + &self.bison_error(&place, 0));
        }
        self.diagnostics.push(diagnostic);
    }

    /// The path and line of a place.
    fn place(&self, location: Location) -> String {
        format!("{}:{}", self.files[location.file].path, self.site_line(location))
    }

    /// What bison says of an error after `n_tokens` of a line: nothing, where
    /// it has just spoken.
    fn bison_error(&mut self, place: &str, n_tokens: usize) -> String {
        let is_quiet = self.n_shifted + n_tokens < QUIET_TOKENS;
        // The end of the line.
        self.n_shifted = 1;
        self.has_erred = true;
        if is_quiet { String::new() } else { format!("{place}: syntax error\n") }
    }

    /// An error in a statement: bison's words, then those of the grammar.
    fn statement_error(&mut self, statement: Location, error: &SyntaxError) {
        let location = Location { file: statement.file, span: error.span };
        let text = self.files[statement.file].text.clone();
        let before = text.get(statement.span.start as usize..error.span.start as usize);
        let mut words = before.unwrap_or_default().split_ascii_whitespace().peekable();
        let is_stray = self.broken.is_some() || self.entry == Entry::None;
        let is_attribute = words.peek().is_some_and(|word| ATTRIBUTES.contains(word));
        // Whether it is a word or two is enough to know.
        let n_tokens = if is_stray && is_attribute { 0 } else { words.count() };
        let place = self.place(statement);
        let said = self.bison_error(&place, n_tokens) + &format!("{place}: {}\n", error.message);
        let mut diagnostic =
            Diagnostic::new(error.code, Severity::Error, Some(location), error.message.clone());
        diagnostic.help = error.expected.clone();
        self.diagnostics.push(diagnostic.conf_text(said));
    }

    /// A warning in the shape of the parser's (`zconfprint`), which has a
    /// space more than the shape of the others.
    fn parser_warning(&mut self, code: &'static str, at: Location, line: u32, text: String) {
        let path = &self.files[at.file].path;
        let conf_text = format!("{path}:{line}: warning: {text}\n");
        self.diagnostics.push(Diagnostic::warning(code, at, text).conf_text(conf_text));
    }

    fn invalid(&mut self, location: Location, help: impl Into<String>) {
        let error = SyntaxError {
            span: location.span,
            code: "invalid-statement",
            is_warning: false,
            message: "invalid statement".into(),
            expected: Some(help.into()),
        };
        self.statement_error(location, &error);
    }

    // Text

    /// Runs the preprocessor over a text of a statement.
    fn expand<T>(&mut self, location: Location, run: impl FnOnce(&mut Expander<'_>, Site<'_>) -> T) -> T {
        let line = self.site_line(location);
        self.expand_at(location, line, run)
    }

    /// Runs the preprocessor where conf has read on to another line already.
    fn expand_at<T>(
        &mut self,
        location: Location,
        line: u32,
        run: impl FnOnce(&mut Expander<'_>, Site<'_>) -> T,
    ) -> T {
        let path = self.files[location.file].path.clone();
        let value = run(&mut self.expander, Site { path: &path, line });
        for message in std::mem::take(&mut self.expander.messages) {
            self.diagnostics.push(match message {
                Message::Error(text) => {
                    let conf_text = format!("{path}:{line}: {text}\n");
                    Diagnostic::error("preprocessor-error", location, text).conf_text(conf_text)
                }
                Message::Warning(text) => {
                    let conf_text = format!("{path}:{line}: {text}\n");
                    Diagnostic::warning("preprocessor-warning", location, text).conf_text(conf_text)
                }
                Message::Info(text) => {
                    let conf_text = format!("{text}\n");
                    Diagnostic::new("preprocessor-info", Severity::Note, Some(location), text)
                        .conf_text(conf_text)
                }
                Message::UnknownCommand(command) => {
                    let text = format!("no answer is recorded for the command `{command}`");
                    Diagnostic::warning("unknown-shell-command", location, text)
                        .help("it counts as printing nothing; record its answer with the tree's probes")
                        .conf_text("")
                }
            });
        }
        value
    }

    /// The text that a word stands for; "" is to be no token if it is bare.
    fn text(&mut self, at: Location, word: Word) -> Arc<str> {
        let source = self.files[at.file].text.clone();
        let raw = word.span.slice(&source);
        if !word.is_raw {
            return raw.into();
        }
        self.expand(at, |expander, site| match word.quote {
            Some(_) => expander.quoted(raw, site).into(),
            None => expander.word(raw, site).into(),
        })
    }

    /// `symbol` and `nonconst_symbol` of the grammar.
    fn symbol(&mut self, at: Location, word: Word) -> Result<SymbolId, EmptyWords> {
        let is_const = word.quote.is_some();
        if !word.is_raw {
            let raw = word.span.slice(&self.files[at.file].text);
            return Ok(self.symbols.lookup(&mut self.names, raw, is_const));
        }
        let text = self.text(at, word);
        if text.is_empty() && !is_const {
            return Err(EmptyWords(vec![word.span]));
        }
        Ok(self.symbols.lookup(&mut self.names, &text, is_const))
    }

    fn expr(&mut self, at: Location, nodes: &[ExprNode], expr: syntax::Expr) -> Result<ExprId, EmptyWords> {
        let mut stack: Vec<ExprId> = Vec::new();
        let mut empty = Vec::new();
        for &node in nodes.get(expr.start as usize..expr.end as usize).unwrap_or(&[]) {
            let mut lookup = |this: &mut Self, word| match this.symbol(at, word) {
                Ok(symbol) => symbol,
                Err(EmptyWords(mut spans)) => {
                    empty.append(&mut spans);
                    SymbolId::NO
                }
            };
            let made = match node {
                ExprNode::Symbol(word) => Expr::Symbol(lookup(self, word)),
                ExprNode::Compare(op, left, right) => {
                    let left = lookup(self, left);
                    Expr::Compare(op, left, lookup(self, right))
                }
                ExprNode::Not => Expr::Not(stack.pop().unwrap_or(ExprId::from_raw(0))),
                ExprNode::And | ExprNode::Or => {
                    let (right, left) = (stack.pop(), stack.pop());
                    let (Some(left), Some(right)) = (left, right) else { continue };
                    if node == ExprNode::And { Expr::And(left, right) } else { Expr::Or(left, right) }
                }
            };
            stack.push(self.exprs.make(made));
        }
        if !empty.is_empty() {
            return Err(EmptyWords(empty));
        }
        Ok(stack.pop().unwrap_or_else(|| self.exprs.symbol(SymbolId::YES)))
    }

    fn cond(
        &mut self,
        at: Location,
        nodes: &[ExprNode],
        cond: Option<syntax::Expr>,
    ) -> Result<Option<ExprId>, EmptyWords> {
        cond.map(|cond| self.expr(at, nodes, cond)).transpose()
    }

    // Statements

    fn statement(
        &mut self,
        file: FileId,
        ast: &syntax::File,
        statement: &syntax::Statement,
        may_reparse: bool,
    ) {
        let location = Location { file, span: statement.span };
        self.has_erred = false;
        if let Err(EmptyWords(spans)) = self.lower(location, &ast.nodes, &statement.kind) {
            let text = self.files[file].text.clone();
            let mended = syntax::reparse_line(&text, statement.span, &spans);
            match mended.statements.first() {
                Some(statement) if may_reparse => self.statement(file, &mended, statement, false),
                Some(_) => self.invalid(location, "a macro of this line expands to nothing"),
                None => {}
            }
        }
        if !self.has_erred {
            // A statement has two tokens at least.
            self.n_shifted = self.n_shifted.saturating_add(2);
        }
    }

    fn lower(&mut self, at: Location, nodes: &[ExprNode], kind: &StatementKind) -> Result<(), EmptyWords> {
        use StatementKind as S;
        match *kind {
            S::Type(..)
            | S::Prompt(..)
            | S::Default(..)
            | S::Select(..)
            | S::Imply(..)
            | S::Range(..)
            | S::Modules
            | S::DependsOn(_)
            | S::Visible(_)
            | S::Help(_) => {
                self.after_broken(at);
                return self.attribute(at, nodes, kind);
            }
            S::Macros(ref words) => return self.macros(at, words),
            S::Invalid { ref macros, ref error } => return self.mend(at, macros, error),
            _ => self.end_entry(at),
        }
        if matches!(kind, S::Menu(_) | S::If(_) | S::Choice) && self.is_too_deep(at) {
            return Ok(());
        }
        let in_choice = self.choice.is_some();
        if in_choice
            && matches!(
                kind,
                S::Menuconfig(_) | S::Menu(_) | S::Source(_) | S::Choice | S::Assign(..) | S::Mainmenu(_)
            )
        {
            self.invalid(at, "a choice may hold `config`, `comment` and `if` only");
            return Ok(());
        }
        match *kind {
            S::Mainmenu(word) => {
                let text = self.text(at, word);
                if self.has_statements {
                    self.invalid(at, "`mainmenu` is to be the first statement of the tree");
                } else {
                    self.current = MenuId::ROOT;
                    self.add_prompt(at, text, None, true);
                }
            }
            S::Config(word) | S::Menuconfig(word) => {
                let symbol = self.symbol(at, word)?;
                self.add_entry(Some(symbol), at);
                self.entry = if matches!(kind, S::Config(_)) { Entry::Config } else { Entry::Menuconfig };
            }
            S::Choice => {
                let symbol = self.symbols.add_choice();
                let menu = self.add_entry(Some(symbol), at);
                self.set_type(at, SymbolType::Bool);
                self.entry = Entry::Choice;
                self.blocks.push(Block { menu, kind: BlockKind::Choice });
            }
            S::Menu(word) => {
                let text = self.text(at, word);
                let menu = self.add_entry(None, at);
                self.add_prompt(at, text, None, true);
                self.entry = Entry::Menu;
                self.blocks.push(Block { menu, kind: BlockKind::Menu });
            }
            S::If(expr) => {
                let dep = self.expr(at, nodes, expr)?;
                let menu = self.add_entry(None, at);
                self.menus[menu].dep = Some(dep);
                self.blocks.push(Block { menu, kind: BlockKind::If });
            }
            S::Comment(word) => {
                let text = self.text(at, word);
                self.add_entry(None, at);
                let text = self.trim_prompt(at, text);
                let prompt = self.add_property(at, PropertyKind::Comment(text), None);
                self.menus[self.current].prompt = Some(prompt);
                self.entry = Entry::Comment;
            }
            S::Endmenu => self.end_block(at, BlockKind::Menu),
            S::Endif => self.end_block(at, BlockKind::If),
            S::Endchoice => self.end_block(at, BlockKind::Choice),
            S::Source(word) => self.source(at, word),
            S::Assign(name, flavor, value) => {
                let name = self.text(at, name);
                if name.is_empty() {
                    self.invalid(at, "expected the name of a variable");
                    return Ok(());
                }
                let source = self.files[at.file].text.clone();
                // conf assigns when it has read the end of the line.
                let line = self.site_line(at) + 1;
                self.expand_at(at, line, |expander, site| {
                    expander.assign(&name, value.slice(&source), flavor, site);
                });
            }
            _ => {}
        }
        Ok(())
    }

    /// A line of macros: fine if they expand to nothing.
    fn macros(&mut self, at: Location, words: &[Word]) -> Result<(), EmptyWords> {
        for &word in words {
            let text = self.text(at, word);
            if !text.is_empty() {
                self.end_entry(at);
                let error = SyntaxError {
                    span: word.span,
                    code: "invalid-statement",
                    is_warning: false,
                    message: format!("unknown statement \"{text}\""),
                    expected: Some("a macro at the start of a line is to expand to nothing".into()),
                };
                self.statement_error(at, &error);
                break;
            }
        }
        Ok(())
    }

    /// A line that is no statement, unless a macro in it expands to nothing.
    fn mend(&mut self, at: Location, macros: &[Word], error: &SyntaxError) -> Result<(), EmptyWords> {
        let mut empty = Vec::new();
        for &word in macros {
            if self.text(at, word).is_empty() {
                empty.push(word.span);
            }
        }
        if !empty.is_empty() {
            return Err(EmptyWords(empty));
        }
        self.statement_error(at, error);
        if self.entry != Entry::None {
            self.broken = Some(self.diagnostics.len() - 1);
        }
        Ok(())
    }

    fn source(&mut self, at: Location, word: Word) {
        let path = self.text(at, word);
        let is_open = |reader: &Reader, this: &Self| this.files[reader.file].path == path;
        if self.readers.iter().any(|reader| is_open(reader, self)) {
            let mut text =
                format!("Recursive inclusion detected.\nInclusion path:\n  current file : {path}\n");
            let mut place = Some(at);
            for reader in self.readers.iter().rev() {
                let Some(location) = place else { break };
                let (file, line) = (&self.files[reader.file].path, self.site_line(location));
                text.push_str(&format!("  included from: {file}:{line}\n"));
                place = reader.source;
            }
            let diagnostic = Diagnostic::error("recursive-inclusion", at, format!("{path} includes itself"));
            self.diagnostics.push(diagnostic.conf_text(text).help("remove this `source` line"));
            return;
        }
        if !self.open(&path, Some(at)) {
            let message = format!("can't open file \"{path}\"");
            self.diagnostics.push(
                Diagnostic::error("missing-file", at, message)
                    .help("the path is relative to the root of the tree"),
            );
        }
    }

    /// Says of an attribute what conf says after an error in the same entry.
    fn after_broken(&mut self, at: Location) {
        let Some(broken) = self.broken else { return };
        let place = self.place(at);
        let said = self.bison_error(&place, 0) + &format!("{place}: invalid statement\n");
        if let Some(text) = &mut self.diagnostics[broken].conf_text {
            text.push_str(&said);
        }
    }

    fn attribute(
        &mut self,
        at: Location,
        nodes: &[ExprNode],
        kind: &StatementKind,
    ) -> Result<(), EmptyWords> {
        use StatementKind as S;
        let entry = self.entry;
        let is_symbol = matches!(entry, Entry::Config | Entry::Menuconfig);
        let is_allowed = match *kind {
            S::DependsOn(_) => entry != Entry::None,
            S::Visible(_) => entry == Entry::Menu,
            S::Help(_) | S::Prompt(..) => is_symbol || entry == Entry::Choice,
            S::Type(SymbolType::Bool, Some(_), _) => is_symbol || entry == Entry::Choice,
            S::Default(None, value, _) => is_symbol || (entry == Entry::Choice && is_name(nodes, value)),
            _ => is_symbol,
        };
        if !is_allowed {
            self.invalid(at, "this line is not allowed here");
            return Ok(());
        }
        match *kind {
            S::Type(ty, prompt, cond) => {
                let cond = self.cond(at, nodes, cond)?;
                if let Some(prompt) = prompt {
                    let text = self.text(at, prompt);
                    self.add_prompt(at, text, cond, false);
                }
                if entry != Entry::Choice {
                    self.set_type(at, ty);
                }
            }
            S::Prompt(prompt, cond) => {
                let cond = self.cond(at, nodes, cond)?;
                let text = self.text(at, prompt);
                self.add_prompt(at, text, cond, false);
            }
            S::Default(ty, value, cond) => {
                let value = self.expr(at, nodes, value)?;
                let cond = self.cond(at, nodes, cond)?;
                self.add_property(at, PropertyKind::Default(value), cond);
                if let Some(ty) = ty {
                    self.set_type(at, ty);
                }
            }
            S::Select(word, cond) => {
                let (target, cond) = (self.symbol(at, word)?, self.cond(at, nodes, cond)?);
                self.add_property(at, PropertyKind::Select(target), cond);
            }
            S::Imply(word, cond) => {
                let (target, cond) = (self.symbol(at, word)?, self.cond(at, nodes, cond)?);
                self.add_property(at, PropertyKind::Imply(target), cond);
            }
            S::Range(low, high, cond) => {
                let (low, high) = (self.symbol(at, low)?, self.symbol(at, high)?);
                let cond = self.cond(at, nodes, cond)?;
                self.add_property(at, PropertyKind::Range(low, high), cond);
            }
            S::Modules => self.set_modules(at),
            S::DependsOn(expr) => {
                let dep = self.expr(at, nodes, expr)?;
                let dep = self.exprs.and(self.menus[self.current].dep, Some(dep));
                self.menus[self.current].dep = dep;
            }
            S::Visible(cond) => {
                let cond = self.cond(at, nodes, cond)?;
                let cond = self.exprs.and(self.menus[self.current].visible_if, cond);
                self.menus[self.current].visible_if = cond;
            }
            S::Help(span) => self.set_help(at, span),
            _ => {}
        }
        Ok(())
    }

    fn set_modules(&mut self, at: Location) {
        let Some(symbol) = self.menus[self.current].symbol else { return };
        let name_of = |this: &Self, symbol: SymbolId| {
            this.symbols.table[symbol].name.map_or(String::new(), |name| this.names.resolve(name).to_owned())
        };
        if let Some(before) = self.modules_sym {
            let (name, before) = (name_of(self, symbol), name_of(self, before));
            let message =
                format!("symbol '{name}' redefines option 'modules' already defined by symbol '{before}'");
            self.diagnostics.push(Diagnostic::error("modules-redefined", at, message));
        }
        self.modules_sym = Some(symbol);
    }

    fn set_help(&mut self, at: Location, span: Span) {
        let location = Location { file: at.file, span };
        let raw = span.slice(&self.files[at.file].text);
        let is_blank = raw.trim_ascii().is_empty();
        // conf has read on to what follows.
        let end = self.files[at.file].lines().line(span.end);
        let name = self.entry_name();
        if self.menus[self.current].help.is_some() {
            let text =
                format!("'{name}' defined with more than one help text -- only the last one will be used");
            self.parser_warning("help-redefined", at, end, text);
        }
        if is_blank {
            self.parser_warning("blank-help", at, end, format!("'{name}' defined with blank help text"));
        }
        self.menus[self.current].help = Some(location);
    }

    fn entry_name(&self) -> String {
        let name = self.menus[self.current].symbol.and_then(|symbol| self.symbols.table[symbol].name);
        name.map_or("<choice>".into(), |name| self.names.resolve(name).to_owned())
    }

    /// Checks an entry when its attributes are over (`config_stmt`,
    /// `menuconfig_stmt` and `choice_entry` of the grammar).
    ///
    /// `next` is where conf has read to.
    fn end_entry(&mut self, next: Location) {
        self.broken = None;
        let menu = self.current;
        let location = self.menus[menu].location;
        match std::mem::replace(&mut self.entry, Entry::None) {
            Entry::Config => {
                if let (Some(choice), Some(symbol)) = (self.choice, self.menus[menu].symbol) {
                    self.add_choice_member(choice, menu, symbol);
                }
            }
            Entry::Menuconfig => match self.menus[menu].prompt {
                Some(prompt) => {
                    if let PropertyKind::Prompt { is_menu, .. } = &mut self.properties[prompt].kind {
                        *is_menu = true;
                    }
                }
                None => {
                    let text = "menuconfig statement without prompt";
                    let conf_text = format!("{}: warning: {text}\n", self.place(next));
                    self.diagnostics.push(
                        Diagnostic::warning("menuconfig-without-prompt", location, text).conf_text(conf_text),
                    );
                }
            },
            Entry::Choice => {
                if self.menus[menu].prompt.is_none() {
                    let message = "error: choice must have a prompt";
                    self.diagnostics.push(Diagnostic::error("choice-without-prompt", location, message));
                }
                self.choice = Some(menu);
            }
            Entry::None | Entry::Menu | Entry::Comment => {}
        }
    }

    fn add_choice_member(&mut self, choice: MenuId, menu: MenuId, symbol: SymbolId) {
        let location = self.menus[menu].location;
        if self.menus[menu].prompt.is_none() {
            let message = "error: choice member must have a prompt";
            self.diagnostics.push(Diagnostic::error("choice-member-without-prompt", location, message));
        }
        if self.symbols.table[symbol].ty != SymbolType::Bool {
            let message = "error: choice member must be bool";
            self.diagnostics.push(Diagnostic::error("choice-member-not-bool", location, message));
        }
        if !std::mem::replace(&mut self.symbols.table[symbol].is_choice_value, true) {
            self.menus[choice].choice_members.push(symbol);
        }
    }

    /// Tells whether a block that starts here would nest too deep; it is then
    /// left out, and so is its end.
    fn is_too_deep(&mut self, at: Location) -> bool {
        if self.blocks.len() < MAX_BLOCKS {
            return false;
        }
        if self.n_too_deep == 0 {
            let message = format!("blocks nest more than {MAX_BLOCKS} deep; this one does not count");
            self.diagnostics.push(Diagnostic::error("nesting-too-deep", at, message));
        }
        self.n_too_deep += 1;
        true
    }

    fn end_block(&mut self, at: Location, kind: BlockKind) {
        if self.n_too_deep > 0 {
            self.n_too_deep -= 1;
            return;
        }
        let Some(&block) = self.blocks.last() else {
            self.invalid(at, format!("no `{}` is open here", kind.name()));
            return;
        };
        let expected = block.kind.name();
        let opened = self.menus[block.menu].location;
        if block.kind != kind {
            let message = format!("unexpected '{}' within {expected} block", kind.name());
            self.diagnostics.push(
                Diagnostic::error("unexpected-end", at, message)
                    .label(opened, format!("the '{expected}' that is open"))
                    .help(format!("expected `end{expected}`")),
            );
            self.pop_block();
            return;
        }
        if opened.file != at.file {
            let message = format!("'{}' in different file than '{expected}'", kind.name());
            self.diagnostics.push(
                Diagnostic::error("end-in-different-file", at, message)
                    .label(opened, format!("location of the '{expected}'")),
            );
        }
        self.pop_block();
    }

    fn pop_block(&mut self) {
        if self.blocks.pop().is_some_and(|block| block.kind == BlockKind::Choice) {
            self.choice = None;
        }
    }

    // Nodes and properties

    fn add_menu(&mut self, symbol: Option<SymbolId>, location: Location) -> MenuId {
        self.last_child.push(None);
        self.menus.push(Menu {
            symbol,
            parent: None,
            next: None,
            list: None,
            prompt: None,
            visible_if: None,
            dep: None,
            help: None,
            location,
            choice_members: Vec::new(),
        })
    }

    /// `menu_add_entry`
    fn add_entry(&mut self, symbol: Option<SymbolId>, location: Location) -> MenuId {
        let parent = self.blocks.last().map_or(MenuId::ROOT, |block| block.menu);
        let menu = self.add_menu(symbol, location);
        self.menus[menu].parent = Some(parent);
        match self.last_child[parent].replace(menu) {
            Some(before) => self.menus[before].next = Some(menu),
            None => self.menus[parent].list = Some(menu),
        }
        if let Some(symbol) = symbol {
            self.symbols.table[symbol].menus.push(menu);
        }
        self.current = menu;
        menu
    }

    /// `menu_add_prop`
    fn add_property(&mut self, location: Location, kind: PropertyKind, cond: Option<ExprId>) -> PropertyId {
        let menu = self.current;
        let property = self.properties.push(Property { kind, cond, menu, location });
        if let Some(symbol) = self.menus[menu].symbol {
            self.symbols.table[symbol].properties.push(property);
        }
        property
    }

    fn trim_prompt(&mut self, at: Location, text: Arc<str>) -> Arc<str> {
        let trimmed = text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '\x0b');
        if trimmed.len() == text.len() {
            return text;
        }
        self.diagnostics.push(Diagnostic::warning("leading-whitespace", at, "leading whitespace ignored"));
        trimmed.into()
    }

    /// `menu_add_prompt`
    fn add_prompt(&mut self, at: Location, text: Arc<str>, cond: Option<ExprId>, is_menu: bool) {
        let text = self.trim_prompt(at, text);
        let menu = self.current;
        if self.menus[menu].prompt.is_some() {
            self.diagnostics.push(Diagnostic::warning("prompt-redefined", at, "prompt redefined"));
        }
        let mut cond = cond;
        if !is_menu {
            // The `visible if` of all menus around it.
            let mut around = self.menus[menu].parent;
            while let Some(menu) = around {
                if self.menus[menu].visible_if.is_some() {
                    cond = self.exprs.and(cond, self.menus[menu].visible_if);
                }
                around = self.menus[menu].parent;
            }
        }
        let prompt = self.add_property(at, PropertyKind::Prompt { text, is_menu }, cond);
        self.menus[menu].prompt = Some(prompt);
    }

    /// `menu_set_type`
    fn set_type(&mut self, at: Location, ty: SymbolType) {
        let Some(symbol) = self.menus[self.current].symbol else { return };
        let before = self.symbols.table[symbol].ty;
        if before == SymbolType::Unknown {
            self.symbols.table[symbol].ty = ty;
        } else if before != ty {
            let message = format!(
                "ignoring type redefinition of '{}' from '{}' to '{}'",
                self.entry_name(),
                before.name(),
                ty.name()
            );
            // conf names the line of the entry, not of the type.
            let entry = self.menus[self.current].location;
            let diagnostic = Diagnostic::warning("type-redefined", entry, message);
            self.diagnostics.push(diagnostic.label(at, "the type that is ignored"));
        }
    }

    fn finish(mut self) -> Model {
        let modules_sym = self.modules_sym.unwrap_or(SymbolId::NO);
        if self.menus[MenuId::ROOT].prompt.is_none() {
            self.current = MenuId::ROOT;
            let location = self.menus[MenuId::ROOT].location;
            self.add_prompt(location, "Main menu".into(), None, true);
        }
        let finished = finalize::finalize(
            &mut self.menus,
            &mut self.properties,
            &mut self.exprs,
            &mut self.symbols,
            modules_sym,
        );
        self.exprs.seal();
        let mut model = Model {
            names: self.names,
            symbols: self.symbols,
            menus: self.menus,
            properties: self.properties,
            exprs: self.exprs,
            files: self.files,
            modules_sym,
            env_used: self.expander.env_used,
            diagnostics: Vec::new(),
            n_parse_diagnostics: self.diagnostics.len(),
        };
        let mut diagnostics = self.diagnostics;
        check::check_definitions(&model, &finished, &mut diagnostics);
        cycle::check_cycles(&model, &mut diagnostics);
        model.diagnostics = diagnostics;
        model
    }
}

/// Tells whether an expression is one bare word.
fn is_name(nodes: &[ExprNode], expr: syntax::Expr) -> bool {
    expr.end - expr.start == 1
        && matches!(nodes.get(expr.start as usize), Some(ExprNode::Symbol(Word { quote: None, .. })))
}

#[cfg(test)]
mod tests {
    use kconfig_vfs::{NoHost, Vfs};

    use super::*;

    fn model(text: &str) -> Model {
        let tree: Vfs = [("Kconfig", text)].into_iter().collect();
        load(&tree, &NoHost, "Kconfig", &mut ParseCache::default())
    }

    #[test]
    fn blocks_beyond_the_bound_are_left_out() {
        let n = 3 * MAX_BLOCKS;
        let text = format!(
            "{}config B\n\tbool \"b\"\n{}config A\n\tdef_bool y\n",
            "if A\n".repeat(n),
            "endif\n".repeat(n)
        );
        let model = model(&text);
        let codes: Vec<&str> = model.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, ["nesting-too-deep"]);
        assert!(model.find("B").is_some_and(|b| !model.symbol(b).menus.is_empty()));
    }

    #[test]
    fn deep_conditions_need_no_stack() {
        let deep = (0..20_000).fold(String::from("A"), |inner, i| format!("!(B{} && {inner})", i % 7));
        let model = model(&format!("config X\n\tbool \"x\"\n\tdepends on {deep}\n"));
        assert!(model.diagnostics.is_empty());
        assert!(model.find("X").is_some_and(|x| model.symbol(x).dir_dep.is_some()));
    }
}
