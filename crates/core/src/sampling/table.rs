//! The master tables of single sampling, as printed: `v` and `^` are the arrows, `1/2` is Ac 1 and Re 2,
//! `-` is a field without anything, `n` the sample size.

use super::{Aql, CodeLetter, Severity, Standard};

/// One field of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    /// Use the first plan below.
    Down,
    /// Use the first plan above.
    Up,
    /// Acceptance and rejection number.
    Plan(u32, u32),
    /// Nothing: the row is there for another column.
    Blank,
}

/// What the table says in the row of `letter` and the column of `aql`.
pub(super) fn cell(standard: Standard, severity: Severity, letter: CodeLetter, aql: Aql) -> Cell {
    let table = match (severity, standard) {
        (Severity::Normal, _) => NORMAL,
        (Severity::Tightened, _) => TIGHTENED,
        (Severity::Reduced, Standard::Iso2859_1) => REDUCED_WITHOUT_GAP,
        (Severity::Reduced, Standard::Z1_4) => REDUCED_WITH_GAP,
    };
    match field(table, &letter.to_string(), &aql.to_string()) {
        Some("v") => Cell::Down,
        Some("^") => Cell::Up,
        Some(text) => {
            numbers(text).map_or(Cell::Blank, |(accept, reject)| Cell::Plan(accept, reject))
        }
        None => Cell::Blank,
    }
}

