//! The page: its parts in their places.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use kconfig::view::{ALL_ARCHES, ScenarioView, Sign, State, StateView};
use yew::prelude::*;

use crate::components::answers::Answers;
use crate::components::arches::{Arches, PANEL, tab_id};
use crate::components::by_arch::ByArch;
use crate::components::chips::Chips;
use crate::components::claims::Claims;
use crate::components::config::Config;
use crate::components::controls::Controls;
use crate::components::copy::Copy;
use crate::components::difference::Difference;
use crate::components::effects::Effects;
use crate::components::graph::Graph;
use crate::components::help::Help;
use crate::components::link_check::LinkCheck;
use crate::components::losses::Losses;
use crate::components::matrix::Matrix;
use crate::components::menu::Menu;
use crate::components::notices::{LinkNotice, ProblemNotice};
use crate::components::open_link::OpenLink;
use crate::components::panes::PaneTabs;
use crate::components::patches::Patches;
use crate::components::setup::{Setup, summary};
use crate::components::steps::Steps;
use crate::components::symbol::SymbolPanel;
use crate::components::top_bar::TopBar;
use crate::components::tree_controls::TreeControls;
use crate::components::trees::TreeBar;
use crate::components::verdict::Verdict;
use crate::components::warnings::Warnings;
use crate::hooks::{
    Timed, is_in_symbol, use_details, use_evaluator, use_history, use_kept_focus, use_keys, use_offline,
    use_opened, use_paste, use_timings, use_title, use_turns,
};
use crate::state::{Action, Dispatch, Page};

/// What there is to say before the page is drawn.
const OPENING: &str = "Opening the series.";

/// What is chosen in the upper part of the page, in the order of first drawing.
#[derive(Clone, Copy)]
enum Choice {
    Start,
    Steps,
    Patches,
    Arches,
    All,
}

/// What is shown below, in the order of first drawing.
#[derive(Clone, Copy)]
enum Section {
    Search,
    FirstRows,
    Rows,
    Graph,
    Symbol,
    Verdicts,
    Difference,
    Config,
    ByArch,
    All,
}

/// How many rows the menu has when it first has some: all make a long task.
const N_FIRST: usize = 8;

