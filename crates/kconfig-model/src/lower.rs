//! The walk over the files: statements to symbols and menu nodes (parser.y).

mod attribute;
mod defined;
mod error;
mod node;
mod statement;
mod text;

pub use defined::add_defined_names;

use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use kconfig_base::{Diagnostic, FileId, IndexVec, Interner, Location, Severity, Span};
use kconfig_syntax as syntax;
use kconfig_syntax::StatementKind;
use kconfig_vfs::{Files, Host};
use rustc_hash::FxHashMap;

use crate::block::BlockKind;
use crate::expand::Expander;
use crate::expr::Exprs;
use crate::menu::{Menu, MenuId, Property, PropertyId};
use crate::model::{Model, ShellCall, SourceFile};
use crate::semantics::Semantics;
use crate::symbol::{SymbolId, Symbols};
use crate::{check, cycle, finalize};

/// How deep `menu`, `if` and `choice` may nest; conf's parser gives up at about
/// half of that ("memory exhausted").
const MAX_BLOCKS: usize = 10_000;

/// Parsed files by their text, to be shared between arches and patches.
#[derive(Default)]
pub struct ParseCache {
    files: FxHashMap<(Content, syntax::Dialect), Arc<syntax::File>>,
}

/// A text as a key: equal by all of it, found by its length and its end, so
/// that no text is read once more to be hashed.
#[derive(PartialEq, Eq)]
struct Content(Arc<str>);

impl Hash for Content {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let bytes = self.0.as_bytes();
        bytes.len().hash(state);
        bytes[bytes.len().saturating_sub(64)..].hash(state);
    }
}

impl ParseCache {
    /// Counts the bytes of the texts whose parses are kept.
    pub fn n_bytes(&self) -> usize {
        self.files.keys().map(|(content, _)| content.0.len()).sum()
    }

    /// Parses a text, or gives the parse it had.
    fn parse(&mut self, text: &Arc<str>, dialect: syntax::Dialect) -> Arc<syntax::File> {
        let entry = self.files.entry((Content(text.clone()), dialect));
        entry.or_insert_with(|| Arc::new(syntax::parse(text, dialect))).clone()
    }
}

/// Reads a tree from its root file (`conf_parse` in parser.y).
///
/// Never fails: what cannot be read or understood is left out, and
/// [`Model::diagnostics`] says so.
pub fn load(files: &dyn Files, host: &dyn Host, root: &str, cache: &mut ParseCache) -> Model {
    load_as(Semantics::default(), files, host, root, cache)
}

