//! Every diagnostic code: its stable name, its group, its severity and its title in both languages.

use crate::text::Lang;
use std::fmt;

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// lưu ý: worth knowing.
    Notice,
    /// cảnh báo: probably wrong; `--strict` makes it an error.
    Warning,
    /// lỗi: wrong.
    Error,
}

impl Severity {
    /// The word in JSON and SARIF.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Notice => "notice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// The word people read.
    pub fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Severity::Notice, Lang::Vi) => "lưu ý",
            (Severity::Warning, Lang::Vi) => "cảnh báo",
            (Severity::Error, Lang::Vi) => "lỗi",
            (severity, Lang::En) => severity.id(),
        }
    }
}

/// What a code is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The file as bytes.
    File,
    /// The front matter.
    FrontMatter,
    /// Headings and sections.
    Section,
    /// Indicators and their figures.
    Figure,
    /// Deadlines and moments.
    Time,
    /// The office's own settings and forms.
    Settings,
    /// Acts, signatures and history.
    Trust,
}

macro_rules! codes {
    ($($variant:ident = $id:literal, $group:ident, $severity:ident, $vi:literal, $en:literal;)+) => {
        /// The name of a kind of diagnostic. Names are `noun-fault` and never change once published.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $id, "`: ", $en, ".")] $variant,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$(Code::$variant),+];

            /// The stable name.
            pub fn id(self) -> &'static str {
                match self { $(Code::$variant => $id,)+ }
            }

            /// What it is about.
            pub fn group(self) -> Group {
                match self { $(Code::$variant => Group::$group,)+ }
            }

            /// Its normal severity.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)+ }
            }

            /// A short title.
            pub fn title(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Code::$variant, Lang::Vi) => $vi, (Code::$variant, Lang::En) => $en,)+
                }
            }

            /// The page that `explain` shows.
            pub fn page(self) -> &'static str {
                match self { $(Code::$variant => include_str!(concat!("../../../../docs/rules/", $id, ".md")),)+ }
            }
        }
    };
}

