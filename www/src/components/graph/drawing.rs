//! The graph as a drawing that one can move and enlarge.

use kconfig::view::{GraphEdge, GraphNode, GraphView, cut};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::{AddEventListenerOptions, Element, SvgElement};
use yew::prelude::*;

use super::GraphProps;
use super::list::is_cut;
use super::shape::{head, line};
use super::view_box::{Extent, Place, ViewBox};
use crate::components::value::{MAX_TITLE, letter, value_class};
use crate::hooks::use_size;

/// What a press of a button or key enlarges by.
const ZOOM: f64 = 1.25;
/// The part of the window that an arrow key moves by.
const PAN: f64 = 0.12;
/// How far the pointer goes, in pixels, before it drags rather than clicks.
const DRAG_FROM: f64 = 4.0;
/// The kinds of edges, and what the legend calls them.
const KINDS: &[(&str, &str)] = &[
    ("selects", "selects"),
    ("depends", "depends on"),
    ("implies", "implies"),
    ("default", "default from"),
    ("range", "range from"),
];

/// A drag that goes on.
#[derive(Clone, Copy)]
struct Drag {
    pointer: i32,
    from: (f64, f64),
    start: ViewBox,
    moved: bool,
}

/// Where the person moved the view to.
#[derive(Clone, PartialEq)]
struct Moved {
    /// The drawing: its focus and its size. Another one is seen from where it is
    /// best seen from.
    of: (String, Extent),
    /// The size of the window then.
    window: Extent,
    seen: ViewBox,
}

/// What moves the view.
#[derive(Clone, Copy)]
enum Motion {
    Zoom(f64),
    Pan(f64, f64),
    Fit,
}

