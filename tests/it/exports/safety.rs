//! Whatever a department writes, the page it becomes runs nothing, loads nothing and goes nowhere by itself.

use super::charts::charts;
use baocao_check::consolidate::publication::{Particulars, publication, with_charts};
use baocao_core::domain::{Agency, DocumentSettings, PeriodId};

use baocao_core::text::{RepoPath, Source};
use baocao_documents::{docx, html, publication as plain};
use std::process::Command;

const SMUGGLED: &[&str] = &[
    "<script>document.title='hit'</script>",
    "chữ <script src=https://x.invalid/a.js></script> chữ",
    "<img src=x onerror=\"document.title='hit'\">",
    "<svg onload=\"document.title='hit'\"><circle r=1 /></svg>",
    "<svg><script>document.title='hit'</script></svg>",
    "<iframe src=\"javascript:document.title='hit'\"></iframe>",
    "<iframe srcdoc=\"<script>top.document.title='hit'</script>\"></iframe>",
    "<a href=\"javascript:document.title='hit'\">x</a>",
    "[x](javascript:document.title='hit')",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](\u{1}javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](file:///etc/passwd)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "[x](https://a.invalid/\"onmouseover=\"document.title='hit')",
    "[x](https://a.invalid/'onmouseover='x)",
    "![ảnh](https://x.invalid/a.png)",
    "![ảnh](x\" onerror=\"document.title='hit')",
    "<style>body{background:url(https://x.invalid/b)}</style>",
    "<link rel=stylesheet href=https://x.invalid/c.css>",
    "<meta http-equiv=refresh content=\"0;url=https://x.invalid\">",
    "<base href=https://x.invalid/>",
    "<form action=https://x.invalid><input autofocus onfocus=\"document.title='hit'\"></form>",
    "<object data=https://x.invalid></object><embed src=https://x.invalid>",
    "<video src=https://x.invalid autoplay onplay=alert(1)></video>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></math>",
    "</style><script>document.title='hit'</script>",
    "--> <script>document.title='hit'</script> <!--",
    "<!--><script>document.title='hit'</script>-->",
    "# <script>document.title='hit'</script>\n\n## <img src=x onerror=alert(1)>",
    "| <script>a</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "`<script>document.title='hit'</script>`\n\n```\n</pre><script>document.title='hit'</script>\n```",
    "x[^a]\n\n[^a]: <script>document.title='hit'</script>",
    "> <script>document.title='hit'</script>",
    "- <details open ontoggle=\"document.title='hit'\">",
    "&lt;script&gt;document.title='hit'&lt;/script&gt;",
];

fn written(markdown: &str) -> (String, Vec<u8>, String) {
    let hostile = "<script>document.title='hit'</script>\" onload=\"x";
    let agency =
        Agency { name: hostile.into(), parent: hostile.into(), place: hostile.into(), symbol: "S\"><b>".into() };
    let document = DocumentSettings {
        addressees: Some(vec![hostile.into(), hostile.into()]),
        grounds: vec![hostile.into()],
        recipients: vec![hostile.into()],
        urgency: Some(hostile.into()),
        ..DocumentSettings::default()
    };
    let period = PeriodId::parse("2024-Q2").expect("a period");
    let facts = Particulars {
        agency: &agency,
        document: &document,
        period: &period,
        period_words: hostile.into(),
        number: None,
        date: None,
        written: baocao_core::domain::parse_date("2024-06-17").expect("a day"),
        to: Vec::new(),
        signer: None,
        head_title: hostile.into(),
        draft: true,
    };
    let profile = Source::new(RepoPath::new("x"), include_str!("../../../templates/nd30-2020.toml").into());
    let layout = baocao_core::format::page_style::read(&profile).0;
    // Words of charts come from departments too: names, units, notes.
    let made = with_charts(publication(baocao_check::reports::markdown::prose(markdown), &facts), charts(hostile));
    (html::publication(&made, &layout), docx::publication(&made, &layout).expect("a file"), plain::markdown(&made))
}

/// Every tag of a page, with its attributes.
fn tags(page: &str) -> Vec<&str> {
    page.split('<').skip(1).filter_map(|t| t.split('>').next()).collect()
}

