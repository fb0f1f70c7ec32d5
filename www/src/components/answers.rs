//! What a tree asks the shell, and what is answered.

use std::rc::Rc;

use kconfig::view::{AnswerRow, UNKNOWN_ANSWER};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::dialog::Dialog;
use crate::state::said::count;
use crate::state::{Action, Dispatch};

/// What [`Answers`] shows.
#[derive(PartialEq, Properties)]
pub struct AnswersProps {
    /// The commands with their answers.
    pub rows: Rc<Vec<AnswerRow>>,
    /// Where what was done goes.
    pub page: Dispatch,
}

/// A dialog with a row for each command, its answer to choose.
#[component]
pub fn Answers(props: &AnswersProps) -> Html {
    let query = use_state(String::new);
    let on_close = {
        let page = props.page.clone();
        Callback::from(move |()| page.dispatch(Action::WantAnswers(false)))
    };
    let oninput = {
        let query = query.setter();
        Callback::from(move |event: InputEvent| {
            query.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let n_unknown = props.rows.iter().filter(|row| row.now.is_none()).count();
    let shown = props
        .rows
        .iter()
        .filter(|row| [&row.call, &row.command].iter().any(|text| text.contains(query.as_str())));
    // The table has its roles by name: where there is little room, its parts are not
    // laid out as one.
    html! {
        <Dialog heading="What the tree asks the toolchain" is_wide=true {on_close}>
            <p>
                { format!("{} on this arch, {n_unknown} without an answer. ", count(props.rows.len(), "command", "commands")) }
                { "Values that may hang on a missing answer are marked in the menu." }
            </p>
            <input type="search" aria-label="Search commands" placeholder="Search commands"
                value={(*query).clone()} {oninput} />
            <div class="answers" tabindex="0" role="group" aria-label="Commands, scrollable">
                <table class="grid" aria-label="Commands" role="table">
                    <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">{ "Command" }</th><th role="columnheader" scope="col">{ "Answer" }</th></tr></thead>
                    <tbody role="rowgroup">{ for shown.map(|row| line(row, &props.page)) }</tbody>
                </table>
            </div>
        </Dialog>
    }
}

fn line(row: &AnswerRow, page: &Dispatch) -> Html {
    let recorded = row.recorded.as_deref();
    let onchange = {
        let (page, key) = (page.clone(), row.key.clone());
        Callback::from(move |event: Event| {
            let value = event.target_unchecked_into::<HtmlSelectElement>().value();
            page.dispatch(Action::SayAnswer(key.clone(), Some(value).filter(|value| !value.is_empty())));
        })
    };
    let choice = |value: &str, label: String, is_now: bool| {
        html! { <option value={value.to_owned()} selected={is_now}>{ label }</option> }
    };
    let now = row.now.as_deref();
    let as_recorded = match recorded {
        Some(text) => format!("{} (recorded)", text.lines().next().unwrap_or("nothing")),
        None => "unknown (nobody asked)".to_owned(),
    };
    // As the Kconfig file has it; the command that it makes of it is the second line.
    let name = if row.call.is_empty() { &row.command } else { &row.call };
    html! {
        <tr key={row.key.clone()} role="row" class={classes!(row.is_said.then_some("is-user"))}>
            <td role="cell">
                <code>{ name }</code>{ " " }<code class="place">{ &row.place }</code>
                if !row.call.is_empty() {
                    <code class="answer-command">{ &row.command }</code>
                }
            </td>
            <td role="cell">
                <select aria-label={format!("Answer to {name}")} {onchange}>
                    { choice("", as_recorded, !row.is_said) }
                    { for ["y", "n"].map(|value| choice(value, value.to_owned(), row.is_said && now == Some(value))) }
                    { choice(UNKNOWN_ANSWER, "unknown".to_owned(), row.is_said && now.is_none()) }
                </select>
            </td>
        </tr>
    }
}
