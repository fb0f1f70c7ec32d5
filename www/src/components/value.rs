//! Values of symbols: how they look, and which comes next.

use kconfig::view::{cut, is_value};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// How many characters of a value are shown where it cannot be whole.
pub const MAX_VALUE: usize = 40;

/// How many characters of a value a tooltip has.
pub const MAX_TITLE: usize = 200;

/// Returns the values that a symbol of this type can have at all; none where
/// they cannot be listed.
pub fn values_of(ty: &str) -> &'static [&'static str] {
    match ty {
        "bool" => &["n", "y"],
        "tristate" => &["n", "m", "y"],
        _ => &[],
    }
}

/// Returns whether a symbol of this type is edited as text.
pub fn is_text(ty: &str) -> bool {
    matches!(ty, "integer" | "int" | "hex" | "string")
}

/// Returns the value that Space gives: the next in the order n, m, y that may
/// be chosen, or none if there is no other.
pub fn next_value<'a>(assignable: &'a [String], value: &str) -> Option<&'a str> {
    let rank = |value: &str| match value {
        "m" => 1,
        "y" => 2,
        _ => 0,
    };
    let others = || assignable.iter().map(String::as_str).filter(|other| *other != value);
    let next = others().filter(|other| rank(other) > rank(value)).min_by_key(|other| rank(other));
    next.or_else(|| others().min_by_key(|other| rank(other)))
}

/// Returns the class that colours a value.
pub fn value_class(value: &str) -> &'static str {
    match value {
        "y" => "is-y",
        "m" => "is-m",
        "n" | "" => "is-n",
        _ => "is-text",
    }
}

/// Returns the letter that says a value without its colour.
pub fn letter(value: &str) -> &'static str {
    match value {
        "y" => "Y",
        "m" => "M",
        "n" | "" => "n",
        _ => "=",
    }
}

/// Returns what to say of a user value that another cause overrules, or "".
pub fn overruled(user: Option<&str>, origin: &str) -> String {
    match user {
        Some(user) if !origin.starts_with("user") => {
            format!("user {} has no effect", cut(user, MAX_VALUE))
        }
        _ => String::new(),
    }
}

/// What [`Badge`] shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct BadgeProps {
    /// The value.
    pub value: AttrValue,
    /// Whether it is the large one.
    #[prop_or_default]
    pub large: bool,
}

/// A value as a letter on its colour; other texts as they are.
#[component]
pub fn Badge(props: &BadgeProps) -> Html {
    let value = props.value.as_str();
    let large = props.large.then_some("is-large");
    if matches!(value, "y" | "m" | "n" | "") {
        html! { <span class={classes!("badge", value_class(value), large)}>{ letter(value) }</span> }
    } else {
        let title = cut(value, MAX_TITLE);
        html! { <code class={classes!("badge", "is-text", large)} {title}>{ cut(value, MAX_VALUE) }</code> }
    }
}

/// What [`ValueBox`] edits.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ValueBoxProps {
    /// Its accessible name.
    pub label: AttrValue,
    /// The value to start from.
    pub value: AttrValue,
    /// The type of its symbol, by its name.
    pub ty: AttrValue,
    /// Whether it can be changed.
    pub enabled: bool,
    /// Ids of the elements that describe it.
    #[prop_or_default]
    pub described_by: Option<AttrValue>,
    /// Its place in the order of Tab.
    #[prop_or(0)]
    pub tab_index: i32,
    /// Its id.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// Gets a new value on Enter, or when the focus leaves.
    pub on_commit: Callback<String>,
    /// Gets a text that is no value of the type, which changes nothing; none where
    /// somebody tries to change what cannot be changed.
    pub on_refused: Callback<Option<String>>,
    /// Called on Enter and Escape, when the person is done with it.
    #[prop_or_default]
    pub on_done: Callback<()>,
}

/// A text box that gives its text away when the person is done with it; Escape
/// brings the old one back.
#[component]
pub fn ValueBox(props: &ValueBoxProps) -> Html {
    let draft = use_state(|| None::<String>);
    let commit = {
        let (draft, props) = (draft.clone(), props.clone());
        move || {
            if let Some(text) = draft.as_ref().filter(|text| props.value != **text) {
                match is_value(&props.ty, text) {
                    true => props.on_commit.emit(text.clone()),
                    false => props.on_refused.emit(Some(text.clone())),
                }
            }
            draft.set(None);
        }
    };
    let oninput = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            draft.set(Some(event.target_unchecked_into::<HtmlInputElement>().value()));
        })
    };
    let on_fixed = {
        let (on_refused, is_fixed) = (props.on_refused.clone(), !props.enabled);
        move || {
            if is_fixed {
                on_refused.emit(None);
            }
        }
    };
    let onclick = {
        let on_fixed = on_fixed.clone();
        move |_: MouseEvent| on_fixed()
    };
    let onkeydown = {
        let (draft, commit, on_done) = (draft.clone(), commit.clone(), props.on_done.clone());
        Callback::from(move |event: KeyboardEvent| {
            // Letters typed here are no commands to the menu around it.
            event.stop_propagation();
            let is_chord = event.ctrl_key() || event.alt_key() || event.meta_key();
            match event.key().as_str() {
                // A key that would write a letter.
                key if key.chars().count() == 1 && !is_chord => return on_fixed(),
                "Enter" => {
                    on_fixed();
                    commit();
                }
                "Escape" => draft.set(None),
                _ => return,
            }
            event.prevent_default();
            on_done.emit(());
        })
    };
    html! {
        <input
            type="text" class="value-box" spellcheck="false" autocomplete="off"
            id={props.id.clone()}
            aria-label={props.label.clone()}
            aria-describedby={props.described_by.clone()}
            readonly={!props.enabled}
            aria-disabled={(!props.enabled).then_some("true")}
            tabindex={props.tab_index.to_string()}
            value={draft.as_ref().map_or_else(|| props.value.clone(), |text| text.clone().into())}
            {oninput} {onkeydown} {onclick}
            onblur={move |_| commit()}
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn list(values: &[&str]) -> Vec<String> {
        values.iter().map(|value| (*value).to_owned()).collect()
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn space_goes_up_and_round() {
        let all = list(&["n", "m", "y"]);
        assert_eq!(next_value(&all, "n"), Some("m"));
        assert_eq!(next_value(&all, "m"), Some("y"));
        assert_eq!(next_value(&all, "y"), Some("n"));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn an_overruled_user_value_is_told() {
        assert_eq!(overruled(Some("y"), "default n"), "user y has no effect");
        assert_eq!(overruled(Some("n"), "user n"), "");
        assert_eq!(overruled(None, "default n"), "");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn space_takes_only_what_may_be_chosen() {
        assert_eq!(next_value(&list(&["m", "y"]), "y"), Some("m"));
        assert_eq!(next_value(&list(&["y"]), "n"), Some("y"));
        assert_eq!(next_value(&list(&["y"]), "y"), None);
        assert_eq!(next_value(&list(&["y", "n"]), ""), Some("y"));
        assert_eq!(next_value(&[], "n"), None);
    }
}