/// The whole page.
#[component]
pub fn App() -> Html {
    let page = use_reducer(Page::new);
    let dispatch = page.dispatcher();
    let pane = use_state(|| "menu".to_owned());
    let is_help = use_state(|| false);
    let details = use_details(&page);
    // The heading is there at once, then its buttons, then the trees.
    let n_bars = use_turns(true, 2);
    let (has_tools, has_trees) = (n_bars > 0, n_bars > 1);
    let choices = use_turns(page.ready().is_some(), Choice::All as u32);
    let parts = use_turns(details.is_some(), Section::All as u32);
    let is_drawn = parts == Section::All as u32;
    // What the series' first state means is said when it is there to be read.
    let is_opening = !is_drawn && details.is_some() && page.scenario == page.series;
    // First: what else is asked for and written is not part of what is measured.
    use_timings(&page);
    use_evaluator(&page, is_drawn);
    use_history(&page);
    use_title(&page);
    use_offline(is_drawn && page.next_steps().is_none());
    let on_pane = use_callback((), {
        let (pane, page) = (pane.setter(), dispatch.clone());
        move |name: String, ()| {
            page.dispatch(Action::Pane);
            pane.set(name);
        }
    });
    // One for all renderings, so that panes that show the same stay as they are.
    let tell = use_memo((), |()| Tell::new(page.dispatcher()));
    use_kept_focus();
    use_opened(&page, details.as_ref(), &pane, tell.from_symbol.clone(), {
        let pane = pane.setter();
        Callback::from(move |name: &'static str| pane.set(name.to_owned()))
    });
    let on_help = use_callback((), {
        let is_help = is_help.setter();
        move |(), ()| is_help.set(true)
    });
    let on_help_closed = use_callback((), {
        let is_help = is_help.setter();
        move |(), ()| is_help.set(false)
    });
    use_keys(dispatch.clone(), on_pane.clone(), on_help.clone());
    use_paste(dispatch.clone());
    let link = page.view.as_ref().map(|view| AttrValue::from(view.link.clone()));
    let shown = page.view.as_ref();
    let recipe = shown.map_or(String::new(), |view| view.recipe.clone());
    let problem = shown.map_or(String::new(), |view| view.link_problem.clone());
    let review_text = page.review_text.clone().map(AttrValue::from);
    html! {
        <>
            <TopBar scenario={page.scenario.clone()} {has_tools} {on_help} on_skip={on_pane.clone()}>
                <Copy {link} {recipe} {problem} {review_text} page={dispatch.clone()} />
                <OpenLink is_waiting={page.view.is_none()} page={dispatch.clone()} />
            </TopBar>
            <main>
                if let (Some(scenario), Some(_)) = (&page.scenario, &page.view) {
                    <Verdict verdict={page.current_verdict().cloned()} has_claims={scenario.has_claims} page={dispatch.clone()} />
                }
                <Setup summary={summary(&page)} is_urgent={page.trees.opening.is_some() || page.trees.problem.is_some()}>
                    if has_trees {
                        <TreeBar trees={page.trees.clone()} page={dispatch.clone()}
                            scenario={page.series.as_ref().map(|scenario| AttrValue::from(scenario.title.clone()))}
                            edit={page.edit.clone()} path={page.focus_file()} has_edit={page.has_edit()}
                            has_series={page.scenario.as_ref().is_some_and(|scenario| scenario.series.is_some())} />
                    }
                    if let Some((scenario, wanted)) = page.ready() {
                        { series(&page, scenario, wanted, details.as_ref(), choices, &dispatch) }
                    }
                </Setup>
                if let Some((scenario, wanted)) = page.ready().filter(|_| choices > Choice::Arches as u32) {
                    <Arches scenario={scenario.clone()} arch={wanted.arch.clone()} signs={arch_signs(&page)} page={dispatch.clone()} />
                }
                if let Some(notice) = &page.notice {
                    <LinkNotice notice={notice.clone()} is_waiting={page.waiting.is_some()} page={dispatch.clone()} />
                }
                if let Some(problem) = &page.problem {
                    <ProblemNotice problem={problem.clone()} can_give_up={page.view.is_some()} page={dispatch.clone()} />
                }
                if let (Some(scenario), Some(view), Some(details)) = (&page.scenario, &page.view, &details) {
                    <PaneTabs chosen={(*pane).clone()} has_matrix={page.matrix.is_some()}
                        has_losses={!page.losses.rows.is_empty()} has_claims={scenario.has_claims}
                        has_series={scenario.series.is_some()} needing={page.needing()} on_choose={on_pane} />
                    { work(&page, scenario, Shown { view, details, parts }, &pane, &tell, &dispatch) }
                } else if page.problem.is_none() {
                    <p class="opening">{ OPENING }</p>
                }
            </main>
            <footer class="status-bar">
                <p role="status" class="status">{ if is_opening { OPENING } else { &page.status } }</p>
            </footer>
            if let Some(rows) = &page.answers {
                <Answers rows={rows.clone()} page={dispatch.clone()} />
            }
            if *is_help {
                <Help on_close={on_help_closed} />
            }
        </>
    }
}

/// How the three panes say what was done in them.
#[derive(Clone, Debug, PartialEq)]
struct Tell {
    on_set: Callback<(String, Option<String>)>,
    on_focus: Callback<String>,
    /// Whether the symbol asked for last was asked for from the panel of another.
    from_symbol: Rc<Cell<bool>>,
}

impl Tell {
    fn new(page: Dispatch) -> Self {
        let on_set = {
            let page = page.clone();
            Callback::from(move |(symbol, value)| {
                Timed::Toggle.start();
                Timed::Matrix.start();
                page.dispatch(Action::Set(symbol, value));
            })
        };
        let from_symbol = Rc::new(Cell::new(false));
        let on_focus = {
            let from_symbol = from_symbol.clone();
            Callback::from(move |symbol| {
                from_symbol.set(is_in_symbol());
                page.dispatch(Action::Focus(symbol));
            })
        };
        Self { on_set, on_focus, from_symbol }
    }
}

/// What is chosen: starting point, patches, values.
fn series(
    page: &Page,
    scenario: &Rc<ScenarioView>,
    wanted: &State,
    details: Option<&Rc<StateView>>,
    n_drawn: u32,
    dispatch: &Dispatch,
) -> Html {
    // Those that were asked for where they cannot be shown, so that they can be
    // taken back.
    let shown = details.filter(|_| page.problem.is_none()).map(|details| &details.state.values);
    let values = shown.unwrap_or(&wanted.values).clone();
    // What the controls are about: a new value is not.
    let controlled = State { values: BTreeMap::new(), focus: None, ..wanted.clone() };
    let start = page.current_start();
    let has_patches = scenario.has_patches();
    let is_drawn = |choice: Choice| (choice as u32) < n_drawn;
    html! {
        <div class="series-bar" data-pane="series" tabindex="-1">
            <div class="bar-row">
                if is_drawn(Choice::Start) && !scenario.is_kernel() {
                    <Controls scenario={scenario.clone()} wanted={wanted.clone()} page={dispatch.clone()}
                        start={start.map(|start| start.id.clone()).unwrap_or_default()} />
                } else if is_drawn(Choice::Start) {
                    <TreeControls scenario={scenario.clone()} wanted={controlled} page={dispatch.clone()} />
                }
                if let Some(start) = start {
                    <p class="start-text">{ &start.text }</p>
                }
            </div>
            <Chips {values} can={page.undo.can(&wanted.tree)} page={dispatch.clone()} />
            if has_patches {
                <div class="rails">
                    if is_drawn(Choice::Steps) {
                        <Steps scenario={scenario.clone()} selection={wanted.selection.clone()}
                            signs={page.step_signs()} page={dispatch.clone()} />
                    }
                    if is_drawn(Choice::Patches) {
                        <Patches scenario={scenario.clone()} selection={wanted.selection.clone()} page={dispatch.clone()} />
                    }
                </div>
            }
        </div>
    }
}

/// A case on the shown arch that would not link, and how many references are missing.
fn unlinked_elsewhere(page: &Page) -> Option<(State, usize)> {
    let arch = &page.view.as_ref()?.state.arch;
    let cell = page.current_verdict()?.cells.iter().find(|cell| cell.state.arch == *arch)?;
    (!cell.missing.is_empty()).then(|| (cell.state.clone(), cell.missing.len()))
}

/// What is worst on each arch at the shown step, in the order of the tabs.
fn arch_signs(page: &Page) -> Vec<Sign> {
    let cells = page.current_verdict().map(|verdict| verdict.cells.iter().map(|cell| cell.sign).collect());
    cells.unwrap_or_default()
}

/// A state, and the one that the panes around menu and .config still show.
struct Shown<'a> {
    view: &'a Rc<StateView>,
    details: &'a Rc<StateView>,
    /// How many parts are drawn.
    parts: u32,
}

