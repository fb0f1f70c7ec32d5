//! The bar of trees: which one is shown, and where another comes from.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::editor::Editor;
use super::notices::problem_words;
use super::open_series::OpenSeries;
use crate::agent::tree_protocol::{Phase, TreeList, TreeSource};
use crate::hooks::{picking, use_one_stop};
use crate::state::edit::Edit;
use crate::state::trees::{Opening, TreeAction, Trees, files};
use crate::state::{Action, Dispatch};

/// What a file input offers; what a file is, its first bytes say.
const ACCEPT: &str = ".tar.gz,.tgz,.tar.xz,.txz,.tar,application/gzip,application/x-xz,application/x-tar";

/// What [`TreeBar`] shows.
#[derive(PartialEq, Properties)]
pub struct TreeBarProps {
    /// What is known of trees.
    pub trees: Trees,
    /// The scenario's title, once there is one.
    pub scenario: Option<AttrValue>,
    /// The Kconfig file that is edited.
    pub edit: Edit,
    /// The file that the symbol in focus is defined in, or "".
    pub path: AttrValue,
    /// Whether something was edited.
    pub has_edit: bool,
    /// Whether a series is on the tree that is open.
    pub has_series: bool,
    /// Where a choice goes.
    pub page: Dispatch,
}

/// Tree, file, folder, how far the opening is, what went wrong.
#[component]
pub fn TreeBar(props: &TreeBarProps) -> Html {
    let stop = use_one_stop();
    let TreeBarProps { trees, page, .. } = props;
    let act = |action: TreeAction| {
        let page = page.clone();
        move || page.dispatch(Action::Tree(action.clone()))
    };
    let opened = trees.opened.as_ref().map(|tree| tree.name.clone()).unwrap_or_default();
    let select = use_node_ref();
    {
        // What was chosen need not be open: the browser shows what is.
        let (select, opened) = (select.clone(), opened.clone());
        use_effect_with((opened, trees.list.clone(), trees.asked.0), move |(opened, ..)| {
            if let Some(select) = select.cast::<HtmlSelectElement>() {
                select.set_value(opened);
            }
        });
    }
    let on_file = {
        let page = page.clone();
        move |input: HtmlInputElement| {
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                picking::pick_file(file, &page);
            }
        }
    };
    let on_folder = {
        let page = page.clone();
        move |input: HtmlInputElement| {
            if let Some(files) = input.files().filter(|files| files.length() > 0) {
                picking::pick_folder(files, page.clone());
            }
        }
    };
    let on_forget = act(TreeAction::Forget(opened.clone()));
    let dismiss = act(TreeAction::Dismiss);
    let take_off = act(TreeAction::TakeSeriesOff);
    html! {
        <div class="tree-bar" data-pane="trees" tabindex="-1">
            <div class="bar-row" role="toolbar" aria-label="Trees" ref={stop.outer} onkeydown={stop.onkeydown}
                onfocusin={stop.onfocusin}>
                { tree_select(props, select, &opened) }
                { file_button("Open bundle or tarball", None, on_file) }
                { file_button("Open folder", Some(page), on_folder) }
                if trees.opened.is_some() {
                    <OpenSeries page={page.clone()} />
                    <Editor edit={props.edit.clone()} path={props.path.clone()} has_edit={props.has_edit}
                        page={page.clone()} />
                    if props.has_series {
                        <button type="button" class="button quiet" onclick={move |_| take_off()}>
                            { "Take series off" }
                        </button>
                    }
                }
                // Its place is there also without it: what stands beside it stays.
                if trees.is_kept() {
                    <button type="button" class="button quiet" onclick={move |_| on_forget()}>
                        { "Forget this tree" }
                    </button>
                }
            </div>
            if let Some(opening) = &trees.opening {
                { progress(opening, act(TreeAction::Cancel)) }
            }
            if let Some(problem) = &trees.problem {
                <div class="notice is-problem" role="alert">
                    { problem_words(problem) }
                    <p><button type="button" class="button" onclick={move |_| dismiss()}>{ "Dismiss" }</button></p>
                </div>
            }
        </div>
    }
}

