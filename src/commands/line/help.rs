//! Every help text in both languages, and the walk that puts one of them into the command tree.
//!
//! clap itself knows one language only; the table below is the single home of the words, and a test finds whatever
//! is missing from it.

use baocao_core::text::Lang;
use clap::Command;

/// Key (`verb`, `verb.argument`, or `*.argument` for arguments many verbs share), Vietnamese, English.
const TABLE: &[(&str, &str, &str)] = &[
    (
        "baocao",
        "Quy trình báo cáo định kỳ của cơ quan, chạy trọn trên một thư mục: lập, kiểm tra, tổng hợp, trình, duyệt, gửi, lưu và chứng minh lại được.",
        "An office's periodic reporting procedure, whole, over one folder: written, checked, consolidated, reviewed, approved, sent, filed, and provable later.",
    ),
    (
        "*.dir",
        "Thư mục của cơ quan (mặc định: thư mục hiện tại hoặc thư mục cha có baocao.toml)",
        "The office's folder (default: here, or the parent folder that has baocao.toml)",
    ),
    (
        "*.lang",
        "Ngôn ngữ: vi hoặc en (hoặc biến môi trường BAOCAO_LANG; mặc định: vi)",
        "Language: vi or en (or the variable BAOCAO_LANG; default: vi)",
    ),
    ("*.color", "Màu: auto, always, never (tôn trọng NO_COLOR)", "Colours: auto, always, never (NO_COLOR is honoured)"),
    ("*.quiet", "Chỉ nói điều cần thiết", "Say only what is necessary"),
    ("*.verbose", "Nói thêm chi tiết", "Say more"),
    (
        "*.key",
        "Khoá ký (hoặc biến BAOCAO_KEY; mặc định: user.signingkey của git)",
        "The signing key (or BAOCAO_KEY; default: git's user.signingkey)",
    ),
    ("*.help", "In trợ giúp", "Print help"),
    ("*.version", "In phiên bản", "Print the version"),
    (
        "*.push",
        "Gửi lên kho chung cho bằng được: không gửi được thì không ghi (không cần ghi tuỳ chọn này: có kho chung thì bước nào cũng được gửi)",
        "Send it to the shared repository or do not record it (not needed otherwise: with a shared repository every step is sent)",
    ),
    (
        "*.no_push",
        "Chỉ ghi ở máy này, chưa gửi (đặt cho mọi lệnh: `git config baocao.push false`)",
        "Record it on this computer only (for every command: `git config baocao.push false`)",
    ),
    (
        "submit.yes",
        "Vẫn nộp khi báo cáo còn cảnh báo, không hỏi (không có ai để hỏi thì cảnh báo được nêu và bước nộp vẫn ghi)",
        "Submit although there are warnings, without asking (where no one can be asked they are shown, and the report is submitted)",
    ),
    (
        "review.yes",
        "Vẫn trình khi dự thảo còn thiếu báo cáo của đơn vị, không hỏi",
        "Review although the draft lacks departments' reports, without asking",
    ),
    (
        "approve.yes",
        "Vẫn duyệt khi dự thảo còn thiếu báo cáo của đơn vị, không hỏi",
        "Approve although the draft lacks departments' reports, without asking",
    ),
    (
        "*.period",
        "Kỳ báo cáo: 2024-06, 2024-Q2, 2024-H1, 2024-9T, 2024, 2024-BKHCN, 2024-DX-<tên>",
        "The period: 2024-06, 2024-Q2, 2024-H1, 2024-9T, 2024, 2024-BKHCN, 2024-DX-<slug>",
    ),
    ("*.what", "Kỳ hoặc tệp (mặc định: mọi kỳ đang mở)", "Periods or files (default: every open period)"),
    ("*.format", "Dạng kết quả: text hoặc json", "Output: text or json"),
    (
        "*.today",
        "Xét như thể hôm nay là ngày này (chỉ để hỏi, không ghi lại)",
        "Judge as if today were this day (for questions only, never recorded)",
    ),
    ("*.department", "Mã hoặc tên đơn vị", "The department's id or name"),
    ("init", "Lập thư mục của cơ quan, hoặc mở một kỳ báo cáo", "Set up the office's folder, or open a period"),
    ("init.period", "Kỳ cần mở; bỏ trống để lập thư mục", "The period to open; leave out to set up the folder"),
    ("init.yes", "Không hỏi lại", "Do not ask"),
    ("init.title", "Tiêu đề của kỳ đột xuất", "Title of an ad hoc period"),
    (
        "init.due",
        "Hạn nộp (ngày cuối cùng còn đúng hạn) của kỳ đột xuất hoặc theo chỉ đạo",
        "The last day in time, for an ad hoc period or by a superior's order",
    ),
    (
        "init.second_approval",
        "Văn bản hoàn chỉnh xong phải được duyệt lại trước khi gửi",
        "The completed text needs a second approval before it is sent",
    ),
    ("init.basis", "Số, ký hiệu văn bản chỉ đạo", "Reference of the order"),
    ("check", "Kiểm tra báo cáo; không bao giờ sửa tệp", "Check reports; never writes"),
    (
        "check.all",
        "Nêu đủ mọi tệp; không ghi thì người lập báo cáo thấy đủ tệp của đơn vị mình, tệp khác mỗi tệp một dòng",
        "Show every file in full; without it a reporter sees the own department's file in full and a line for each other",
    ),
    ("check.strict", "Coi cảnh báo là lỗi", "Treat warnings as errors"),
    ("check.format", "Dạng kết quả: text, json hoặc sarif", "Output: text, json or sarif"),
    ("check.watch", "Kiểm tra lại mỗi khi tệp thay đổi", "Check again whenever a file changes"),
    (
        "fix",
        "Sửa những gì sửa được an toàn (NFC, BOM, số mục, tiêu đề thiếu)",
        "Mend what is safe (NFC, BOM, heading numbers, missing headings)",
    ),
    ("fix.dry_run", "Chỉ cho xem, không ghi", "Show only, write nothing"),
    ("explain", "Giải thích một mã lỗi và cách sửa", "Explain a diagnostic and how to fix it"),
    (
        "explain.code",
        "Mã lỗi, ví dụ section-missing; bỏ trống để liệt kê tất cả",
        "The code, for example section-missing; leave out to list all",
    ),
    (
        "status",
        "Ai đã nộp, ai muộn, kỳ đang ở bước nào, đến lượt ai",
        "Who has submitted, who is late, where the period stands, whose turn it is",
    ),
    (
        "figures",
        "Số liệu của một kỳ: kế hoạch, thực hiện, cùng kỳ năm trước, tăng giảm, luỹ kế, kèm nguồn",
        "A period's figures: plan, actual, last year, change, this year so far, with their origin",
    ),
    (
        "figures.to",
        "Ghi ra csv, json hoặc bảng tính xlsx thay cho bảng",
        "Write csv, json or an xlsx spreadsheet instead of a table",
    ),
    (
        "figures.out",
        "Tệp xlsx cần ghi; bỏ trống là so-lieu-KỲ.xlsx ở thư mục hiện tại",
        "The xlsx file to write; so-lieu-PERIOD.xlsx in the current folder if left out",
    ),
    ("figures.force", "Ghi đè tệp xlsx đã có", "Replace the xlsx file if it is there"),
    (
        "*.unapproved",
        "Tính cả số liệu của những kỳ chưa duyệt (có đánh dấu)",
        "Count the figures of periods that are not approved too (they are marked)",
    ),
    (
        "export",
        "Xuất văn bản theo thể thức Nghị định 30/2020/NĐ-CP: Word, PDF, HTML hoặc Markdown, ở bất kỳ bước nào",
        "Export the document in the layout of Nghị định 30/2020/NĐ-CP: Word, PDF, HTML or Markdown, at any stage",
    ),
    (
        "export.to",
        "Loại tệp: docx, pdf, html, md hoặc edxml (văn bản đã gửi)",
        "Kind of file: docx, pdf, html, md or edxml (of what was sent)",
    ),
    (
        "export.out",
        "Tên tệp (mặc định: bao-cao-<kỳ>.<loại> trong thư mục hiện tại; “-” để in ra màn hình)",
        "The file (default: bao-cao-<period>.<kind> in the current folder; “-” prints it)",
    ),
    (
        "register",
        "Sổ đăng ký văn bản đi của một năm, lập từ các bước gửi",
        "The outgoing register of a year, from the dispatch acts",
    ),
    ("*.year", "Năm (mặc định: năm nay)", "The year (default: this year)"),
    ("register.to", "Ghi ra csv hoặc docx thay cho bảng", "Write csv or docx instead of a table"),
    ("*.out", "Ghi ra tệp này", "Write to this file"),
    ("*.force", "Ghi đè tệp đã có", "Overwrite an existing file"),
    (
        "board",
        "Bảng theo dõi của một năm thành một trang HTML: ai đã nộp, trễ, bị trả lại, còn thiếu; đến lượt ai",
        "The board of a year as one HTML page: who is in, late, returned, missing; whose turn it is",
    ),
    (
        "board.out",
        "Tên tệp (mặc định: bang-theo-doi.html trong thư mục hiện tại)",
        "The file (default: bang-theo-doi.html in the current folder)",
    ),
    (
        "calendar",
        "Hạn nộp của một năm theo dạng iCalendar, có nhắc vào ngày làm việc liền trước",
        "The deadlines of a year as iCalendar, with reminders on the working day before",
    ),
    (
        "import",
        "Chuyển báo cáo Word (.docx) của đơn vị thành báo cáo theo biểu mẫu; bảng tính .xlsx thì nhập số liệu",
        "Turn a department's Word report (.docx) into the form's report; an .xlsx spreadsheet brings figures",
    ),
    (
        "import.file",
        "Tệp Word (.docx, không quá 64 MiB, báo cáo ghi ra không quá 4 MiB), hoặc bảng tính (.xlsx); .doc, .odt, .rtf, .xls, .ods qua LibreOffice",
        "The Word file (.docx, 64 MiB at most, its report 4 MiB at most), or the spreadsheet (.xlsx); .doc, .odt, .rtf, .xls, .ods by way of LibreOffice",
    ),
    (
        "import.yes",
        "Đồng ý chuyển phông chữ cũ sang Unicode, chuyển tệp dạng khác bằng LibreOffice và thay nội dung đã có",
        "Agree to convert old fonts to Unicode and files of other kinds with LibreOffice, and to replace what is there",
    ),
    (
        "import-figures",
        "Nhập số liệu của một đơn vị từ bảng tính .xlsx vào phần khai báo của báo cáo",
        "Bring a department's figures from an .xlsx spreadsheet into its report's front matter",
    ),
    (
        "import-figures.file",
        "Tệp bảng tính .xlsx; .xls, .ods qua LibreOffice",
        "The .xlsx spreadsheet; .xls, .ods by way of LibreOffice",
    ),
    (
        "import-figures.yes",
        "Đồng ý chuyển tệp dạng khác bằng LibreOffice",
        "Agree to convert files of other kinds with LibreOffice",
    ),
    ("import-figures.department", "Mã hoặc tên đơn vị", "The department's id or name"),
    ("import-figures.dry_run", "Chỉ cho xem, không ghi", "Show only, write nothing"),
    ("trend", "Diễn biến của một chỉ tiêu qua các kỳ", "An indicator over the periods"),
    ("trend.indicator", "Mã chỉ tiêu trong baocao.toml", "The indicator's id in baocao.toml"),
    (
        "submit",
        "Nộp báo cáo của đơn vị (ghi lại bằng một commit có chữ ký)",
        "Submit the department's report (recorded as a signed commit)",
    ),
    ("directive", "Ghi chỉ đạo của cấp trên về thời hạn nộp", "Record a superior's order that changes the last day"),
    ("directive.due", "Ngày cuối cùng còn đúng hạn", "The new last day in time"),
    ("directive.basis", "Số, ký hiệu văn bản chỉ đạo", "Reference of the order"),
    (
        "merge",
        "Dự thảo hoặc cập nhật báo cáo tổng hợp từ các báo cáo đã nộp",
        "Make or refresh the consolidated draft from the submitted reports",
    ),
    (
        "merge.partial",
        "Tổng hợp cả khi chưa đủ đơn vị (ghi rõ đơn vị còn thiếu)",
        "Consolidate although departments are missing (they are named)",
    ),
    (
        "update",
        "Lấy bản mới nhất từ kho chung về thư mục này; tệp đang sửa được để nguyên",
        "Bring the shared repository's newest state here; files being edited stay as they are",
    ),
    (
        "update.yes",
        "Không hỏi lại khi gửi lại những bước mà kho chung đã mất",
        "Do not ask before sending again what the shared repository has lost",
    ),
    (
        "receive",
        "Thu nhận báo cáo mà các đơn vị đã gửi lên nhánh riêng, sau khi xác minh từng nhánh",
        "Take in what departments pushed to their own branches, each verified",
    ),
    (
        "submit.branch",
        "Gửi lên nhánh riêng của đơn vị (nop/KỲ/ĐƠN-VỊ), chờ Văn phòng thu nhận",
        "Send it to the department's own branch (nop/PERIOD/DEPARTMENT) for the office to take in",
    ),
    (
        "review",
        "Chánh Văn phòng đã xem xét, trình Lãnh đạo",
        "The Chief of Office has reviewed and submits to the leaders",
    ),
    ("return", "Trả lại dự thảo, hoặc một báo cáo, kèm lý do", "Send the draft, or one report, back with a reason"),
    ("return.reason", "Lý do trả lại (bắt buộc)", "Why (mandatory)"),
    (
        "return.department",
        "Trả lại báo cáo của đơn vị này; bỏ trống để trả lại dự thảo",
        "Send back this department's report; leave out to send back the draft",
    ),
    ("return.due", "Hạn nộp lại", "The new last day"),
    (
        "restate",
        "Lãnh đạo đính chính số liệu của báo cáo đã duyệt, kèm lý do",
        "A leader puts figures of an approved report right, with a reason",
    ),
    (
        "restate.figures",
        "Số đúng, dạng MÃ-CHỈ-TIÊU=SỐ (ghi nhiều lần nếu có nhiều chỉ tiêu)",
        "The right figure as INDICATOR=NUMBER (repeat for several)",
    ),
    (
        "restate.department",
        "Đơn vị có số liệu; bỏ trống khi chỉ một đơn vị báo cáo chỉ tiêu này",
        "Whose figures; may be left out where only one department reports them",
    ),
    ("restate.reason", "Lý do đính chính (bắt buộc)", "Why (mandatory)"),
    ("approve", "Lãnh đạo duyệt đúng văn bản này", "A leader approves exactly this text"),
    (
        "approve.instructions",
        "Duyệt kèm chỉ đạo hoàn chỉnh lần cuối",
        "Approve with instructions for the last completion",
    ),
    ("finalize", "Hoàn chỉnh lần cuối theo chỉ đạo của Lãnh đạo", "Complete per the leader's instructions"),
    (
        "finalize.unchanged",
        "Lãnh đạo duyệt có ý kiến nhưng văn bản không cần sửa gì; phải kèm --reason",
        "Nothing needs to change although the approval has instructions; needs --reason",
    ),
    ("finalize.reason", "Lý do không sửa gì, được ghi vào lịch sử", "Why nothing is changed; recorded"),
    ("*.yes", "Không hỏi lại", "Do not ask"),
    ("dispatch", "Văn thư ghi số, ngày, nơi nhận khi gửi báo cáo", "The clerk records number, date and recipients"),
    (
        "dispatch.number",
        "Số văn bản, ví dụ 12 hoặc 12/BC-SKHCN; bỏ trống thì chương trình nêu số kế tiếp còn trống và hỏi",
        "The document's number, for example 12 or 12/BC-SKHCN; if left out the next free one is proposed and asked about",
    ),
    ("dispatch.to", "Nơi nhận (ghi nhiều lần nếu có nhiều nơi)", "A recipient (repeat for several)"),
    ("dispatch.date", "Ngày văn bản (mặc định: hôm nay)", "Date of the document (default: today)"),
    ("dispatch.channel", "Kênh gửi, ví dụ “trục liên thông văn bản”", "How it was sent"),
    (
        "dispatch.status",
        "Đọc gói tin trạng thái edXML của nơi nhận: đã đến, đã tiếp nhận, từ chối… (giữ để đưa vào hồ sơ)",
        "Read a receiver's edXML status packet: arrived, received, refused… (kept for the record)",
    ),
    (
        "dispatch.make",
        "Loại tệp tự lập để gửi: docx, pdf, html, md (mặc định: docx nếu không có --file)",
        "Kinds of file to make for sending: docx, pdf, html, md (default: docx without --file)",
    ),
    (
        "dispatch.file",
        "Tệp đã gửi (DOCX, PDF), được đối chiếu với văn bản được duyệt và lưu cùng mã SHA-256",
        "A sent file (DOCX, PDF), held against the approved text and kept with its SHA-256",
    ),
    (
        "dispatch.force",
        "Vẫn gửi tệp khác văn bản được duyệt; phải kèm --reason",
        "Send a file that differs from the approved text; needs --reason",
    ),
    ("dispatch.reason", "Lý do vẫn gửi, được ghi vào lịch sử", "Why it is sent nevertheless; recorded"),
    (
        "dispatch.yes",
        "Không hỏi lại; tệp không đọc lại được thì vẫn gửi, ghi là “chưa đối chiếu”",
        "Do not ask; a file whose words cannot be read is sent and recorded as not compared",
    ),
    (
        "archive",
        "Lập hồ sơ lưu: mục lục, bảng mã kiểm, thời hạn lưu",
        "File the record: index, manifest of digests, retention dates",
    ),
    (
        "archive.out",
        "Cùng với --due: ghi mục lục hồ sơ, tài liệu nộp lưu ra tệp Word này",
        "With --due: write the hand-over list to this Word file",
    ),
    ("archive.due", "Liệt kê hồ sơ đã đủ một năm tại văn phòng", "List files that have been in the office for a year"),
    (
        "verify",
        "Chứng minh lại toàn bộ chuỗi từ lịch sử: ai ký gì, với vai trò nào",
        "Prove the whole chain from history: who signed what, in which role",
    ),
    ("verify.period", "Kỳ cần xác minh (mặc định: tất cả)", "The period to prove (default: all)"),
    ("verify.format", "Dạng kết quả: text, json hoặc sarif", "Output: text, json or sarif"),
    (
        "verify.file",
        "Hỏi về một tệp đang cầm trong tay: của kỳ nào, lần gửi nào, có bị sửa không",
        "Ask about a file in hand: of which period, which dispatch, changed or not",
    ),
    (
        "verify.root",
        "Mã commit gốc của cơ quan, lấy từ nguồn tin cậy",
        "The office's root commit, known from a trusted source",
    ),
    ("log", "Nhật ký của một kỳ, mỗi bước một dòng", "The ledger of a period, one line an act"),
    (
        "roster",
        "Danh sách: ai được làm gì, bằng khoá nào; thay đổi danh sách",
        "The roster: who may do what, with which key; how it changes",
    ),
    ("roster.show", "Xem danh sách và khoá của mọi người", "Show everybody and their keys"),
    (
        "roster.endorse",
        "Tán thành đúng nội dung một bản baocao.toml mới",
        "Agree to exactly these bytes of a new baocao.toml",
    ),
    ("roster.endorse.file", "Tệp baocao.toml mới", "The new baocao.toml"),
    (
        "roster.apply",
        "Đưa bản baocao.toml mới vào áp dụng khi đủ người tán thành",
        "Put the new baocao.toml into force, once enough people have agreed",
    ),
    ("roster.apply.file", "Tệp baocao.toml mới", "The new baocao.toml"),
    (
        "roster.rotate",
        "Tự thay khoá ký của chính mình (ký bằng khoá cũ; không cần ai tán thành)",
        "Replace your own signing key (signed with the old one; nobody has to agree)",
    ),
    (
        "roster.rotate.new_key",
        "Tệp khoá mới (tạo bằng `baocao key new`)",
        "The new key's file (`baocao key new` makes one)",
    ),
    (
        "trust",
        "Ghim commit gốc của cơ quan trên máy này, sau khi đối chiếu",
        "Pin the office's root on this computer, after comparing it",
    ),
    ("trust.root", "Mã commit gốc theo văn bản của cơ quan", "The root commit on the agency's own paper"),
    ("trust.yes", "Không hỏi lại", "Do not ask"),
    (
        "trust.tip",
        "Nhận mốc này làm lịch sử hiện tại của cơ quan, dù máy này từng thấy bản mới hơn",
        "Accept this commit as the office's present history, although this computer has seen a newer one",
    ),
    ("trust.list", "Liệt kê các gốc đã ghim", "List what is pinned"),
    (
        "hook",
        "Hook của git: kho chung từ chối những gì không được vào; thư mục tự kiểm tra trước khi commit",
        "Git hooks: the shared repository refuses what must not enter; a folder checks before a commit",
    ),
    (
        "hook.install",
        "Cài hook vào kho chung (chạy ngay trong thư mục kho trên máy chủ)",
        "Put the hook into the shared repository (run in its folder on the server)",
    ),
    (
        "hook.install.local",
        "Cài vào thư mục của cơ quan: kiểm tra báo cáo trước mỗi commit làm bằng git",
        "Into an office's folder: reports are checked before each commit made with git",
    ),
    ("hook.install.root", "Mã commit gốc theo văn bản của cơ quan", "The root commit on the agency's own paper"),
    (
        "hook.install.window",
        "Giờ của commit mới được lệch giờ máy chủ nhiều nhất bao nhiêu phút (mặc định 10)",
        "How many minutes a new commit's clock may be off the server's (default 10)",
    ),
    (
        "hook.install.receipt_key",
        "Khoá SSH (không mật khẩu) để kho chung ký biên nhận sau mỗi lần gửi",
        "An SSH key without passphrase with which the shared repository signs a receipt for each push",
    ),
    (
        "hook.post-receive",
        "Ký biên nhận cho một lần gửi đã nhận (git trên máy chủ gọi)",
        "Sign a receipt for a push that was taken in (called by git on the server)",
    ),
    (
        "hook.pre-receive",
        "Xét một lần gửi lên kho chung (git trên máy chủ gọi)",
        "Judge a push to the shared repository (called by git on the server)",
    ),
    (
        "annul",
        "Loại những commit không đáng tin và trả lại nội dung trước đó",
        "Name commits that must not be believed, and put back what they changed",
    ),
    ("annul.commits", "Mã các commit (ít nhất 7 chữ số đầu)", "The commits (at least their first 7 digits)"),
    ("annul.reason", "Lý do", "Why"),
    ("annul.endorse", "Chỉ tán thành, chưa loại", "Only agree, do not annul yet"),
    ("key", "Khoá ký", "Signing keys"),
    ("key.new", "Tạo khoá ký cho người chưa có", "Make a signing key for someone who has none"),
    ("key.new.path", "Nơi ghi khoá (mặc định: ~/.ssh/id_baocao)", "Where to write it (default: ~/.ssh/id_baocao)"),
    ("key.new.no_passphrase", "Không đặt mật khẩu cho khoá", "Without a passphrase"),
    ("key.list", "Các khoá mà danh sách biết", "The keys the roster knows"),
    (
        "completions",
        "In lệnh gợi ý khi gõ (biết cả kỳ và đơn vị)",
        "Print shell completions (periods and departments included)",
    ),
    ("completions.shell", "bash, zsh, fish, powershell hoặc elvish", "bash, zsh, fish, powershell or elvish"),
    ("man", "Ghi các trang man", "Write the man pages"),
    (
        "man.dir",
        "Thư mục ghi (mặc định: in trang chính ra màn hình)",
        "Where to (default: the main page to standard output)",
    ),
    (
        "schema",
        "In JSON Schema của phần đầu tệp cho trình soạn thảo",
        "Print the JSON Schema of the front matter for editors",
    ),
    (
        "demo",
        "Chạy thử trọn một quý của Sở mẫu trong thư mục tạm",
        "Play a whole quarter of the sample office in a scratch folder",
    ),
    (
        "demo.dir",
        "Thư mục chạy thử, phải chưa có hoặc rỗng (mặc định: thư mục tạm mới)",
        "Where to, absent or empty (default: a new temporary folder)",
    ),
];

