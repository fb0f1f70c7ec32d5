//! The head of the page: what it is, and which series it shows.

use std::rc::Rc;

use kconfig::view::{ScenarioView, SeriesView};
use yew::prelude::*;

use super::theme::Theme;
use crate::hooks::{focus, use_one_stop};

/// What [`TopBar`] shows.
#[derive(Debug, PartialEq, Properties)]
pub struct TopBarProps {
    /// The scenario, once there is one.
    pub scenario: Option<Rc<ScenarioView>>,
    /// Whether its buttons are drawn.
    pub has_tools: bool,
    /// Called for help.
    pub on_help: Callback<()>,
    /// Told the pane that is skipped to.
    pub on_skip: Callback<String>,
    /// Further buttons.
    pub children: Html,
}

/// A link to the menu, heading, series, theme, help: the last three with the other
/// buttons are one stop of Tab.
#[component]
pub fn TopBar(props: &TopBarProps) -> Html {
    let stop = use_one_stop();
    // Where there is little room.
    let is_open = use_state(|| false);
    let on_fold = {
        let is_open = is_open.clone();
        Callback::from(move |_| is_open.set(!*is_open))
    };
    let on_skip = {
        let on_skip = props.on_skip.clone();
        Callback::from(move |event: MouseEvent| {
            // The fragment is the state's.
            event.prevent_default();
            on_skip.emit("menu".to_owned());
            focus("menu-search");
        })
    };
    let on_help = {
        let on_help = props.on_help.clone();
        Callback::from(move |_| on_help.emit(()))
    };
    html! {
        <header class="top">
            <a class="skip" href="#menu-search" onclick={on_skip}>{ "Skip to the menu" }</a>
            <h1>{ "Kconfig Playground" }</h1>
            <div class="top-row" role="toolbar" aria-label="Page" ref={stop.outer} onkeydown={stop.onkeydown}
                onfocusin={stop.onfocusin}>
                if let Some(scenario) = &props.scenario {
                    if scenario.has_patches() {
                        <Series scenario={scenario.clone()} />
                    } else {
                        <p class="series series-title">{ &scenario.title }</p>
                    }
                }
                if props.has_tools {
                    <button type="button" class="button quiet fold-button" onclick={on_fold}
                        aria-expanded={is_open.to_string()} aria-controls="top-tools">{ "Tools" }</button>
                    <div class={classes!("top-tools", is_open.then_some("is-open"))} id="top-tools">
                        { props.children.clone() }
                        <Theme />
                        <button type="button" class="button" onclick={on_help} aria-label="Help" aria-keyshortcuts="?">
                            { "?" }
                        </button>
                    </div>
                }
            </div>
        </header>
    }
}

/// What [`Series`] shows.
#[derive(Debug, PartialEq, Properties)]
struct SeriesProps {
    scenario: Rc<ScenarioView>,
}

/// The series' title, with the rest folded.
#[component]
fn Series(props: &SeriesProps) -> Html {
    let scenario = &props.scenario;
    if let Some(series) = &scenario.series {
        return letter(scenario, series);
    }
    let n = crate::state::selection::series(&scenario.patches).count();
    html! {
        <details class="series">
            <summary>
                <span class="series-tag">{ format!("[PATCH {} 00/{n}]", scenario.version) }</span>
                { " " }
                <span class="series-title">{ &scenario.title }</span>
            </summary>
            <div class="series-more">
                <dl>
                    <dt>{ "From" }</dt><dd>{ &scenario.author }</dd>
                    <dt>{ "Date" }</dt><dd>{ &scenario.date }</dd>
                    <dt>{ "Version" }</dt><dd>{ &scenario.version }</dd>
                    <dt>{ "Message-ID" }</dt><dd><code>{ &scenario.cover_letter }</code></dd>
                    <dt>{ "Menu" }</dt><dd>{ &scenario.menu }</dd>
                </dl>
                <p>{ &scenario.description }</p>
            </div>
        </details>
    }
}

/// The title of a series that was put on a tree; its letter, and how it was read,
/// folded.
fn letter(scenario: &ScenarioView, series: &SeriesView) -> Html {
    let n = scenario.patches.len();
    let version = if series.version > 1 { format!(" v{}", series.version) } else { String::new() };
    let known = |name: &'static str, text: &String| {
        (!text.is_empty()).then(|| html! { <><dt>{ name }</dt><dd>{ text }</dd></> })
    };
    html! {
        <details class="series">
            <summary>
                <span class="series-tag">{ format!("[PATCH{version} 00/{n}]") }</span>
                { " " }
                <span class="series-title">{ &series.title }</span>
                { format!(" on {}", scenario.title) }
            </summary>
            <div class="series-more" role="region" aria-label="Letter">
                <dl>
                    { known("From", &series.author) }
                    { known("Date", &series.date) }
                    { known("Message-ID", &series.message_id) }
                </dl>
                if !series.notes.is_empty() {
                    <ul>{ for series.notes.iter().map(|note| html! { <li>{ note }</li> }) }</ul>
                }
                <pre class="letter">{ &series.letter }</pre>
            </div>
        </details>
    }
}
