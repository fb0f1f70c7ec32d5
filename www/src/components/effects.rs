//! The table "Patches": what each patch of a series does, and the patch itself.

use std::collections::BTreeSet;
use std::rc::Rc;

use kconfig::view::{
    EffectGroup, EffectRow, EffectsView, NoteKind, PatchInfo, PatchText, ScenarioView, Selection,
};
use yew::prelude::*;

use super::config::save;
use super::goto::Goto;
use super::held_claims::HeldClaims;
use super::pane::Pane;
use crate::state::effects::Effects as Known;
use crate::state::{Action, Dispatch};

/// What [`Effects`] shows.
#[derive(PartialEq, Properties)]
pub struct EffectsProps {
    /// The tree with its series.
    pub scenario: Rc<ScenarioView>,
    /// What is known of what they do.
    pub known: Known,
    /// Whether that is for other values than those that are shown.
    pub is_stale: bool,
    /// Where what was done goes.
    pub page: Dispatch,
}

/// A row for each patch with counts, one for all together; below, what the chosen one
/// does, by arches, and its diff.
#[component]
pub fn Effects(props: &EffectsProps) -> Html {
    let EffectsProps { scenario, known, page, .. } = props;
    let patches = &scenario.patches;
    let nothing = EffectsView::default();
    let view = known.view.as_deref().unwrap_or(&nothing);
    let rows = patches.iter().map(|patch| {
        let row = view.patches.iter().find(|row| row.id == patch.id).cloned().unwrap_or_default();
        let name = format!("{} {}", patch.id, patch.subject);
        table_row(&name, &patch.id, Selection::UpTo(patch.id.clone()), &row, &patch.notes, props)
    });
    html! {
        <Pane name="patches" label="Patches" note={note(view)} tools={progress(props, view)}>
            <div class="effects">
                <div class="scroll">
                    <table class="plain" aria-label="Patches">
                        <thead><tr>
                            <th scope="col">{ "Patch" }</th>
                            <th scope="col">{ "Definitions" }</th>
                            <th scope="col">{ "Values by arch" }</th>
                            <th scope="col">{ "Warnings" }</th>
                        </tr></thead>
                        <tbody>
                            { for rows }
                            { table_row("All together", "", Selection::After, &view.sum, &[], props) }
                        </tbody>
                    </table>
                </div>
                { chosen(known, patches, page) }
                if let Some(series) = &scenario.series {
                    <HeldClaims series={series.clone()} rows={view.claims.clone()} page={page.clone()} />
                }
                { left_out(patches) }
            </div>
        </Pane>
    }
}

/// `alldef, 9 of 9 arches`.
fn note(view: &EffectsView) -> String {
    if view.total == 0 {
        return String::new();
    }
    let values = match view.values.len() {
        0 => String::new(),
        1 => " with 1 value".to_owned(),
        n => format!(" with {n} values"),
    };
    format!("{}{values}: {}", kconfig::view::base_label(&view.base), view.arches.join(" "))
}

/// How far the sweep is, and buttons to stop it or to begin again.
fn progress(props: &EffectsProps, view: &EffectsView) -> Html {
    let sweep = |is_wanted: bool| {
        let page = props.page.clone();
        Callback::from(move |_: MouseEvent| page.dispatch(Action::Sweep(is_wanted)))
    };
    let is_done = view.total > 0 && view.done >= view.total;
    html! {
        <span class="progress">
            if !is_done {
                <progress max={view.total.max(1).to_string()} value={view.done.to_string()} aria-label="Patches on arches"></progress>
                <span>{ format!("{} of {}", view.done, view.total) }</span>
            }
            if !is_done && props.known.is_wanted {
                <button type="button" class="button quiet" onclick={sweep(false)}>{ "Cancel" }</button>
            } else if !is_done {
                <button type="button" class="button quiet" onclick={sweep(true)}>{ "Begin again" }</button>
            } else if props.is_stale {
                <button type="button" class="button quiet" onclick={sweep(true)}>{ "Count with the values of now" }</button>
            }
        </span>
    }
}

fn table_row(
    name: &str,
    id: &str,
    selection: Selection,
    row: &EffectRow,
    notes: &[kconfig::view::PatchNote],
    props: &EffectsProps,
) -> Html {
    let is_chosen = props.known.patch == id;
    let onclick = {
        let (page, id) = (props.page.clone(), id.to_owned());
        Callback::from(move |_| {
            page.dispatch(Action::Select(selection.clone()));
            page.dispatch(Action::ReadPatch(id.clone()));
        })
    };
    let is_part = notes.iter().any(|note| note.kind == NoteKind::LeftOut);
    let is_there = notes.iter().any(|note| note.kind == NoteKind::InTree);
    html! {
        <tr key={id.to_owned()} class={classes!(is_chosen.then_some("is-chosen"))}>
            <th scope="row">
                <button type="button" class="goto" {onclick} aria-current={is_chosen.then_some("true")}>{ name }</button>
                if is_part { <span class="note">{ " not all of it" }</span> }
                if is_there { <span class="note">{ " in the tree already" }</span> }
            </th>
            <td>{ definitions(row) }</td>
            <td>{ values(row) }</td>
            <td>{ signed(&[("+", row.n_warnings), ("-", row.n_vanished)]) }</td>
        </tr>
    }
}

fn definitions(row: &EffectRow) -> String {
    signed(&[("+", row.n_added), ("-", row.n_removed), ("~", row.n_changed)])
}

