//! One row of the menu.

use std::rc::Rc;

use kconfig::view::{MenuRow, RowKind, StateView};
use yew::prelude::*;

use super::mark::mark;
use super::tree::Shown;
use super::{Action, Ui};
use crate::components::value::{ValueBox, is_text, letter, next_value, overruled, value_class};

/// The deepest indentation.
const MAX_INDENT: u32 = 9;

/// Returns the id of the row of this index.
pub(super) fn row_id(index: usize) -> String {
    format!("menu-row-{index}")
}

/// Returns the id of its text box.
pub(super) fn value_id(index: usize) -> String {
    format!("menu-value-{index}")
}

#[derive(Clone, Properties)]
pub(super) struct ItemProps {
    pub(super) view: Rc<StateView>,
    pub(super) shown: Shown,
    /// Whether Tab reaches it.
    pub(super) is_active: bool,
    /// Whether its symbol is the one in focus.
    pub(super) is_focus: bool,
    pub(super) ui: UseReducerDispatcher<Ui>,
    pub(super) on_set: Callback<(String, Option<String>)>,
    pub(super) on_focus: Callback<String>,
}

impl ItemProps {
    fn row(&self) -> &MenuRow {
        &self.view.menu[self.shown.index]
    }

    fn is_in_choice(&self) -> bool {
        let above = self.view.menu[..self.shown.index].iter().rev();
        let parent = above.into_iter().find(|above| above.level < self.row().level);
        parent.is_some_and(|parent| parent.kind == RowKind::Choice)
    }
}

// A new view redraws only the rows that differ.
impl PartialEq for ItemProps {
    fn eq(&self, other: &Self) -> bool {
        self.shown == other.shown
            && self.is_active == other.is_active
            && self.is_focus == other.is_focus
            && self.row() == other.row()
            && self.is_in_choice() == other.is_in_choice()
            && self.ui == other.ui
            && self.on_set == other.on_set
            && self.on_focus == other.on_focus
    }
}

/// A row: what opens it, its control, its name, where its value comes from.
#[component]
pub(super) fn Item(props: &ItemProps) -> Html {
    let row = props.row();
    let Shown { index, path, level, position, siblings, expanded } = props.shown.clone();
    let mark = mark(row);
    let onclick = {
        let (ui, path) = (props.ui.clone(), path.clone());
        Callback::from(move |_: MouseEvent| ui.dispatch(Action::Point(path.clone())))
    };
    let toggle = {
        let ui = props.ui.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(open) = expanded {
                ui.dispatch(Action::Open(path.clone(), !open));
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
        format!("level-{}", level.min(MAX_INDENT)),
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
            role="row" id={row_id(index)} {class} {onclick}
            tabindex={if props.is_active { "0" } else { "-1" }}
            aria-label={label(row)}
            aria-describedby={has_reason.then(|| format!("menu-reason-{index}"))}
            aria-level={level.to_string()}
            aria-posinset={position.to_string()}
            aria-setsize={siblings.to_string()}
            aria-expanded={expanded.map(|open| open.to_string())}
            aria-current={props.is_focus.then_some("true")}
        >
            <div role="gridcell" class="menu-main">
                <span class="menu-twisty" aria-hidden="true" onclick={toggle}>
                    { match expanded { Some(true) => "▾", Some(false) => "▸", None => "" } }
                </span>
                { control(props) }
                <span class="menu-name" onclick={on_name}>
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
                    if has_reason {
                        <span id={format!("menu-reason-{index}")} class="menu-reason">{ &row.reason }</span>
                    }
                </span>
            </div>
            <div role="gridcell" id={format!("menu-origin-{index}")} class="menu-origin">
                <span class="menu-from">{ &row.origin }</span>
                if !overruled.is_empty() {
                    { " " }<span class="menu-overruled">{ &overruled }</span>
                }
            </div>
        </div>
    }
}

/// Returns what a row is called: all that it says, in reading order.
fn label(row: &MenuRow) -> String {
    let mut parts = Vec::new();
    if !row.prompt.is_empty() {
        parts.push(row.prompt.clone());
    }
    if !row.symbol.is_empty() {
        parts.push(format!("{} = {}", row.symbol, row.value));
        parts.push(row.origin.clone());
        parts.push(overruled(row.user.as_deref(), &row.origin));
    }
    if let Some(mark) = mark(row) {
        parts.push(mark.text);
    }
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

/// Returns the checkbox or the text box of a row.
fn control(props: &ItemProps) -> Html {
    let row = props.row();
    let index = props.shown.index;
    if row.symbol.is_empty() {
        return Html::default();
    }
    let mut described_by = format!("menu-origin-{index}");
    if !row.reason.is_empty() {
        described_by.push_str(&format!(" menu-reason-{index}"));
    }
    if is_text(&row.ty) {
        let on_commit = {
            let (on_set, symbol) = (props.on_set.clone(), row.symbol.clone());
            Callback::from(move |text: String| on_set.emit((symbol.clone(), Some(text))))
        };
        let on_done = {
            let (ui, path) = (props.ui.clone(), props.shown.path.clone());
            Callback::from(move |()| ui.dispatch(Action::Go(path.clone())))
        };
        return html! {
            <ValueBox
                id={value_id(index)} label={row.symbol.clone()} value={row.value.clone()}
                enabled={row.visible} {described_by} {on_commit} {on_done}
                tab_index={if props.is_active { 0 } else { -1 }}
            />
        };
    }
    let next = next_value(&row.assignable, &row.value).map(str::to_owned);
    let is_fixed = next.is_none();
    let onclick = {
        let (on_set, symbol) = (props.on_set.clone(), row.symbol.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(next) = &next {
                on_set.emit((symbol.clone(), Some(next.clone())));
            }
        })
    };
    let class = classes!(
        "menu-check",
        value_class(&row.value),
        props.is_in_choice().then_some("is-member"),
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
