//! The statements that make entries and blocks (the actions of parser.y).

use kconfig_base::{Diagnostic, FileId, Location};
use kconfig_syntax as syntax;
use kconfig_syntax::{ExprNode, StatementKind, SymbolType, SyntaxError, Word};

use super::text::EmptyWords;
use super::{Block, BlockKind, Entry, Lowerer, MAX_BLOCKS, Reader, is_unfinished};
use crate::menu::{MenuId, PropertyKind};
use crate::symbol::SymbolId;

impl Lowerer<'_> {
    pub(super) fn statement(
        &mut self,
        file: FileId,
        ast: &syntax::File,
        statement: &syntax::Statement,
        may_reparse: bool,
    ) {
        let location = Location { file, span: statement.span };
        self.is_unknown = false;
        if let Err(EmptyWords(spans)) = self.lower(location, &ast.nodes, &statement.kind) {
            let text = self.files[file].text.clone();
            let mended = syntax::reparse_line(&text, statement.span, &spans, self.semantics.dialect());
            match mended.statements.first() {
                Some(statement) if may_reparse => self.statement(file, &mended, statement, false),
                Some(_) => self.invalid(location, "a macro of this line expands to nothing"),
                None => {}
            }
        }
        // Of the others, none says anything of the node that is there now.
        let is_about_node = !matches!(
            statement.kind,
            StatementKind::Macros(_)
                | StatementKind::Source(_)
                | StatementKind::Assign(..)
                | StatementKind::Mainmenu(_)
                | StatementKind::Menu(_)
                | StatementKind::Comment(_)
        );
        if self.is_unknown && is_about_node && self.unknown_menus.last() != Some(&self.current) {
            self.unknown_menus.push(self.current);
        }
    }

    pub(super) fn lower(
        &mut self,
        at: Location,
        nodes: &[ExprNode],
        kind: &StatementKind,
    ) -> Result<(), EmptyWords> {
        use StatementKind as S;
        match *kind {
            S::Type(..)
            | S::Prompt(..)
            | S::Default(..)
            | S::Select(..)
            | S::Imply(..)
            | S::Range(..)
            | S::Modules
            | S::Optional
            | S::Transitional
            | S::DependsOn(..)
            | S::Visible(_)
            | S::Help(_) => {
                return if self.has_attributes { self.attribute(at, nodes, kind) } else { Ok(()) };
            }
            S::Macros(ref words) => return self.macros(at, words),
            S::Invalid { ref macros, ref error } => return self.mend(at, macros, error),
            _ => self.end_entry(at),
        }
        if matches!(kind, S::Menu(_) | S::If(_) | S::Choice(_)) && self.is_too_deep(at) {
            return Ok(());
        }
        let in_choice = self.choice.is_some();
        if in_choice
            && matches!(
                kind,
                S::Menuconfig(_) | S::Menu(_) | S::Source(_) | S::Choice(_) | S::Assign(..) | S::Mainmenu(_)
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
                if self.is_unknown {
                    // A name that nobody knows; n is not to be defined.
                    return Err(EmptyWords(vec![word.span]));
                }
                self.add_entry(Some(symbol), at);
                self.entry = if matches!(kind, S::Config(_)) { Entry::Config } else { Entry::Menuconfig };
            }
            S::Choice(name) => {
                let symbol = match name {
                    None => self.symbols.add_choice(),
                    Some(name) => {
                        let span = name.span;
                        let name = self.text(at, name);
                        if name.is_empty() {
                            return Err(EmptyWords(vec![span]));
                        }
                        self.symbols.named_choice(&mut self.names, &name)
                    }
                };
                let menu = self.add_entry(Some(symbol), at);
                if !self.semantics.has_choice_values() {
                    self.set_type(at, SymbolType::Bool);
                }
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
    pub(super) fn macros(&mut self, at: Location, words: &[Word]) -> Result<(), EmptyWords> {
        for &word in words {
            let text = self.text(at, word);
            if !text.is_empty() {
                let error = SyntaxError {
                    span: word.span,
                    code: "invalid-statement",
                    is_warning: false,
                    message: format!("unknown statement \"{text}\""),
                    expected: Some("a macro at the start of a line is to expand to nothing".into()),
                };
                self.syntax_error(at.file, &error);
                break;
            }
        }
        Ok(())
    }

    /// A line that is no statement, unless a macro in it expands to nothing.
    pub(super) fn mend(
        &mut self,
        at: Location,
        macros: &[Word],
        error: &SyntaxError,
    ) -> Result<(), EmptyWords> {
        let mut empty = Vec::new();
        for &word in macros {
            if self.text(at, word).is_empty() {
                empty.push(word.span);
            }
        }
        if !empty.is_empty() {
            return Err(EmptyWords(empty));
        }
        self.syntax_error(at.file, error);
        Ok(())
    }

    pub(super) fn source(&mut self, at: Location, word: Word) {
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
                if self.semantics.shows_inclusion_cycle_only() && *file == path {
                    break;
                }
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

    pub(super) fn entry_name(&self) -> String {
        let name = self.menus[self.current].symbol.and_then(|symbol| self.symbols.table[symbol].name);
        name.map_or("<choice>".into(), |name| self.names.resolve(name).to_owned())
    }

    /// Checks an entry when its attributes are over (`config_stmt`,
    /// `menuconfig_stmt` and `choice_entry` of the grammar).
    ///
    /// `next` is where conf has read to.
    pub(super) fn end_entry(&mut self, next: Location) {
        let menu = self.current;
        let location = self.menus[menu].location;
        match std::mem::replace(&mut self.entry, Entry::None) {
            Entry::Config => {
                let choice = self.choice.filter(|_| !self.semantics.has_choice_values());
                if let (Some(choice), Some(symbol)) = (choice, self.menus[menu].symbol) {
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
                if self.menus[menu].prompt.is_none() && !self.semantics.has_choice_values() {
                    let message = "error: choice must have a prompt";
                    self.diagnostics.push(Diagnostic::error("choice-without-prompt", location, message));
                }
                self.choice = Some(menu);
            }
            Entry::None | Entry::Menu | Entry::Comment => {}
        }
    }

    pub(super) fn add_choice_member(&mut self, choice: MenuId, menu: MenuId, symbol: SymbolId) {
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
    pub(super) fn is_too_deep(&mut self, at: Location) -> bool {
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

    pub(super) fn end_block(&mut self, at: Location, kind: BlockKind) {
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
        if Some(opened.file) != self.file_read_to(at.file) {
            let message = format!("'{}' in different file than '{expected}'", kind.name());
            self.diagnostics.push(
                Diagnostic::error("end-in-different-file", at, message)
                    .label(opened, format!("location of the '{expected}'")),
            );
        }
        self.pop_block();
    }

    /// The file that conf is in when it has read a statement: where no newline
    /// ends the last line of one, that is the file around it.
    fn file_read_to(&self, file: FileId) -> Option<FileId> {
        let (last, around) = self.readers.split_last()?;
        let is_unfinished = is_unfinished(last, &self.asts[last.file]);
        if is_unfinished { around.last().map(|reader| reader.file) } else { Some(file) }
    }

    pub(super) fn pop_block(&mut self) {
        if self.blocks.pop().is_some_and(|block| block.kind == BlockKind::Choice) {
            self.choice = None;
        }
    }
}