/// The graph's drawing.
#[component]
pub(super) fn Drawing(props: &GraphProps) -> Html {
    let graph = &*props.graph;
    let svg = use_node_ref();
    let window = use_size(&svg).map(|(width, height)| Extent::new(width, height));
    let moved = use_state(|| None::<Moved>);
    let pointed = use_state(|| None::<String>);
    let drag = use_mut_ref(|| None::<Drag>);
    let drawing = Extent::new(graph.width, graph.height);
    let focus_name = graph.nodes.iter().find(|node| node.is_focus).map_or("", |node| node.symbol.as_str());
    let of = (focus_name.to_owned(), drawing);
    let current = match (&*moved, window) {
        (Some(moved), Some(window)) if moved.of == of => moved.seen.resized(moved.window, window),
        (_, Some(window)) => ViewBox::home(drawing, window, &places(graph)),
        (_, None) => ViewBox::fit(drawing, drawing),
    };
    let see = {
        let moved = moved.setter();
        Callback::from(move |seen: ViewBox| {
            if let Some(window) = window.filter(|_| seen != current) {
                moved.set(Some(Moved { of: of.clone(), window, seen }));
            }
        })
    };
    // Set from the choice of a node until it has the focus in the new drawing.
    let is_chosen = use_mut_ref(|| false);
    {
        let (svg, is_chosen) = (svg.clone(), is_chosen.clone());
        use_effect_with(props.graph.clone(), move |_| {
            if *is_chosen.borrow() {
                give_focus(&svg, ".graph-node.is-focus");
                *is_chosen.borrow_mut() = false;
            }
        });
    }

    let move_by = {
        let see = see.clone();
        Callback::from(move |motion: Motion| {
            let Some(window) = window else {
                return;
            };
            see.emit(match motion {
                Motion::Zoom(factor) => current.zoom(factor, current.centre(), window),
                Motion::Pan(x, y) => current.pan(x * PAN * current.width, y * PAN * current.height, drawing),
                Motion::Fit => ViewBox::fit(drawing, window),
            });
        })
    };
    {
        // Yew's own wheel listeners may not stop the page from scrolling.
        let (svg, see) = (svg.clone(), see.clone());
        use_effect_with((svg.clone(), current, window), move |&(_, current, window)| {
            listen_to_wheel(svg.cast::<Element>(), move |event| {
                let (Some(window), Some(element)) = (window, svg.cast::<Element>()) else {
                    return;
                };
                if !event.ctrl_key() && !has_focus(&element) {
                    return;
                }
                event.prevent_default();
                let bounds = element.get_bounding_client_rect();
                let at = (
                    current.x + (f64::from(event.client_x()) - bounds.x()) / window.width * current.width,
                    current.y + (f64::from(event.client_y()) - bounds.y()) / window.height * current.height,
                );
                let factor = (-event.delta_y().clamp(-200.0, 200.0) * 0.0025).exp();
                see.emit(current.zoom(factor, at, window));
            })
        });
    }

    let onkeydown = {
        let move_by = move_by.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.alt_key() || event.meta_key() {
                return;
            }
            let motion = match event.key().as_str() {
                "ArrowLeft" => Motion::Pan(-1.0, 0.0),
                "ArrowRight" => Motion::Pan(1.0, 0.0),
                "ArrowUp" => Motion::Pan(0.0, -1.0),
                "ArrowDown" => Motion::Pan(0.0, 1.0),
                "+" | "=" => Motion::Zoom(ZOOM),
                "-" => Motion::Zoom(1.0 / ZOOM),
                "0" => Motion::Fit,
                _ => return,
            };
            event.prevent_default();
            move_by.emit(motion);
        })
    };
    let onpointerdown = {
        let drag = drag.clone();
        Callback::from(move |event: PointerEvent| {
            let from = (f64::from(event.client_x()), f64::from(event.client_y()));
            let starts = event.button() == 0;
            *drag.borrow_mut() =
                starts.then_some(Drag { pointer: event.pointer_id(), from, start: current, moved: false });
        })
    };
    let onpointermove = {
        let (svg, see, drag) = (svg.clone(), see.clone(), drag.clone());
        Callback::from(move |event: PointerEvent| {
            let mut drag = drag.borrow_mut();
            let (Some(drag), Some(window)) = (drag.as_mut(), window) else {
                return;
            };
            if event.buttons() == 0 || event.pointer_id() != drag.pointer {
                return;
            }
            let by = (f64::from(event.client_x()) - drag.from.0, f64::from(event.client_y()) - drag.from.1);
            if !drag.moved && by.0.hypot(by.1) > DRAG_FROM {
                drag.moved = true;
                if let Some(element) = svg.cast::<Element>() {
                    // Without it the drag ends at the border, which does no harm.
                    drop(element.set_pointer_capture(drag.pointer));
                }
            }
            if drag.moved {
                let scale = drag.start.width / window.width;
                see.emit(drag.start.pan(-by.0 * scale, -by.1 * scale, drawing));
            }
        })
    };
    let on_node = {
        let (on_focus, drag, is_chosen) = (props.on_focus.clone(), drag.clone(), is_chosen.clone());
        Callback::from(move |symbol: String| {
            // The click that ends a drag is none.
            let was_drag = drag.borrow_mut().take().is_some_and(|drag| drag.moved);
            if !was_drag {
                *is_chosen.borrow_mut() = true;
                on_focus.emit(symbol);
            }
        })
    };
    let on_reveal = {
        let pointed = pointed.clone();
        Callback::from(move |node: GraphNode| {
            pointed.set(Some(node.symbol));
            if *is_chosen.borrow() {
                // The new drawing is seen from where it is best seen from.
                return;
            }
            see.emit(current.reveal((node.x, node.y), Extent::new(node.width, node.height)));
        })
    };
    let on_point = {
        let pointed = pointed.clone();
        Callback::from(move |symbol: Option<String>| pointed.set(symbol))
    };

    let is_pointed =
        |edge: &GraphEdge| pointed.as_ref().is_some_and(|symbol| edge.from == *symbol || edge.to == *symbol);
    // What one points at is drawn last, above the others.
    let layer = |edge: &GraphEdge| (is_pointed(edge), edge.active);
    let layers = [(false, false), (false, true), (true, false), (true, true)];
    let edges = layers.iter().flat_map(|at| graph.edges.iter().filter(|edge| layer(edge) == *at));
    html! {
        <>
            <div class="graph-buttons">
                { button("Zoom in", "+", Motion::Zoom(ZOOM), &move_by) }
                { button("Zoom out", "−", Motion::Zoom(1.0 / ZOOM), &move_by) }
                { button("Fit", "Fit", Motion::Fit, &move_by) }
            </div>
            <svg
                ref={svg} class={classes!("graph-svg", pointed.is_some().then_some("is-pointed"))}
                role="group" tabindex="0" aria-label={format!("Graph around {focus_name}")}
                aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown + - 0"
                viewBox={current.attribute()} preserveAspectRatio="xMidYMid meet"
                {onkeydown} {onpointerdown} {onpointermove}
            >
                <g class="graph-edges">
                    { for edges.map(|edge| draw_edge(edge, is_pointed(edge))) }
                </g>
                { for graph.nodes.iter().map(|node| html! {
                    <Node key={node.symbol.clone()} node={node.clone()}
                        on_choose={on_node.clone()} on_reveal={on_reveal.clone()} on_point={on_point.clone()} />
                }) }
            </svg>
            { legend(graph) }
        </>
    }
}