fn find(key: &str, lang: Lang) -> Option<&'static str> {
    TABLE.iter().find(|(k, ..)| *k == key).map(|(_, vi, en)| match lang {
        Lang::Vi => *vi,
        Lang::En => *en,
    })
}

fn argument(path: &str, id: &str, lang: Lang) -> Option<&'static str> {
    find(&format!("{path}.{id}"), lang).or_else(|| find(&format!("*.{id}"), lang))
}

fn path_of(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_string() } else { format!("{parent}.{name}") }
}

/// The command tree with every text in one language.
pub fn localise(command: Command, lang: Lang) -> Command {
    walk(command, "", lang)
}

fn walk(command: Command, path: &str, lang: Lang) -> Command {
    let about = find(if path.is_empty() { "baocao" } else { path }, lang).unwrap_or_default();
    let (options, verbs, verb, usage, template) = match lang {
        Lang::Vi => ("Tuỳ chọn", "Lệnh", "LỆNH", "Cách dùng", "[TUỲ CHỌN]"),
        Lang::En => ("Options", "Commands", "COMMAND", "Usage", "[OPTIONS]"),
    };
    let arguments = match lang {
        Lang::Vi => "Tham số",
        Lang::En => "Arguments",
    };
    let mut command = command
        .about(about)
        .long_about(None)
        .subcommand_help_heading(verbs)
        .subcommand_value_name(verb)
        .disable_version_flag(true)
        .help_template(format!("{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}"));
    let ids: Vec<String> = command.get_arguments().map(|a| a.get_id().to_string()).collect();
    for id in ids {
        command = command.mut_arg(&id, |a| {
            let heading = if a.is_positional() { arguments } else { options };
            let text = argument(path, a.get_id().as_str(), lang).unwrap_or_default();
            let named = a.get_value_names().and_then(|names| names.first()).map(|name| value_name(name, lang));
            let a = a.help(text).long_help(None).help_heading(heading);
            match named.flatten() {
                Some(name) => a.value_name(name),
                None => a,
            }
        });
    }
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_string()).collect();
    for name in names {
        let below = path_of(path, &name);
        command = command.mut_subcommand(&name, |c| walk(c, &below, lang));
    }
    let line = usage_line(&command, path, verb).replace("[OPTIONS]", template);
    command.override_usage(line)
}

