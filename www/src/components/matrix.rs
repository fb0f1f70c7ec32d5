//! The table "Matrix": symbols by arches under the same user values.

use std::rc::Rc;

use kconfig::view::{MatrixRow, MatrixView};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::difference::value;
use super::goto::Goto;
use crate::hooks::{Part, use_window};
use crate::state::look::Look;
use crate::state::{Action, Dispatch};

/// What [`Matrix`] shows.
#[derive(PartialEq, Properties)]
pub struct MatrixProps {
    /// The values; of a long table the rows that are looked at.
    pub matrix: Rc<MatrixView>,
    /// Whether rows that are alike on all arches are wanted.
    pub all: bool,
    /// Where what was done goes.
    pub page: Dispatch,
}

/// Says what is there, and what is still to come.
fn note(matrix: &MatrixView) -> String {
    let missing = match matrix.n_missing {
        0 => String::new(),
        1 => ", 1 arch to come".to_owned(),
        n => format!(", {n} arches to come"),
    };
    format!("{} of {} listed symbols{missing}", matrix.total, matrix.n_symbols)
}

/// A row per symbol; only those that differ, unless all are asked for.
#[component]
pub fn Matrix(props: &MatrixProps) -> Html {
    let MatrixProps { matrix, all, page } = props;
    let look = |page: &Dispatch, look| page.dispatch(Action::Look(look));
    let onchange = {
        let page = page.clone();
        Callback::from(move |event: Event| {
            look(&page, Look::AllRows(event.target_unchecked_into::<HtmlInputElement>().checked()));
        })
    };
    let on_first = {
        let page = page.clone();
        Callback::from(move |first| look(&page, Look::MatrixRows(first)))
    };
    let part =
        Part { total: matrix.total, first: matrix.first, n: matrix.rows.len() as u32, ..Part::default() };
    let outer = use_node_ref();
    let scroller = use_window(outer, part, on_first);
    let lines = matrix.rows.iter().enumerate().map(|(at, row)| {
        // The first is that of the arches.
        let place = matrix.first + at as u32 + 2;
        html! { <Line key={row.symbol.clone()} row={row.clone()} {place} page={page.clone()} /> }
    });
    html! {
        <div class="pane wide" id="pane-matrix" data-pane="matrix" tabindex="-1">
            <div class="pane-head">
                <h2 id="matrix-heading">{ "Matrix" }</h2>
                <p class="note">{ note(matrix) }</p>
                <div class="tools">
                    <label class="field">
                        <input type="checkbox" checked={*all} {onchange} /><span>{ "All rows" }</span>
                    </label>
                </div>
            </div>
            <div
                class="pane-body matrix-rows" tabindex="0" role="group" aria-label="Matrix, scrollable"
                ref={scroller.outer} onscroll={scroller.onscroll}
            >
                <div ref={scroller.above}></div>
                <table
                    class="grid matrix" aria-labelledby="matrix-heading"
                    aria-rowcount={(matrix.total + 1).to_string()}
                >
                    <thead><tr aria-rowindex="1">
                        <th scope="col">{ "Symbol" }</th>
                        { for matrix.arches.iter().map(|arch| html! { <th scope="col">{ arch }</th> }) }
                    </tr></thead>
                    <tbody ref={scroller.body}>{ for lines }</tbody>
                </table>
                <div ref={scroller.below}></div>
            </div>
        </div>
    }
}

// A new state redraws only the rows that differ.
#[derive(PartialEq, Properties)]
struct LineProps {
    row: MatrixRow,
    /// Its place in the table, from 1.
    place: u32,
    page: Dispatch,
}

#[component]
fn Line(props: &LineProps) -> Html {
    let LineProps { row, place, page } = props;
    html! {
        <tr aria-rowindex={place.to_string()}>
            <th scope="row"><Goto symbol={row.symbol.clone()} text={row.symbol.clone()} page={page.clone()} /></th>
            { for row.values.iter().map(|one| html! { <td>{ value(Some(one)) }</td> }) }
        </tr>
    }
}
