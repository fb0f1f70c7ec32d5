//! The region "Difference".

use kconfig::view::DifferenceRow;
use yew::prelude::*;

use super::claims::BottomProps;
use super::pane::Pane;
use crate::state::{Action, Dispatch};

/// How a symbol's value came to differ from base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was n or not there, and has a value now.
    Added,
    /// It had a value, and is n or not there now.
    Removed,
    /// It has another value.
    Changed,
}

impl Change {
    /// Returns the change of a row.
    pub fn of(row: &DifferenceRow) -> Self {
        let is_set = |value: &Option<String>| value.as_deref().is_some_and(|value| value != "n");
        match (is_set(&row.before), is_set(&row.after)) {
            (false, true) => Self::Added,
            (true, false) => Self::Removed,
            _ => Self::Changed,
        }
    }

    /// Returns its sign.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Added => "+",
            Self::Removed => "-",
            Self::Changed => "~",
        }
    }
}

/// What differs from the base of the series with the same user values; in a tree
/// without a series, from the base config without them.
#[component]
pub fn Difference(props: &BottomProps) -> Html {
    let rows = &props.view.difference;
    let (inside, outside): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.in_view);
    // A tree without a series has no step.
    let what = if props.view.step.is_empty() {
        "base config alone -> with user values"
    } else {
        "base -> now, same user values"
    };
    let note = match (rows.len(), outside.len()) {
        (0, _) => what.to_owned(),
        (n, 0) => format!("{what}: {n}"),
        (n, other) => format!("{what}: {n}, {other} outside the menu"),
    };
    html! {
        <Pane name="difference" label="Difference" {note} is_marked={props.is_marked}>
            if rows.is_empty() {
                <p class="note">{ "Nothing differs from base." }</p>
            } else {
                <table class="plain">
                    <thead><tr>
                        <th scope="col">{ "Symbol" }</th><th scope="col">{ "Base" }</th>
                        <th scope="col">{ "Now" }</th><th scope="col">{ "Why" }</th>
                    </tr></thead>
                    <tbody>{ for inside.into_iter().chain(outside).map(|row| line(row, &props.page)) }</tbody>
                </table>
            }
        </Pane>
    }
}

fn line(row: &DifferenceRow, page: &Dispatch) -> Html {
    html! { <Line key={row.symbol.clone()} row={row.clone()} page={page.clone()} /> }
}

// A new view redraws only the rows that differ: there may be hundreds.
#[derive(PartialEq, Properties)]
struct LineProps {
    row: DifferenceRow,
    page: Dispatch,
}

#[component]
fn Line(props: &LineProps) -> Html {
    let LineProps { row, page } = props;
    let change = Change::of(row);
    let onclick = {
        let symbol = row.symbol.rsplit(": ").next().unwrap_or_default().to_owned();
        let page = page.clone();
        Callback::from(move |_| page.dispatch(Action::Focus(symbol.clone())))
    };
    html! {
        <tr class={classes!((!row.in_view).then_some("is-outside"))}>
            <th scope="row">
                <span class="sign" data-change={change.sign()}>{ change.sign() }</span>
                <button type="button" class="goto" {onclick}>{ &row.symbol }</button>
            </th>
            <td>{ value(row.before.as_deref()) }</td>
            <td>{ value(row.after.as_deref()) }</td>
            <td>{ &row.origin }</td>
        </tr>
    }
}

/// A value as a small sign, or as text.
pub fn value(value: Option<&str>) -> Html {
    match value {
        None | Some("") => html! { <span class="absent" title="not in .config">{ "–" }</span> },
        Some(value @ ("y" | "m" | "n")) => {
            html! { <span class="value" data-value={value.to_owned()}>{ value }</span> }
        }
        Some(value) => html! { <code>{ value }</code> },
    }
}
