//! The table "Matrix": symbols by arches under the same user values.

use std::rc::Rc;

use kconfig::view::MatrixView;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::difference::value;
use crate::state::{Action, Dispatch};

/// What [`Matrix`] shows.
#[derive(PartialEq, Properties)]
pub struct MatrixProps {
    /// The values.
    pub matrix: Rc<MatrixView>,
    /// Where what was done goes.
    pub page: Dispatch,
}

/// Says what is there, and what is still to come.
fn note(matrix: &MatrixView, n: usize) -> String {
    let missing = match matrix.n_missing {
        0 => String::new(),
        1 => ", 1 arch to come".to_owned(),
        n => format!(", {n} arches to come"),
    };
    format!("{n} of {} listed symbols{missing}", matrix.n_symbols)
}

/// A row per symbol; only those that differ, unless all are asked for.
#[component]
pub fn Matrix(props: &MatrixProps) -> Html {
    let all = use_state(|| false);
    let rows = props.matrix.rows.iter().filter(|row| *all || row.differs);
    let n = rows.clone().count();
    let onchange = {
        let all = all.clone();
        Callback::from(move |event: Event| {
            all.set(event.target_unchecked_into::<HtmlInputElement>().checked())
        })
    };
    let lines = rows.map(|row| {
        let onclick = {
            let (page, symbol) = (props.page.clone(), row.symbol.clone());
            Callback::from(move |_| page.dispatch(Action::Focus(symbol.clone())))
        };
        html! {
            <tr>
                <th scope="row"><button type="button" class="goto" {onclick}>{ &row.symbol }</button></th>
                { for row.values.iter().map(|one| html! { <td>{ value(Some(one)) }</td> }) }
            </tr>
        }
    });
    html! {
        <div class="pane wide" id="pane-matrix" data-pane="matrix" tabindex="-1">
            <div class="pane-head">
                <h2 id="matrix-heading">{ "Matrix" }</h2>
                <p class="note">{ note(&props.matrix, n) }</p>
                <div class="tools">
                    <label class="field">
                        <input type="checkbox" checked={*all} {onchange} /><span>{ "All rows" }</span>
                    </label>
                </div>
            </div>
            <div class="pane-body scroll-x" tabindex="0" role="group" aria-label="Matrix, scrollable">
                <table class="grid matrix" aria-labelledby="matrix-heading">
                    <thead><tr>
                        <th scope="col">{ "Symbol" }</th>
                        { for props.matrix.arches.iter().map(|arch| html! { <th scope="col">{ arch }</th> }) }
                    </tr></thead>
                    <tbody>{ for lines }</tbody>
                </table>
            </div>
        </div>
    }
}
