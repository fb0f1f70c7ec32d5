//! The symbol in focus: its value, why, why not, and where it is defined.

use std::rc::Rc;

use kconfig::view::{DefinitionView, SelectorView, StateView, SymbolView, WhyLine};
use yew::prelude::*;

use super::value::{Badge, ValueBox, is_text, overruled, value_class, values_of};
use crate::state::{Action, Dispatch};

/// The deepest indentation of a chain.
const MAX_INDENT: u32 = 9;

/// What [`SymbolPanel`] shows, and whom it tells.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct SymbolPanelProps {
    /// The state to show.
    pub view: Rc<StateView>,
    /// Gets a symbol and its new user value; none clears it.
    pub on_set: Callback<(String, Option<String>)>,
    /// Gets the symbol that the person wants to know about.
    pub on_focus: Callback<String>,
    /// Gets what there is to say.
    pub page: Dispatch,
}

/// All about the symbol in focus.
#[component]
pub fn SymbolPanel(props: &SymbolPanelProps) -> Html {
    let body = match &props.view.symbol {
        None => html! {
            <p class="symbol-hint">{ "Choose a symbol in the menu, the graph or a message." }</p>
        },
        Some(symbol) => html! {
            <>
                { head(symbol) }
                { value_control(symbol, props) }
                { chain("Why", &symbol.why, &props.on_focus) }
                { chain("Why not higher", &symbol.why_not, &props.on_focus) }
                { selectors("Selected by", &symbol.selected_by, &props.on_focus) }
                { selectors("Implied by", &symbol.implied_by, &props.on_focus) }
                { definitions(&symbol.definitions) }
                if !symbol.help.is_empty() {
                    <h3>{ "Help" }</h3>
                    { help(&symbol.help) }
                }
            </>
        },
    };
    html! { <section class="symbol" aria-label="Symbol">{ body }</section> }
}

fn head(symbol: &SymbolView) -> Html {
    let overruled = overruled(symbol.user.as_deref(), &symbol.origin);
    let is_user = symbol.user.is_some() && overruled.is_empty();
    html! {
        <>
            <header class="symbol-head">
                <Badge value={symbol.value.clone()} large={true} />
                <div>
                    <h2 id="symbol-heading" tabindex="-1"><code>{ &symbol.name }</code></h2>
                    <p>
                        if symbol.prompt.is_empty() {
                            <span class="symbol-muted">{ "no prompt" }</span>
                        } else {
                            { &symbol.prompt }
                        }
                    </p>
                </div>
            </header>
            <p class="symbol-facts">
                <span>{ &symbol.ty }</span>
                <span class={classes!(is_user.then_some("is-user"))}>{ &symbol.origin }</span>
                if symbol.is_unknown {
                    <span class="menu-unknown">{ "may be another: an answer is unknown" }</span>
                }
                if !overruled.is_empty() {
                    <span class="is-overruled">{ overruled }</span>
                }
            </p>
        </>
    }
}

/// The values to choose from, and the way back to none.
fn value_control(symbol: &SymbolView, props: &SymbolPanelProps) -> Html {
    let on_set = &props.on_set;
    let label = format!("Value of {}", symbol.name);
    let set = |value: Option<&str>| {
        let message = (symbol.name.clone(), value.map(str::to_owned));
        let on_set = on_set.clone();
        Callback::from(move |_: MouseEvent| on_set.emit(message.clone()))
    };
    let control = if is_text(&symbol.ty) {
        let (on_set, name) = (on_set.clone(), symbol.name.clone());
        let on_commit = Callback::from(move |text| on_set.emit((name.clone(), Some(text))));
        let on_refused = {
            let (page, symbol) = (props.page.clone(), symbol.clone());
            Callback::from(move |text: Option<String>| {
                page.dispatch(Action::Say(symbol.refusal(text.as_deref())));
            })
        };
        html! {
            <ValueBox {label} ty={symbol.ty.clone()} value={symbol.value.clone()} {on_commit} {on_refused}
                enabled={symbol.reason.is_empty()} />
        }
    } else {
        let choices = values_of(&symbol.ty).iter().map(|&value| {
            let is_possible = symbol.assignable.iter().any(|possible| possible == value);
            let checked = symbol.value == value || (symbol.value.is_empty() && value == "n");
            let title = (!is_possible).then(|| symbol.refusal(Some(value)));
            // A click, not a change: the default's own value can be chosen too.
            html! {
                <label key={value} class={value_class(value)} {title}>
                    <input
                        type="radio" name="symbol-value" {value} {checked}
                        disabled={!is_possible} onclick={set(Some(value))}
                    />
                    <span>{ value }</span>
                </label>
            }
        });
        html! {
            <div role="radiogroup" aria-label={label} class="symbol-values">{ for choices }</div>
        }
    };
    html! {
        <div class="symbol-control">
            { control }
            if symbol.user.is_some() {
                <button type="button" onclick={set(None)}>{ "Clear user value" }</button>
            }
        </div>
    }
}

