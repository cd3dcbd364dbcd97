//! Plain text columns.

/// Lays out rows under headings with a rule of dashes; the last column is not padded.
pub(crate) fn lines(headings: &[&str], rows: &[Vec<String>]) -> Vec<String> {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([headings[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..headings.len()).map(width).collect();
    let join = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).map(|(cell, &width)| format!("{cell:<width$}"));
        padded.collect::<Vec<_>>().join(" ").trim_end().to_owned()
    };
    let dashes: Vec<String> = widths.iter().map(|&width| "-".repeat(width)).collect();
    let mut lines = vec![join(headings.to_vec()), join(dashes.iter().map(String::as_str).collect())];
    lines.extend(rows.iter().map(|row| join(row.iter().map(String::as_str).collect())));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = vec![vec!["1".to_owned(), "Deploy web".to_owned()], vec!["2".to_owned(), "X".to_owned()]];
        assert_eq!(lines(&["#", "Name"], &rows), ["# Name", "- ----------", "1 Deploy web", "2 X"]);
    }
}
