//! The buttons "Copy link" and "Copy as review text".

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::dialog::Dialog;
use crate::hooks;
use crate::state::{Action, Dispatch};

/// Said of a link that nobody else can open.
const ONLY_HERE: &str = " It works only on this machine, where the page runs: \
     `cargo xtask dist --public-url URL` builds a site whose links lead to URL.";

/// What [`Copy`] copies.
#[derive(PartialEq, Properties)]
pub struct CopyProps {
    /// The shown state's fragment, once there is one.
    pub link: Option<AttrValue>,
    /// The text for a mail, where the link is too long for one; or "".
    pub recipe: AttrValue,
    /// Why the link does not bring the series along, or "".
    pub problem: AttrValue,
    /// The review text, when it has come and is not copied yet.
    pub review_text: Option<AttrValue>,
    /// Where what was done is said.
    pub page: Dispatch,
}

/// Two buttons, and a text to copy by hand where the browser keeps its
/// clipboard to itself.
#[component]
pub fn Copy(props: &CopyProps) -> Html {
    let by_hand = use_state(|| None::<String>);
    let take = {
        let (page, by_hand) = (props.page.clone(), by_hand.clone());
        move |what: String, text: String, more: &'static str| {
            let (page, by_hand) = (page.clone(), by_hand.clone());
            yew::platform::spawn_local(async move {
                if hooks::copy(&text).await {
                    page.dispatch(Action::Say(format!("{what} copied.{more}")));
                } else {
                    page.dispatch(Action::Say(format!("{what} is selected: copy it by hand.{more}")));
                    by_hand.set(Some(text));
                }
            });
        }
    };
    let on_link = {
        let (link, take) = (props.link.clone(), take.clone());
        let (recipe, problem) = (props.recipe.clone(), props.problem.clone());
        Callback::from(move |_| {
            let Some(link) = &link else { return };
            let address = hooks::page_address();
            let more = if address.is_local { ONLY_HERE } else { "" };
            if !recipe.is_empty() {
                let what = format!(
                    "The link has {} characters, too long for a mail: a text that says how to see the state is",
                    link.len()
                );
                take(what, recipe.to_string(), "");
            } else if problem.is_empty() {
                take("Link".to_owned(), format!("{}{link}", address.text), more);
            } else {
                let what = format!("The link does not bring the series along ({problem}). Link");
                take(what, format!("{}{link}", address.text), more);
            }
        })
    };
    let on_review = {
        let page = props.page.clone();
        Callback::from(move |_| page.dispatch(Action::Review))
    };
    {
        let page = props.page.clone();
        use_effect_with(props.review_text.clone(), move |text| {
            if let Some(text) = text {
                let n = text.lines().count();
                take(format!("Review text, {n} lines,"), text.to_string(), "");
                page.dispatch(Action::ReviewTaken);
            }
        });
    }
    let is_waiting = props.link.is_none();
    let on_close = {
        let by_hand = by_hand.clone();
        Callback::from(move |()| by_hand.set(None))
    };
    html! {
        <>
            <button type="button" class="button" onclick={on_link} disabled={is_waiting}>{ "Copy link" }</button>
            <button type="button" class="button" onclick={on_review} disabled={is_waiting}>
                { "Copy as review text" }
            </button>
            if let Some(text) = &*by_hand {
                <ByHand text={text.clone()} {on_close} />
            }
        </>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct ByHandProps {
    text: AttrValue,
    on_close: Callback<()>,
}

/// A dialog with the text selected.
#[component]
fn ByHand(props: &ByHandProps) -> Html {
    let onfocus =
        Callback::from(|event: FocusEvent| event.target_unchecked_into::<HtmlTextAreaElement>().select());
    html! {
        <Dialog heading="Copy by hand" on_close={props.on_close.clone()}>
            <p>{ "The browser does not let this page copy. The text is selected: press Ctrl+C." }</p>
            <textarea readonly=true rows="10" cols="74" autofocus=true {onfocus}
                aria-label="Text to copy" value={&props.text} />
        </Dialog>
    }
}