/// Reads a tree by the rules of a version of the kernel.
pub fn load_as(
    semantics: Semantics,
    files: &dyn Files,
    host: &dyn Host,
    root: &str,
    cache: &mut ParseCache,
) -> Model {
    let mut lowerer = Lowerer::new(semantics, files, host, cache);
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

/// Tells whether a file was read to a last line that has no newline.
fn is_unfinished(reader: &Reader, ast: &syntax::File) -> bool {
    reader.next == ast.statements.len()
        && ast.errors.last().is_some_and(|error| error.code == "no-newline-at-end")
}

/// An open `menu`, `if` or `choice`.
#[derive(Clone, Copy)]
struct Block {
    menu: MenuId,
    kind: BlockKind,
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
    semantics: Semantics,
    /// Whether attributes are looked at; else only entries, blocks and files.
    has_attributes: bool,
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
    /// Whether the last thing that was read is the help text at the end of a
    /// file that was brought in.
    after_help: bool,
    /// Whether the statement that is being read hangs on a command without an
    /// answer.
    is_unknown: bool,
    /// The nodes with such statements.
    unknown_menus: Vec<MenuId>,
    shell_calls: Vec<ShellCall>,
}

impl<'a> Lowerer<'a> {
    fn new(
        semantics: Semantics,
        files: &'a dyn Files,
        host: &'a dyn Host,
        cache: &'a mut ParseCache,
    ) -> Self {
        let mut names = Interner::new();
        let symbols = Symbols::new(&mut names);
        let start = Location { file: FileId::from_raw(0), span: Span::default() };
        let mut lowerer = Self {
            semantics,
            has_attributes: true,
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
            after_help: false,
            is_unknown: false,
            unknown_menus: Vec::new(),
            shell_calls: Vec::new(),
        };
        lowerer.add_menu(None, start);
        lowerer
    }

    fn run(&mut self, root: &str) {
        if !self.open(root, None) {
            let message = format!("can't find file {root}");
            let diagnostic = Diagnostic::new("missing-file", Severity::Error, None, message.clone());
            self.diagnostics
                .push(diagnostic.conf_text(message + "\n").help("name the root file of a Kconfig tree"));
        }
        while let Some(file) = self.readers.last().map(|reader| reader.file) {
            let ast = self.asts[file].clone();
            self.read_on(file, &ast);
        }
    }

    /// Reads the innermost file up to its next `source`, or to its end.
    fn read_on(&mut self, file: FileId, ast: &syntax::File) {
        let n_readers = self.readers.len();
        while self.readers.len() == n_readers {
            let Some(reader) = self.readers.last_mut() else { return };
            let Some(statement) = ast.statements.get(reader.next) else {
                self.close();
                return;
            };
            reader.next += 1;
            if is_unfinished(reader, ast) {
                // conf is at the end of the file when it knows the statement.
                self.syntax_errors_before(u32::MAX);
                let around = n_readers.checked_sub(2).map(|around| self.readers[around].file);
                if let Some(around) = around {
                    let path = self.files[around].path.clone();
                    self.files[file].unfinished = Some((statement.span.start, path));
                } else if !self.semantics.ends_the_last_line() {
                    self.unfinished(Location { file, span: statement.span });
                }
            } else if reader.next_error < ast.errors.len() {
                let end = self.line_end(file, statement.span.end);
                self.syntax_errors_before(end);
            }
            let after_help = self.after_help;
            self.after_help &= matches!(statement.kind, StatementKind::Macros(_));
            if after_help && matches!(statement.kind, StatementKind::Assign(..)) {
                self.assign_after_help(file, statement);
            } else {
                self.statement(file, ast, statement, true);
            }
            self.has_statements = true;
        }
    }

    /// Starts to read a file; tells whether there is one.
    fn open(&mut self, path: &str, source: Option<Location>) -> bool {
        let path: Arc<str> = path.into();
        let file = match self.file_ids.get(&path) {
            Some(&file) => file,
            None => {
                let Some(text) = self.disk.read(&path) else { return false };
                let ast = self.cache.parse(&text, self.semantics.dialect());
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
        let n_blocks = self.readers.last().map_or(0, |reader| reader.n_blocks);
        // To conf a file ends no entry: its options may go on in the one around.
        if self.readers.len() == 1 || self.blocks.len() > n_blocks {
            self.end_entry(self.next_location());
        }
        let Some(reader) = self.readers.pop() else { return };
        let last = self.asts[reader.file].statements.last();
        self.after_help |= last.is_some_and(|last| matches!(last.kind, StatementKind::Help(_)));
        while self.blocks.len() > reader.n_blocks {
            let Some(block) = self.blocks.pop() else { break };
            let location = self.menus[block.menu].location;
            let diagnostic =
                Diagnostic::error("missing-end", location, "missing end statement for this entry")
                    .help(format!("add `end{}` before the end of the file", block.kind.name()));
            self.diagnostics.push(diagnostic);
            if block.kind == BlockKind::Choice {
                self.choice = None;
            }
        }
    }

    /// The symbols of the nodes that hang on a command without an answer, and of
    /// those within such a menu or `if`.
    fn unknown_symbols(&self) -> Vec<SymbolId> {
        let mut is_unknown: IndexVec<MenuId, bool> = IndexVec::from_elem(false, self.menus.len());
        for &menu in &self.unknown_menus {
            is_unknown[menu] = true;
        }
        // The root has what the tree says outside of any entry.
        is_unknown[MenuId::ROOT] = false;
        let mut symbols = Vec::new();
        // Parents stand before what they hold.
        for (id, menu) in self.menus.iter_enumerated() {
            is_unknown[id] |= menu.parent.is_some_and(|parent| is_unknown[parent]);
            if is_unknown[id] {
                symbols.extend(menu.symbol);
            }
        }
        symbols.sort_unstable();
        symbols.dedup();
        symbols
    }

    fn finish(mut self) -> Model {
        let modules_sym = self.modules_sym.unwrap_or(SymbolId::NO);
        if self.menus[MenuId::ROOT].prompt.is_none() {
            self.current = MenuId::ROOT;
            let location = self.menus[MenuId::ROOT].location;
            self.add_prompt(location, "Main menu".into(), None, true);
        }
        let unknown_symbols = self.unknown_symbols();
        for menu in self.menus.iter_mut() {
            // From here on both are what they become.
            (menu.own_dep, menu.block) = (menu.dep, menu.parent);
        }
        let finished = finalize::finalize(
            self.semantics,
            &mut self.menus,
            &mut self.properties,
            &mut self.exprs,
            &mut self.symbols,
            modules_sym,
        );
        self.exprs.seal();
        let mut model = Model {
            semantics: self.semantics,
            names: self.names,
            symbols: self.symbols,
            menus: self.menus,
            properties: self.properties,
            exprs: self.exprs,
            files: self.files,
            modules_sym,
            env_used: self.expander.env_used,
            shell_calls: self.shell_calls,
            unknown_symbols,
            diagnostics: Vec::new(),
            n_parse_diagnostics: self.diagnostics.len(),
            table: OnceLock::new(),
        };
        let mut diagnostics = self.diagnostics;
        check::check_definitions(&model, finished, &mut diagnostics);
        if self.semantics.tells_places_of_cycles() {
            cycle::check_cycles_by_table(&model, &mut diagnostics);
        } else {
            cycle::check_cycles(&model, &mut diagnostics);
        }
        model.diagnostics = diagnostics;
        model
    }
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
