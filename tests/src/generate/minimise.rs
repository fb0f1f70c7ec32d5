//! The smallest tree that still shows something.

use super::Generated;

/// Drops lines and conditions for as long as `shows` says yes of what is left.
pub fn minimise(generated: &Generated, mut shows: impl FnMut(&Generated) -> bool) -> Generated {
    let mut best = generated.clone();
    let mut attempt = |best: &mut Generated, new: Generated| {
        let is_better = shows(&new);
        if is_better {
            *best = new;
        }
        is_better
    };
    let empty = Generated { answers: "\n".repeat(50), ..best.clone() };
    attempt(&mut best, empty);
    loop {
        let n_before = size(&best);
        for part in 0..parts(&best) {
            drop_lines(&mut best, part, &mut attempt);
            shorten_lines(&mut best, part, &mut attempt);
        }
        for index in (0..best.env.len()).rev() {
            let mut new = best.clone();
            new.env.remove(index);
            attempt(&mut best, new);
        }
        if size(&best) == n_before {
            return best;
        }
    }
}

type Attempt<'a> = &'a mut dyn FnMut(&mut Generated, Generated) -> bool;

/// The texts: all files, the .config, the fragment.
fn parts(generated: &Generated) -> usize {
    generated.files.len() + 2
}

fn part(generated: &mut Generated, index: usize) -> &mut String {
    let n_files = generated.files.len();
    match index.checked_sub(n_files) {
        None => &mut generated.files[index].1,
        Some(0) => &mut generated.config,
        Some(_) => &mut generated.fragment,
    }
}

fn size(generated: &Generated) -> usize {
    let mut all = generated.clone();
    (0..parts(generated)).map(|index| part(&mut all, index).len()).sum::<usize>() + all.env.len()
}

fn lines(generated: &Generated, index: usize) -> Vec<String> {
    part(&mut generated.clone(), index).split_inclusive('\n').map(str::to_owned).collect()
}

fn with(generated: &Generated, index: usize, lines: &[String]) -> Generated {
    let mut new = generated.clone();
    *part(&mut new, index) = lines.concat();
    new
}

/// Drops runs of lines, long ones first.
fn drop_lines(best: &mut Generated, index: usize, attempt: Attempt<'_>) {
    let mut all = lines(best, index);
    let mut n = all.len();
    while n > 0 {
        let mut start = 0;
        while start < all.len() {
            let mut fewer = all.clone();
            fewer.drain(start..(start + n).min(all.len()));
            if attempt(best, with(best, index, &fewer)) {
                all = fewer;
            } else {
                start += n;
            }
        }
        n /= 2;
    }
}

/// Cuts lines at an operator, before or after it.
fn shorten_lines(best: &mut Generated, index: usize, attempt: Attempt<'_>) {
    for line in 0..lines(best, index).len() {
        for cut in [" if ", " && ", " || "] {
            let mut all = lines(best, index);
            let Some((head, tail)) = all[line].split_once(cut) else { continue };
            let (head, tail) = (format!("{head}\n"), tail.to_owned());
            all[line] = head;
            if attempt(best, with(best, index, &all)) || cut == " if " {
                continue;
            }
            for keyword in ["depends on ", " if ", "if ", "default "] {
                let mut all = lines(best, index);
                let Some((head, _)) = all[line].split_once(keyword) else { continue };
                all[line] = format!("{head}{keyword}{tail}");
                attempt(best, with(best, index, &all));
                break;
            }
        }
    }
}