fn field(table: &'static str, letter: &str, aql: &str) -> Option<&'static str> {
    let mut rows = table.lines().map(str::split_whitespace);
    let column = rows.next()?.position(|heading| heading == aql)?;
    rows.find(|row| row.clone().next() == Some(letter))?.nth(column)
}

fn numbers(text: &str) -> Option<(u32, u32)> {
    let (accept, reject) = text.split_once('/')?;
    Some((accept.parse().ok()?, reject.parse().ok()?))
}

/// Normal inspection: ISO 2859-1:1999, Table 2-A; ANSI/ASQ Z1.4, Table II-A.
const NORMAL: &str = "\
-     n  0.010 0.015 0.025 0.040 0.065  0.10  0.15  0.25  0.40  0.65   1.0   1.5   2.5   4.0   6.5
A     2      v     v     v     v     v     v     v     v     v     v     v     v     v     v   0/1
B     3      v     v     v     v     v     v     v     v     v     v     v     v     v   0/1     ^
C     5      v     v     v     v     v     v     v     v     v     v     v     v   0/1     ^     v
D     8      v     v     v     v     v     v     v     v     v     v     v   0/1     ^     v   1/2
E    13      v     v     v     v     v     v     v     v     v     v   0/1     ^     v   1/2   2/3
F    20      v     v     v     v     v     v     v     v     v   0/1     ^     v   1/2   2/3   3/4
G    32      v     v     v     v     v     v     v     v   0/1     ^     v   1/2   2/3   3/4   5/6
H    50      v     v     v     v     v     v     v   0/1     ^     v   1/2   2/3   3/4   5/6   7/8
J    80      v     v     v     v     v     v   0/1     ^     v   1/2   2/3   3/4   5/6   7/8 10/11
K   125      v     v     v     v     v   0/1     ^     v   1/2   2/3   3/4   5/6   7/8 10/11 14/15
L   200      v     v     v     v   0/1     ^     v   1/2   2/3   3/4   5/6   7/8 10/11 14/15 21/22
M   315      v     v     v   0/1     ^     v   1/2   2/3   3/4   5/6   7/8 10/11 14/15 21/22     ^
N   500      v     v   0/1     ^     v   1/2   2/3   3/4   5/6   7/8 10/11 14/15 21/22     ^     ^
P   800      v   0/1     ^     v   1/2   2/3   3/4   5/6   7/8 10/11 14/15 21/22     ^     ^     ^
Q  1250    0/1     ^     v   1/2   2/3   3/4   5/6   7/8 10/11 14/15 21/22     ^     ^     ^     ^
R  2000      ^     ^   1/2   2/3   3/4   5/6   7/8 10/11 14/15 21/22     ^     ^     ^     ^     ^";

/// Tightened inspection: ISO 2859-1:1999, Table 2-B; ANSI/ASQ Z1.4, Table II-B.
const TIGHTENED: &str = "\
-     n  0.010 0.015 0.025 0.040 0.065  0.10  0.15  0.25  0.40  0.65   1.0   1.5   2.5   4.0   6.5
A     2      v     v     v     v     v     v     v     v     v     v     v     v     v     v     v
B     3      v     v     v     v     v     v     v     v     v     v     v     v     v     v   0/1
C     5      v     v     v     v     v     v     v     v     v     v     v     v     v   0/1     v
D     8      v     v     v     v     v     v     v     v     v     v     v     v   0/1     v     v
E    13      v     v     v     v     v     v     v     v     v     v     v   0/1     v     v   1/2
F    20      v     v     v     v     v     v     v     v     v     v   0/1     v     v   1/2   2/3
G    32      v     v     v     v     v     v     v     v     v   0/1     v     v   1/2   2/3   3/4
H    50      v     v     v     v     v     v     v     v   0/1     v     v   1/2   2/3   3/4   5/6
J    80      v     v     v     v     v     v     v   0/1     v     v   1/2   2/3   3/4   5/6   8/9
K   125      v     v     v     v     v     v   0/1     v     v   1/2   2/3   3/4   5/6   8/9 12/13
L   200      v     v     v     v     v   0/1     v     v   1/2   2/3   3/4   5/6   8/9 12/13 18/19
M   315      v     v     v     v   0/1     v     v   1/2   2/3   3/4   5/6   8/9 12/13 18/19     ^
N   500      v     v     v   0/1     v     v   1/2   2/3   3/4   5/6   8/9 12/13 18/19     ^     ^
P   800      v     v   0/1     v     v   1/2   2/3   3/4   5/6   8/9 12/13 18/19     ^     ^     ^
Q  1250      v   0/1     v     v   1/2   2/3   3/4   5/6   8/9 12/13 18/19     ^     ^     ^     ^
R  2000    0/1     ^     v   1/2   2/3   3/4   5/6   8/9 12/13 18/19     ^     ^     ^     ^     ^
S  3150      -     -   1/2     -     -     -     -     -     -     -     -     -     -     -     -";

/// Reduced inspection, Re = Ac + 1: ISO 2859-1:1999, Table 2-C.
const REDUCED_WITHOUT_GAP: &str = "\
-     n  0.010 0.015 0.025 0.040 0.065  0.10  0.15  0.25  0.40  0.65   1.0   1.5   2.5   4.0   6.5
A     2      v     v     v     v     v     v     v     v     v     v     v     v     v     v   0/1
B     2      v     v     v     v     v     v     v     v     v     v     v     v     v   0/1     ^
C     2      v     v     v     v     v     v     v     v     v     v     v     v   0/1     ^     v
D     3      v     v     v     v     v     v     v     v     v     v     v   0/1     ^     v     v
E     5      v     v     v     v     v     v     v     v     v     v   0/1     ^     v     v   1/2
F     8      v     v     v     v     v     v     v     v     v   0/1     ^     v     v   1/2   2/3
G    13      v     v     v     v     v     v     v     v   0/1     ^     v     v   1/2   2/3   3/4
H    20      v     v     v     v     v     v     v   0/1     ^     v     v   1/2   2/3   3/4   5/6
J    32      v     v     v     v     v     v   0/1     ^     v     v   1/2   2/3   3/4   5/6   6/7
K    50      v     v     v     v     v   0/1     ^     v     v   1/2   2/3   3/4   5/6   6/7   8/9
L    80      v     v     v     v   0/1     ^     v     v   1/2   2/3   3/4   5/6   6/7   8/9 10/11
M   125      v     v     v   0/1     ^     v     v   1/2   2/3   3/4   5/6   6/7   8/9 10/11     ^
N   200      v     v   0/1     ^     v     v   1/2   2/3   3/4   5/6   6/7   8/9 10/11     ^     ^
P   315      v   0/1     ^     v     v   1/2   2/3   3/4   5/6   6/7   8/9 10/11     ^     ^     ^
Q   500    0/1     ^     ^     v   1/2   2/3   3/4   5/6   6/7   8/9 10/11     ^     ^     ^     ^
R   800      ^     ^     ^   1/2   2/3   3/4   5/6   6/7   8/9 10/11     ^     ^     ^     ^     ^";

/// Reduced inspection with a gap between Ac and Re: ANSI/ASQ Z1.4, Table II-C.
const REDUCED_WITH_GAP: &str = "\
-     n  0.010 0.015 0.025 0.040 0.065  0.10  0.15  0.25  0.40  0.65   1.0   1.5   2.5   4.0   6.5
A     2      v     v     v     v     v     v     v     v     v     v     v     v     v     v   0/1
B     2      v     v     v     v     v     v     v     v     v     v     v     v     v   0/1     ^
C     2      v     v     v     v     v     v     v     v     v     v     v     v   0/1     ^     v
D     3      v     v     v     v     v     v     v     v     v     v     v   0/1     ^     v   0/2
E     5      v     v     v     v     v     v     v     v     v     v   0/1     ^     v   0/2   1/3
F     8      v     v     v     v     v     v     v     v     v   0/1     ^     v   0/2   1/3   1/4
G    13      v     v     v     v     v     v     v     v   0/1     ^     v   0/2   1/3   1/4   2/5
H    20      v     v     v     v     v     v     v   0/1     ^     v   0/2   1/3   1/4   2/5   3/6
J    32      v     v     v     v     v     v   0/1     ^     v   0/2   1/3   1/4   2/5   3/6   5/8
K    50      v     v     v     v     v   0/1     ^     v   0/2   1/3   1/4   2/5   3/6   5/8  7/10
L    80      v     v     v     v   0/1     ^     v   0/2   1/3   1/4   2/5   3/6   5/8  7/10 10/13
M   125      v     v     v   0/1     ^     v   0/2   1/3   1/4   2/5   3/6   5/8  7/10 10/13     ^
N   200      v     v   0/1     ^     v   0/2   1/3   1/4   2/5   3/6   5/8  7/10 10/13     ^     ^
P   315      v   0/1     ^     v   0/2   1/3   1/4   2/5   3/6   5/8  7/10 10/13     ^     ^     ^
Q   500    0/1     ^     v   0/2   1/3   1/4   2/5   3/6   5/8  7/10 10/13     ^     ^     ^     ^
R   800      ^     ^   0/2   1/3   1/4   2/5   3/6   5/8  7/10 10/13     ^     ^     ^     ^     ^";
