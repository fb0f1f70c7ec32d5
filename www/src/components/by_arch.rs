//! The table "Claims by arch": is every step of the series sound?

use std::rc::Rc;

use kconfig::view::{ArchSteps, ScenarioView, Sign, State, StepCell};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::components::roving;
use crate::components::signs::legend;
use crate::state::{Action, Dispatch, selection};

/// What [`ByArch`] shows.
#[derive(PartialEq, Properties)]
pub struct ByArchProps {
    /// The scenario with arches and patches.
    pub scenario: Rc<ScenarioView>,
    /// The rows that are there, in the order of the arches.
    pub rows: Rc<Vec<ArchSteps>>,
    /// Whether rows are still asked for.
    pub is_wanted: bool,
    /// Whether its pane is the one shown, where there is room for one.
    pub is_seen: bool,
    /// The state that is shown.
    pub shown: State,
    /// Where what was done goes.
    pub page: Dispatch,
}

/// A row per arch, a column per step; a cell opens what is worst in it.
#[component]
pub fn ByArch(props: &ByArchProps) -> Html {
    // The one cell that Tab comes to: row and column. Arrow keys move it.
    let tab_stop = use_state(|| (0_usize, 0_usize));
    let (n, all) = (props.rows.len(), props.scenario.arches.len());
    let scroller = use_node_ref();
    let patches = &props.scenario.patches;
    let at = selection::step(&props.shown.selection, patches);
    let onclick = {
        let (page, wanted) = (props.page.clone(), !props.is_wanted);
        Callback::from(move |_| page.dispatch(Action::WantSteps(wanted)))
    };
    let progress = (n < all).then(|| {
        let (words, button) = if props.is_wanted { ("done", "Cancel") } else { ("done, cancelled", "Continue") };
        html! {
            <span class="progress">
                <progress max={all.to_string()} value={n.to_string()} aria-label="Arches evaluated"></progress>
                <span>{ format!("{n} of {all} arches {words}") }</span>
                <button type="button" class="button quiet" {onclick}>{ button }</button>
            </span>
        }
    });
    let onkeydown = {
        let tab_stop = tab_stop.clone();
        let columns = selection::series(patches).count() + 1;
        Callback::from(move |event: KeyboardEvent| {
            let (row, column) = *tab_stop;
            let to = match event.key().as_str() {
                "ArrowUp" | "ArrowDown" => roving::on_key(&event, row, n, false).map(|row| (row, column)),
                _ => roving::on_key(&event, column, columns, false).map(|column| (row, column)),
            };
            if let Some(to) = to {
                tab_stop.set(to);
                roving::focus(&cell_id(to));
            }
        })
    };
    {
        // Where it is narrow, the step that is shown is seen first.
        let scroller = scroller.clone();
        use_effect_with((at, n > 0, props.is_seen), move |_| {
            if let Some(outer) = scroller.cast::<HtmlElement>() {
                let here = outer.query_selector("thead .is-here").ok().flatten();
                if let Some(here) = here.and_then(|here| here.dyn_into::<HtmlElement>().ok()) {
                    let middle = (outer.client_width() - here.offset_width()) / 2;
                    outer.set_scroll_left(here.offset_left() - middle);
                }
            }
        });
    }
    let head = ["base"].into_iter().chain(selection::series(patches).map(|patch| patch.id.as_str()));
    let head = head.enumerate().map(|(step, name)| {
        let class = (step == at).then_some("is-here");
        html! { <th key={name} scope="col" {class}>{ name }</th> }
    });
    let rows = props.scenario.arches.iter().enumerate().map(|(place, arch)| {
        let row = props.rows.get(place);
        let cells = (0..=selection::series(patches).count()).map(|step| {
            let cell = row.and_then(|row| row.cells.get(step));
            cell.map_or_else(
                || html! { <td key={step} class="is-waiting">{ "·" }</td> },
                |cell| {
                    let is_here = arch.name == props.shown.arch && step == at;
                    let id = cell_id((place, step));
                    cell_html(cell, &arch.name, is_here, id, *tab_stop == (place, step), &props.page)
                },
            )
        });
        html! {
            <tr key={arch.name.clone()}>
                <th scope="row" class={(arch.name == props.shown.arch).then_some("is-here")}>
                    { &arch.name }
                </th>
                { for cells }
            </tr>
        }
    });
    let signs = props.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.sign);
    let uncounted: Vec<&str> =
        props.scenario.arches.iter().filter(|arch| !arch.counted).map(|arch| arch.name.as_str()).collect();
    let excepted = match uncounted.as_slice() {
        [] => String::new(),
        names => format!(" The letter excepts {}.", names.join(", ")),
    };
    html! {
        <div class="pane wide" id="pane-by-arch" data-pane="by-arch" tabindex="-1">
            <div class="pane-head">
                <h2 id="by-arch-heading">{ "Claims by arch" }</h2>
                <p id="by-arch-keys" class="note">
                    { format!("Is every step sound? A cell opens what is worst in it; arrow keys move.{excepted}") }
                </p>
                <div class="tools">{ progress }</div>
            </div>
            { legend(signs) }
            <div class="pane-body scroll-x" ref={scroller}>
                <table class="grid" aria-labelledby="by-arch-heading" aria-describedby="by-arch-keys" {onkeydown}>
                    <thead><tr><th scope="col">{ "Arch" }</th>{ for head }</tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        </div>
    }
}

