//! Places in source text: byte ranges, and the lines and columns they stand on.

crate::newtype_index! {
    /// One source file of a tree; what it is called is for the tree to say.
    pub struct FileId
}

/// A half-open byte range within one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Byte offset of the first byte.
    pub start: u32,
    /// Byte offset just after the last byte; never below `start`.
    pub end: u32,
}

impl Span {
    /// Makes the range `start..end`; offsets are bytes.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end.max(start) as u32 }
    }

    /// Cuts the range out of `text`, or gives "" where it does not fit.
    pub fn slice(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// Gives the smallest range that holds both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A range within a file of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// Which file.
    pub file: FileId,
    /// Where in it.
    pub span: Span,
}

/// A line and a column, both counted from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineCol {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// The line starts of one text, for turning offsets into lines.
#[derive(Clone, Debug)]
pub struct LineIndex {
    /// Byte offset of each line's first byte; the first is 0.
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> Self {
        let newlines = memchr::memchr_iter(b'\n', text.as_bytes());
        let starts = std::iter::once(0).chain(newlines.map(|at| at as u32 + 1)).collect();
        Self { starts }
    }

    /// Gives the line of a byte offset, counted from 1.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset) as u32
    }

    /// Gives the line and column of a byte offset in `text`, the same text as
    /// the index was made of.
    pub fn line_col(&self, text: &str, offset: u32) -> LineCol {
        let line = self.line(offset);
        let start = self.starts[line as usize - 1] as usize;
        let before = text.get(start..offset as usize).unwrap_or("");
        LineCol { line, column: before.chars().count() as u32 + 1 }
    }

    /// Gives the range of a line (counted from 1) without its newline.
    pub fn line_span(&self, text: &str, line: u32) -> Span {
        let start = self.starts.get(line as usize - 1).copied().unwrap_or(text.len() as u32);
        let end = match self.starts.get(line as usize) {
            Some(&next) => next as usize - 1,
            None => text.len(),
        };
        Span::new(start as usize, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one() {
        let text = "ab\n\nçd";
        let index = LineIndex::new(text);
        assert_eq!(index.line_col(text, 0), LineCol { line: 1, column: 1 });
        assert_eq!(index.line_col(text, 2), LineCol { line: 1, column: 3 });
        assert_eq!(index.line_col(text, 3), LineCol { line: 2, column: 1 });
        assert_eq!(index.line_col(text, 6), LineCol { line: 3, column: 2 });
        assert_eq!(index.line_span(text, 3).slice(text), "çd");
        assert_eq!(index.line_span(text, 2).slice(text), "");
    }
}
