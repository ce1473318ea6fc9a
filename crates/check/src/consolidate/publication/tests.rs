use crate::consolidate::publication::*;
use baocao_core::domain::{HeadingOf, Matter, Rank, parse_date};

fn text(words: &str) -> Vec<Inline> {
    vec![Inline::Text(words.into())]
}

fn heading(level: u8, words: &str) -> Prose {
    Prose::Heading { level, text: text(words) }
}

fn built(blocks: Vec<Prose>, change: impl FnOnce(&mut Particulars<'_>, &mut DocumentSettings)) -> Publication {
    built_of(ProseText { blocks, ..ProseText::default() }, change)
}

fn built_of(text: ProseText, change: impl FnOnce(&mut Particulars<'_>, &mut DocumentSettings)) -> Publication {
    let agency = Agency {
        name: "Sở Khoa học và Công nghệ".into(),
        parent: "Ủy ban nhân dân tỉnh Thái Nguyên".into(),
        place: "Thái Nguyên".into(),
        symbol: "SKHCN".into(),
    };
    let period = PeriodId::parse("2024-Q1").expect("a period");
    let (mut document, empty) = (DocumentSettings::default(), DocumentSettings::default());
    let mut facts = Particulars {
        agency: &agency,
        document: &empty,
        period: &period,
        period_words: "quý I năm 2024".into(),
        number: None,
        date: None,
        written: parse_date("2024-03-20").expect("a day"),
        to: Vec::new(),
        signer: None,
        head_title: "Giám đốc".into(),
        draft: true,
    };
    change(&mut facts, &mut document);
    let facts = Particulars { document: &document, ..facts };
    publication(text, &facts)
}

#[test]
fn an_ad_hoc_title_is_the_subject_and_the_ministry_follows_the_agency() {
    let adhoc = PeriodId::parse("2024-DX-bao").expect("a period");
    let ministry = PeriodId::parse("2024-BKHCN").expect("a period");
    let health = Agency { name: "Sở Y tế".into(), symbol: "SYT".into(), ..Agency::default() };
    let document = DocumentSettings {
        subject: Some("Kết quả công tác {ky} của {co_quan}".into()),
        ..DocumentSettings::default()
    };
    let of = |period: &PeriodId, words: &str| {
        let facts = Particulars {
            agency: &health,
            document: &document,
            period,
            period_words: words.into(),
            number: None,
            date: None,
            written: parse_date("2024-03-20").expect("a day"),
            to: Vec::new(),
            signer: None,
            head_title: "Giám đốc".into(),
            draft: true,
        };
        publication(ProseText::default(), &facts)
    };
    assert_eq!(of(&adhoc, "Báo cáo thiệt hại bão số 10").subject, "Thiệt hại bão số 10");
    assert_eq!(of(&adhoc, "Thiệt hại bão số 10").title(), "BÁO CÁO Thiệt hại bão số 10");
    let yearly = of(&ministry, "năm 2024");
    assert_eq!(yearly.subject, "Kết quả công tác năm 2024 của Sở Y tế");
    assert_eq!(yearly.addressees, ["Bộ Y tế"]);
}

fn titles(matter: &[Matter]) -> Vec<(Rank, String, String)> {
    matter
        .iter()
        .filter_map(|m| match m {
            Matter::Title { rank, number, text, .. } => {
                Some((*rank, number.as_ref().map(|n| n.shown.clone()).unwrap_or_default(), plain(text)))
            }
            Matter::Text(_) | Matter::Chart(_) => None,
        })
        .collect()
}

#[test]
fn a_draft_leaves_number_and_day_open() {
    let draft =
        built(vec![heading(1, "BÁO CÁO KẾT QUẢ CÔNG TÁC QUÝ I NĂM 2024"), Prose::Paragraph(text("Xong."))], |_, _| {});
    assert_eq!((draft.kind.as_str(), draft.subject.as_str()), ("BÁO CÁO", "Kết quả công tác quý I năm 2024"));
    assert_eq!(draft.number_line().replace('\u{a0}', " "), "Số:         /BC-SKHCN");
    assert!(draft.date_line().starts_with("Thái Nguyên, ngày") && draft.date_line().ends_with("năm 2024"));
    assert_eq!(draft.signature, SignatureBlock { position: vec!["GIÁM ĐỐC".into()], name: None });
    assert_eq!(draft.addressees, ["Ủy ban nhân dân tỉnh Thái Nguyên"]);
    assert_eq!(draft.recipients, ["Như trên;", "Lưu: VT, VP."]);
    assert_eq!(draft.body, [Matter::Text(Prose::Paragraph(text("Xong./.")))]);
}

#[test]
fn what_was_sent_bears_number_date_and_name_as_the_law_writes_them() {
    let to = ["- UBND tỉnh Thái Nguyên;".to_string(), "Bộ Khoa học và Công nghệ (b/c)".into(), "Lưu: VT, VP.".into()];
    let sent = built(vec![], |facts, _| {
        facts.number = Some("05/BC-SKHCN".into());
        facts.date = parse_date("2024-03-05");
        facts.to = to.to_vec();
        facts.draft = false;
        facts.signer = Some(SigningLeader {
            name: "Phạm Thị Thu".into(),
            title: "Phó Giám đốc".into(),
            head: false,
            capacity: Some(Capacity::Deputy),
        });
    });
    assert_eq!(sent.number_line(), "Số: 05/BC-SKHCN");
    assert_eq!(sent.date_line(), "Thái Nguyên, ngày 05 tháng 3 năm 2024");
    assert_eq!(sent.recipients, ["Như trên;", "Bộ Khoa học và Công nghệ (b/c);", "Lưu: VT, VP."]);
    assert_eq!(sent.signature.position, ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]);
    assert_eq!(sent.subject, "Kết quả công tác quý I năm 2024");
}

#[test]
fn titles_are_numbered_as_the_decree_numbers_them() {
    let mut blocks = vec![heading(2, "I. MỘT"), heading(3, "1. Hai")];
    blocks.extend(
        ["Văn phòng", "Thanh tra", "Phòng A", "Phòng B", "Phòng C", "Phòng D", "Phòng E", "Phòng G"]
            .map(|w| heading(4, w)),
    );
    blocks.extend([heading(3, "2. Ba"), heading(2, "II. BỐN"), heading(3, "Văn phòng"), heading(3, "Thanh tra")]);
    blocks.extend([heading(2, "III. NĂM"), heading(3, "1. Một"), heading(3, "3. Ba")]);
    let made = built(blocks, |_, _| {});
    let shown: Vec<String> =
        titles(&made.body).into_iter().map(|(_, number, words)| format!("{number} {words}")).collect();
    assert_eq!(
        shown,
        [
            "I. MỘT",
            "1. Hai",
            "a) Văn phòng",
            "b) Thanh tra",
            "c) Phòng A",
            "d) Phòng B",
            "đ) Phòng C",
            "e) Phòng D",
            "g) Phòng E",
            "h) Phòng G",
            "2. Ba",
            "II. BỐN",
            "1. Văn phòng",
            "2. Thanh tra",
            "III. NĂM",
            "1. Một",
            "3. Ba",
        ]
    );
    let rows: Vec<Option<usize>> = made
        .body
        .iter()
        .filter_map(|m| match m {
            Matter::Title { number, .. } => Some(number.as_ref().and_then(|n| n.row)),
            Matter::Text(_) | Matter::Chart(_) => None,
        })
        .collect();
    assert_eq!((rows[0], rows[0] == rows[11]), (rows[14], true), "I., II., III. are one row");
    assert_eq!((rows[2], rows[15]), (None, None), "letters and gaps are nobody's row");
    assert!(rows[1].is_some() && rows[1] == rows[10] && rows[12] == rows[13] && rows[1] != rows[12]);
}

#[test]
fn appendices_leave_the_body_and_count_for_themselves() {
    let made = built(
        vec![
            Prose::Paragraph(text("Thân.")),
            heading(2, "PHỤ LỤC I: BẢNG SỐ LIỆU"),
            Prose::Paragraph(text("một")),
            heading(2, "Phụ lục II"),
            heading(2, "Phụ lục III. Danh mục"),
        ],
        |_, _| {},
    );
    let shown: Vec<(String, String)> = made.appendices.iter().map(|a| (a.label.clone(), plain(&a.title))).collect();
    let pair = |a: &str, b: &str| (a.to_string(), b.to_string());
    assert_eq!(shown, [pair("Phụ lục I", "BẢNG SỐ LIỆU"), pair("Phụ lục II", ""), pair("Phụ lục III", "Danh mục")]);
    assert_eq!((made.body.len(), made.appendices[0].matter.len()), (1, 1));
    let one = built(vec![heading(2, "Phụ lục: Ảnh")], |_, _| {});
    assert_eq!((one.appendices[0].label.as_str(), plain(&one.appendices[0].title).as_str()), ("Phụ lục", "Ảnh"));
}

#[test]
fn an_office_says_its_own() {
    let made = built(vec![heading(1, "BÁO CÁO ABC")], |_, document| {
        document.addressees = Some(vec![]);
        document.subject = Some("Tình hình {ky}".into());
        document.recipients = vec!["Lãnh đạo Sở".into()];
        document.copies = Some("VT".into());
        document.grounds = vec!["Căn cứ Nghị định số 09/2019/NĐ-CP;".into()];
        document.urgency = Some("Khẩn".into());
    });
    assert_eq!(made.subject, "Tình hình quý I năm 2024");
    assert_eq!(made.recipients, ["Lãnh đạo Sở;", "Lưu: VT."]);
    assert_eq!(
        (made.grounds, made.marks),
        (vec!["Căn cứ Nghị định số 09/2019/NĐ-CP".to_string()], vec!["KHẨN".to_string()])
    );
}

/// The same out of Markdown as consolidation writes it.
fn marked(blocks: &[(Option<HeadingOf>, u8, &str)]) -> Publication {
    let mut text = ProseText::default();
    for (at, (of, level, words)) in blocks.iter().enumerate() {
        text.blocks.push(heading(*level, words));
        text.labels.extend(of.map(|of| (at, of)));
    }
    built_of(text, |_, _| {})
}

#[test]
fn departments_have_no_number_in_any_part_and_their_headings_begin_anew() {
    let (department, figures) = (Some(HeadingOf::Department), Some(HeadingOf::Figures));
    let made = marked(&[
        (None, 2, "I. MỘT"),
        (None, 3, "1. Hai"),
        (department, 4, "Văn phòng"),
        (None, 5, "a) Việc"),
        (None, 6, "1. Nhỏ"),
        (None, 6, "2. Nhỏ nữa"),
        (None, 5, "c) Việc khác"),
        (department, 4, "Thanh tra"),
        (None, 5, "1.1. Đo lường"),
        (None, 5, "1.2. Chất lượng"),
        (figures, 4, "Bảng số liệu tổng hợp"),
        (None, 3, "2. Ba"),
        (None, 2, "II. BỐN"),
        (department, 3, "Thanh tra"),
        (None, 4, "Không số"),
        (None, 3, "1. Năm"),
        (None, 3, "2. Sáu"),
        (department, 3, "Văn phòng"),
        (None, 4, "2. Lộn"),
        (None, 4, "1. xộn"),
        (None, 5, "a) nữa"),
    ]);
    let shown: Vec<String> = titles(&made.body)
        .into_iter()
        .map(|(rank, number, words)| format!("{rank:?}: {number} {words}").replace(":  ", ": "))
        .collect();
    assert_eq!(
        shown,
        [
            "Section: I. MỘT",
            "Clause: 1. Hai",
            "Department: Văn phòng",
            "Item: 1. Việc",
            "Item: a) Nhỏ",
            "Item: b) Nhỏ nữa",
            "Item: 3. Việc khác",
            "Department: Thanh tra",
            "Item: 1. Đo lường",
            "Item: 2. Chất lượng",
            "Caption: Bảng số liệu tổng hợp",
            "Clause: 2. Ba",
            "Section: II. BỐN",
            "Department: Thanh tra",
            "Item: Không số",
            "Clause: 1. Năm",
            "Clause: 2. Sáu",
            "Department: Văn phòng",
            "Item: 2. Lộn",
            "Item: 1. xộn",
            "Item: a) nữa",
        ]
    );
    // Below `a) Nhỏ` both kinds of numbers are taken: a list there has dashes; below the department's name none is.
    let below: Vec<String> = made
        .body
        .iter()
        .filter_map(|m| match m {
            Matter::Title { below, .. } => Some(below.list(Some((1, '.'))).0.of_item(0)),
            _ => None,
        })
        .collect();
    assert_eq!(below[1..6], ["1.", "1.", "a)", "-", "-"]);
    assert_eq!((below[14].as_str(), below[18].as_str(), below[20].as_str()), ("1.", "a)", "-"));
}

#[test]
fn departments_are_known_by_name_where_marks_of_origin_are_gone() {
    let mut text = ProseText {
        blocks: vec![heading(2, "III. BA"), heading(3, "văn phòng SỞ"), heading(3, "Khác")],
        ..ProseText::default()
    };
    text.label_departments(["Văn phòng Sở"].into_iter());
    let ranks: Vec<Rank> = titles(&built_of(text, |_, _| {}).body).into_iter().map(|(rank, ..)| rank).collect();
    assert_eq!(ranks, [Rank::Section, Rank::Department, Rank::Clause]);
}

#[test]
fn the_end_mark_stands_behind_the_last_words_and_not_behind_a_picture() {
    let image = baocao_core::domain::Image {
        kind: baocao_core::domain::ImageKind::Png,
        bytes: Vec::new(),
        width: baocao_core::domain::Length(1),
        height: baocao_core::domain::Length(1),
    };
    let shown = baocao_core::domain::PictureText {
        address: "phu-luc/a/b.png".into(),
        alt: String::new(),
        image: Some(std::sync::Arc::new(image)),
    };
    let picture = Prose::Paragraph(vec![Inline::Picture(Box::new(shown))]);
    let made = built(vec![Prose::Paragraph(text("Xong.")), picture.clone()], |_, _| ());
    assert_eq!(made.body, [Matter::Text(Prose::Paragraph(text("Xong./."))), Matter::Text(picture)]);
}