fn cell_id((row, column): (usize, usize)) -> String {
    format!("by-arch-{row}-{column}")
}

fn cell_html(
    cell: &StepCell,
    arch: &str,
    is_here: bool,
    id: String,
    is_tab_stop: bool,
    page: &Dispatch,
) -> Html {
    let onclick = {
        let (page, state) = (page.clone(), cell.state.clone());
        Callback::from(move |_| page.dispatch(Action::Go(state.clone())))
    };
    let (n_fail, n_known, n_missing) = (cell.fail.len(), cell.known.len(), cell.missing.len());
    let short = match (n_fail, n_known) {
        (0, 0) => format!("{} pass", cell.n_pass),
        (0, n) => format!("{n} known"),
        (n, _) => format!("{n} fail"),
    };
    let plural = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let mut words = vec![short.clone()];
    if n_fail > 0 && n_known > 0 {
        words.push(format!("{n_known} known"));
    }
    if cell.n_new_warnings > 0 {
        words.push(plural(cell.n_new_warnings as usize, "new warning", "new warnings"));
    }
    if n_missing > 0 {
        words.push(plural(n_missing, "missing reference", "missing references"));
    }
    if cell.sign == Sign::Unlinked {
        words.push(cell.sign.words().to_owned());
    }
    words.push(format!("{arch} at {}", cell.step));
    let mut title = words.clone();
    title.extend(cell.fail.iter().map(|id| format!("\nfail {id}")));
    title.extend(cell.known.iter().map(|id| format!("\nknown {id}")));
    title.extend(cell.missing.iter().map(|line| format!("\n{line}")));
    html! {
        <td key={cell.step.clone()} class={classes!(is_here.then_some("is-here"))}>
            <button
                type="button" {id} class="cell" data-sign={cell.sign.name()}
                tabindex={if is_tab_stop { "0" } else { "-1" }} {onclick} aria-label={words.join(", ")}
                title={title.join(", ").replace(", \n", "\n")} aria-current={is_here.then_some("true")}>
                <span>{ short }</span>
                if cell.n_new_warnings > 0 || n_missing > 0 {
                    <span class="cell-marks">
                        if cell.n_new_warnings > 0 {
                            <span data-mark={format!("!{}", cell.n_new_warnings)} />
                        }
                        if n_missing > 0 {
                            <span data-mark={format!("⊘{n_missing}")} />
                        }
                    </span>
                }
            </button>
        </td>
    }
}
