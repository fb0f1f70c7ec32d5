//! The region "Difference".

use std::rc::Rc;

use kconfig::view::{Compare, DifferenceRow, StateView, cut};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::goto::Goto;
use super::pane::Pane;
use super::value::{MAX_TITLE, MAX_VALUE};
use crate::hooks::{Part, use_window};
use crate::state::said::count;
use crate::state::{Action, Dispatch};

/// How many rows are there at once: what the pane has room for at most, and some
/// more.
const N_ROWS: u32 = 34;

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
    /// Returns the change of a row; none where only a line "is not set" comes or goes.
    pub fn of(row: &DifferenceRow) -> Option<Self> {
        let is_set = |value: &Option<String>| value.as_deref().is_some_and(|value| value != "n");
        row.is_other.then(|| match (is_set(&row.before), is_set(&row.after)) {
            (false, true) => Self::Added,
            (true, false) => Self::Removed,
            _ => Self::Changed,
        })
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

/// What a state can be compared with: the choice, its name in the page, its words.
const CHOICES: &[(Compare, &str, &str)] = &[
    (Compare::Series, "series", "before the series"),
    (Compare::Patch, "patch", "before the last patch"),
    (Compare::Base, "base", "base config alone"),
];

/// What [`Difference`] shows.
#[derive(PartialEq, Properties)]
pub struct DifferenceProps {
    /// The shown state.
    pub view: Rc<StateView>,
    /// What it is compared with; none where there is no choice.
    pub compare: Option<Compare>,
    /// Where what was done goes.
    pub page: Dispatch,
    /// Whether the starting point says to look here.
    pub is_marked: bool,
}

/// What differs from the tree before the series with the same user values; in a tree
/// without a series, from the base config without them.
#[component]
pub fn Difference(props: &DifferenceProps) -> Html {
    let rows = &props.view.difference;
    let (inside, outside): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.in_view);
    let first = use_state_eq(|| 0u32);
    let on_first = {
        let first = first.setter();
        Callback::from(move |row| first.set(row))
    };
    let total = rows.len() as u32;
    // There may have been more when it was scrolled to.
    let first = (*first).min(total.saturating_sub(N_ROWS));
    let n = N_ROWS.min(total);
    let outer = use_node_ref();
    let scroller = use_window(outer, Part { total, first, n, ..Part::default() }, on_first);
    let note = note(&props.view, props.compare);
    let class = classes!("difference", (total > N_ROWS).then_some("is-long"));
    let lines = inside.into_iter().chain(outside).enumerate().skip(first as usize).take(n as usize);
    // The first row is that of the headings.
    let lines = lines.map(|(at, row)| {
        html! { <Line key={row.symbol.clone()} row={row.clone()} place={at as u32 + 2} page={props.page.clone()} /> }
    });
    let tools = props.compare.map_or_else(Html::default, |compare| compared_with(compare, &props.page));
    html! {
        <Pane name="difference" label="Difference" {note} {tools} is_marked={props.is_marked}>
            if rows.is_empty() {
                <p class="note difference">{ "Nothing differs." }</p>
            } else {
                <div {class} ref={scroller.outer} onscroll={scroller.onscroll}>
                    <div ref={scroller.above}></div>
                    <table class="plain" aria-rowcount={(total + 1).to_string()}>
                        <thead><tr aria-rowindex="1">
                            <th scope="col">{ "Symbol" }</th><th scope="col">{ "Base" }</th>
                            <th scope="col">{ "Now" }</th><th scope="col">{ "Why" }</th>
                        </tr></thead>
                        <tbody ref={scroller.body}>{ for lines }</tbody>
                    </table>
                    <div ref={scroller.below}></div>
                </div>
            }
        </Pane>
    }
}

/// The combobox "Compared with".
fn compared_with(compare: Compare, page: &Dispatch) -> Html {
    let onchange = {
        let page = page.clone();
        Callback::from(move |event: Event| {
            let value = event.target_unchecked_into::<HtmlSelectElement>().value();
            let chosen = CHOICES.iter().find(|(_, name, _)| *name == value);
            page.dispatch(Action::Compare(chosen.map_or(Compare::Series, |(compare, ..)| *compare)));
        })
    };
    let option = |(choice, name, label): &(Compare, &'static str, &'static str)| {
        html! { <option value={*name} selected={*choice == compare}>{ *label }</option> }
    };
    html! {
        <label class="field">
            <span>{ "Compared with" }</span>
            <select {onchange}>{ for CHOICES.iter().map(option) }</select>
        </label>
    }
}

/// `base config alone -> with user values: 10 symbols differ, 2 more are listed as not
/// set`; counted as the status counts.
fn note(view: &StateView, compare: Option<Compare>) -> String {
    let what = match compare {
        Some(Compare::Base) => "base config alone -> with user values",
        Some(Compare::Patch) => "before the last patch -> now, same user values",
        // A tree without a series has no step.
        None if view.step.is_empty() => "base config alone -> with user values",
        Some(Compare::Series) | None => "base -> now, same user values",
    };
    let n = view.n_different as usize;
    let mut parts = vec![count(n, "symbol differs", "symbols differ")];
    let outside = view.difference.iter().filter(|row| row.is_other && !row.in_view).count();
    if outside > 0 {
        parts.push(format!("{outside} outside the menu"));
    }
    match view.n_not_set as usize {
        0 => {}
        n => parts.push(format!("{} \"is not set\" only", count(n, "line", "lines"))),
    }
    let (n_listed, n_all) = (view.difference.len(), n + view.n_not_set as usize);
    if n_listed < n_all {
        parts.push(format!("the first {n_listed} are listed"));
    }
    if n_all == 0 { what.to_owned() } else { format!("{what}: {}", parts.join(", ")) }
}

// A new view redraws only the rows that differ: there may be hundreds.
#[derive(PartialEq, Properties)]
struct LineProps {
    row: DifferenceRow,
    /// Its place in the table, from 1.
    place: u32,
    page: Dispatch,
}

#[component]
fn Line(props: &LineProps) -> Html {
    let LineProps { row, place, page } = props;
    let change = Change::of(row);
    // On all arches the arch stands before the symbol.
    let symbol = row.symbol.rsplit(": ").next().unwrap_or_default().to_owned();
    html! {
        <tr aria-rowindex={place.to_string()} class={classes!((!row.in_view).then_some("is-outside"))}>
            <th scope="row">
                <span class="sign" data-change={change.map(Change::sign)}>{ change.map(Change::sign) }</span>
                <Goto {symbol} text={row.symbol.clone()} page={page.clone()} />
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
        Some(value) => {
            html! { <code title={cut(value, MAX_TITLE)}>{ cut(value, MAX_VALUE) }</code> }
        }
    }
}