/// What stands for a value in Vietnamese help; `None` where the word stays.
fn value_name(name: &str, lang: Lang) -> Option<&'static str> {
    if lang == Lang::En {
        return None;
    }
    Some(match name {
        "PERIOD" => "KỲ",
        "PERIOD|FILE" => "KỲ|TỆP",
        "TEXT" => "CHỮ",
        "D/M/YYYY" => "NGÀY",
        "NUMBER" => "SỐ",
        "RECIPIENT" => "NƠI-NHẬN",
        "FILE" | "PATH" => "TỆP",
        "DIR" => "THƯ-MỤC",
        "YEAR" => "NĂM",
        "FORMAT" => "DẠNG",
        "ID" => "ĐƠN-VỊ",
        "ID=NUMBER" => "MÃ=SỐ",
        "CODE" => "MÃ",
        "INDICATOR" => "CHỈ-TIÊU",
        "COMMIT" => "MÃ-COMMIT",
        "MINUTES" => "PHÚT",
        _ => return None,
    })
}

/// The usage line, which clap writes in English only and without the program's name where a verb stands alone.
fn usage_line(command: &Command, path: &str, verb: &str) -> String {
    let mut line = String::from("baocao");
    for word in path.split('.').filter(|w| !w.is_empty()) {
        line.push(' ');
        line.push_str(word);
    }
    line.push_str(" [OPTIONS]");
    for a in command.get_arguments().filter(|a| !a.is_positional() && a.is_required_set()) {
        let value = a.get_value_names().and_then(|v| v.first()).map(|v| v.to_string()).unwrap_or_default();
        line.push_str(&format!(" --{} <{value}>", a.get_long().unwrap_or_default()));
    }
    for a in command.get_positionals() {
        let value = a.get_value_names().and_then(|v| v.first()).map(|v| v.to_string()).unwrap_or_default();
        let dots = if a.get_num_args().is_some_and(|n| n.max_values() > 1) { "..." } else { "" };
        line.push_str(&if a.is_required_set() { format!(" <{value}>{dots}") } else { format!(" [{value}]{dots}") });
    }
    if command.has_subcommands() {
        line.push_str(&format!(" <{verb}>"));
    }
    line
}

