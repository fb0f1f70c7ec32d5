//! The head of the page: what it is, and which series it shows.

use std::rc::Rc;

use kconfig::view::ScenarioView;
use yew::prelude::*;

use super::theme::Theme;

/// What [`TopBar`] shows.
#[derive(Debug, PartialEq, Properties)]
pub struct TopBarProps {
    /// The scenario, once there is one.
    pub scenario: Option<Rc<ScenarioView>>,
    /// Whether its buttons are drawn.
    pub has_tools: bool,
    /// Called for help.
    pub on_help: Callback<()>,
    /// Further buttons.
    pub children: Html,
}

/// Heading, series, theme, help.
#[component]
pub fn TopBar(props: &TopBarProps) -> Html {
    let on_help = {
        let on_help = props.on_help.clone();
        Callback::from(move |_| on_help.emit(()))
    };
    html! {
        <header class="top">
            <h1>{ "Kconfig Playground" }</h1>
            if let Some(scenario) = &props.scenario {
                if scenario.patches.is_empty() {
                    <p class="series series-title">{ &scenario.title }</p>
                } else {
                    <Series scenario={scenario.clone()} />
                }
            }
            if props.has_tools {
                <div class="top-tools">
                    { props.children.clone() }
                    <Theme />
                    <button type="button" class="button" onclick={on_help} aria-label="Help" aria-keyshortcuts="?">
                        { "?" }
                    </button>
                </div>
            }
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