/// What is shown of it.
fn work(
    page: &Page,
    scenario: &Rc<ScenarioView>,
    Shown { view, details, parts }: Shown<'_>,
    pane: &str,
    tell: &Tell,
    dispatch: &Dispatch,
) -> Html {
    let marked = |region: &str| {
        page.current_start()
            .is_some_and(|start| start.regions.iter().any(|name| name.eq_ignore_ascii_case(region)))
    };
    let Tell { on_set, on_focus, .. } = tell;
    let has_claims = scenario.has_claims;
    let is_drawn = |section: Section| (section as u32) < parts;
    let n_drawn = if is_drawn(Section::Rows) {
        usize::MAX
    } else if is_drawn(Section::FirstRows) {
        N_FIRST
    } else {
        0
    };
    let is_all = view.state.arch == ALL_ARCHES;
    let matrix = page.matrix.as_ref().map_or_else(Html::default, |matrix| {
        html! { <Matrix matrix={matrix.clone()} all={page.ask.matrix.all} page={dispatch.clone()} /> }
    });
    html! {
        <div class="work" id={PANEL} role="tabpanel" aria-labelledby={tab_id(&view.state.arch)} data-shown={pane.to_owned()}>
            <div class="panes">
                <div class="pane" data-pane="menu" id="pane-menu" tabindex="-1">
                    if is_drawn(Section::Search) {
                        <Menu
                            menu={page.menu.clone()} {n_drawn} ask={page.ask.menu.clone()} n_moves={page.n_moves}
                            focus={view.state.focus.clone().map(AttrValue::from)}
                            has_series={!scenario.menu.is_empty()} is_hidden={pane != "menu"}
                            {on_set} {on_focus} page={dispatch.clone()}
                        />
                    }
                </div>
                <div class="pane" data-pane="graph" id="pane-graph" tabindex="-1">
                    if is_drawn(Section::Graph) {
                        <Graph graph={page.graph.clone()} {on_focus} />
                    }
                </div>
                <div class="pane" data-pane="symbol" id="pane-symbol" tabindex="-1">
                    if is_drawn(Section::Symbol) {
                        <SymbolPanel view={details.clone()} {on_set} {on_focus} page={dispatch.clone()} />
                    }
                </div>
            </div>
            if scenario.series.is_some() && is_drawn(Section::Verdicts) {
                <Effects scenario={scenario.clone()} known={page.effects.clone()}
                    is_stale={page.has_stale_effects()} page={dispatch.clone()} />
            }
            <div class={classes!("verdicts", (!has_claims).then_some("is-tree"))}>
                if has_claims && is_drawn(Section::Verdicts) {
                    <Claims view={details.clone()} page={dispatch.clone()} is_marked={marked("claims")} />
                    <LinkCheck view={details.clone()} page={dispatch.clone()} is_marked={marked("link check")}
                        elsewhere={unlinked_elsewhere(page)} />
                }
                if is_drawn(Section::Verdicts) {
                    <Warnings view={details.clone()} page={dispatch.clone()} is_marked={marked("warnings")} />
                }
            </div>
            if is_all {
                { matrix.clone() }
            }
            if !page.losses.rows.is_empty() {
                <Losses losses={page.losses.clone()} page={dispatch.clone()} />
            }
            <div class="results">
                if is_drawn(Section::Difference) {
                    <Difference view={details.clone()} page={dispatch.clone()} is_marked={marked("difference")}
                        compare={scenario.series.is_some().then_some(page.ask.compare)} />
                }
                if is_drawn(Section::Config) {
                    <Config
                        view={view.clone()} config={page.config.clone()} is_whole={page.ask.config.is_whole}
                        saved={page.saved.clone().map(AttrValue::from)}
                        file_name={page.file_name(if page.saves_defconfig { "_defconfig" } else { ".config" })}
                        has_files={scenario.is_kernel()} page={dispatch.clone()}
                    />
                }
            </div>
            // It grows while arches are computed: what stands above stays in its place.
            if !is_all {
                { matrix }
            }
            if has_claims && is_drawn(Section::ByArch) {
                <ByArch scenario={scenario.clone()} rows={page.steps.clone()} is_wanted={page.steps_wanted} is_seen={pane == "by-arch"}
                    shown={view.state.clone()} page={dispatch.clone()} />
            }
        </div>
    }
}