#[cfg(test)]
mod tests {
    use crate::commands::line::args::Cli;
    use crate::commands::line::help::*;
    use clap::CommandFactory;

    fn missing(command: &Command, path: &str, out: &mut Vec<String>) {
        if find(if path.is_empty() { "baocao" } else { path }, Lang::Vi).is_none() {
            out.push(path.to_string());
        }
        for a in command.get_arguments() {
            if argument(path, a.get_id().as_str(), Lang::Vi).is_none() {
                out.push(format!("{path}.{}", a.get_id()));
            }
        }
        for c in command.get_subcommands() {
            missing(c, &path_of(path, c.get_name()), out);
        }
    }

    #[test]
    fn every_verb_and_argument_has_help_in_both_languages() {
        let mut out = Vec::new();
        missing(&Cli::command(), "", &mut out);
        assert!(out.is_empty(), "no help for {out:?}");
        assert!(TABLE.iter().all(|(_, vi, en)| !vi.is_empty() && !en.is_empty()));
    }

    #[test]
    fn every_line_of_the_table_is_used() {
        fn used(command: &Command, path: &str, key: &str) -> bool {
            key == path
                || (path.is_empty() && key == "baocao")
                || command
                    .get_arguments()
                    .any(|a| key == format!("{path}.{}", a.get_id()) || key == format!("*.{}", a.get_id()))
                || command.get_subcommands().any(|c| used(c, &path_of(path, c.get_name()), key))
        }
        for (key, ..) in TABLE {
            assert!(used(&Cli::command(), "", key), "{key}");
        }
    }

    #[test]
    fn the_tree_is_sound_in_both_languages() {
        for lang in [Lang::Vi, Lang::En] {
            localise(Cli::command(), lang).debug_assert();
        }
    }
}
