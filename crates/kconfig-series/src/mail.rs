//! Mail and diffs to [`Patch`]es, line by line.

use crate::diff::Lines;
use crate::patch::{Patch, PatchProblem, hunk_header, mail_header, subject};

/// Reads a mailbox, one mail, or a plain diff; `diff -u` and git's forms alike.
///
/// Gives the patches in the order of the text. A mail without a diff (a cover
/// letter, a reply) is left out and named among the problems, as is whatever
/// could not be understood; reading goes on behind it.
pub fn parse_mbox(text: &str) -> (Vec<Patch>, Vec<PatchProblem>) {
    let mut reader = Reader { lines: Lines::new(text), patches: Vec::new() };
    while reader.lines.peek().is_some() {
        reader.mail();
    }
    (reader.patches, reader.lines.problems)
}

/// Whether a mail begins at the next line: mbox's `From ` before a header.
fn at_mail(lines: &Lines<'_>) -> bool {
    lines.ahead(0).starts_with("From ") && mail_header(lines.ahead(1)).is_some()
}

/// Reads what stands below the headers: what the patch says of itself, and its diffs.
pub(crate) fn read_body(lines: &mut Lines<'_>, patch: &mut Patch, is_end: impl Fn(&Lines<'_>) -> bool) {
    let mut body: Vec<&str> = Vec::new();
    let mut in_body = true;
    while let Some(line) = lines.peek() {
        if is_end(lines) {
            break;
        }
        if lines.at_file() {
            in_body = false;
            let file = lines.file();
            patch.files.push(file);
            continue;
        }
        if line == "---" {
            in_body = false;
        } else if line.starts_with("@@ -") && hunk_header(line).is_some() {
            lines.problem(lines.line(), "a hunk without a file");
        } else if in_body {
            body.push(line);
        }
        lines.at += 1;
    }
    patch.body = body.join("\n").trim_matches('\n').to_owned();
}

struct Reader<'a> {
    lines: Lines<'a>,
    patches: Vec<Patch>,
}

