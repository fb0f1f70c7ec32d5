//! The statements one by one (the actions of parser.y).

use kconfig_base::{Diagnostic, FileId, Location, Span};
use kconfig_syntax as syntax;
use kconfig_syntax::{ExprNode, StatementKind, SymbolType, SyntaxError, Word};

use super::text::EmptyWords;
use super::{Block, BlockKind, Entry, Lowerer, MAX_BLOCKS, Reader};
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
        if let Err(EmptyWords(spans)) = self.lower(location, &ast.nodes, &statement.kind) {
            let text = self.files[file].text.clone();
            let mended = syntax::reparse_line(&text, statement.span, &spans);
            match mended.statements.first() {
                Some(statement) if may_reparse => self.statement(file, &mended, statement, false),
                Some(_) => self.invalid(location, "a macro of this line expands to nothing"),
                None => {}
            }
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
            | S::DependsOn(_)
            | S::Visible(_)
            | S::Help(_) => return self.attribute(at, nodes, kind),
            S::Macros(ref words) => return self.macros(at, words),
            S::Invalid { ref macros, ref error } => return self.mend(at, macros, error),
            _ => self.end_entry(),
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
                self.expand(at, |expander, site| expander.assign(&name, value.slice(&source), flavor, site));
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
                self.end_entry();
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

    pub(super) fn attribute(
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

    pub(super) fn set_modules(&mut self, at: Location) {
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

    pub(super) fn set_help(&mut self, at: Location, span: Span) {
        let location = Location { file: at.file, span };
        let raw = span.slice(&self.files[at.file].text);
        let is_blank = raw.trim_ascii().is_empty();
        let name = self.entry_name();
        if self.menus[self.current].help.is_some() {
            let text =
                format!("'{name}' defined with more than one help text -- only the last one will be used");
            self.parser_warning("help-redefined", at, text);
        }
        if is_blank {
            self.parser_warning("blank-help", at, format!("'{name}' defined with blank help text"));
        }
        self.menus[self.current].help = Some(location);
    }

    pub(super) fn entry_name(&self) -> String {
        let name = self.menus[self.current].symbol.and_then(|symbol| self.symbols.table[symbol].name);
        name.map_or("<choice>".into(), |name| self.names.resolve(name).to_owned())
    }

    /// Checks an entry when its attributes are over (`config_stmt`,
    /// `menuconfig_stmt` and `choice_entry` of the grammar).
    pub(super) fn end_entry(&mut self) {
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
                    let (path, line) = (self.files[location.file].path.clone(), self.site_line(location));
                    let text = "menuconfig statement without prompt";
                    let conf_text = format!("{path}:{line}: warning: {text}\n");
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
            return;
        }
        if opened.file != at.file {
            let message = format!("'{}' in different file than '{expected}'", kind.name());
            self.diagnostics.push(
                Diagnostic::error("end-in-different-file", at, message)
                    .label(opened, format!("location of the '{expected}'")),
            );
            return;
        }
        if kind == BlockKind::Choice {
            self.choice = None;
        }
        self.blocks.pop();
    }
}

/// Tells whether an expression is one bare word.
fn is_name(nodes: &[ExprNode], expr: syntax::Expr) -> bool {
    expr.end - expr.start == 1
        && matches!(nodes.get(expr.start as usize), Some(ExprNode::Symbol(Word { quote: None, .. })))
}
