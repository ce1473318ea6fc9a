//! Periods side by side that cover a stretch of months exactly.

use crate::domain::series::{Point, Track};
use crate::domain::{Cadence, PeriodId};

/// What a cover costs: months that are estimated, then periods. Months, quarters, half-year and year lie one in another,
/// so that the cheapest cover is one and no other.
type Cost = (u32, u32);

/// The cheapest way to some month, with its last piece and where that begins; the beginning itself has none.
type Reached<'a> = (Cost, Option<(usize, &'a Point)>);

fn ordinary(period: &PeriodId) -> bool {
    !matches!(period.cadence(), Cadence::Ministry | Cadence::AdHoc)
}

/// The best cover of the months `first` to `last` of a year, in the order of time.
pub fn of(track: &Track, year: i32, first: u32, last: u32) -> Option<Vec<&Point>> {
    let pieces: Vec<(u32, u32, &Point)> = track
        .points()
        .filter(|point| point.source.period.year() == year && ordinary(&point.source.period))
        .map(|point| {
            let (from, to) = point.source.period.months();
            (from, to, point)
        })
        .filter(|(from, to, _)| first <= *from && *to <= last)
        .collect();
    // best[m]: the cheapest way to cover first..first+m, with its last piece.
    let length = (last + 1).checked_sub(first)? as usize;
    let mut best: Vec<Option<Reached<'_>>> = vec![None; length + 1];
    best[0] = Some(((0, 0), None));
    for end in 1..=length {
        for (from, to, point) in &pieces {
            let start = (from - first) as usize;
            if (to - first) as usize + 1 != end {
                continue;
            }
            let Some(((estimated, periods), _)) = best[start] else { continue };
            let months = if point.source.estimate { to - from + 1 } else { 0 };
            let cost = (estimated + months, periods + 1);
            if best[end].is_none_or(|(known, _)| cost < known) {
                best[end] = Some((cost, Some((start, *point))));
            }
        }
    }
    let mut points = Vec::new();
    let mut at = length;
    while let Some((_, Some((start, point)))) = best[at] {
        points.push(point);
        at = start;
    }
    points.reverse();
    (at == 0 && best[length].is_some()).then_some(points)
}

/// What stood at the end of a month: a real figure rather than an estimate, then the report of the same kind, then the
/// shortest.
pub(crate) fn ending<'a>(track: &'a Track, like: &PeriodId, last: u32) -> Option<&'a Point> {
    track
        .points()
        .filter(|point| {
            let period = &point.source.period;
            ordinary(period) && period.year() == like.year() && period.months().1 == last
        })
        .min_by_key(|point| {
            let cadence = point.source.period.cadence();
            (point.source.estimate, cadence != like.cadence(), cadence)
        })
}

#[cfg(test)]
mod tests {
    use crate::domain::series::cover::*;
    use crate::domain::series::{FigureSource, Series, Total};
    use crate::domain::{Accumulation, DepartmentId};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    fn period(id: &str) -> PeriodId {
        PeriodId::from_canonical(id).expect("a period")
    }

    fn point(id: &str, value: i64, scale: u32, estimate: bool) -> Point {
        let source = FigureSource {
            period: period(id),
            department: DepartmentId::parse("a").expect("an id"),
            path: crate::text::RepoPath::new(format!("reports/{id}/a.md")),
            commit: None,
            estimate,
            approved: true,
            restated: None,
        };
        Point { value: Decimal::new(value, scale), source }
    }

    /// `2024-01=5`, an estimate with a `~` behind it.
    fn track(words: &str) -> Track {
        let mut track = Track::default();
        for word in words.split_whitespace() {
            let (id, value) = word.split_once('=').expect("id=value");
            let estimate = value.ends_with('~');
            track.put(point(id, value.trim_end_matches('~').parse().expect("a number"), 0, estimate));
        }
        track
    }

    fn shown(total: Option<Total>) -> String {
        total.map_or_else(
            || "–".to_string(),
            |t| {
                let from: Vec<String> = t.sources.iter().map(|s| s.period.to_string()).collect();
                format!("{}{} from {}", t.value, if t.estimate() { "~" } else { "" }, from.join(" "))
            },
        )
    }