impl Reader<'_> {
    /// Reads one mail, or a plain diff to the next mail or the end.
    fn mail(&mut self) {
        let start = self.lines.line();
        let mut patch = Patch::default();
        if at_mail(&self.lines) {
            self.lines.at += 1;
        }
        let is_mail = !self.lines.at_file() && mail_header(self.lines.ahead(0)).is_some();
        if is_mail {
            self.headers(&mut patch);
        }
        read_body(&mut self.lines, &mut patch, at_mail);
        if !patch.files.is_empty() {
            self.patches.push(patch);
        } else if is_mail {
            self.lines.problem(start, format!("no diff in the mail \"{}\": left out", patch.subject));
        } else if !patch.body.trim().is_empty() {
            self.lines.problem(start, "neither a mail nor a diff");
        }
    }

    fn headers(&mut self, patch: &mut Patch) {
        while let Some(line) = self.lines.peek() {
            if line.is_empty() {
                self.lines.at += 1;
                break;
            }
            let Some((name, text)) = mail_header(line) else { break };
            let mut text = text.to_owned();
            self.lines.at += 1;
            while let Some(folded) = self.lines.peek().filter(|line| line.starts_with([' ', '\t'])) {
                text.push(' ');
                text.push_str(folded.trim());
                self.lines.at += 1;
            }
            match name.to_ascii_lowercase().as_str() {
                "subject" => (patch.tag, patch.subject) = subject(&text),
                "message-id" => {
                    patch.message_id = Some(text.trim_start_matches('<').trim_end_matches('>').to_owned());
                }
                "from" => patch.author = Some(text),
                "date" => patch.date = Some(text),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    const MAIL: &str = "\
From 1f3853adfe0b4cc2c03379217bd0aefa2476e984 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Date: Wed, 24 Jan 2024 05:12:54 +0000
Subject: [PATCH v3 10/14] sh: one thing only if CRASH_DUMP, another
 only if CRASH_RESERVE
Message-ID: <1@example.org>

Why it is so.

From here on a sentence.
---
 a | 2 +-

diff --git a/a b/a
index 1..2 100644
--- a/a
+++ b/a
@@ -1,2 +1,2 @@ config A
-old
+new
 --- 
\\ No newline at end of file
diff --git a/gone b/gone
deleted file mode 100644
--- a/gone
+++ /dev/null
@@ -1 +0,0 @@
-x
diff --git a/from b/to
similarity index 100%
rename from from
rename to to
-- 
2.43.0

From 1f3853adfe0b4cc2c03379217bd0aefa2476e984 Mon Sep 17 00:00:00 2001
From: A Reviewer <rev@example.org>
Subject: Re: [PATCH]

> looks good
";

    fn show(text: &str) -> String {
        let (patches, problems) = parse_mbox(text);
        format!("{patches:#?}\n{problems:#?}\n")
    }

    #[test]
    fn a_mail_is_read_whole() {
        let (patches, problems) = parse_mbox(MAIL);
        let [patch] = patches.as_slice() else { panic!("{patches:?}") };
        assert_eq!(patch.subject, "sh: one thing only if CRASH_DUMP, another only if CRASH_RESERVE");
        assert_eq!(patch.tag.as_deref(), Some("PATCH v3 10/14"));
        assert_eq!(patch.message_id.as_deref(), Some("1@example.org"));
        assert_eq!(patch.author.as_deref(), Some("A Developer <dev@example.org>"));
        assert_eq!(patch.date.as_deref(), Some("Wed, 24 Jan 2024 05:12:54 +0000"));
        assert_eq!(patch.body, "Why it is so.\n\nFrom here on a sentence.");
        let paths: Vec<_> = patch.files.iter().map(|f| (f.old.as_deref(), f.new.as_deref())).collect();
        assert_eq!(paths, [(Some("a"), Some("a")), (Some("gone"), None), (Some("from"), Some("to"))]);
        let texts: Vec<_> = patch.files[0].hunks[0].lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["old\n", "new\n", "--- "]);
        expect![[r#"
            [
                PatchProblem {
                    line: 36,
                    message: "no diff in the mail \"Re: [PATCH]\": left out",
                },
            ]
        "#]]
        .assert_debug_eq(&problems);
    }

    #[test]
    fn a_plain_diff_needs_no_mail() {
        let text = "--- linux.orig/a\t2024-01-24\n+++ linux/a\t2024-01-25\n@@ -0,0 +1 @@\n+x\n";
        let (patches, problems) = parse_mbox(text);
        assert_eq!(problems, []);
        assert_eq!(patches[0].files[0].path(), "a");
        assert_eq!(patches[0].files[0].hunks[0].lines[0].text, "x\n");
    }

    #[test]
    fn carriage_returns_of_a_mail_go() {
        let (patches, problems) = parse_mbox(&MAIL.replace('\n', "\r\n"));
        assert_eq!(patches, parse_mbox(MAIL).0);
        assert_eq!(problems.len(), 1);
    }

    #[test]
    fn damage_is_named_and_does_not_stop_the_reading() {
        let short = "--- a/a\n+++ b/a\n@@ -1,3 +1,3 @@\n x\n";
        assert!(show(short).contains("the text ends inside the hunk @@ -1,3 +1,3 @@"), "{}", show(short));
        let odd = "--- a/a\n+++ b/a\n@@ -1,3 +1,3 @@\n x\nfoo\n--- a/b\n+++ b/b\n@@ -1 +1 @@\n-x\n+y\n";
        assert!(show(odd).contains("no line of a diff, inside the hunk"));
        assert_eq!(parse_mbox(odd).0[0].files.len(), 2);
        let many = "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\n-y\n+z\n";
        assert!(show(many).contains("more lines than @@ -1 +1 @@ counts"));
        assert!(show("hello\n").contains("neither a mail nor a diff"));
        assert_eq!(parse_mbox(""), (vec![], vec![]));
    }

    #[test]
    fn every_prefix_of_a_mail_is_read_without_panic() {
        for end in 0..MAIL.len() {
            parse_mbox(&MAIL[..end]);
        }
    }
}
