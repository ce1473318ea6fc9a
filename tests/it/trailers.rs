//! Messages and acts: what is written is read back, and nothing else is read.

use baocao_core::domain::*;
use baocao_core::text::RepoPath;
use baocao_procedure::trailers::write::{Words, block, message, message_naming, without_naming};
use baocao_procedure::trailers::{act as parse, step};
use proptest::prelude::*;
use proptest::strategy::Union;

fn id() -> impl Strategy<Value = ObjectId> + Clone {
    any::<[u8; 20]>().prop_map(ObjectId::from_bytes)
}

fn digest() -> impl Strategy<Value = Digest> + Clone {
    any::<[u8; 32]>().prop_map(Digest::from_bytes)
}

fn department() -> impl Strategy<Value = DepartmentId> + Clone {
    "[a-z][a-z0-9-]{0,10}[a-z]".prop_filter_map("a device's name", |id| DepartmentId::parse(&id))
}

fn line() -> impl Strategy<Value = OneLine> + Clone {
    "[A-Za-zÀ-ỹ0-9:,.“” \n-]{1,60}".prop_filter_map("empty", |text| OneLine::new(&text).ok())
}

fn date() -> impl Strategy<Value = Date> + Clone {
    (2000..2100i32, 1..13u32, 1..29u32).prop_map(|(y, m, d)| parse_date(&format!("{y}-{m:02}-{d:02}")).expect("a date"))
}

fn version() -> impl Strategy<Value = Version> + Clone {
    ("reports/2024-Q2/[a-z-]{1,12}\\.md", id(), digest()).prop_map(|(path, blob, sha256)| Version {
        path: RepoPath::new(path),
        blob,
        sha256,
    })
}

fn inputs() -> impl Strategy<Value = Vec<Input>> + Clone {
    prop::collection::btree_map(department(), (id(), digest(), id()), 1..5).prop_map(|inputs| {
        let input = |(department, (blob, sha256, commit))| Input { department, blob, sha256, commit };
        inputs.into_iter().map(input).collect()
    })
}

fn departments() -> impl Strategy<Value = Vec<DepartmentId>> + Clone {
    prop::collection::btree_set(department(), 0..4).prop_map(|set| set.into_iter().collect())
}

fn detail() -> impl Strategy<Value = Detail> {
    let capacity =
        prop::option::of(prop::sample::select(vec![Capacity::Deputy, Capacity::Authorised, Capacity::Acting]));
    let basis = prop::sample::select(vec![ActKind::Approve, ActKind::Finalize]);
    let files = prop::collection::vec(("[A-Za-z0-9_][A-Za-z0-9._-]{0,20}", digest()), 0..3);
    Union::new(vec![
        line().prop_map(|agency| Detail::Genesis { agency }).boxed(),
        (version(), date()).prop_map(|(subject, last_day)| Detail::Open { subject, last_day }).boxed(),
        (date(), line()).prop_map(|(last_day, basis)| Detail::Directive { last_day, basis }).boxed(),
        (version(), prop::collection::btree_set(version(), 0..3))
            .prop_map(|(subject, pictures)| {
                let mut pictures: Vec<Version> = pictures.into_iter().collect();
                pictures.dedup_by(|a, b| a.path == b.path);
                Detail::Submit { subject, pictures }
            })
            .boxed(),
        prop::collection::btree_map(department(), id(), 1..4)
            .prop_map(|received| Detail::Receive { received: received.into_iter().collect() })
            .boxed(),
        (version(), inputs(), departments())
            .prop_map(|(subject, inputs, missing)| Detail::Merge { subject, inputs, missing })
            .boxed(),
        (version(), digest(), id())
            .prop_map(|(subject, inputs, merge)| Detail::Review { subject, inputs, merge })
            .boxed(),
        (version(), prop::option::of(department()), prop::option::of(date()), line())
            .prop_map(|(subject, department, due, reason)| Detail::Return { subject, department, due, reason })
            .boxed(),
        (version(), digest(), id(), capacity, prop::option::of(line()))
            .prop_map(|(subject, inputs, review, capacity, instructions)| Detail::Approve {
                subject,
                inputs,
                review,
                capacity,
                instructions,
            })
            .boxed(),
        (version(), version(), id(), prop::option::of(line()))
            .prop_map(|(subject, was, approve, reason)| {
                let was = if reason.is_some() { subject.clone() } else { was };
                Detail::Finalize { subject, was, approve, reason }
            })
            .boxed(),
        (
            (version(), basis, id(), line()),
            (date(), prop::collection::vec(line(), 1..3), prop::option::of(line()), files),
        )
            .prop_map(|((subject, kind, commit, number), (date, to, channel, files))| Detail::Dispatch {
                subject,
                basis: (kind, commit),
                date,
                to,
                channel,
                compared: FilesCompared {
                    unread: files.iter().take(1).map(|(name, _): &(String, _)| name.clone()).collect(),
                    differing: files.iter().skip(1).take(1).map(|(name, _)| name.clone()).collect(),
                    reason: files.get(1).map(|_| number.clone()),
                },
                number,
                files,
            })
            .boxed(),
        (version(), id(), digest())
            .prop_map(|(subject, dispatch, manifest)| Detail::Archive { subject, dispatch, manifest })
            .boxed(),
        (
            (prop::sample::select(vec![ActKind::Approve, ActKind::Finalize]), id()),
            prop::collection::btree_map((department(), "[a-z]{1,8}"), (prop::option::of(decimal()), decimal()), 1..3),
            prop::sample::select(vec![None, Some(Capacity::Deputy)]),
            line(),
        )
            .prop_map(|(basis, figures, capacity, reason)| Detail::Restate {
                basis,
                corrections: figures
                    .into_iter()
                    .map(|((department, id), (was, now))| Correction {
                        department,
                        indicator: OneLine::new(&id).expect("one line"),
                        was,
                        now,
                    })
                    .collect(),
                capacity,
                reason,
            })
            .boxed(),
        digest().prop_map(|digest| Detail::Endorse { proposal: Proposal::Roster(digest) }).boxed(),
        digest().prop_map(|digest| Detail::Endorse { proposal: Proposal::Annulment(digest) }).boxed(),
        (version(), prop::collection::vec(id(), 0..3))
            .prop_map(|(subject, endorsements)| Detail::Roster { subject, endorsements })
            .boxed(),
        (prop::collection::vec(id(), 1..3), line())
            .prop_map(|(commits, reason)| Detail::Annul { commits, reason })
            .boxed(),
    ])
}

