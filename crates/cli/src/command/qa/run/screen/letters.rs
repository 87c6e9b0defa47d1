//! Letters of five by five points, at any scale, two points to a character's cell.

/// Points of a letter, each way.
const SIDE: usize = 5;

/// The width of `word` in columns, at `scale` columns to a point.
pub(super) fn width(word: &str, scale: usize, cut_out: bool) -> usize {
    points_across(word, cut_out) * scale
}

/// The height of a line of letters in rows.
pub(super) fn height(scale: usize, cut_out: bool) -> usize {
    (points_down(cut_out) * scale).div_ceil(2)
}

/// `word` in large letters, or cut out of a block: shapes differ then, and not only colours.
pub(super) fn large(word: &str, scale: usize, cut_out: bool) -> Vec<String> {
    let letters: Vec<[&str; SIDE]> = word.chars().map(points).collect();
    let edge = usize::from(cut_out);
    let is_ink = |x: usize, y: usize| {
        let (x, y) = (x.checked_sub(edge)?, y.checked_sub(edge)?);
        let row = letters.get(x / (SIDE + 1))?.get(y)?;
        Some(row.as_bytes().get(x % (SIDE + 1))? == &b'#')
    };
    let (across, down) = (points_across(word, cut_out), points_down(cut_out));
    // The block ends where its last row of points does.
    let point = |x: usize, half: usize| {
        half < down * scale && is_ink(x / scale, half / scale).unwrap_or(false) != cut_out
    };
    let cell = |x: usize, y: usize| match (point(x, 2 * y), point(x, 2 * y + 1)) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    };
    let row = |y: usize| (0..across * scale).map(|x| cell(x, y)).collect();
    (0..height(scale, cut_out)).map(row).collect()
}

fn points_across(word: &str, cut_out: bool) -> usize {
    let letters = word.chars().count() * (SIDE + 1);
    if cut_out { letters + 1 } else { letters.saturating_sub(1) }
}

fn points_down(cut_out: bool) -> usize {
    if cut_out { SIDE + 2 } else { SIDE }
}

#[rustfmt::skip]
fn points(letter: char) -> [&'static str; SIDE] {
    match letter {
        'A' => [".###.", "#...#", "#####", "#...#", "#...#"],
        'B' => ["####.", "#...#", "####.", "#...#", "####."],
        'C' => [".####", "#....", "#....", "#....", ".####"],
        'D' => ["####.", "#...#", "#...#", "#...#", "####."],
        'E' => ["#####", "#....", "####.", "#....", "#####"],
        'F' => ["#####", "#....", "####.", "#....", "#...."],
        'G' => [".####", "#....", "#..##", "#...#", ".####"],
        'H' => ["#...#", "#...#", "#####", "#...#", "#...#"],
        'I' => [".###.", "..#..", "..#..", "..#..", ".###."],
        'J' => ["..###", "...#.", "...#.", "#..#.", ".##.."],
        'K' => ["#..#.", "#.#..", "##...", "#.#..", "#..#."],
        'L' => ["#....", "#....", "#....", "#....", "#####"],
        'N' => ["#...#", "##..#", "#.#.#", "#..##", "#...#"],
        'O' => [".###.", "#...#", "#...#", "#...#", ".###."],
        'P' => ["####.", "#...#", "####.", "#....", "#...."],
        'R' => ["####.", "#...#", "####.", "#..#.", "#...#"],
        'S' => [".####", "#....", ".###.", "....#", "####."],
        'T' => ["#####", "..#..", "..#..", "..#..", "..#.."],
        'U' => ["#...#", "#...#", "#...#", "#...#", ".###."],
        'W' => ["#...#", "#...#", "#.#.#", "##.##", "#...#"],
        '0' => [".###.", "#..##", "#.#.#", "##..#", ".###."],
        '1' => ["..#..", ".##..", "..#..", "..#..", ".###."],
        '2' => ["####.", "....#", ".###.", "#....", "#####"],
        '3' => ["####.", "....#", ".###.", "....#", "####."],
        '4' => ["#..#.", "#..#.", "#####", "...#.", "...#."],
        '5' => ["#####", "#....", "####.", "....#", "####."],
        '6' => [".###.", "#....", "####.", "#...#", ".###."],
        '7' => ["#####", "....#", "...#.", "..#..", "..#.."],
        '8' => [".###.", "#...#", ".###.", "#...#", ".###."],
        '9' => [".###.", "#...#", ".####", "....#", ".###."],
        _ => ["....."; SIDE],
    }
}
