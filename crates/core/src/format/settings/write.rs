//! `ky.toml`, and the `baocao.toml` an office begins with.

use crate::domain::{Agency, Limit, PeriodSettings};
use std::fmt::Write;

/// Writes a period's settings; `parse::period` reads the same back.
pub fn period(period: &PeriodSettings) -> String {
    let mut out = String::from(
        "# Kỳ báo cáo: do `baocao init` lập khi mở kỳ, giữ nguyên danh sách đơn vị, hạn nộp và biểu mẫu của kỳ.\n\
         # Không sửa tay; hạn nộp đổi theo văn bản của cấp trên thì dùng `baocao directive`.\n",
    );
    let mut line = |key: &str, value: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{key} = {value}");
    };
    line("phien_ban", "1".into());
    line("ky", quoted(&period.id.to_string()));
    if let Some(title) = &period.title {
        line("tieu_de", quoted(title));
    }
    let (word, date) = match period.deadline.limit {
        Limit::Before(date) => ("truoc", date),
        Limit::NoLaterThan(date) => ("cham_nhat", date),
    };
    line("han", format!("{{ {word} = {date} }}"));
    line("bieu_mau", quoted(&period.form));
    line("mo_ngay", period.opened.to_string());
    if let Some(directive) = &period.directive {
        line("chi_dao", quoted(directive));
    }
    if period.reapproval {
        line("duyet_lai_sau_hoan_chinh", "true".into());
    }
    if period.departments.is_empty() {
        line("don_vi", "[]".into());
    }
    for (id, name) in &period.departments {
        let (id, name) = (quoted(id.as_str()), quoted(name));
        let _ = write!(out, "\n[[don_vi]]\nma = {id}\nten = {name}\n");
    }
    out
}

/// The settings an office begins with: its own name, the eight departments of the procedure's distribution list, the procedure's
/// deadlines and steps, and an example of everything else, as comments.
pub fn office(agency: &Agency) -> String {
    let mut out = String::new();
    out.push_str(HEAD);
    for (key, value, remark) in [
        ("ten", &agency.name, "tên cơ quan báo cáo"),
        ("chu_quan", &agency.parent, "cơ quan chủ quản trực tiếp"),
        ("dia_danh", &agency.place, "địa danh ghi trên dòng ngày tháng"),
        ("ky_hieu", &agency.symbol, "chữ viết tắt trong số văn bản, ví dụ 12/BC-SKHCN"),
    ] {
        let _ = writeln!(out, "{key} = {}    # {remark}", quoted(value));
    }
    out.push_str(DEPARTMENTS_HEAD);
    for (id, name) in DEPARTMENTS {
        let _ = write!(out, "\n[[don_vi]]\nma = {}\nten = {}\n", quoted(id), quoted(name));
    }
    out.push_str(REST);
    out
}

/// The departments of the procedure's distribution list (mục 3).
pub(crate) const DEPARTMENTS: [(&str, &str); 8] = [
    ("van-phong", "Văn phòng Sở"),
    ("thanh-tra", "Thanh tra Sở"),
    ("quan-ly-khoa-hoc", "Phòng Quản lý Khoa học"),
    ("quan-ly-cong-nghe", "Phòng Quản lý CN&TTCN"),
    ("ke-hoach-tai-chinh", "Phòng Kế hoạch - Tài chính"),
    ("khcn-co-so", "Phòng Quản lý KH&CN cơ sở"),
    ("quan-ly-chuyen-nganh", "Phòng Quản lý Chuyên ngành"),
    ("chi-cuc-tdc", "Chi cục Tiêu chuẩn Đo lường Chất lượng"),
];

const HEAD: &str = "\
# Thiết lập của cơ quan cho chương trình baocao.
#
# Dòng bắt đầu bằng dấu # là lời giải thích, chương trình không đọc. Chữ đặt trong ngoặc kép; ngày viết theo thứ tự
# năm-tháng-ngày, ví dụ 2024-06-05. Sửa xong, chạy `baocao check` để xem có chỗ nào sai không.

phien_ban = 1

[co_quan]
";

const DEPARTMENTS_HEAD: &str = "
# ĐƠN VỊ: mỗi nhóm [[don_vi]] là một đơn vị phải báo cáo. Thứ tự ở đây là thứ tự trong báo cáo tổng hợp.
# Mã viết thường, không dấu, nối bằng dấu gạch; tên tệp báo cáo của đơn vị chính là mã này, ví dụ thanh-tra.md.
# Đơn vị thành lập hoặc giải thể giữa chừng thì thêm:  tu_ngay = 2025-03-01   hoặc   den_ngay = 2025-02-28
";

