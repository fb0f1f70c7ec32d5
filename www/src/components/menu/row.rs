//! One row of the menu.

use kconfig::view::{MenuRow, RowKind, cut};
use yew::prelude::*;

use super::mark::mark;
use crate::components::roving;
use crate::components::value::{MAX_VALUE, ValueBox, is_text, letter, next_value, overruled, value_class};
use crate::state::look::Look;
use crate::state::{Action, Dispatch};

/// What is said of a value that hangs on an answer that is not there.
const UNKNOWN: &str = "answer unknown";

/// The deepest indentation.
const MAX_INDENT: u32 = 9;

/// Returns the id of the row of this key.
pub(super) fn row_id(key: &str) -> String {
    format!("menu-row-{key}")
}

/// Returns the id of its text box.
pub(super) fn value_id(key: &str) -> String {
    format!("menu-value-{key}")
}

// A new view redraws only the rows that differ.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct ItemProps {
    /// Which of the places on the page it takes, whatever stands there.
    pub(super) slot: u32,
    pub(super) row: MenuRow,
    /// Whether Tab reaches it.
    pub(super) is_active: bool,
    /// Whether its symbol is the one in focus.
    pub(super) is_focus: bool,
    pub(super) page: Dispatch,
    pub(super) on_set: Callback<(String, Option<String>)>,
    pub(super) on_focus: Callback<String>,
}

/// A row: what opens it, its control, its name, where its value comes from.
#[component]
pub(super) fn Item(props: &ItemProps) -> Html {
    let ItemProps { row, slot, .. } = props;
    let MenuRow { key, level, expanded, .. } = row;
    let expanded = *expanded;
    let mark = mark(row);
    let onclick = {
        let (page, key) = (props.page.clone(), key.clone());
        Callback::from(move |_: MouseEvent| page.dispatch(Action::Look(Look::Point(key.clone()))))
    };
    let toggle = {
        let (page, key) = (props.page.clone(), key.clone());
        Callback::from(move |event: MouseEvent| {
            if let Some(is_open) = expanded {
                // The row is then pointed at, too.
                event.stop_propagation();
                page.dispatch(Action::Look(Look::Open(key.clone(), !is_open)));
            }
        })
    };
    let on_name = if row.symbol.is_empty() {
        toggle.clone()
    } else {
        let (on_focus, symbol) = (props.on_focus.clone(), row.symbol.clone());
        Callback::from(move |_: MouseEvent| on_focus.emit(symbol.clone()))
    };
    let overruled = overruled(row.user.as_deref(), &row.origin);
    let has_reason = !row.reason.is_empty();
    let class = classes!(
        "menu-row",
        format!("level-{}", level.min(&MAX_INDENT)),
        match row.kind {
            RowKind::Menu => "is-menu",
            RowKind::Comment => "is-comment",
            RowKind::Choice => "is-choice",
            RowKind::Symbol => "is-symbol",
        },
        props.is_active.then_some("is-active"),
        props.is_focus.then_some("is-focus"),
        (!row.visible).then_some("is-hidden"),
        (row.user.is_some() && overruled.is_empty()).then_some("is-user"),
        is_text(&row.ty).then_some("is-text"),
    );
    html! {
        <div
            role="row" id={row_id(key)} {class} {onclick}
            tabindex={if props.is_active { "0" } else { "-1" }}
            aria-label={label(row)}
            aria-describedby={has_reason.then(|| format!("menu-reason-{slot}"))}
            aria-level={level.to_string()}
            aria-posinset={row.position.to_string()}
            aria-setsize={row.siblings.to_string()}
            aria-expanded={expanded.map(|open| open.to_string())}
            aria-current={props.is_focus.then_some("true")}
        >
            <div role="gridcell" class="menu-main">
                <span class="menu-twisty" aria-hidden="true" onclick={toggle}>
                    { match expanded { Some(true) => "▾", Some(false) => "▸", None => "" } }
                </span>
                { control(props) }
                <span class="menu-name" onclick={on_name.clone()}>
                    if !row.symbol.is_empty() {
                        <code class="menu-symbol">{ &row.symbol }</code>{ " " }
                    }
                    <span class="menu-prompt">{ &row.prompt }</span>
                    if let Some(mark) = mark {
                        { " " }
                        <span class="menu-mark">
                            <b aria-hidden="true">{ mark.sign }</b>{ " " }{ mark.text }
                        </span>
                    }
                    if row.is_unknown {
                        { " " }<span class="menu-unknown">{ UNKNOWN }</span>
                    }
                    if has_reason {
                        <span id={format!("menu-reason-{slot}")} class="menu-reason">{ &row.reason }</span>
                    }
                </span>
            </div>
            <div role="gridcell" id={format!("menu-origin-{slot}")} class="menu-origin"
                onclick={on_name}>
                <span class="menu-from">{ &row.origin }</span>
                if !overruled.is_empty() {
                    { " " }<span class="menu-overruled">{ &overruled }</span>
                }
            </div>
        </div>
    }
}