/// `Reading linux-6.12.tar.xz: 45 %, 312 files of Kconfig`.
fn progress(opening: &Opening, cancel: impl Fn() + 'static) -> Html {
    let Opening { name, progress } = opening;
    let doing = match progress.phase {
        Phase::Looking => "Looking through",
        Phase::Fetching => "Fetching",
        Phase::Reading => "Reading",
        Phase::Packing => "Packing",
    };
    let what = format!("{doing} {name}");
    let mut parts = Vec::new();
    parts.extend(progress.percent.map(|percent| format!("{percent} %")));
    parts.extend((progress.n_files > 0).then(|| format!("{} of Kconfig", files(progress.n_files))));
    let text = if parts.is_empty() { what.clone() } else { format!("{what}: {}", parts.join(", ")) };
    let onclick = move |_| {
        picking::stop();
        cancel();
    };
    html! {
        <div class="opening-tree">
            <progress aria-label={what} max="100" value={progress.percent.map(|percent| percent.to_string())} />
            <span class="opening-words">{ text }</span>
            <button type="button" class="button" {onclick}>{ "Cancel" }</button>
        </div>
    }
}

/// A file input that looks like a button; one for folders has a page, which may ask
/// in a better way.
fn file_button(
    label: &'static str,
    folders: Option<&Dispatch>,
    on_choose: impl Fn(HtmlInputElement) + 'static,
) -> Html {
    let is_folder = folders.is_some();
    let onchange = move |event: Event| on_choose(event.target_unchecked_into());
    let page = folders.cloned();
    let onclick = move |event: MouseEvent| {
        // So that the same file can be chosen again.
        event.target_unchecked_into::<HtmlInputElement>().set_value("");
        if page.as_ref().is_some_and(picking::ask_for_folder) {
            event.prevent_default();
        }
    };
    html! {
        <label class="button file-button">
            <span>{ label }</span>
            <input type="file" {onclick} {onchange} accept={(!is_folder).then_some(ACCEPT)}
                webkitdirectory={is_folder} />
        </label>
    }
}

/// The combobox "Tree".
fn tree_select(props: &TreeBarProps, select: NodeRef, opened: &String) -> Html {
    let TreeBarProps { trees, scenario, page, .. } = props;
    let onchange = {
        let (page, list) = (page.clone(), trees.list.clone());
        move |event: Event| {
            let name = event.target_unchecked_into::<HtmlSelectElement>().value();
            picking::stop();
            page.dispatch(Action::Tree(if name.is_empty() {
                TreeAction::Close
            } else if list.listed.contains(&name) {
                TreeAction::Open(TreeSource::Listed(name))
            } else {
                TreeAction::Open(TreeSource::Kept(name))
            }));
        }
    };
    let TreeList { listed, kept } = &*trees.list;
    let is_other = !opened.is_empty() && !listed.contains(opened) && !kept.contains(opened);
    html! {
        <label class="field">
            <span>{ "Tree" }</span>
            <select ref={select} {onchange}>
                <option value="">{ scenario.clone().unwrap_or_else(|| "The series".into()) }</option>
                { group("Offered here", listed.iter().collect()) }
                { group("Kept in this browser", kept.iter().filter(|name| !listed.contains(name)).collect()) }
                { group("Open now", Some(opened).filter(|_| is_other).into_iter().collect()) }
            </select>
        </label>
    }
}

fn group(label: &'static str, names: Vec<&String>) -> Html {
    if names.is_empty() {
        return Html::default();
    }
    let option =
        |name: &&String| html! { <option key={(*name).clone()} value={(*name).clone()}>{ *name }</option> };
    html! { <optgroup {label}>{ for names.iter().map(option) }</optgroup> }
}
