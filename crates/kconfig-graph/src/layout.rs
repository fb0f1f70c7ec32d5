//! Places for nodes and ways for edges: a layered drawing, left to right.
//!
//! A symbol stands left of those that it selects or depends on, so that a
//! chain of causes reads like a sentence. The layers come from `dugong`; where
//! that gives up, a plain layered drawing takes its place, so that there is
//! always one. Knows nothing of symbols.

mod layered;

use dugong::graphlib::{Graph, GraphOptions};
use dugong::{EdgeLabel, GraphLabel, NodeLabel, RankDir, WorkControl, WorkError};

/// Free space around the drawing, in CSS pixels.
pub const MARGIN: f64 = 16.0;
/// Free space between two nodes of a layer.
pub(crate) const NODE_GAP: f64 = 14.0;
/// Free space between two layers.
pub(crate) const LAYER_GAP: f64 = 44.0;
/// How far a self loop reaches out of its node; less than [`MARGIN`].
const LOOP_REACH: f64 = 12.0;
/// The width or height that stands for one that is no length.
const NO_LENGTH: f64 = 1.0;
/// The greatest width or height; a longer one is cut to it.
const MAX_LENGTH: f64 = 10_000.0;
/// The steps that `dugong` may take: some twenty times those of 150 nodes.
const MAX_WORK: usize = 40_000_000;

/// A node's size in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
}

/// A place in CSS pixels from the drawing's upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// A drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Its width in CSS pixels.
    pub width: f64,
    /// Its height in CSS pixels.
    pub height: f64,
    /// The centre of each node, in the order given.
    pub nodes: Vec<Point>,
    /// The bends of each edge, in the order given, from the border of its
    /// first node to the border of its second. Empty if a node does not exist.
    pub edges: Vec<Vec<Point>>,
}

/// Draws a graph; an edge goes from the node of its first index to that of its
/// second.
///
/// Equal graphs are drawn equally. Nodes do not overlap, and all lies within
/// width and height. A size that is no positive number counts as one pixel.
pub fn layout(nodes: &[Size], edges: &[(usize, usize)]) -> Layout {
    let sizes: Vec<Size> = nodes.iter().map(|&size| sound(size)).collect();
    if sizes.is_empty() {
        return Layout { edges: vec![Vec::new(); edges.len()], ..Layout::default() };
    }
    let exists = |index: usize| index < sizes.len();
    // A self loop constrains nothing; it is drawn when its node has a place.
    let drawn: Vec<(usize, usize, usize)> = edges
        .iter()
        .enumerate()
        .filter(|(_, (from, to))| from != to && exists(*from) && exists(*to))
        .map(|(index, &(from, to))| (index, from, to))
        .collect();
    let mut result = by_dugong(&sizes, &drawn, edges.len())
        .filter(|result| is_sound(&sizes, result))
        .unwrap_or_else(|| layered::layout(&sizes, &drawn, edges.len()));
    for (&(from, to), points) in edges.iter().zip(&mut result.edges) {
        if from == to && exists(from) {
            *points = self_loop(result.nodes[from], sizes[from]);
        } else if let (Some(&first), Some(&last)) = (points.first(), points.last()) {
            // Exactly on the border, whatever the rounding before.
            let inner = (points[1..].first().copied(), points[..points.len() - 1].last().copied());
            let start = to_border(result.nodes[from], sizes[from], inner.0.unwrap_or(last));
            let end = to_border(result.nodes[to], sizes[to], inner.1.unwrap_or(first));
            let n = points.len();
            points[0] = start;
            points[n - 1] = end;
        }
    }
    result
}

fn sound(size: Size) -> Size {
    let sound = |length: f64| if length > 0.0 { length.min(MAX_LENGTH) } else { NO_LENGTH };
    Size { width: sound(size.width), height: sound(size.height) }
}

/// Returns the point where the line from a node's centre leaves the node.
pub(crate) fn to_border(centre: Point, size: Size, towards: Point) -> Point {
    let (dx, dy) = (towards.x - centre.x, towards.y - centre.y);
    let (w, h) = (size.width / 2.0, size.height / 2.0);
    // Which part of the way to `towards` lies within the node.
    let part = (w / dx.abs()).min(h / dy.abs());
    if part.is_finite() {
        Point { x: centre.x + dx * part, y: centre.y + dy * part }
    } else {
        Point { x: centre.x + w, y: centre.y }
    }
}

fn self_loop(centre: Point, size: Size) -> Vec<Point> {
    let right = centre.x + size.width / 2.0;
    let (up, down) = (centre.y - size.height / 4.0, centre.y + size.height / 4.0);
    vec![
        Point { x: right, y: up },
        Point { x: right + LOOP_REACH, y: up },
        Point { x: right + LOOP_REACH, y: down },
        Point { x: right, y: down },
    ]
}

