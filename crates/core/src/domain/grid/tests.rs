use crate::domain::grid::*;

/// A table out of rows of cells parted by `|`; `*` around a cell is bold type.
fn table(rows: &[&str]) -> TableText {
    let cell = |words: &str| {
        let words = words.trim();
        match words.strip_prefix('*').and_then(|w| w.strip_suffix('*')) {
            Some(strong) => vec![Inline::Strong(vec![Inline::Text(strong.into())])],
            None if words.is_empty() => Vec::new(),
            None => vec![Inline::Text(words.into())],
        }
    };
    let mut rows = rows.iter().map(|row| row.split('|').map(cell).collect::<Vec<_>>());
    let head = rows.next().unwrap_or_default();
    TableText { align: vec![Align::Unset; head.len()], head, rows: rows.collect(), joins: None }
}

/// Each row as its cells: words, then columns × rows where that is not 1 × 1; `^` goes on from above.
fn drawn(table: &TableText) -> (usize, Vec<String>) {
    let grid = Grid::new(table);
    let cell = |cell: &GridCell<'_>| match (cell.rows, cell.columns) {
        (0, _) => "^".to_string(),
        (1, 1) => plain(cell.text),
        (rows, columns) => format!("{}{columns}×{rows}", plain(cell.text)),
    };
    let rows = grid.rows.iter().map(|row| row.cells.iter().map(cell).collect::<Vec<_>>().join("|"));
    (grid.heads, rows.collect())
}

#[test]
fn a_head_of_two_rows_is_joined_to_the_right_and_down() {
    let made =
        table(&["TT|Nội dung|Quý II|||Ghi chú", "||Kế hoạch|Thực hiện|Tỷ lệ|", "1|Hồ sơ|5|6|120|", "2|Đơn|1|1|100|"]);
    let (heads, rows) = drawn(&made);
    assert_eq!(heads, 2);
    assert_eq!(rows[0], "TT1×2|Nội dung1×2|Quý II3×1|Ghi chú1×2");
    assert_eq!(rows[1], "^|^|Kế hoạch|Thực hiện|Tỷ lệ|^");
    assert_eq!(rows[2], "1|Hồ sơ|5|6|120|");
}

#[test]
fn three_rows_years_and_numbers_of_columns_belong_to_the_head() {
    let (heads, rows) = drawn(&table(&[
        "Chỉ tiêu|Số vụ||||",
        "|Năm 2023||Năm 2024||",
        "|Phạt|Nhắc|Phạt|Nhắc|",
        "(1)|(2)|(3)|(4)|(5)|(6)",
        "a|1|2|3|4|x",
    ]));
    // An empty cell at the end of the head belongs to the joined cell before it.
    assert_eq!((heads, rows[0].as_str()), (4, "Chỉ tiêu1×3|Số vụ5×1"), "{rows:?}");
    assert_eq!(rows[1..3], ["^|Năm 20232×1|Năm 20243×1", "^|Phạt|Nhắc|Phạt|Nhắc2×1"]);
    let (heads, rows) =
        drawn(&table(&["Chỉ tiêu|Số vụ|||", "|Năm 2023||Năm 2024|", "|Phạt|Nhắc|Phạt|Nhắc", "A|1|2|3|4", "a|1|2|3|4"]));
    assert_eq!(heads, 4, "{rows:?}");
    assert_eq!(rows[..3], ["Chỉ tiêu1×3|Số vụ4×1", "^|Năm 20232×1|Năm 20242×1", "^|Phạt|Nhắc|Phạt|Nhắc"]);
    let (heads, rows) = drawn(&table(&["Chỉ tiêu|Số vụ|", "|2023|2024", "a|1|2"]));
    assert_eq!((heads, rows[0].as_str()), (2, "Chỉ tiêu1×2|Số vụ2×1"));
}

#[test]
fn figures_are_never_taken_for_a_head() {
    for rows in [
        ["Chỉ tiêu|Số vụ|", "|12|15", "a|1|2"],
        ["Chỉ tiêu|Số vụ|", "b|Phạt|Nhắc", "a|1|2"],
        ["|A|B", "|x|y", "a|1|2"],
        ["Chỉ tiêu|A|B", "x||", "a|1|2"],
    ] {
        assert_eq!(drawn(&table(&rows)).0, 1, "{rows:?}");
    }
    assert_eq!(drawn(&table(&["|", "a|1", "b|2"])), (0, vec!["a|1".into(), "b|2".into()]), "no head, no empty row");
}

#[test]
fn a_row_that_announces_a_group_goes_across() {
    let (_, rows) = drawn(&table(&[
        "TT|Nội dung|Số|Tỷ lệ",
        "*Lĩnh vực đo lường*|||",
        "I|*Kiểm định*||",
        "1|Cân|5|10",
        "2|Chưa làm||",
        "|*Tổng cộng*||",
        "Tổng cộng|||",
    ]));
    assert_eq!(
        rows[1..],
        ["Lĩnh vực đo lường4×1", "I|Kiểm định3×1", "1|Cân|5|10", "2|Chưa làm||", "|Tổng cộng||", "Tổng cộng|||"]
    );
    let made = table(&["TT|Nội dung|Số", "*Lĩnh vực đo lường*||", "1|Cân|5"]);
    assert_eq!(Grid::new(&made).rows[1].cells[0].side, Align::Unset, "the middle is for the numbers of rows");
}

#[test]
fn figures_stand_at_the_right_and_totals_with_the_row_before() {
    let made = table(&[
        "TT|Tên|Số|Ngày|Ghi chú",
        "1|a|1.790,6|24/3/2016|x",
        "2|b|ước 5|1/4/2016|",
        "3|c|chưa có số liệu||1 vụ",
        "|*Tổng cộng*|7||",
    ]);
    let grid = Grid::new(&made);
    let sides: Vec<Align> = grid.rows[1].cells.iter().map(|cell| cell.side).collect();
    assert_eq!(sides, [Align::Centre, Align::Unset, Align::Right, Align::Unset, Align::Unset]);
    let keep: Vec<bool> = grid.rows.iter().map(|row| row.keep).collect();
    assert_eq!(
        keep,
        [true, false, false, true, false],
        "the head with the first row, the row before the total with it"
    );
    assert!(grid.rows[4].total && !grid.rows[3].total);
    assert!(is_total("Cộng") && is_total("TỔNG SỐ:") && !is_total("Cộng tác viên") && !is_total("Tổngthể"));
}

#[test]
fn stated_joins_are_believed_as_far_as_they_fit() {
    let cell = |row, column, rows, columns| JoinedCell { row, column, rows, columns };
    let mut made = table(&["a||b", "c|d|", "e|f|g"]);
    made.joins = Some(crate::domain::TableJoins {
        heads: 1,
        cells: vec![
            cell(0, 0, 1, 2),
            cell(1, 0, 9, 1),
            cell(0, 1, 2, 2),
            cell(1, 2, usize::MAX, usize::MAX),
            cell(7, 7, 2, 2),
        ],
    });
    assert_eq!(drawn(&made), (1, vec!["a2×1|b".into(), "c1×2|d|1×2".into(), "^|f|^".into()]));
}