/// The symbol in focus, then what it needs, selects or has a default from.
fn places(graph: &GraphView) -> Vec<Place> {
    let mut names = Vec::new();
    if let Some(focus) = graph.nodes.iter().find(|node| node.is_focus) {
        names.push(focus.symbol.as_str());
        names
            .extend(graph.edges.iter().filter(|edge| edge.from == focus.symbol).map(|edge| edge.to.as_str()));
    }
    let nodes = names.into_iter().filter_map(|name| graph.nodes.iter().find(|node| node.symbol == name));
    nodes.map(|node| Place { centre: (node.x, node.y), size: Extent::new(node.width, node.height) }).collect()
}

/// Gives the focus to the first element that a selector finds in the drawing.
fn give_focus(svg: &NodeRef, selector: &str) {
    let found = svg.cast::<Element>().and_then(|svg| svg.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<SvgElement>().ok()) {
        // There is nothing to do if it cannot take it.
        drop(element.focus());
    }
}

fn has_focus(element: &Element) -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let active = document.and_then(|document| document.active_element());
    active.is_some_and(|active| element.contains(Some(&active)))
}

/// Listens until the returned function is called.
fn listen_to_wheel(
    target: Option<Element>,
    on_wheel: impl Fn(WheelEvent) + 'static,
) -> impl FnOnce() + 'static {
    let closure = Closure::<dyn Fn(WheelEvent)>::new(on_wheel);
    if let Some(target) = &target {
        let options = AddEventListenerOptions::new();
        options.set_passive(false);
        // Without it there are still buttons and keys.
        drop(target.add_event_listener_with_callback_and_add_event_listener_options(
            "wheel",
            closure.as_ref().unchecked_ref(),
            &options,
        ));
    }
    move || {
        if let Some(target) = target {
            drop(target.remove_event_listener_with_callback("wheel", closure.as_ref().unchecked_ref()));
        }
    }
}

fn button(label: &'static str, sign: &'static str, motion: Motion, move_by: &Callback<Motion>) -> Html {
    let move_by = move_by.clone();
    html! {
        <button type="button" aria-label={label} title={label} onclick={move |_| move_by.emit(motion)}>
            { sign }
        </button>
    }
}

