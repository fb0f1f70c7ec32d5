//! The kernel's warnings about definitions (`sym_check_prop` in menu.c,
//! `choice_check_sanity` in parser.y).

use kconfig_base::idx::Idx as _;
use kconfig_base::{Diagnostic, Severity};
use kconfig_syntax::SymbolType;

use crate::expr::Expr;
use crate::finalize::Finished;
use crate::menu::{MenuId, Property, PropertyKind};
use crate::model::Model;
use crate::symbol::SymbolId;

/// Warns about the definitions, in the order in which `finished` lists them.
pub(crate) fn check_definitions(model: &Model, finished: &Finished, out: &mut Vec<Diagnostic>) {
    for &(menu, test) in &finished.tests {
        let (name, result) = (model.name(test.symbol), if test.result { 'y' } else { 'n' });
        let message = format!("boolean symbol {name} tested for 'm'? test forced to '{result}'");
        // conf says it on standard output, and without a place.
        let conf_text = format!("{message}\n");
        let location = Some(model.menu(menu).location);
        out.push(
            Diagnostic::new("bool-tested-for-m", Severity::Note, location, message)
                .conf_text(conf_text)
                .help(format!("{name} is y or n, never m")),
        );
    }
    let mut seen = vec![false; model.n_symbols()];
    for &menu in &finished.menus {
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
        for property in model.properties_of(symbol) {
            check_property(model, symbol, property, out);
        }
    }
}

fn check_property(model: &Model, symbol: SymbolId, property: &Property, out: &mut Vec<Diagnostic>) {
    let name = model.name(symbol);
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
                    format!("default for config symbol '{name}' must be a single symbol"),
                );
            }
            let Expr::Symbol(value) = model.exprs.get(value) else { return };
            if matches!(ty, SymbolType::Hex | SymbolType::Int) && !is_number(model, ty, value) {
                warn("invalid-number", format!("'{name}': number is invalid"));
            }
            if model.symbol(symbol).is_choice() {
                let choice = model.symbol(value).choice.and_then(|menu| model.menu(menu).symbol);
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
                    format!("config symbol '{name}' uses {verb}, but is not bool or tristate"),
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
