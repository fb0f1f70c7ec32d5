//! Patches the other way round, as `patch -R` takes them.

use crate::patch::{FileDiff, Hunk, HunkLine, LineKind, Patch};

impl Patch {
    /// Gives the patch that takes this one off a tree again.
    ///
    /// A series is taken off from its last patch to its first.
    pub fn reversed(&self) -> Self {
        Self { files: self.files.iter().rev().map(FileDiff::reversed).collect(), ..self.clone() }
    }
}

impl FileDiff {
    /// Gives the change the other way round.
    pub fn reversed(&self) -> Self {
        // What goes when a copy is taken back is the copy; its source stays.
        let new = if self.copy { None } else { self.old.clone() };
        Self {
            old: self.new.clone(),
            new,
            copy: self.copy,
            alias: self.alias.clone(),
            is_git: self.is_git,
            is_binary: self.is_binary,
            is_exact: self.is_exact,
            modes: self.modes.map(|(old, new)| (new, old)),
            hunks: self.hunks.iter().map(Hunk::reversed).collect(),
            line: self.line,
        }
    }
}

impl Hunk {
    /// Gives the hunk the other way round: in each run of changed lines, what
    /// goes stands before what comes.
    pub fn reversed(&self) -> Self {
        let mut lines: Vec<HunkLine> = Vec::with_capacity(self.lines.len());
        let run = |run: &[HunkLine], lines: &mut Vec<HunkLine>| {
            for (from, to) in [(LineKind::Add, LineKind::Remove), (LineKind::Remove, LineKind::Add)] {
                let turned = run.iter().filter(|line| line.kind == from);
                lines.extend(turned.map(|line| HunkLine { kind: to, text: line.text.clone() }));
            }
        };
        for part in self.lines.split_inclusive(|line| line.kind == LineKind::Context) {
            match part.split_last() {
                Some((context, changed)) if context.kind == LineKind::Context => {
                    run(changed, &mut lines);
                    lines.push(context.clone());
                }
                _ => run(part, &mut lines),
            }
        }
        let range =
            |start: u32, len: u32| if len == 1 { format!("{start}") } else { format!("{start},{len}") };
        let rest = self.header.splitn(3, "@@").nth(2).unwrap_or("");
        Self {
            header: format!(
                "@@ -{} +{} @@{rest}",
                range(self.new_start, self.new_len),
                range(self.old_start, self.old_len)
            ),
            old_start: self.new_start,
            old_len: self.new_len,
            new_start: self.old_start,
            new_len: self.old_len,
            lines,
            line: self.line,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::apply::apply;
    use crate::mail::parse_mbox;

    const DIFF: &str = "\
diff --git a/f b/f
old mode 100644
new mode 100755
--- a/f
+++ b/f
@@ -1,4 +1,5 @@ config A
 a
-b
+B
+BB
 c
-d
+d
\\ No newline at end of file
diff --git a/n b/n
new file mode 100644
--- /dev/null
+++ b/n
@@ -0,0 +1 @@
+n
diff --git a/o b/m
similarity index 100%
rename from o
rename to m
diff --git a/o2 b/c
similarity index 60%
copy from o2
copy to c
--- a/o2
+++ b/c
@@ -1 +1 @@
-o
+p
";

    #[test]
    fn a_patch_taken_off_leaves_the_tree_as_it_was() {
        let (patches, problems) = parse_mbox(DIFF);
        assert_eq!(problems, []);
        let tree = [("f", "a\nb\nc\nd\n"), ("o", "x\n"), ("o2", "o\n")].into_iter().collect();
        let with = apply(&tree, &patches[0]).unwrap().tree;
        let paths: Vec<&str> = with.iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["c", "f", "m", "n", "o2"]);
        let reversed = patches[0].reversed();
        assert_eq!(apply(&with, &reversed).unwrap().tree, tree);
        assert_eq!(reversed.files[3].hunks[0].header, "@@ -1,5 +1,4 @@ config A");
        assert_eq!(reversed.files[3].modes, Some((0o100755, 0o100644)));
        // All but the copy, whose source a reversed patch no longer names.
        let mut twice = reversed.reversed();
        twice.files.pop();
        let mut once = patches[0].clone();
        once.files.pop();
        assert_eq!(twice, once);
    }
}