/// Says why a row's symbol cannot be set to a value, and brings it into focus, where
/// the whole reason stands.
pub(super) fn refuse(row: &MenuRow, wanted: Option<&str>, page: &Dispatch, on_focus: &Callback<String>) {
    page.dispatch(Action::Say(row.refusal(wanted)));
    on_focus.emit(row.symbol.clone());
}

/// Returns what a row is called: all that it says, in reading order.
fn label(row: &MenuRow) -> String {
    let mut parts = Vec::new();
    if !row.prompt.is_empty() {
        parts.push(row.prompt.clone());
    }
    if !row.symbol.is_empty() {
        parts.push(format!("{} = {}", row.symbol, cut(&row.value, MAX_VALUE)));
        parts.push(row.origin.clone());
        parts.push(overruled(row.user.as_deref(), &row.origin));
    }
    if let Some(mark) = mark(row) {
        parts.push(mark.text);
    }
    if row.is_unknown {
        parts.push(UNKNOWN.to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

/// Returns the checkbox or the text box of a row.
fn control(props: &ItemProps) -> Html {
    let row = &props.row;
    let key = &row.key;
    if row.symbol.is_empty() {
        return Html::default();
    }
    let slot = props.slot;
    let mut described_by = format!("menu-origin-{slot}");
    if !row.reason.is_empty() {
        described_by.push_str(&format!(" menu-reason-{slot}"));
    }
    if is_text(&row.ty) {
        let on_commit = {
            let (on_set, symbol) = (props.on_set.clone(), row.symbol.clone());
            Callback::from(move |text: String| on_set.emit((symbol.clone(), Some(text))))
        };
        let on_refused = {
            let (row, page, on_focus) = (row.clone(), props.page.clone(), props.on_focus.clone());
            Callback::from(move |text: Option<String>| refuse(&row, text.as_deref(), &page, &on_focus))
        };
        let on_done = {
            let id = row_id(key);
            Callback::from(move |()| roving::focus(&id))
        };
        return html! {
            // What somebody writes is not taken to another row.
            <ValueBox
                key={key.clone()} id={value_id(key)} label={row.symbol.clone()} value={row.value.clone()}
                ty={row.ty.clone()} enabled={row.reason.is_empty()} {described_by} {on_commit} {on_refused} {on_done}
                tab_index={if props.is_active { 0 } else { -1 }}
            />
        };
    }
    let next = next_value(&row.assignable, &row.value).map(str::to_owned);
    let is_fixed = next.is_none();
    let onclick = {
        let props = props.clone();
        Callback::from(move |_: MouseEvent| match &next {
            Some(next) => props.on_set.emit((props.row.symbol.clone(), Some(next.clone()))),
            None => refuse(&props.row, None, &props.page, &props.on_focus),
        })
    };
    let class = classes!(
        "menu-check",
        value_class(&row.value),
        row.in_choice.then_some("is-member"),
        (row.ty == "tristate").then_some("is-tristate"),
    );
    html! {
        <span
            role="checkbox" {class} {onclick}
            aria-label={row.symbol.clone()}
            aria-checked={match row.value.as_str() { "y" => "true", "m" => "mixed", _ => "false" }}
            aria-disabled={is_fixed.then_some("true")}
            aria-describedby={described_by}
        >
            <span aria-hidden="true">{ letter(&row.value) }</span>
        </span>
    }
}
