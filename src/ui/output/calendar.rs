//! Deadlines as iCalendar (RFC 5545), for the calendar programs that people have open all day.

use baocao_core::domain::{Date, Moment};
use baocao_core::text::{Lang, Text, is_hidden};
use std::fmt::Write as _;

/// One deadline.
#[derive(Debug, Clone)]
pub struct Deadline {
    /// The same for the same deadline on every day it is written.
    pub id: String,
    /// What is due.
    pub summary: Text,
    /// More about it.
    pub description: Text,
    /// The last day in time.
    pub day: Date,
    /// The last working day before it, when people are reminded.
    pub remind: Date,
}

/// The calendar, with a reminder at eight in the morning of the last working day before each day.
pub fn ics(agency: &str, now: Moment, deadlines: &[Deadline], lang: Lang) -> String {
    let mut out = String::new();
    let stamp = utc(now);
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//baocao//VI");
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(agency)));
    for deadline in deadlines {
        let (day, next) = (compact(deadline.day), compact(baocao_core::domain::moment::shift(deadline.day, 1)));
        let eight = Moment::from_unix(Moment::start_of(deadline.remind).unix() + 8 * 3600);
        line(&mut out, "BEGIN:VEVENT");
        line(&mut out, &format!("UID:{}", escaped(&deadline.id)));
        line(&mut out, &format!("DTSTAMP:{stamp}"));
        line(&mut out, &format!("DTSTART;VALUE=DATE:{day}"));
        line(&mut out, &format!("DTEND;VALUE=DATE:{next}"));
        line(&mut out, "TRANSP:TRANSPARENT");
        line(&mut out, &format!("SUMMARY:{}", escaped(deadline.summary.get(lang))));
        line(&mut out, &format!("DESCRIPTION:{}", escaped(deadline.description.get(lang))));
        line(&mut out, "BEGIN:VALARM");
        line(&mut out, "ACTION:DISPLAY");
        line(&mut out, &format!("DESCRIPTION:{}", escaped(deadline.summary.get(lang))));
        line(&mut out, &format!("TRIGGER;VALUE=DATE-TIME:{}", utc(eight)));
        line(&mut out, "END:VALARM");
        line(&mut out, "END:VEVENT");
    }
    line(&mut out, "END:VCALENDAR");
    out
}

/// Folds a line after 75 bytes, never inside a character.
fn line(out: &mut String, text: &str) {
    let mut room = 75;
    for c in text.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
        }
        room -= c.len_utf8();
        out.push(c);
    }
    out.push_str("\r\n");
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if is_hidden(c) || c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn compact(date: Date) -> String {
    date.to_string().replace('-', "")
}

fn utc(moment: Moment) -> String {
    // Việt Nam is seven hours ahead all year round.
    let shifted = Moment::from_unix(moment.unix() - 7 * 3600);
    let text = shifted.to_rfc3339();
    let mut out = String::new();
    let _ = write!(out, "{}Z", text[..19].replace(['-', ':'], ""));
    out
}

#[cfg(test)]
mod tests {
    use crate::ui::output::calendar::*;
    use baocao_core::domain::parse_date;

    #[test]
    fn lines_are_short_and_times_are_universal() {
        let day = parse_date("2024-06-14").expect("a day");
        let deadline = Deadline {
            id: "2024-Q2@skhcn".into(),
            summary: Text::same(
                "Hạn nộp báo cáo Quý II năm 2024; các phòng, đơn vị gửi về Văn phòng Sở đúng thời hạn đã định",
            ),
            description: Text::same("a,b\nc"),
            day,
            remind: parse_date("2024-06-13").expect("a day"),
        };
        let text = ics("Sở", Moment::start_of(day), &[deadline], Lang::Vi);
        assert!(text.lines().all(|l| l.len() <= 75) && text.ends_with("END:VCALENDAR\r\n"));
        assert!(
            text.contains("DTSTAMP:20240613T170000Z\r\n") && text.contains("TRIGGER;VALUE=DATE-TIME:20240613T010000Z")
        );
        assert!(text.contains("DTSTART;VALUE=DATE:20240614\r\nDTEND;VALUE=DATE:20240615"));
        let whole = text.replace("\r\n ", "");
        assert!(whole.contains("2024\\; các phòng\\, đơn vị") && whole.contains("a\\,b\\nc"));
    }
}
