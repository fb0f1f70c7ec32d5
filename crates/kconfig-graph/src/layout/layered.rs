//! A plain layered drawing that takes any graph in linear time.

use super::{LAYER_GAP, Layout, MARGIN, NODE_GAP, Point, Size, to_border};

/// How many nodes stand above each other before a layer gets another column.
const MAX_COLUMN: usize = 40;

/// Draws nodes in columns by the longest way to them; edges are straight.
///
/// An edge is its index among `n_edges`, and the indices of two nodes that
/// exist and differ.
pub(super) fn layout(sizes: &[Size], drawn: &[(usize, usize, usize)], n_edges: usize) -> Layout {
    let mut nodes = vec![Point { x: 0.0, y: 0.0 }; sizes.len()];
    let (mut left, mut height) = (MARGIN, 0.0f64);
    for layer in layers(sizes.len(), drawn) {
        for column in layer.chunks(MAX_COLUMN) {
            let width = column.iter().map(|&node| sizes[node].width).fold(0.0, f64::max);
            let mut top = MARGIN;
            for &node in column {
                nodes[node] = Point { x: left + width / 2.0, y: top + sizes[node].height / 2.0 };
                top += sizes[node].height + NODE_GAP;
            }
            height = height.max(top - NODE_GAP + MARGIN);
            left += width + LAYER_GAP;
        }
    }
    let mut edges = vec![Vec::new(); n_edges];
    for &(index, from, to) in drawn {
        edges[index] = vec![
            to_border(nodes[from], sizes[from], nodes[to]),
            to_border(nodes[to], sizes[to], nodes[from]),
        ];
    }
    Layout { width: left - LAYER_GAP + MARGIN, height, nodes, edges }
}

/// Returns the nodes of each layer, in order.
fn layers(n_nodes: usize, drawn: &[(usize, usize, usize)]) -> Vec<Vec<usize>> {
    let mut n_before = vec![0usize; n_nodes];
    let mut after = vec![Vec::new(); n_nodes];
    for &(_, from, to) in drawn {
        n_before[to] += 1;
        after[from].push(to);
    }
    let mut layer_of = vec![0usize; n_nodes];
    let mut is_done = vec![false; n_nodes];
    let mut ready: Vec<usize> = (0..n_nodes).filter(|&node| n_before[node] == 0).collect();
    let mut next_of_cycle = 0;
    loop {
        let Some(node) = ready.pop() else {
            // What is left hangs on a cycle: its first node opens it.
            while next_of_cycle < n_nodes && is_done[next_of_cycle] {
                next_of_cycle += 1;
            }
            if next_of_cycle == n_nodes {
                break;
            }
            ready.push(next_of_cycle);
            continue;
        };
        is_done[node] = true;
        for &next in &after[node] {
            n_before[next] = n_before[next].saturating_sub(1);
            if !is_done[next] {
                layer_of[next] = layer_of[next].max(layer_of[node] + 1);
                if n_before[next] == 0 {
                    ready.push(next);
                }
            }
        }
    }
    let n_layers = layer_of.iter().max().map_or(0, |layer| layer + 1);
    let mut layers = vec![Vec::new(); n_layers];
    for (node, &layer) in layer_of.iter().enumerate() {
        layers[layer].push(node);
    }
    layers
}
