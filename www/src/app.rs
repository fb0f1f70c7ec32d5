//! The page.

use yew::prelude::*;

use crate::agent::protocol::{Answer, PROTOCOL};

/// The whole page.
#[component]
pub fn App() -> Html {
    let worker = use_state(|| None::<Answer>);
    {
        let worker = worker.clone();
        use_effect_with((), move |()| {
            let bridge = crate::agent::spawn(move |answer| worker.set(Some(answer)));
            move || drop(bridge)
        });
    }
    let status = match &*worker {
        None => "Starting the evaluator.".to_owned(),
        Some(Answer::Hello { protocol, version }) if *protocol == PROTOCOL => {
            format!("Evaluator {version} is ready.")
        }
        Some(Answer::Hello { .. }) => {
            "This page and its evaluator are of different versions. Reload the page.".to_owned()
        }
    };
    html! {
        <main>
            <h1>{ "Kconfig Playground" }</h1>
            <p role="status">{ status }</p>
        </main>
    }
}
