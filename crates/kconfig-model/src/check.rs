//! The kernel's warnings about definitions (`sym_check_prop` in menu.c,
//! `choice_check_sanity` in parser.y).

use kconfig_base::idx::Idx as _;
use kconfig_base::{Diagnostic, IndexVec, Severity};
use kconfig_syntax::SymbolType;

use crate::expr::Expr;
use crate::finalize::Finished;
use crate::menu::{MenuId, Property, PropertyKind};
use crate::model::Model;
use crate::symbol::SymbolId;

/// Warns about the definitions, in the order in which `finished` lists them.
pub(crate) fn check_definitions(model: &Model, finished: Finished, out: &mut Vec<Diagnostic>) {
    let mut seen = vec![false; model.n_symbols()];
    // A choice with more than one definition is checked at the end of the first.
    let mut is_done: IndexVec<MenuId, bool> = IndexVec::from_elem(false, model.menus.len());
    for (symbol, is_unequal, location) in finished.forced {
        // `expr_transform` in expr.c prints it, to standard output.
        let forced = if is_unequal { 'y' } else { 'n' };
        let text = format!("boolean symbol {} tested for 'm'? test forced to '{forced}'", model.name(symbol));
        out.push(
            Diagnostic::new("bool-compared-with-m", Severity::Note, Some(location), text.clone())
                .conf_text(text + "\n"),
        );
    }
    let mut warnings = finished.warnings.into_iter().peekable();
    for &menu in &finished.menus {
        while let Some((_, warning)) = warnings.next_if(|(before, _)| *before == menu) {
            out.push(warning);
        }
        is_done[menu] = true;
        let Some(symbol) = model.menu(menu).symbol else { continue };
        if std::mem::replace(&mut seen[symbol.index()], true) {
            continue;
        }
        if model.symbol(symbol).ty == SymbolType::Unknown {
            let location = model.menu(menu).location;
            let message = "config symbol defined without type";
            out.push(
                Diagnostic::warning("symbol-without-type", location, message)
                    .help(format!("give {} a type such as `bool`", model.name(symbol))),
            );
        }
        if model.symbol(symbol).is_transitional {
            check_transitional(model, symbol, out);
        }
        let is_choice = model.semantics.has_choice_values() && model.symbol(symbol).is_choice();
        if is_choice && model.menu(menu).prompt.is_none() {
            let location = model.menu(menu).location;
            let message = "choice must have a prompt";
            out.push(Diagnostic::warning("choice-without-prompt", location, message));
        }
        for property in model.properties_of(symbol) {
            check_property(model, symbol, property, &is_done, out);
        }
    }
}

/// An error where a transitional symbol has more than a type and a help text.
fn check_transitional(model: &Model, symbol: SymbolId, out: &mut Vec<Diagnostic>) {
    let conditions = model.symbol(symbol).menus.iter().filter(|&&menu| {
        let dep = model.menu(menu).dep;
        dep.is_some_and(|dep| !model.exprs.is_yes(dep))
    });
    let locations = conditions.map(|&menu| model.menu(menu).location);
    let properties = model.properties_of(symbol).map(|property| property.location);
    if let Some(location) = locations.chain(properties).next() {
        let message = "error: transitional symbols can only have help sections";
        out.push(
            Diagnostic::error("transitional-with-more", location, message)
                .help("leave it a type, `transitional` and a help text; others may read it as a default"),
        );
    }
}