codes! {
    EncodingLegacy = "encoding-legacy", File, Error, "tệp không phải Unicode UTF-8", "the file is not Unicode UTF-8";
    EncodingBom = "encoding-bom", File, Warning, "tệp có dấu thứ tự byte (BOM)", "the file begins with a byte-order mark";
    UnicodeDecomposed = "unicode-decomposed", File, Warning, "chữ ở dạng tổ hợp (NFD)", "decomposed letters (NFD)";
    CharacterHidden = "character-hidden", File, Error, "ký tự ẩn hoặc đảo chiều chữ", "hidden or bidirectional character";
    FileIrregular = "file-irregular", File, Error, "không phải tệp thường", "not a regular file";
    FileStray = "file-stray", File, Error, "tệp không thuộc kỳ báo cáo", "a file that belongs to nothing";
    FileTooLarge = "file-too-large", File, Error, "tệp quá lớn", "the file is too large";
    FrontMatterMissing = "front-matter-missing", FrontMatter, Error, "thiếu phần đầu tệp", "front matter is missing";
    FrontMatterMalformed = "front-matter-malformed", FrontMatter, Error, "phần đầu tệp sai cú pháp", "front matter cannot be read";
    FieldMissing = "field-missing", FrontMatter, Error, "thiếu trường bắt buộc", "a required field is missing";
    FieldUnknown = "field-unknown", FrontMatter, Error, "trường không có trong mẫu", "unknown field";
    FieldDuplicate = "field-duplicate", FrontMatter, Error, "trường khai hai lần", "duplicate field";
    FieldMalformed = "field-malformed", FrontMatter, Error, "giá trị sai kiểu", "a field of the wrong kind";
    PeriodMismatch = "period-mismatch", FrontMatter, Error, "kỳ không khớp thư mục", "the period is not the folder's";
    DepartmentMismatch = "department-mismatch", FrontMatter, Error, "đơn vị không khớp tên tệp", "the department is not the file's";
    DepartmentUnknown = "department-unknown", FrontMatter, Error, "đơn vị không có trong danh sách", "unknown department";
    DateImpossible = "date-impossible", FrontMatter, Error, "ngày không có thật", "impossible date";
    FormMismatch = "form-mismatch", FrontMatter, Error, "sai mã biểu mẫu", "the form is not this period's";
    SectionMissing = "section-missing", Section, Error, "thiếu mục bắt buộc", "a required section is missing";
    SectionEmpty = "section-empty", Section, Error, "mục để trống", "a section is empty";
    SectionOrder = "section-order", Section, Error, "mục sai thứ tự", "sections out of order";
    SectionDuplicate = "section-duplicate", Section, Error, "mục lặp lại", "a section stands twice";
    SectionUnknown = "section-unknown", Section, Warning, "mục không có trong biểu mẫu", "a section the form does not have";
    SectionMerged = "section-merged", Section, Notice, "một tiêu đề gộp hai mục", "one heading answers two sections";
    GuidanceLeft = "guidance-left", Section, Error, "còn sót chữ hướng dẫn của mẫu", "template text left in";
    LinesJoined = "lines-joined", Section, Warning, "các dòng dán liền nhau nhập thành một đoạn", "pasted lines run together";
    TableCellsExtra = "table-cells-extra", Section, Warning, "dòng bảng thừa ô", "a table's row has too many cells";
    FootnoteDuplicate = "footnote-duplicate", Section, Error, "chú thích khai hai lần", "a footnote is defined twice";
    HeadingAccidental = "heading-accidental", Section, Warning, "đoạn văn bị biến thành tiêu đề", "text turned into a heading";
    PeriodContradicted = "period-contradicted", Section, Error, "tiêu đề ghi kỳ khác", "a heading names another period";
    TextUnfinished = "text-unfinished", Section, Warning, "còn chỗ viết dở", "text left unfinished";
    TextCopied = "text-copied", Section, Notice, "nội dung chép lại kỳ trước", "the text repeats the last period";
    CitationInconsistent = "citation-inconsistent", Section, Notice, "viện dẫn văn bản không khớp", "citations that do not agree";
    DateSuspicious = "date-suspicious", Section, Notice, "ngày tháng đáng ngờ", "a suspicious date";
    ClosingMarkEarly = "closing-mark-early", Section, Notice, "dấu “./.” ở giữa bài", "“./.” in the middle of the text";
    TagUnknown = "tag-unknown", Section, Warning, "thẻ HTML sẽ in nguyên văn", "an HTML tag that stays words";
    PictureUnusable = "picture-unusable", Section, Error, "hình không dùng được", "a picture that cannot be used";
    FiguresAbsent = "figures-absent", Section, Warning, "thiếu số liệu", "figures are absent";
    IndicatorMissing = "indicator-missing", Figure, Error, "thiếu số liệu của chỉ tiêu bắt buộc", "a required indicator is missing";
    IndicatorBlank = "indicator-blank", Figure, Warning, "chỉ tiêu được giao còn để trống", "an assigned indicator is left blank";
    IndicatorUnknown = "indicator-unknown", Figure, Error, "chỉ tiêu không có trong danh mục", "unknown indicator";
    FigureMalformed = "figure-malformed", Figure, Error, "số liệu viết sai", "a figure that cannot be read";
    FigureAmbiguous = "figure-ambiguous", Figure, Error, "số liệu hiểu được hai cách", "an ambiguous figure";
    FigureOutOfBounds = "figure-out-of-bounds", Figure, Error, "số liệu ngoài giới hạn", "a figure out of bounds";
    ComparisonMismatch = "comparison-mismatch", Figure, Error, "số cùng kỳ năm trước không khớp", "the same period last year is not what was reported";
    CumulativeMismatch = "cumulative-mismatch", Figure, Error, "số luỹ kế không khớp", "the cumulative figure does not add up";
    FigureContradicted = "figure-contradicted", Figure, Warning, "lời văn trái với số liệu", "the text contradicts the figure";
    SumMismatch = "sum-mismatch", Figure, Error, "tổng không bằng các số thành phần", "a total that is not the sum of its parts";
    PercentageMismatch = "percentage-mismatch", Figure, Warning, "tỷ lệ phần trăm tính sai", "a percentage that is not its share";
    FigureJump = "figure-jump", Figure, Warning, "số liệu biến động bất thường", "an unexplained jump";
    FigureRuleBroken = "figure-rule-broken", Figure, Error, "số liệu trái quy tắc của cơ quan", "an office's rule about figures is broken";
    ReportLate = "report-late", Time, Notice, "báo cáo nộp muộn", "the report is late";
    ReportMissing = "report-missing", Time, Error, "chưa nộp báo cáo", "the report is missing";
    DeadlineNear = "deadline-near", Time, Notice, "sắp đến hạn nộp", "the deadline is near";
    DeadlineOnRestDay = "deadline-on-rest-day", Time, Notice, "hạn nộp rơi vào ngày nghỉ", "the deadline falls on a rest day";
    TimeImplausible = "time-implausible", Time, Warning, "thời điểm không hợp lý", "an implausible time";
    FormMalformed = "form-malformed", Settings, Error, "biểu mẫu sai", "the form itself is wrong";
    SettingsMalformed = "settings-malformed", Settings, Error, "tệp thiết lập sai", "a settings file is wrong";
    DraftConflict = "draft-conflict", Settings, Error, "còn dấu xung đột trong dự thảo", "conflict marks left in the draft";
    ActUnsigned = "act-unsigned", Trust, Error, "bước không có chữ ký", "an unsigned act";
    ActMalformed = "act-malformed", Trust, Error, "bản ghi bước sai quy cách", "an act that is not of the grammar";
    SignatureBad = "signature-bad", Trust, Error, "chữ ký sai", "a bad signature";
    SignerUnknown = "signer-unknown", Trust, Error, "khoá ký không có trong danh sách", "an unknown signer";
    SignerUnauthorised = "signer-unauthorised", Trust, Error, "người ký không có thẩm quyền", "a signer without the right";
    ContentChanged = "content-changed", Trust, Error, "nội dung đổi sau khi xem xét hoặc duyệt", "content changed after review or approval";
    ReportChanged = "report-changed", Trust, Warning, "báo cáo đã sửa sau khi nộp", "a report edited after its submission";
    ActOutOfOrder = "act-out-of-order", Trust, Error, "bước sai trình tự", "an act out of order";
    HistoryMerged = "history-merged", Trust, Error, "lịch sử có commit hợp nhất", "a merge commit on the line";
    HistoryRewound = "history-rewound", Trust, Error, "lịch sử bị lùi", "the history was rolled back";
    RosterChangeUnauthorised = "roster-change-unauthorised", Trust, Error, "đổi danh sách không đúng thẩm quyền", "an unauthorised change of the roster";
    MessageMisleading = "message-misleading", Trust, Warning, "lời ghi dễ gây nhầm", "a message that misleads";
    RootUnpinned = "root-unpinned", Trust, Warning, "chưa xác minh gốc", "the root is not pinned";
}

impl Code {
    /// The code of that name.
    pub fn from_id(id: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.id() == id)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