/// Ends a layout that would take too long.
struct Budget(usize);

impl WorkControl for Budget {
    fn charge(&mut self, units: usize) -> Result<(), WorkError> {
        self.0 = self.0.checked_sub(units).ok_or(WorkError::Interrupted)?;
        Ok(())
    }
}

fn by_dugong(sizes: &[Size], drawn: &[(usize, usize, usize)], n_edges: usize) -> Option<Layout> {
    let options = GraphOptions { multigraph: true, compound: true, ..GraphOptions::default() };
    let mut graph: Graph<NodeLabel, EdgeLabel, GraphLabel> = Graph::new(options);
    graph.set_graph(GraphLabel {
        rankdir: RankDir::LR,
        nodesep: NODE_GAP,
        ranksep: LAYER_GAP,
        edgesep: 10.0,
        marginx: MARGIN,
        marginy: MARGIN,
        ..GraphLabel::default()
    });
    // Ids that begin with a letter keep the order in which they come.
    let id = |index: usize| format!("n{index}");
    for (index, size) in sizes.iter().enumerate() {
        graph.set_node(
            id(index),
            NodeLabel { width: size.width, height: size.height, ..NodeLabel::default() },
        );
    }
    for &(index, from, to) in drawn {
        let label = EdgeLabel { weight: 1.0, ..EdgeLabel::default() };
        graph.set_edge_named(id(from), id(to), Some(format!("e{index}")), Some(label));
    }
    dugong::layout_controlled(&mut graph, &mut Budget(MAX_WORK)).ok()?;

    let mut nodes = Vec::with_capacity(sizes.len());
    for index in 0..sizes.len() {
        let node = graph.node(&id(index))?;
        nodes.push(Point { x: node.x?, y: node.y? });
    }
    let mut edges = vec![Vec::new(); n_edges];
    for &(index, from, to) in drawn {
        let edge = graph.edge(&id(from), &id(to), Some(&format!("e{index}")))?;
        edges[index] = edge.points.iter().map(|point| Point { x: point.x, y: point.y }).collect();
    }
    let (width, height) = (graph.graph().width, graph.graph().height);
    let mut result = Layout { width, height, nodes, edges };
    enclose(sizes, &mut result);
    Some(result)
}

/// Moves a drawing so that [`MARGIN`] is free around it.
///
/// `dugong`, as dagre, counts the nodes only; edges that go around them would
/// be cut off.
fn enclose(sizes: &[Size], layout: &mut Layout) {
    let corners = layout.nodes.iter().zip(sizes).flat_map(|(node, size)| {
        let (w, h) = (size.width / 2.0, size.height / 2.0);
        [Point { x: node.x - w, y: node.y - h }, Point { x: node.x + w, y: node.y + h }]
    });
    let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
    for point in corners.chain(layout.edges.iter().flatten().copied()) {
        low = (low.0.min(point.x), low.1.min(point.y));
        high = (high.0.max(point.x), high.1.max(point.y));
    }
    let move_by = (MARGIN - low.0, MARGIN - low.1);
    for point in layout.nodes.iter_mut().chain(layout.edges.iter_mut().flatten()) {
        *point = Point { x: point.x + move_by.0, y: point.y + move_by.1 };
    }
    layout.width = high.0 + move_by.0 + MARGIN;
    layout.height = high.1 + move_by.1 + MARGIN;
}

/// Returns whether a layout keeps what [`layout`] promises.
fn is_sound(sizes: &[Size], layout: &Layout) -> bool {
    let is_inside = |x: f64, y: f64| x >= 0.0 && y >= 0.0 && x <= layout.width && y <= layout.height;
    let nodes_inside = layout.nodes.iter().zip(sizes).all(|(node, size)| {
        let (w, h) = (size.width / 2.0, size.height / 2.0);
        is_inside(node.x - w, node.y - h) && is_inside(node.x + w + LOOP_REACH, node.y + h)
    });
    let edges_inside = layout.edges.iter().flatten().all(|point| is_inside(point.x, point.y));
    nodes_inside && edges_inside && !overlaps(sizes, &layout.nodes)
}

fn overlaps(sizes: &[Size], nodes: &[Point]) -> bool {
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    let left = |index: usize| nodes[index].x - sizes[index].width / 2.0;
    order.sort_by(|&a, &b| left(a).total_cmp(&left(b)));
    order.iter().enumerate().any(|(place, &a)| {
        let right = nodes[a].x + sizes[a].width / 2.0;
        order[place + 1..].iter().take_while(|&&b| left(b) < right).any(|&b| {
            (nodes[a].y - nodes[b].y).abs() < (sizes[a].height + sizes[b].height) / 2.0 - 0.001
                && left(b) < right - 0.001
        })
    })
}

#[cfg(test)]
mod tests;