const REST: &str = r#"
# NGƯỜI VÀ KHOÁ KÝ: bỏ dấu # ở đầu các dòng dưới đây rồi điền, mỗi người một nhóm [[nguoi]]. Cần ít nhất một người giữ
# vai trò quan-tri. Khoá là dòng trong tệp .pub mà lệnh `baocao key new` tạo ra.
# Vai trò: don-vi (người lập báo cáo của đơn vị), chuyen-vien (chuyên viên tổng hợp), chanh-van-phong, lanh-dao,
# giam-doc, van-thu, quan-tri (giữ thư mục và danh sách này).
#
# [[nguoi]]
# ma = "tran-van-binh"
# ho_ten = "Trần Văn Bình"
# chuc_vu = "Chánh Văn phòng"
# vai_tro = ["chanh-van-phong", "quan-tri"]
# don_vi = "van-phong"                      # người lập báo cáo: của đơn vị nào
# khoa = ["ssh-ed25519 AAAA..."]
# tu_ngay = 2024-01-01                      # thôi giữ nhiệm vụ thì thêm den_ngay
#
# Khoá cần ghi thêm thì viết thành nhóm:
# khoa = [{ ssh = "ssh-ed25519 AAAA...", tu_ngay = 2024-01-01, den_ngay = 2026-12-31, thu_hoi = "mất thiết bị" }]
# Khoá bị lộ thì thêm tin_den = "mã lần ghi cuối còn tin được". Khoá khác SSH: { openpgp = "..." } hoặc { x509 = "..." }.
#
# Phó Giám đốc được ký thay (KT, TUQ hoặc Q):
# uy_quyen = { hinh_thuc = "KT", tu_ngay = 2024-01-01, den_ngay = 2024-12-31, can_cu = "Quyết định số ...", loai = ["thang", "quy"] }

[tin_cay]
nguong_danh_sach = 1          # bao nhiêu người phải tán thành thì danh sách người ở trên mới được đổi
lech_gio_phut = 10            # đồng hồ các máy được lệch nhau nhiều nhất bao nhiêu phút
# nhanh_nop = "khong"         # khi nào `submit` gửi lên nhánh riêng của đơn vị: khong (chỉ khi có --branch), khi-ban (cả khi kho chung đang bận), luon
# gio_nop = "khai"            # báo cáo thu nhận từ nhánh riêng tính đúng hạn theo: khai (giờ đơn vị nộp), nhan (giờ Văn phòng nhận)
# may_chu = ["ssh-ed25519 BBBB..."] # khoá mà kho chung ký biên nhận, do `baocao hook install --receipt-key` in ra

# HẠN NỘP của các đơn vị (Quy trình, mục 4.2). "truoc = 20" là trước ngày 20, tức hết ngày 19;
# "cham_nhat = 20" là kể cả ngày 20. Quý: ngày của tháng cuối quý.
[han_nop]
thang  = { truoc = 20 }
quy    = { truoc = 15 }
6thang = { truoc = 29, thang = 5 }
9thang = { truoc = 15, thang = 9 }
nam    = { truoc = 15, thang = 12 }
nam-bo = { truoc = 10, thang = 10 }

# CÁC BƯỚC CỦA VĂN PHÒNG: số ngày dành cho mỗi bước.
[quy_trinh]
thu_thap = 1
du_thao = 2
hoan_chinh = 1
phe_duyet = 1
gui = 1
tinh_ngay = "lam-viec"        # "lam-viec": ngày làm việc; "lich": ngày thường
don_ngay_nghi = "khong"       # hạn rơi vào ngày nghỉ: "khong" giữ nguyên, "som" lùi về trước, "muon" dời về sau

# NGÀY NGHỈ: năm nào không ghi thì chương trình tự tính (Tết, Giỗ Tổ, ngày lễ) và nói rõ là tự tính.
# [lich."2025"]
# nghi = ["2025-01-01", "2025-01-25/2025-02-02"]
# lam_bu = ["2025-04-26"]