/// A button that goes to a symbol.
fn go(symbol: &str, on_focus: &Callback<String>) -> Html {
    let (on_focus, name) = (on_focus.clone(), symbol.to_owned());
    html! {
        <button type="button" class="symbol-link" onclick={move |_| on_focus.emit(name.clone())}>
            { symbol }
        </button>
    }
}

/// A chain of causes; each is further in than what it explains.
fn chain(title: &str, lines: &[WhyLine], on_focus: &Callback<String>) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    let lines = lines.iter().map(|line| {
        // The symbol's name in the sentence becomes the way to it.
        let text = match split_at_word(&line.text, &line.symbol) {
            Some((before, after)) => html! {
                <>{ before }{ go(&line.symbol, on_focus) }{ after }</>
            },
            None if line.symbol.is_empty() => html! { &line.text },
            None => html! { <>{ &line.text }{ " " }{ go(&line.symbol, on_focus) }</> },
        };
        html! {
            <li class={format!("depth-{}", line.depth.min(MAX_INDENT))}>
                { text }
                if !line.place.is_empty() {
                    { " " }<span class="symbol-place">{ &line.place }</span>
                }
            </li>
        }
    });
    html! { <><h3>{ title }</h3><ul class="symbol-chain">{ for lines }</ul></> }
}

/// Splits a text around the first place where a word stands by itself.
fn split_at_word<'a>(text: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    // The names of symbols are ASCII.
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if word.is_empty() {
        return None;
    }
    text.match_indices(word).find_map(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        (!before.ends_with(is_part) && !after.starts_with(is_part)).then_some((before, after))
    })
}

/// Selectors or impliers, those that act first, the others folded away.
fn selectors(title: &str, all: &[SelectorView], on_focus: &Callback<String>) -> Html {
    if all.is_empty() {
        return Html::default();
    }
    let of = |value: &str| -> Vec<&SelectorView> {
        all.iter().filter(|selector| selector.value == value).collect()
    };
    let list = |of: &[&SelectorView]| {
        let items = of.iter().map(|selector| {
            let condition = (selector.condition != selector.symbol).then_some(&selector.condition);
            html! {
                <li>
                    <Badge value={selector.value.clone()} />
                    { " " }{ go(&selector.symbol, on_focus) }
                    if let Some(condition) = condition {
                        { " " }<code class="symbol-condition">{ condition }</code>
                    }
                </li>
            }
        });
        html! { <ul class="symbol-selectors">{ for items }</ul> }
    };
    let active: Vec<&SelectorView> = of("y").into_iter().chain(of("m")).collect();
    let inactive: Vec<&SelectorView> =
        all.iter().filter(|selector| !matches!(selector.value.as_str(), "y" | "m")).collect();
    html! {
        <>
            <h3>{ title }</h3>
            if !active.is_empty() {
                { list(&active) }
            }
            if !inactive.is_empty() {
                <details>
                    <summary>{ format!("{} not now", inactive.len()) }</summary>
                    { list(&inactive) }
                </details>
            }
        </>
    }
}

fn definitions(all: &[DefinitionView]) -> Html {
    if all.is_empty() {
        return Html::default();
    }
    let parts = all.iter().map(|definition| {
        html! {
            <figure>
                <figcaption class="symbol-place">{ &definition.place }</figcaption>
                <pre tabindex="0" aria-label={format!("Definition at {}", definition.place)} role="group">
                    { &definition.text }
                </pre>
            </figure>
        }
    });
    html! {
        <>
            <h3>{ if all.len() == 1 { "Definition" } else { "Definitions" } }</h3>
            { for parts }
        </>
    }
}

/// The help's paragraphs; lists and tables in it keep their lines.
fn help(text: &str) -> Html {
    let paragraphs = text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()).map(|paragraph| {
        let class = classes!("symbol-help", has_shape(paragraph).then_some("has-shape"));
        html! { <p {class}>{ paragraph }</p> }
    });
    html! { <>{ for paragraphs }</> }
}

/// Returns whether the line breaks of a paragraph mean something.
fn has_shape(paragraph: &str) -> bool {
    paragraph.lines().any(|line| line.starts_with([' ', '\t', '-', '*', '<', '#']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn lists_in_a_help_text_keep_their_lines() {
        assert!(has_shape("One of:\n- first\n- second"));
        assert!(has_shape("  $ make"));
        assert!(!has_shape("Words that are\nwrapped by hand."));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_name_is_found_as_a_word() {
        let split = |text, word| split_at_word(text, word);
        assert_eq!(split("KEXEC_CORE needs KEXEC = n", "KEXEC"), Some(("KEXEC_CORE needs ", " = n")));
        assert_eq!(split("KEXEC", "KEXEC"), Some(("", "")));
        assert_eq!(split("KEXEC_CORE", "KEXEC"), None);
        assert_eq!(split("x", ""), None);
        assert_eq!(split("größe KEXEC", "KEXEC"), Some(("größe ", "")));
    }
}