    #[test]
    fn each_day_counts_once_however_reports_overlap() {
        use Accumulation::Flow;
        let year = "2024-01=1 2024-02=2 2024-03=3 2024-Q1=6 2024-04=4 2024-05=5 2024-06=6 2024-Q2=15 2024-H1=21 \
                    2024-07=7 2024-08=8 2024-09=9 2024-Q3=24 2024-10=10 2024-11=11 2024-12=12 2024-Q4=33 2024=78";
        for (reported, at, wanted) in [
            (year, "2024-01", "1 from 2024-01"),
            (year, "2024-06", "21 from 2024-Q1 2024-04 2024-05 2024-06"),
            (year, "2024-Q2", "21 from 2024-Q1 2024-Q2"),
            (year, "2024-H1", "21 from 2024-H1"),
            (year, "2024-08", "36 from 2024-H1 2024-07 2024-08"),
            (year, "2024-Q3", "45 from 2024-H1 2024-Q3"),
            (year, "2024-Q4", "78 from 2024-H1 2024-Q3 2024-Q4"),
            (year, "2024", "78 from 2024"),
            // No half-year: the quarters; no second quarter: its months.
            ("2024-Q1=6 2024-Q2=15 2024-Q3=24", "2024-Q3", "45 from 2024-Q1 2024-Q2 2024-Q3"),
            (
                "2024-Q1=6 2024-04=4 2024-05=5 2024-06=6 2024-07=7",
                "2024-07",
                "28 from 2024-Q1 2024-04 2024-05 2024-06 2024-07",
            ),
            // A hole is no zero.
            ("2024-01=1 2024-03=3", "2024-03", "–"),
            ("2024-Q1=6 2024-05=5", "2024-05", "–"),
            ("2024-H1=21 2024-Q4=33", "2024-Q4", "–"),
            // A quarter that begins before or ends after is no part.
            ("2024-Q1=6 2024-02=2", "2024-02", "–"),
            ("2024-01=1 2024-Q1=6 2024-02=2", "2024-02", "3 from 2024-01 2024-02"),
            // Nothing is reported now: nothing is cumulated.
            ("2024-Q1=6", "2024-Q2", "–"),
            // The Ministry's year, another year and an order of the moment are beside the point.
            ("2024-BKHCN=70 2023-Q1=9 2024-DX-lu=4 2024-Q2=15", "2024-Q2", "–"),
            // A real figure replaces an estimate, whichever is longer.
            ("2024-H1=20~ 2024-Q1=6 2024-Q2=15 2024-07=7", "2024-07", "28 from 2024-Q1 2024-Q2 2024-07"),
            ("2024-H1=20~ 2024-Q1=6 2024-Q2=14~ 2024-07=7", "2024-07", "27~ from 2024-Q1 2024-Q2 2024-07"),
            ("2024-H1=20~ 2024-Q1=6~ 2024-Q2=14~ 2024-07=7", "2024-07", "27~ from 2024-H1 2024-07"),
            ("2024-Q1=6 2024-Q2=15~", "2024-Q2", "21~ from 2024-Q1 2024-Q2"),
        ] {
            assert_eq!(shown(track(reported).cumulative(Flow, &period(at), 1)), wanted, "{at} of {reported}");
        }
    }

    #[test]
    fn last_year_answers_with_the_like_period_or_its_parts() {
        use Accumulation::{Flow, Stock};
        for (reported, kind, at, wanted) in [
            ("2023-Q2=15 2023-04=4", Flow, "2024-Q2", "15 from 2023-Q2"),
            ("2023-04=4 2023-05=5 2023-06=6", Flow, "2024-Q2", "15 from 2023-04 2023-05 2023-06"),
            ("2023-Q1=6 2023-Q2=15", Flow, "2024-H1", "21 from 2023-Q1 2023-Q2"),
            ("2023-H1=21", Flow, "2024-Q2", "–"),
            ("2023-Q2=14~ 2023-04=4 2023-05=5 2023-06=6", Flow, "2024-Q2", "15 from 2023-04 2023-05 2023-06"),
            ("2023-Q2=40 2023-06=41 2023-H1=42", Stock, "2024-Q2", "40 from 2023-Q2"),
            ("2023-H1=42~ 2023-06=41", Stock, "2024-Q2", "41 from 2023-06"),
            ("2023-Q1=39", Stock, "2024-Q2", "–"),
            ("2023-BKHCN=9 2023=10", Flow, "2024-BKHCN", "9 from 2023-BKHCN"),
            ("2023=10", Flow, "2024-BKHCN", "–"),
            ("2023-Q2=1", Flow, "2024-DX-a", "–"),
        ] {
            assert_eq!(shown(track(reported).same_period(kind, &period(at))), wanted, "{at} of {reported}");
        }
    }

