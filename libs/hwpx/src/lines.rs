//! How many lines a text takes in a given width. An estimate without the font: rather one line too many than too few.

/// The lines of a text of letters `letter` wide (full width) in `room`, broken between words; a word that is longer than
/// a line is broken inside. At least 1.
pub fn count(text: &str, room: usize, letter: usize) -> usize {
    text.lines().map(|line| wrapped(line, room.max(letter), letter)).sum::<usize>().max(1)
}

fn wrapped(line: &str, room: usize, letter: usize) -> usize {
    let (mut lines, mut used) = (1, 0);
    for word in line.split_inclusive(' ') {
        let width: usize = word.chars().map(|c| advance(c, letter)).sum();
        // The blank at the end of a line takes no room.
        let seen: usize = word.trim_end().chars().map(|c| advance(c, letter)).sum();
        if used > 0 && used + seen > room {
            lines += 1;
            used = 0;
        }
        used += width;
        if seen > room {
            lines += (seen - 1) / room;
            used = width % room;
        }
    }
    lines
}

/// Letters of Latin script are at most this wide in the fonts that stand in for the one asked for.
fn advance(c: char, letter: usize) -> usize {
    match c {
        ' ' => letter / 2,
        c if u32::from(c) < 0x1100 => letter * 65 / 100,
        _ => letter,
    }
}
