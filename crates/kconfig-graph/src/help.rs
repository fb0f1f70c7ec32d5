//! What conf says to `?`: the help text, and all about the symbol
//! (`menu_get_ext_help` and `get_symbol_str` in menu.c).

use std::fmt::Write as _;

use kconfig_base::Tristate;
use kconfig_eval::Lazy;
use kconfig_model::{ExprId, MenuId, Model, PropertyKind, SymbolId, SymbolType};

/// How many menus above a prompt are shown at most.
const MAX_LOCATION: usize = 8;

/// Gives the help of a menu node; `prefix` is `CONFIG_` in the kernel.
///
/// Some values are computed on the way, and where conf shows one as it was
/// before, so does this.
pub fn ext_help(lazy: &mut Lazy, menu: MenuId, prefix: &str) -> String {
    let model = lazy.model().clone();
    let symbol = model.menu(menu).symbol;
    let mut out = String::new();
    match (model.conf_help(menu), symbol) {
        (Some(help), Some(symbol)) => {
            if model.symbol(symbol).name.is_some() {
                let _ = write!(out, "{prefix}{}:\n\n", model.name(symbol));
            }
            out.push_str(&help);
        }
        _ => out.push_str("There is no help available for this option."),
    }
    out.push('\n');
    if let Some(symbol) = symbol {
        Writer { model: &model, lazy, out: &mut out }.symbol(symbol);
    }
    out
}

struct Writer<'a> {
    model: &'a Model,
    lazy: &'a mut Lazy,
    out: &'a mut String,
}

impl Writer<'_> {
    fn symbol(&mut self, id: SymbolId) {
        let model = self.model;
        let symbol = model.symbol(id);
        if symbol.name.is_some() {
            let _ = writeln!(self.out, "Symbol: {} [={}]", model.name(id), self.lazy.text(id));
            let _ = writeln!(self.out, "Type  : {}", type_name(symbol.ty));
            if matches!(symbol.ty, SymbolType::Int | SymbolType::Hex) {
                if let Some((low, high)) = self.lazy.range(id) {
                    self.out.push_str("Range : [");
                    self.name(low);
                    self.out.push(' ');
                    self.name(high);
                    self.out.push_str("]\n");
                }
            }
        }
        // The definitions with prompts come before those without.
        for has_prompt in [true, false] {
            for &menu in symbol.menus.iter().filter(|&&menu| model.menu(menu).prompt.is_some() == has_prompt)
            {
                let (path, line) = model.conf_place(model.menu(menu).location);
                let _ = writeln!(self.out, "Defined at {path}:{line}");
                if has_prompt {
                    self.prompt(menu);
                } else {
                    self.dependency("  Depends on: ", model.menu(menu).dep);
                }
            }
        }
        self.targets(id, "Selects: ", |kind| match kind {
            PropertyKind::Select(target) => Some(*target),
            _ => None,
        });
        self.reverse("Selected by", symbol.rev_dep);
        self.targets(id, "Implies: ", |kind| match kind {
            PropertyKind::Imply(target) => Some(*target),
            _ => None,
        });
        self.reverse("Implied by", symbol.weak_rev_dep);
        self.out.push_str("\n\n");
    }

    /// A symbol with its value; a constant has none.
    fn name(&mut self, symbol: SymbolId) {
        self.out.push_str(self.model.name(symbol));
        if self.model.symbol(symbol).ty != SymbolType::Unknown {
            let _ = write!(self.out, " [={}]", self.lazy.text(symbol));
        }
    }

    /// `get_dep_str`
    fn dependency(&mut self, title: &str, expr: Option<ExprId>) {
        let Some(expr) = expr.filter(|&expr| !self.model.exprs.is_yes(expr)) else { return };
        self.out.push_str(title);
        self.lazy.write_expr(expr, self.out);
        self.out.push('\n');
    }

    /// `get_prompt_str`
    fn prompt(&mut self, menu: MenuId) {
        let model = self.model;
        let dep = model.menu(menu).dep;
        let _ = writeln!(self.out, "  Prompt: {}", model.prompt_text(menu).unwrap_or_default());
        self.dependency("  Depends on: ", dep);
        let cond = model.menu(menu).prompt.and_then(|prompt| model.property(prompt).cond);
        if !model.exprs.is_equal(dep, cond) {
            self.dependency("  Visible if: ", cond);
        }
        let mut path = Vec::new();
        let mut at = Some(menu).filter(|&menu| menu != MenuId::ROOT);
        let mut is_found = false;
        while let Some(menu) = at.filter(|_| path.len() < MAX_LOCATION) {
            path.push(menu);
            // Nobody asks here which menu is shown, but conf looks, and that
            // computes values.
            is_found = is_found || self.lazy.is_menu_visible(menu);
            at = model.menu(menu).parent.filter(|&parent| parent != MenuId::ROOT);
        }
        self.out.push_str("  Location:\n");
        for (depth, &menu) in path.iter().rev().enumerate() {
            let symbol = model.menu(menu).symbol;
            let text = model.prompt_text(menu).or_else(|| symbol.map(|symbol| model.name(symbol)));
            let _ = write!(self.out, "{:1$}-> {2}", "", 2 * depth + 4, text.unwrap_or("(null)"));
            if let Some(symbol) = symbol {
                let _ = write!(self.out, " ({} [={}])", model.name(symbol), self.lazy.text(symbol));
            }
            self.out.push('\n');
        }
    }

    /// `get_symbol_props_str`
    fn targets(&mut self, id: SymbolId, title: &str, target: impl Fn(&PropertyKind) -> Option<SymbolId>) {
        let model = self.model;
        let mut is_first = true;
        for target in model.properties_of(id).filter_map(|property| target(&property.kind)) {
            self.out.push_str(if std::mem::take(&mut is_first) { title } else { " && " });
            self.name(target);
        }
        if !is_first {
            self.out.push('\n');
        }
    }

    /// `expr_gstr_print_revdep`, for each value
    fn reverse(&mut self, title: &str, expr: Option<ExprId>) {
        let Some(expr) = expr else { return };
        let operands = self.model.exprs.or_operands(expr);
        for level in [Tristate::Y, Tristate::M, Tristate::N] {
            let mut is_first = true;
            for &operand in &operands {
                if self.lazy.expr(Some(operand)) != level {
                    continue;
                }
                if std::mem::take(&mut is_first) {
                    let _ = writeln!(self.out, "{title} [{level}]:");
                }
                self.out.push_str("  - ");
                self.lazy.write_expr(operand, self.out);
                self.out.push('\n');
            }
        }
    }
}

/// `sym_type_name`
fn type_name(ty: SymbolType) -> &'static str {
    match ty {
        SymbolType::Bool => "bool",
        SymbolType::Tristate => "tristate",
        SymbolType::Int => "integer",
        SymbolType::Hex => "hex",
        SymbolType::String => "string",
        SymbolType::Unknown => "unknown",
    }
}