/// A number as the trailers write it: with no more decimals than it needs.
fn decimal() -> impl Strategy<Value = rust_decimal::Decimal> {
    (any::<i64>(), 0u32..6).prop_map(|(digits, scale)| rust_decimal::Decimal::new(digits, scale).normalize())
}

fn act() -> impl Strategy<Value = Act> {
    let period = prop::sample::select(vec!["2024-06", "2024-Q2", "2024-H1", "2024", "2024-BKHCN", "2024-DX-lu-lut"]);
    let actor = "[a-z]{1,10}x".prop_filter_map("a device's name", |id| PersonId::parse(&id));
    (actor, prop::sample::select(Role::ALL.to_vec()), period, id(), detail()).prop_map(
        |(actor, role, period, prev, detail)| {
            let period = (!detail.kind().on_folder()).then(|| PeriodId::from_canonical(period).expect("canonical"));
            Act { actor, role, period, prev, detail }
        },
    )
}

/// The last paragraph, which is all that an act is read from.
fn last_paragraph(message: &str) -> &str {
    message.rsplit_once("\n\n").map_or("", |(_, block)| block)
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(act in act()) {
        let text = message(&act, &Words::default());
        prop_assert_eq!(parse(&text), Ok(Some(act.clone())), "{}", text);
        let title = text.lines().next().unwrap_or("");
        prop_assert!(title.starts_with(act.kind().word()));
        prop_assert!(text.ends_with('\n') && !text.ends_with("\n\n"));
    }

    /// Whatever is read as an act is what the act would be written as, to the byte.
    #[test]
    fn every_act_has_one_spelling(
        act in act(), at in any::<prop::sample::Index>(), with in "[ -~\n\r\t\u{200b}ấ:]{0,3}", how in 0u8..5,
    ) {
        let mut text = message(&act, &Words::default());
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let at = *at.get(&places);
        let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        match how {
            0 => text.replace_range(at..end, &with),
            1 => text.insert_str(at, &with),
            2 => text.replace_range(at..end, ""),
            // A line twice, or taken away.
            _ => {
                let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
                let which = at % lines.len();
                if how == 3 { lines.insert(which, lines[which]) } else { lines.swap_remove(which); }
                text = lines.concat();
            }
        }
        if let Ok(Some(read)) = parse(&text) {
            prop_assert_eq!(block(&read), last_paragraph(&text));
        }
    }

    /// Commits named as dated ahead stand last, in order, each once; what reads acts alone does not take them for one.
    #[test]
    fn named_commits_are_read_back(act in act(), ahead in prop::collection::vec(id(), 1..4)) {
        let text = message_naming(&act, &Words::default(), &ahead);
        let sorted: std::collections::BTreeSet<ObjectId> = ahead.into_iter().collect();
        prop_assert_eq!(step(&text), Ok(Some((act.clone(), sorted.iter().copied().collect()))), "{}", text);
        prop_assert!(parse(&text).is_err());
        prop_assert_eq!(without_naming(&text), message(&act, &Words::default()));
        let last = text.lines().last().map(|line| format!("{line}\n")).unwrap_or_default();
        let shifted = format!("{text}{last}");
        prop_assert!(step(&shifted).is_err());
    }

    #[test]
    fn no_message_makes_it_panic(text in "(Baocao-|baocao-|Act: |submit|\n|\n\n|[ -~ạ]){0,20}") {
        let _ = parse(&text);
    }
}

#[test]
fn the_subject_line_is_an_officers() {
    let department = DepartmentId::parse("thanh-tra").expect("an id");
    let words = Words { departments: [(department, "Thanh tra\u{200b} Sở".to_string())].into(), period_title: None };
    let subject =
        Version { path: RepoPath::new("reports/2024-Q2/thanh-tra.md"), blob: ObjectId::ZERO, sha256: Digest::of(b"") };
    let act = Act {
        actor: PersonId::parse("hoa").expect("an id"),
        role: Role::Reporter,
        period: PeriodId::from_canonical("2024-Q2"),
        prev: ObjectId::ZERO,
        detail: Detail::Submit { subject, pictures: Vec::new() },
    };
    let text = message(&act, &words);
    // A hidden character in a name must not make every act of that department unreadable.
    assert!(parse(&text).is_ok_and(|read| read.is_some()));
    let plain = Words {
        departments: words.departments.keys().map(|id| (id.clone(), "Thanh tra Sở".into())).collect(),
        ..words
    };
    assert_eq!(message(&act, &plain).lines().next(), Some("nộp: Thanh tra Sở, báo cáo Quý II năm 2024"));
}