# CHỈ TIÊU: số liệu mà các đơn vị ghi ở đầu báo cáo. "phat-sinh": cộng dồn qua các kỳ; "thoi-diem": lấy số mới nhất.
# [[chi_tieu]]
# ma = "de-tai-nghiem-thu"
# ten = "Số đề tài, dự án nghiệm thu"
# don_vi_tinh = "nhiệm vụ"
# loai = "phat-sinh"
# don_vi = ["quan-ly-khoa-hoc"]           # đơn vị nào báo cáo chỉ tiêu này; bỏ trống: mọi đơn vị
# bat_buoc = ["quy", "nam"]     # kỳ nào các đơn vị ở don_vi phải có số: thang, quy, 6thang, 9thang, nam, nam-bo; hoặc true: mọi kỳ
# so_le = 0                     # nhiều nhất mấy chữ số thập phân
# nho_nhat = 0                  # số nhỏ nhất được nhận (cũng nhận can_duoi)
# lon_nhat = "99,5"             # số lớn nhất được nhận (cũng nhận can_tren)
# bien_dong = 3                 # tăng hơn hoặc giảm quá số lần này so với trước thì phải có ghi_chu
# nhom = "Khoa học"             # nhóm trong bảng số liệu
# tu_ngay = 2024-01-01          # thời gian áp dụng, hết áp dụng thì thêm den_ngay
# bieu_do = true                # vẽ biểu đồ trong phụ lục của văn bản và trên bảng theo dõi

# QUY TẮC GIỮA CÁC CHỈ TIÊU: điều phải đúng với số liệu của mọi báo cáo.
# [[quy_tac]]
# ma = "nghiem-thu-khong-am"
# bieu_thuc = "de-tai-nghiem-thu >= 0"
# thong_bao = { vi = "số đề tài nghiệm thu không thể âm", en = "projects accepted cannot be negative" }   # hoặc một chuỗi
# muc_do = "loi"                # loi, canh-bao, luu-y
# khi_thieu = "bo-qua-neu-thieu-mot"      # thiếu số: bo-qua-neu-thieu-mot, bo-qua-neu-thieu-ca, khong-bo-qua
# canh_bao_den = 2026-12-31     # đến hết ngày này chỉ cảnh báo

# VĂN BẢN GỬI ĐI. Không ghi thì lấy theo Nghị định 30/2020/NĐ-CP và tên cơ quan ở trên.
# [van_ban]
# kinh_gui = ["Ủy ban nhân dân tỉnh"]     # nơi “Kính gửi”; [] thì không có
# kinh_gui_bo = ["Bộ Khoa học và Công nghệ"]   # nơi “Kính gửi” của báo cáo theo kênh Bộ
# can_cu = ["Kế hoạch công tác năm 2026"] # các căn cứ, mỗi căn cứ một dòng
# noi_nhan = ["Như trên", "Lãnh đạo Sở"]  # nơi nhận khi chưa gửi; khi gửi lấy từ dispatch --to
# luu = "VT, VP"                # nơi lưu
# trich_yeu = "Kết quả công tác {ky}"     # trích yếu; không ghi thì lấy từ tiêu đề
# danh_so = "theo-loai"         # số văn bản đi: "theo-loai" (mỗi loại một dãy), "chung" (một dãy), hoặc ["BC", "TTr"] (các loại chung một dãy)
# dau_thanh = "moi"             # chữ do chương trình viết: "moi" (luỹ kế, hoà) hoặc "cu" (lũy kế, hòa)
# the_thuc = "nd30-2020"        # tệp thể thức trong templates/
# muc_do_khan = "KHẨN"          # chữ đóng khung dưới số ký hiệu
# luu_hanh = "LƯU HÀNH NỘI BỘ"  # chữ đóng khung dưới số ký hiệu
# ma_dinh_danh = "H55.242"      # mã định danh của cơ quan, dùng cho edXML
# dinh_danh = { "Ủy ban nhân dân tỉnh" = "H55" }   # mã định danh của nơi nhận, dùng cho edXML

# LƯU TRỮ, theo Danh mục hồ sơ của cơ quan.
# [luu_tru]
# ho_so = "12/BC"               # số và ký hiệu hồ sơ
# thoi_han = { nam = "vĩnh viễn", quy = "20 năm" }   # thời hạn bảo quản theo loại kỳ
# so_rieng = true               # báo cáo có dãy số riêng: register nêu số còn thiếu
"#;

/// A TOML basic string.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