#[test]
fn nothing_smuggled_survives() {
    const KNOWN: [&str; 37] = [
        "!doctype",
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "header",
        "div",
        "p",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "span",
        "br",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "blockquote",
        "pre",
        "code",
        "strong",
        "em",
        "s",
        "sup",
        "section",
        "footer",
    ];
    // Drawings stand in figures that we write, and nowhere else.
    const DRAWN: [&str; 7] = ["figcaption", "svg", "desc", "rect", "path", "text", "/figure"];
    for smuggled in SMUGGLED {
        let (page, word, _) = written(smuggled);
        let mut drawing = false;
        let mut drawings = 0;
        for tag in tags(&page) {
            if tag == "figure class=\"so-lieu-hinh\"" {
                (drawing, drawings) = (true, drawings + 1);
                continue;
            }
            let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or("");
            let drawn = drawing && (DRAWN.contains(&name) || DRAWN.contains(&tag));
            drawing &= tag != "/figure";
            assert!(KNOWN.contains(&name) || name == "a" || drawn, "{smuggled}: <{tag}>");
            let attributes = tag.split_once(' ').map(|(_, rest)| rest).unwrap_or("");
            // Outside of quotation marks no attribute may begin with “on”, and none may load.
            let bare: String = attributes.split('"').step_by(2).collect();
            for word in bare.split_whitespace() {
                assert!(!word.starts_with("on") && !word.starts_with("src"), "{smuggled}: <{tag}>");
            }
            if let Some(address) = attributes.split("href=\"").nth(1) {
                let good = ["#", "http://", "https://", "mailto:"].iter().any(|s| address.starts_with(s));
                assert!(good, "{smuggled}: <{tag}>");
            }
        }
        assert_eq!(drawings, 3, "{smuggled}");
        assert!(page.contains("default-src 'none'"));
        // The Word file has links only to addresses of the same kinds, and every part is whole.
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(word)).expect("a zip");
        for at in 0..zip.len() {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut zip.by_index(at).expect("an entry"), &mut text).expect("text");
            let xml = roxmltree::Document::parse(&text).unwrap_or_else(|e| panic!("{smuggled}: {e}"));
            for link in xml.descendants().filter(|n| n.attribute("TargetMode") == Some("External")) {
                let target = link.attribute("Target").unwrap_or("").to_ascii_lowercase();
                assert!(
                    ["http://", "https://", "mailto:"].iter().any(|s| target.starts_with(s)),
                    "{smuggled}: {target}"
                );
            }
        }
    }
}

#[test]
fn a_browser_finds_nothing_to_run() {
    let Some(browser) = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|out| out.status.success()))
    else {
        eprintln!("no Chromium: the page is not opened");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let (page, ..) = written(&SMUGGLED.join("\n\n"));
    let file = folder.path().join("trang.html");
    std::fs::write(&file, &page).expect("a file");
    let log = folder.path().join("net.json");
    let out = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom"])
        .arg(format!("--user-data-dir={}", folder.path().join("ho-so").display()))
        .arg(format!("--log-net-log={}", log.display()))
        .arg(&file)
        .output()
        .expect("Chromium runs");
    let (dom, said) = (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(dom.contains("DỰ THẢO"), "{said}");
    assert!(!dom.contains("<title>hit"), "a script has run");
    // Whatever a page tried against its policy stands in the console.
    assert!(!said.contains("Content Security Policy") && !said.contains("Refused to"), "{said}");
    let net = std::fs::read_to_string(&log).unwrap_or_default();
    assert!(!net.contains("x.invalid") && !net.contains("a.invalid"), "the page asked for something");
}

#[test]
fn the_board_opens_at_phone_and_desktop_width_and_asks_for_nothing() {
    let Some(browser) = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|out| out.status.success()))
    else {
        eprintln!("no Chromium: the board is not opened");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("bang.html");
    let line = format!("board 2024 --out {}", page.display());
    super::sent().run("khong-ai", "2024-06-20 08:00", &line).expect(0);
    for width in [390, 1280] {
        let (shot, log) = (folder.path().join(format!("{width}.png")), folder.path().join(format!("{width}.json")));
        let out = Command::new(browser)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr"])
            .arg(format!("--user-data-dir={}", folder.path().join("ho-so").display()))
            .arg(format!("--window-size={width},1600"))
            .arg(format!("--screenshot={}", shot.display()))
            .arg(format!("--log-net-log={}", log.display()))
            .arg(&page)
            .output()
            .expect("Chromium runs");
        let said = String::from_utf8_lossy(&out.stderr);
        let shot = std::fs::read(&shot).unwrap_or_else(|e| panic!("{width}: {e}: {said}"));
        // Width and height stand in the first chunk of a PNG.
        let side = |at: usize| shot[at..at + 4].iter().fold(0u32, |all, byte| all << 8 | u32::from(*byte));
        assert_eq!((side(16), side(20)), (width, 1600));
        assert!(shot.len() > 20_000, "{width}: a page with something on it");
        assert!(!said.contains("Content Security Policy") && !said.contains("Refused to"), "{said}");
    }
    // The page has nothing to load: no address but those of its links, and none of them leaves the folder.
    let text = std::fs::read_to_string(&page).expect("text");
    assert!(
        !text.contains("src=") && !text.contains("url(") && !text.contains("http://www.w3")
            || text.matches("http").count() == 2,
        "{text}"
    );
    for address in text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(!address.contains(':'), "{address}");
    }
}