    #[test]
    fn the_latest_stands_for_a_stock_and_a_new_department_begins_when_it_began() {
        let track = track("2024-Q1=40 2024-Q2=41");
        assert_eq!(shown(track.cumulative(Accumulation::Stock, &period("2024-Q2"), 1)), "41 from 2024-Q2");
        let young = crate::domain::series::cover::tests::track("2024-Q2=5 2024-Q3=6");
        assert_eq!(shown(young.cumulative(Accumulation::Flow, &period("2024-Q3"), 1)), "–");
        assert_eq!(shown(young.cumulative(Accumulation::Flow, &period("2024-Q3"), 5)), "11 from 2024-Q2 2024-Q3");
        assert_eq!(shown(young.cumulative(Accumulation::Flow, &period("2024-Q2"), 5)), "5 from 2024-Q2");
    }

    /// Every ordinary period of a year that holds a stretch of months.
    const YEAR: [&str; 18] = [
        "2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06", "2024-07", "2024-08", "2024-09", "2024-10",
        "2024-11", "2024-12", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2024-H1", "2024",
    ];

    proptest! {
        /// Where every report is the sum of its months, every cover says the same, to the last digit.
        #[test]
        fn sums_over_any_split_agree(months in proptest::collection::vec(-999_999_999i64..999_999_999, 12), reported in proptest::collection::vec(any::<(bool, bool)>(), 18), scale in 0u32..9) {
            let mut track = Track::default();
            for (id, (there, estimate)) in YEAR.iter().zip(&reported) {
                let (first, last) = period(id).months();
                let sum: i64 = months[first as usize - 1..last as usize].iter().sum();
                if *there {
                    track.put(point(id, sum, scale, *estimate));
                }
            }
            for (id, (there, _)) in YEAR.iter().zip(&reported) {
                let last = period(id).months().1 as usize;
                let wanted = Decimal::new(months[..last].iter().sum(), scale);
                let found = track.cumulative(Accumulation::Flow, &period(id), 1);
                if let Some(found) = found {
                    prop_assert!(*there);
                    prop_assert_eq!(found.value, wanted);
                    let mut days: Vec<u32> = found.sources.iter().flat_map(|s| { let (a, b) = s.period.months(); a..=b }).collect();
                    days.sort_unstable();
                    prop_assert_eq!(days, (1..=last as u32).collect::<Vec<_>>());
                }
            }
            // Nothing that matters is left out when only what matters is looked up.
            for id in YEAR {
                let target = period(id);
                let mut few = Track::default();
                for point in track.points().filter(|p| p.source.period == target || Series::matters(&p.source.period, &target)) {
                    few.put(point.clone());
                }
                prop_assert_eq!(few.cumulative(Accumulation::Flow, &target, 1), track.cumulative(Accumulation::Flow, &target, 1));
                prop_assert_eq!(few.previous(Accumulation::Flow, &target), track.previous(Accumulation::Flow, &target));
                prop_assert_eq!(few.previous(Accumulation::Stock, &target), track.previous(Accumulation::Stock, &target));
                let Some(next) = PeriodId::from_canonical(&id.replace("2024", "2025")) else { continue };
                let mut few = Track::default();
                for point in track.points().filter(|p| Series::matters(&p.source.period, &next)) {
                    few.put(point.clone());
                }
                for kind in [Accumulation::Flow, Accumulation::Stock] {
                    prop_assert_eq!(few.same_period(kind, &next), track.same_period(kind, &next));
                }
            }
        }
    }
}
