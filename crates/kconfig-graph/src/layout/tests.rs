use super::*;

const SIZE: Size = Size { width: 160.0, height: 28.0 };

fn is_on_border(point: Point, centre: Point, size: Size) -> bool {
    let (dx, dy) = ((point.x - centre.x).abs(), (point.y - centre.y).abs());
    let (w, h) = (size.width / 2.0, size.height / 2.0);
    let near = |a: f64, b: f64| (a - b).abs() < 0.01;
    (near(dx, w) && dy <= h + 0.01) || (near(dy, h) && dx <= w + 0.01)
}

/// Draws and checks all that `layout` promises.
#[track_caller]
fn check(nodes: &[Size], edges: &[(usize, usize)]) -> Layout {
    let result = layout(nodes, edges);
    assert_eq!(result, layout(nodes, edges), "not deterministic");
    assert_eq!(result.nodes.len(), nodes.len());
    assert_eq!(result.edges.len(), edges.len());
    let sizes: Vec<Size> = nodes.iter().map(|&size| sound(size)).collect();
    assert!(!overlaps(&sizes, &result.nodes), "nodes overlap: {edges:?}");
    if !nodes.is_empty() {
        assert!(is_sound(&sizes, &result), "outside: {edges:?} {result:?}");
    }
    for (&(from, to), points) in edges.iter().zip(&result.edges) {
        if from >= nodes.len() || to >= nodes.len() {
            assert!(points.is_empty());
            continue;
        }
        assert!(points.len() >= 2);
        assert!(is_on_border(points[0], result.nodes[from], sizes[from]), "{edges:?}: {points:?}");
        assert!(is_on_border(points[points.len() - 1], result.nodes[to], sizes[to]), "{edges:?}: {points:?}");
    }
    result
}

#[test]
fn nothing_is_an_empty_drawing() {
    assert_eq!(layout(&[], &[]), Layout::default());
    check(&[], &[(0, 0), (1, 2)]);
}

#[test]
fn causes_stand_left_of_what_they_cause() {
    let result = check(&[SIZE; 3], &[(0, 1), (1, 2), (0, 2)]);
    assert!(result.nodes[0].x < result.nodes[1].x);
    assert!(result.nodes[1].x < result.nodes[2].x);
}

#[test]
fn parallel_edges_go_different_ways() {
    let result = check(&[SIZE; 3], &[(0, 1), (0, 1), (1, 0), (0, 2)]);
    assert_ne!(result.edges[0], result.edges[1]);
}

#[test]
fn loops_cycles_and_lonely_nodes_are_drawn() {
    check(&[SIZE], &[]);
    check(&[SIZE], &[(0, 0), (0, 0)]);
    check(&[SIZE; 2], &[(0, 1), (1, 0)]);
    check(&[SIZE; 5], &[(0, 1), (1, 2), (2, 0), (2, 2), (3, 3)]);
    check(&[SIZE; 4], &[(0, 9), (9, 0), (usize::MAX, usize::MAX), (1, 2)]);
}

#[test]
fn sizes_that_are_no_lengths_do_no_harm() {
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 0.0, 1e300, 5e-324];
    let nodes: Vec<Size> =
        odd.iter().flat_map(|&width| odd.iter().map(move |&height| Size { width, height })).collect();
    let edges: Vec<(usize, usize)> = (0..nodes.len()).map(|node| (node, node * 5 % nodes.len())).collect();
    check(&nodes, &edges);
}

#[test]
fn random_graphs_keep_the_promises() {
    // xorshift: the same graphs in every run.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for _ in 0..300 {
        let n_nodes = 1 + random(24);
        let n_edges = random(60);
        let nodes: Vec<Size> = (0..n_nodes)
            .map(|_| Size { width: 20.0 + random(200) as f64, height: 10.0 + random(50) as f64 })
            .collect();
        let edges: Vec<(usize, usize)> = (0..n_edges).map(|_| (random(n_nodes), random(n_nodes))).collect();
        check(&nodes, &edges);
        let drawn: Vec<_> = edges
            .iter()
            .enumerate()
            .filter(|(_, (from, to))| from != to)
            .map(|(index, &(from, to))| (index, from, to))
            .collect();
        let plain = layered::layout(&nodes, &drawn, edges.len());
        assert!(is_sound(&nodes, &plain), "the plain drawing: {nodes:?} {edges:?} {plain:?}");
    }
}

#[test]
fn a_crowd_of_selectors_is_drawn() {
    // One symbol that 149 others select, in two stages.
    let edges: Vec<(usize, usize)> =
        (1..150).map(|node| (node, if node < 20 { 0 } else { node % 20 })).collect();
    check(&[SIZE; 150], &edges);
}

#[test]
fn a_graph_beyond_the_budget_is_drawn_plainly() {
    let n_nodes = 3000;
    let edges: Vec<(usize, usize)> = (0..n_nodes).map(|node| (node, (node * 7 + 1) % n_nodes)).collect();
    check(&vec![SIZE; n_nodes], &edges);
}
