//! The order of a .config: what of it does not change with the values.

use kconfig_base::idx::Idx as _;
use kconfig_eval::Evaluation;
use kconfig_model::{MenuId, Model, PropertyKind, SymbolId};

use crate::write::{push, push_line};

/// What a .config may have, in its order.
///
/// Walking a kernel's menu takes longer than writing what most configurations
/// have of it, so that one who writes a model often keeps this.
#[derive(Clone, Debug)]
pub struct Layout {
    steps: Vec<Step>,
}

/// A place of a .config.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// A definition of a symbol.
    Symbol(SymbolId),
    /// A comment.
    Comment(MenuId),
    /// A menu; what is in it follows.
    Menu(MenuId),
    /// Its end.
    End(MenuId),
}

impl Layout {
    /// Walks the menu of a model.
    pub fn new(model: &Model) -> Self {
        Self::below(model, MenuId::ROOT)
    }

    /// Walks what stands below a menu node.
    pub(crate) fn below(model: &Model, root: MenuId) -> Self {
        let mut steps = Vec::new();
        let mut at = model.menu(root).list;
        while let Some(menu) = at {
            match model.menu(menu).symbol {
                Some(symbol) if model.symbol(symbol).is_choice() => {}
                Some(symbol) => steps.push(Step::Symbol(symbol)),
                None if is_menu(model, menu) => steps.push(Step::Menu(menu)),
                // An `if` has no text and is no place.
                None if model.menu(menu).prompt.is_none() => {}
                None => steps.push(Step::Comment(menu)),
            }
            at = model.menu(menu).list.or_else(|| {
                // Up to the next node, closing the menus on the way.
                let mut done = menu;
                loop {
                    if is_menu(model, done) {
                        steps.push(Step::End(done));
                    }
                    if let Some(next) = model.menu(done).next {
                        return Some(next);
                    }
                    done = model.menu(done).parent.filter(|&parent| parent != root)?;
                }
            });
        }
        Self { steps }
    }

    /// Writes the whole .config of a configuration of this model, as
    /// [`write`](crate::write) does.
    pub fn write(&self, evaluation: &Evaluation, prefix: &str) -> String {
        let title = evaluation.model.prompt_text(MenuId::ROOT).unwrap_or_default();
        let mut out = String::new();
        push(&mut out, &["#\n# Automatically generated file; DO NOT EDIT.\n# ", title, "\n#\n"]);
        write_steps(&self.steps, evaluation, prefix, &mut out);
        out
    }

    /// Writes what stands below a `menu`, as [`write_menu`](crate::write_menu)
    /// does.
    pub fn write_menu(&self, evaluation: &Evaluation, menu: MenuId, prefix: &str) -> String {
        let place = |step: Step| self.steps.iter().position(|&other| other == step);
        let inside = match (place(Step::Menu(menu)), place(Step::End(menu))) {
            (Some(start), Some(end)) => &self.steps[start + 1..end],
            _ => return crate::write_menu(evaluation, menu, prefix),
        };
        let mut out = String::new();
        write_steps(inside, evaluation, prefix, &mut out);
        out
    }

    /// Writes all lines, without what stands above them.
    pub(crate) fn write_lines(&self, evaluation: &Evaluation, prefix: &str) -> String {
        let mut out = String::new();
        write_steps(&self.steps, evaluation, prefix, &mut out);
        out
    }
}

/// Writes the lines of some places, among which each menu has its end.
fn write_steps(steps: &[Step], evaluation: &Evaluation, prefix: &str, out: &mut String) {
    let model = &*evaluation.model;
    let mut written = vec![false; model.n_symbols()];
    let mut needs_newline = false;
    // Whether the menus around are shown.
    let mut around: Vec<bool> = Vec::new();
    for &step in steps {
        match step {
            Step::Symbol(symbol) => {
                if evaluation.value(symbol).write && !std::mem::replace(&mut written[symbol.index()], true) {
                    if std::mem::take(&mut needs_newline) {
                        out.push('\n');
                    }
                    push_line(evaluation, symbol, prefix, out);
                }
            }
            Step::Comment(menu) | Step::Menu(menu) => {
                let is_visible = evaluation.is_menu_visible(menu);
                if is_visible {
                    push(out, &["\n#\n# ", model.prompt_text(menu).unwrap_or_default(), "\n#\n"]);
                    needs_newline = false;
                }
                if matches!(step, Step::Menu(_)) {
                    around.push(is_visible);
                }
            }
            Step::End(menu) => {
                if around.pop().unwrap_or_default() {
                    push(out, &["# end of ", model.prompt_text(menu).unwrap_or_default(), "\n"]);
                    needs_newline = true;
                }
            }
        }
    }
}

/// Tells whether a node is a `menu`.
fn is_menu(model: &Model, menu: MenuId) -> bool {
    let node = model.menu(menu);
    node.symbol.is_none()
        && node.prompt.is_some_and(|prompt| {
            matches!(model.property(prompt).kind, PropertyKind::Prompt { is_menu: true, .. })
        })
}
