//! The help dialog.

use kconfig::view::Sign;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::dialog::Dialog;
use super::signs::mark;
use crate::hooks::{is_kept, store, stored};

/// The signs for what is wrong, worst first.
const SIGNS: [Sign; 4] = [Sign::Unlinked, Sign::Fails, Sign::Warns, Sign::Known];

/// Keys and what they do.
const KEYS: &[(&str, &str)] = &[
    ("/", "search symbols"),
    ("[  ]", "one step back, one step on in the series"),
    ("Ctrl+Z, Ctrl+Shift+Z", "undo, redo a change of values"),
    ("g", "dependency graph"),
    ("d", "difference against base"),
    ("F6, Shift+F6", "next pane, pane before"),
    ("?", "this help"),
    ("← → ↑ ↓ Home End", "move in tabs, in the series and in the menu"),
    ("Space", "in the menu: the symbol's next value"),
    ("y  m  n", "in the menu: that value; where it cannot be, the status says why"),
    ("Enter", "in the menu: open a menu, edit a number or text, show a symbol"),
    ("Delete", "in the menu: take the user value back"),
];

/// What [`Help`] needs.
#[derive(Debug, PartialEq, Properties)]
pub struct HelpProps {
    /// Called when it has closed.
    pub on_close: Callback<()>,
}

/// Keys, and what the signs mean.
#[component]
pub fn Help(props: &HelpProps) -> Html {
    let on_keys = Callback::from(|event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        store("single-keys", if input.checked() { "on" } else { "off" });
    });
    let keys = KEYS.iter().map(|(key, what)| {
        html! { <div key={*key}><dt><kbd>{ *key }</kbd></dt><dd>{ *what }</dd></div> }
    });
    let single = stored("single-keys").as_deref() != Some("off");
    html! {
        <Dialog heading="Help" on_close={props.on_close.clone()}>
            <p>
                { "Choose a starting point, an arch and a step of the series; give symbols values in the menu. \
                   Everything else follows: values and why, what differs from base, the claims of the cover \
                   letter, and which recorded references would be missing. Or open a kernel's tree, as it is \
                   downloaded, as a folder or as a bundle, and start from a base config. All of it is computed here; nothing \
                   leaves this machine. The address bar always holds the link to what you see." }
            </p>
            <p>
                { "The Verdict at the top says what is wrong, worst first; its words lead there. Lost values lists \
                   what you or a loaded .config asked for and did not get, each with the reason. \
                   Open link takes a link, or a mail with one, that somebody sent." }
            </p>
            <h3>{ "Keys" }</h3>
            <dl class="keys">{ for keys }</dl>
            <label class="field">
                <input type="checkbox" checked={single} onchange={on_keys} />
                <span>{ "Single keys work anywhere on the page" }</span>
            </label>
            <h3>{ "Signs" }</h3>
            <ul class="signs">
                <li><span class="value" data-value="y">{ "Y" }</span>{ " y: built in" }</li>
                <li><span class="value" data-value="m">{ "M" }</span>{ " m: a module" }</li>
                <li><span class="value" data-value="n">{ "n" }</span>{ " n: not set" }</li>
                <li><code>{ "+" }</code>{ " new, " }<code>{ "-" }</code>{ " gone, " }<code>{ "~" }</code>{ " another value than at base; n and no line are the same" }</li>
                { for SIGNS.iter().map(|sign| html! {
                    <li key={sign.name()}>{ mark(*sign) }{ format!(" {}", sign.words()) }</li>
                }) }
                <li><code>{ "!2" }</code>{ " a number behind a sign: how many" }</li>
            </ul>
            <h3>{ "Search" }</h3>
            <p>
                { "Words are looked for in any order, in names and prompts, and in help texts where that is \
                   chosen: " }<code>{ "spinlock debugging" }</code>{ ". Text in double quotes is one phrase: " }
                <code>{ "\"crash dump\"" }</code>{ ". Between slashes it is a regular expression: " }
                <code>{ "/^KEXEC_/" }</code>{ ". Where no entry has a word, its letters are looked for in the \
                   names, in their order; where that finds nothing, near names are offered." }
            </p>
            <h3>{ "Dependency graph" }</h3>
            <p>
                { "The dependency graph has 40 symbols at most: what the symbol in focus needs and selects comes \
                   first, then what selects it, then what depends on it. What is left out is said with its number." }
            </p>
            if is_kept() {
                <p>
                    { "This browser keeps the page, so that it opens without a network. " }
                    <a href="?no-offline">{ "Open it without the kept copy, and remove that" }</a>
                </p>
            }
        </Dialog>
    }
}