/// `+1 -2`; counts of 0 are left out.
fn signed(counts: &[(&str, u32)]) -> String {
    let parts: Vec<String> =
        counts.iter().filter(|(_, n)| *n > 0).map(|(sign, n)| format!("{sign}{n}")).collect();
    parts.join(" ")
}

/// `3 on x86_64 arm64, 1 on s390`: arches with the same count stand together.
fn values(row: &EffectRow) -> String {
    let mut groups: Vec<(u32, Vec<&str>)> = Vec::new();
    for (arch, n) in &row.values {
        match groups.iter_mut().find(|(other, _)| other == n) {
            Some((_, arches)) => arches.push(arch),
            None => groups.push((*n, vec![arch])),
        }
    }
    let mut parts: Vec<String> =
        groups.iter().map(|(n, arches)| format!("{n} on {}", arches.join(" "))).collect();
    if !row.refused.is_empty() {
        parts.push(format!("conf stops on {}", row.refused.join(" ")));
    }
    parts.join(", ")
}

/// The region "Left out": what of the patches is not on the tree, or elsewhere than
/// they say.
fn left_out(patches: &[PatchInfo]) -> Html {
    let notes = patches.iter().flat_map(|patch| patch.notes.iter().map(move |note| (patch, note)));
    let mut notes: Vec<_> = notes.filter(|(_, note)| note.kind != NoteKind::InTree).collect();
    notes.sort_by_key(|(_, note)| note.kind);
    if notes.is_empty() {
        return Html::default();
    }
    let n = notes.iter().filter(|(_, note)| note.kind == NoteKind::LeftOut).count();
    let heading = match n {
        0 => "How the patches went on".to_owned(),
        1 => "1 part does not apply: all is shown without it".to_owned(),
        n => format!("{n} parts do not apply: all is shown without them"),
    };
    let item = |(patch, note): &(&PatchInfo, &kconfig::view::PatchNote)| {
        html! {
            <li>
                { format!("patch {}: {}", patch.id, note.text) }
                if !note.lines.is_empty() {
                    <pre tabindex="0">{ note.lines.join("\n") }</pre>
                }
            </li>
        }
    };
    html! {
        <section aria-label="Left out" class="left-out">
            <details open={n > 0}>
                <summary>{ heading }</summary>
                <ul>{ for notes.iter().map(item) }</ul>
            </details>
        </section>
    }
}

/// What the chosen patch does, and its diff.
fn chosen(known: &Known, patches: &[PatchInfo], page: &Dispatch) -> Html {
    let label = match patches.iter().find(|patch| patch.id == known.patch) {
        Some(patch) => format!("What patch {} does", patch.id),
        None => "What the patches do together".to_owned(),
    };
    let group = |group: &EffectGroup| {
        html! {
            <>
                <h4>{ group.arches.join(" ") }</h4>
                <pre class="effect">{ linked(&group.text, &group.symbols, page) }</pre>
            </>
        }
    };
    html! {
        <div class="chosen-patch">
            <section aria-label={label.clone()} class="scroll">
                <h3>{ label }</h3>
                if known.groups.is_empty() {
                    <p class="note">{ "Nothing is known to change so far." }</p>
                }
                { for known.groups.iter().map(group) }
            </section>
            if let Some(text) = &known.text {
                { diff(text, page) }
            }
        </div>
    }
}

/// The region "Diff": the patch's words, and its lines with links to symbols.
fn diff(text: &PatchText, page: &Dispatch) -> Html {
    let line = |line: &String| {
        let mark = line.chars().next().map(|mark| mark.to_string());
        html! { <span class="diff-line" data-mark={mark}>{ linked(line, &text.symbols, page) }{ "\n" }</span> }
    };
    let on_save = {
        let (page, diff) = (page.clone(), text.diff.clone());
        Callback::from(move |_: MouseEvent| {
            page.dispatch(Action::Say(match save(&diff, "kconfig.patch") {
                Ok(()) => "Saved as kconfig.patch.".to_owned(),
                Err(_) => "The browser does not let this page save.".to_owned(),
            }));
        })
    };
    html! {
        <section aria-label="Diff" class="scroll">
            <h3>{ &text.subject }</h3>
            if !text.author.is_empty() {
                <p class="note">{ &text.author }</p>
            }
            if !text.diff.is_empty() {
                <p><button type="button" class="button quiet" onclick={on_save}>{ "Save as .patch" }</button></p>
            }
            <details class="fold">
                <summary>{ "Message" }</summary>
                <pre class="effect">{ &text.message }</pre>
            </details>
            <pre class="effect">{ for text.lines.iter().map(line) }</pre>
        </section>
    }
}

/// A text whose symbols lead to them.
fn linked(text: &str, symbols: &[String], page: &Dispatch) -> Html {
    let mut names = BTreeSet::new();
    names.extend(symbols.iter().map(String::as_str));
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut parts: Vec<Html> = Vec::new();
    let (mut plain, mut rest) = (String::new(), text);
    while !rest.is_empty() {
        let end = rest.find(is_name).unwrap_or(rest.len());
        let (between, after) = rest.split_at(end);
        plain.push_str(between);
        let end = after.find(|c: char| !is_name(c)).unwrap_or(after.len());
        let (word, after) = after.split_at(end);
        if names.contains(word) {
            parts.push(html! { { std::mem::take(&mut plain) } });
            parts.push(html! {
                <Goto symbol={word.to_owned()} text={word.to_owned()} page={page.clone()} />
            });
        } else {
            plain.push_str(word);
        }
        rest = after;
    }
    parts.push(html! { { plain } });
    html! { <>{ for parts }</> }
}
