//! The region "Lost values": what was asked for and not got, and why.

use std::rc::Rc;

use js_sys::JsString;
use kconfig::view::{LossKind, LossRow, LossView, cut};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::goto::Goto;
use super::pane::Pane;
use super::value::{MAX_TITLE, MAX_VALUE};
use crate::hooks::{Part, copy, use_window};
use crate::state::said::count;
use crate::state::{Action, Dispatch};

/// How many rows are there at once: what the pane has room for at most, and some
/// more.
const N_ROWS: u32 = 34;

/// What [`Losses`] shows.
#[derive(PartialEq, Properties)]
pub struct LossesProps {
    /// What was asked for and not got.
    pub losses: Rc<LossView>,
    /// Where what is done goes.
    pub page: Dispatch,
}

/// A table by reason: symbol, asked, got, why. The rows that the toolchain decides are
/// folded.
#[component]
pub fn Losses(props: &LossesProps) -> Html {
    let LossesProps { losses, page } = props;
    let filter = use_state(String::new);
    let is_unfolded = use_state(|| false);
    let first = use_state_eq(|| 0u32);
    let on_first = {
        let first = first.setter();
        Callback::from(move |row| first.set(row))
    };
    let found = found(&losses.rows, &filter);
    let n_folded = found.iter().filter(|row| row.kind == LossKind::Toolchain).count();
    let listed: Vec<&LossRow> =
        found.iter().copied().filter(|row| *is_unfolded || row.kind != LossKind::Toolchain).collect();
    let total = listed.len() as u32;
    let start = (*first).min(total.saturating_sub(N_ROWS));
    let n = N_ROWS.min(total);
    let outer = use_node_ref();
    let scroller = use_window(outer, Part { total, first: start, n, ..Part::default() }, on_first);
    let lines = listed.iter().enumerate().skip(start as usize).take(n as usize);
    // The first row is that of the headings.
    let lines = lines.map(|(at, row)| line(at as u32 + 2, row, page));
    let oninput = {
        let filter = filter.setter();
        Callback::from(move |event: InputEvent| {
            filter.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let on_fold = {
        let is_unfolded = is_unfolded.clone();
        Callback::from(move |_| is_unfolded.set(!*is_unfolded))
    };
    let on_copy = {
        let (page, text, n) = (page.clone(), as_text(&found), found.len());
        Callback::from(move |_| {
            let (page, text) = (page.clone(), text.clone());
            yew::platform::spawn_local(async move {
                let said = match copy(&text).await {
                    true => format!("{} copied.", count(n, "row", "rows")),
                    false => "The browser does not let this page copy.".to_owned(),
                };
                page.dispatch(Action::Say(said));
            });
        })
    };
    let tools = html! {
        <>
            <input type="search" class="filter" aria-label="Filter lost values" placeholder="Filter"
                value={(*filter).clone()} {oninput} />
            <button type="button" class="button quiet" onclick={on_copy}>{ "Copy rows" }</button>
        </>
    };
    let class = classes!("difference", (total > N_ROWS).then_some("is-long"));
    html! {
        <Pane name="losses" label="Lost values" note={summary(losses, found.len())} {tools}>
            <p class="loss-kinds note">{ kinds(&found) }</p>
            if n_folded > 0 {
                <button type="button" class="button quiet" aria-expanded={is_unfolded.to_string()} onclick={on_fold}>
                    { format!("{} {} by the toolchain's answers",
                        if *is_unfolded { "Hide" } else { "Show" }, count(n_folded, "row decided", "rows decided")) }
                </button>
            }
            if total > 0 {
                <div {class} ref={scroller.outer} onscroll={scroller.onscroll}>
                    <div ref={scroller.above}></div>
                    <table class="plain" aria-label="Lost values" aria-rowcount={(total + 1).to_string()}>
                        <thead><tr aria-rowindex="1">
                            <th scope="col">{ "Symbol" }</th><th scope="col">{ "Asked" }</th>
                            <th scope="col">{ "Got" }</th><th scope="col">{ "Why" }</th>
                        </tr></thead>
                        <tbody ref={scroller.body}>{ for lines }</tbody>
                    </table>
                    <div ref={scroller.below}></div>
                </div>
            }
            if !losses.messages.is_empty() {
                <details class="fold">
                    <summary>{ format!("conf says of the file's lines: {}", count(losses.messages.len(), "message", "messages")) }</summary>
                    <ul>{ for losses.messages.iter().map(|text| html! { <li><code>{ text }</code></li> }) }</ul>
                </details>
            }
        </Pane>
    }
}

/// A text in small letters. The browser has the tables of all scripts: in the program
/// they would weigh more than all of this module.
fn lower(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { JsString::from(text).to_lower_case().into() }
}

/// The rows that have a text in their symbol or reason.
fn found<'a>(rows: &'a [LossRow], filter: &str) -> Vec<&'a LossRow> {
    let wanted = lower(filter.trim());
    let has = |text: &str| lower(text).contains(&wanted);
    let is_found =
        |row: &&LossRow| wanted.is_empty() || has(&row.symbol) || has(&row.reason) || has(row.kind.words());
    rows.iter().filter(is_found).collect()
}

/// `193 of 9464 lines of config-6.2.10, 1 of 2 values`.
fn summary(losses: &LossView, n_found: usize) -> String {
    let of = losses.summary();
    if n_found == losses.rows.len() { of } else { format!("{n_found} found; {of}") }
}

/// `Dropped by a dependency: 25. Out of range: 2.`
fn kinds(rows: &[&LossRow]) -> String {
    let mut counts: Vec<(LossKind, usize)> = Vec::new();
    for row in rows {
        match counts.iter_mut().find(|(kind, _)| *kind == row.kind) {
            Some((_, n)) => *n += 1,
            None => counts.push((row.kind, 1)),
        }
    }
    let words: Vec<String> = counts.iter().map(|(kind, n)| format!("{}: {n}.", kind.words())).collect();
    words.join(" ")
}

fn line(place: u32, row: &LossRow, page: &Dispatch) -> Html {
    let whose = if row.is_own { "your value; " } else { "" };
    let title = |value: &str| cut(value, MAX_TITLE);
    let (asked, got) = (row.asked.clone(), row.got.clone().unwrap_or_else(|| "absent".to_owned()));
    html! {
        <tr key={row.symbol.clone()} aria-rowindex={place.to_string()}>
            <th scope="row">
                if row.kind == LossKind::Unknown {
                    <code>{ &row.symbol }</code>
                } else {
                    <Goto symbol={row.symbol.clone()} text={row.symbol.clone()} page={page.clone()} />
                }
            </th>
            <td title={title(&asked)}><code class="cut">{ cut(&asked, MAX_VALUE) }</code></td>
            <td title={title(&got)}><code class="cut">{ cut(&got, MAX_VALUE) }</code></td>
            <td>{ format!("{whose}{}", row.reason) }</td>
        </tr>
    }
}

/// The rows as lines for a mail or an editor.
fn as_text(rows: &[&LossRow]) -> String {
    let line = |row: &&LossRow| {
        let got = row.got.as_deref().unwrap_or("absent");
        format!("{}: {}, now {got}: {}\n", row.symbol, row.asked, row.reason)
    };
    rows.iter().map(line).collect()
}