fn check_property(
    model: &Model,
    symbol: SymbolId,
    property: &Property,
    is_done: &IndexVec<MenuId, bool>,
    out: &mut Vec<Diagnostic>,
) {
    let name = || model.name(symbol);
    let ty = model.symbol(symbol).ty;
    let mut warn = |code: &'static str, message: String| {
        out.push(Diagnostic::warning(code, property.location, message));
    };
    match property.kind {
        PropertyKind::Default(value) => {
            let is_single = matches!(model.exprs.get(value), Expr::Symbol(_));
            if !is_single && matches!(ty, SymbolType::String | SymbolType::Int | SymbolType::Hex) {
                warn(
                    "default-not-single-symbol",
                    format!("default for config symbol '{}' must be a single symbol", name()),
                );
            }
            let Expr::Symbol(value) = model.exprs.get(value) else { return };
            if matches!(ty, SymbolType::Hex | SymbolType::Int) && !is_number(model, ty, value) {
                warn("invalid-number", format!("'{}': number is invalid", name()));
            }
            if model.symbol(symbol).is_choice() {
                let around = model.symbol(value).choice;
                let around = around.filter(|&menu| is_done[menu] || !model.semantics.has_choice_values());
                let choice = around.and_then(|menu| model.menu(menu).symbol);
                if choice != Some(symbol) {
                    let value = model.name(value);
                    warn(
                        "choice-default-not-member",
                        format!("choice default symbol '{value}' is not contained in the choice"),
                    );
                }
            }
        }
        PropertyKind::Select(target) | PropertyKind::Imply(target) => {
            let verb = if matches!(property.kind, PropertyKind::Select(_)) { "select" } else { "imply" };
            let target_ty = model.symbol(target).ty;
            if !ty.is_tristate_like() {
                warn(
                    "selector-not-bool",
                    format!("config symbol '{}' uses {verb}, but is not bool or tristate", name()),
                );
            } else if target_ty != SymbolType::Unknown && !target_ty.is_tristate_like() {
                let target = model.name(target);
                warn(
                    "selected-not-bool",
                    format!(
                        "'{target}' has wrong type. '{verb}' only accept arguments of bool and tristate type"
                    ),
                );
            }
        }
        PropertyKind::Range(low, high) => {
            if !matches!(ty, SymbolType::Int | SymbolType::Hex) {
                warn("range-not-number", "range is only allowed for int or hex symbols".into());
            }
            if !is_number(model, ty, low) || !is_number(model, ty, high) {
                warn("invalid-range", "range is invalid".into());
            }
        }
        PropertyKind::Prompt { .. } | PropertyKind::Comment(_) => {}
    }
}

/// `menu_validate_number`
fn is_number(model: &Model, ty: SymbolType, value: SymbolId) -> bool {
    match model.symbol(value).ty {
        SymbolType::Int | SymbolType::Hex => true,
        SymbolType::Unknown => string_valid(ty, model.name(value)),
        _ => false,
    }
}

/// Tells whether a text is a value of the type (`sym_string_valid` in symbol.c).
pub fn string_valid(ty: SymbolType, text: &str) -> bool {
    match ty {
        SymbolType::String => true,
        SymbolType::Int => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_plain && (digits == "0" || !digits.starts_with('0'))
        }
        SymbolType::Hex => {
            let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text);
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        }
        SymbolType::Bool | SymbolType::Tristate => text.starts_with(['y', 'Y', 'm', 'M', 'n', 'N']),
        SymbolType::Unknown => false,
    }
}

/// Errors about the members of one choice (`choice_check_sanity`).
pub(crate) fn check_choice(model: &Model, choice: MenuId, out: &mut Vec<Diagnostic>) {
    for menu in model.menus_below(choice) {
        let Some(symbol) = model.menu(menu).symbol else { continue };
        for property in model.properties_of(symbol) {
            match property.kind {
                PropertyKind::Default(_) => out.push(choice_error(
                    property,
                    "choice-member-default",
                    "defaults for choice values not supported",
                )),
                PropertyKind::Prompt { is_menu: false, .. }
                    if property.menu != menu
                        && model.menu(property.menu).parent != model.menu(menu).parent =>
                {
                    out.push(choice_error(
                        property,
                        "choice-member-prompt-outside",
                        "choice value has a prompt outside its choice group",
                    ));
                }
                _ => {}
            }
        }
    }
}

fn choice_error(property: &Property, code: &'static str, message: &str) -> Diagnostic {
    Diagnostic::error(code, property.location, format!("error: {message}"))
}