fn draw_edge(edge: &GraphEdge, is_pointed: bool) -> Html {
    let path = line(&edge.points);
    let class = classes!(
        "graph-edge",
        format!("is-{}", edge.kind),
        (!edge.active).then_some("is-inactive"),
        is_pointed.then_some("is-pointed"),
    );
    html! {
        <g {class} role="img">
            <title>{ &edge.title }</title>
            <path class="graph-hit" d={path.clone()} />
            <path class="graph-line" d={path} />
            <path class="graph-head" d={head(&edge.kind, &edge.points)} />
        </g>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct NodeProps {
    node: GraphNode,
    on_choose: Callback<String>,
    on_reveal: Callback<GraphNode>,
    on_point: Callback<Option<String>>,
}

/// A symbol with its value.
#[component]
fn Node(props: &NodeProps) -> Html {
    let node = &props.node;
    let Extent { width, height } = Extent::new(node.width, node.height);
    let choose = {
        let (on_choose, symbol) = (props.on_choose.clone(), node.symbol.clone());
        move || on_choose.emit(symbol.clone())
    };
    let onclick = {
        let choose = choose.clone();
        Callback::from(move |_: MouseEvent| choose())
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            choose();
        }
    });
    let onfocus = {
        let (on_reveal, node) = (props.on_reveal.clone(), node.clone());
        Callback::from(move |_: FocusEvent| on_reveal.emit(node.clone()))
    };
    let point = |symbol: Option<String>| {
        let on_point = props.on_point.clone();
        move || on_point.emit(symbol.clone())
    };
    let (enter, leave, blur) = (point(Some(node.symbol.clone())), point(None), point(None));
    let is_text = value_class(&node.value) == "is-text";
    let text = if is_text { node.label.as_str() } else { node.symbol.as_str() };
    // A fixed-width letter of the style is 7.3 wide; a longer name is squeezed.
    let (start, room) = if is_text { (8.0, width - 16.0) } else { (height, width - height - 8.0) };
    let is_long = text.chars().count() as f64 * 7.3 > room;
    html! {
        <g
            class={classes!("graph-node", value_class(&node.value), node.is_focus.then_some("is-focus"))}
            transform={format!("translate({:.1} {:.1})", node.x - width / 2.0, node.y - height / 2.0)}
        >
            <g
                role="button" tabindex="0" aria-label={node.label.clone()}
                aria-current={node.is_focus.then_some("true")}
                {onclick} {onkeydown} {onfocus}
                onblur={move |_| blur()}
                onpointerenter={move |_| enter()} onpointerleave={move |_| leave()}
            >
                if is_cut(node) {
                    <title>{ format!("{} = {}", node.symbol, cut(&node.value, MAX_TITLE)) }</title>
                }
                <rect class="graph-box" width={format!("{width:.1}")} height={format!("{height:.1}")} rx="5" />
                <text class="graph-name" x={format!("{start:.1}")} y={format!("{:.1}", height / 2.0)}
                    textLength={is_long.then(|| format!("{:.1}", room.max(1.0)))}
                    lengthAdjust={is_long.then_some("spacingAndGlyphs")}
                >
                    { text }
                </text>
            </g>
            // Beside the button: what is read in it is to be part of its name.
            if !is_text {
                <g class="graph-value" aria-hidden="true">
                    <rect class="graph-badge" x="4" y="4" rx="3"
                        width={format!("{:.1}", height - 8.0)} height={format!("{:.1}", height - 8.0)} />
                    <text class="graph-letter" x={format!("{:.1}", height / 2.0)} y={format!("{:.1}", height / 2.0)}>
                        { letter(&node.value) }
                    </text>
                </g>
            }
        </g>
    }
}

/// Says what the lines mean that are in the drawing.
fn legend(graph: &GraphView) -> Html {
    let there = KINDS.iter().filter(|(kind, _)| graph.edges.iter().any(|edge| edge.kind == *kind));
    let has_inactive = graph.edges.iter().any(|edge| !edge.active);
    let sample = |class: String, kind: &str| {
        let points = [(1.0, 6.0), (33.0, 6.0)];
        html! {
            <svg class="graph-sample" viewBox="0 0 36 12" aria-hidden="true">
                <g class={classes!("graph-edge", class)}>
                    <path class="graph-line" d={line(&points)} />
                    <path class="graph-head" d={head(kind, &points)} />
                </g>
            </svg>
        }
    };
    html! {
        <ul class="graph-legend" aria-label="Legend">
            { for there.map(|(kind, name)| html! {
                <li key={*kind}>{ sample(format!("is-{kind}"), kind) }{ *name }</li>
            }) }
            if has_inactive {
                <li>{ sample("is-inactive".to_owned(), "") }{ "no effect now" }</li>
            }
        </ul>
    }
}
