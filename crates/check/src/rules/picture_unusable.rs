//! Pictures of a report or of the draft that no document could show.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{
    Dossier, PICTURE_BYTES, PICTURE_PIXELS, PICTURES_BYTES, PICTURES_MOST, Paper, PictureFault, PictureUse,
};
use baocao_core::say;
use baocao_core::text::{Place, Text, visible};

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let own = paper.department.as_ref().map_or("<mã đơn vị>", |id| id.as_str());
    for picture in &paper.pictures {
        let Some(fault) = &picture.fault else { continue };
        let (message, help) = words(picture, fault, own);
        let place = Place::new(paper.path.clone(), picture.span);
        out.push(Diagnostic::new(Code::PictureUnusable, place, message).help(help));
    }
}

fn words(picture: &PictureUse, fault: &PictureFault, own: &str) -> (Text, Text) {
    let name: String = picture.address.chars().take(80).collect();
    let name = visible(&name);
    let (bytes, pixels) = (PICTURE_BYTES >> 20, PICTURE_PIXELS / 1_000_000);
    let smaller = say!(
        vi: "thu nhỏ hình (không quá {bytes} MiB và {pixels} triệu điểm ảnh) rồi lưu lại",
        en: "make the picture smaller (at most {bytes} MiB and {pixels} million pixels) and save it again"
    );
    let again = say!(
        vi: "mở hình bằng chương trình xem ảnh, lưu lại dạng PNG hoặc JPEG",
        en: "open the picture in an image program and save it again as PNG or JPEG"
    );
    match fault {
        PictureFault::Elsewhere => (
            say!(vi: "hình “{name}” không ở thư mục hình của đơn vị", en: "the picture “{name}” is not in the department’s folder of pictures"),
            say!(
                vi: "chép hình vào “phu-luc/{own}/” trong thư mục của kỳ, rồi viết ![mô tả](phu-luc/{own}/ten-hinh.png)",
                en: "copy the picture to “phu-luc/{own}/” in the period’s folder and write ![description](phu-luc/{own}/name.png)"
            ),
        ),
        PictureFault::Name => (
            say!(vi: "tên hình “{name}” không dùng được", en: "the picture’s name “{name}” cannot be used"),
            say!(
                vi: "đổi tên tệp và sửa trong báo cáo: chữ không dấu, chữ số, “.”, “_”, “-”, không quá 60 ký tự, đuôi .png, .jpg, .jpeg hoặc .webp",
                en: "rename the file, in the report too: unaccented letters, digits, “.”, “_”, “-”, at most 60, ending in .png, .jpg, .jpeg or .webp"
            ),
        ),
        PictureFault::Missing => (
            say!(vi: "không có tệp hình “{name}”", en: "there is no picture file “{name}”"),
            say!(
                vi: "chép hình vào đúng chỗ đó trong thư mục của kỳ (phân biệt chữ hoa, chữ thường), hoặc xoá dòng này",
                en: "copy the picture there in the period’s folder (capitals count), or delete this line"
            ),
        ),
        PictureFault::Irregular => (
            say!(vi: "“{name}” không phải tệp thường", en: "“{name}” is not a regular file"),
            say!(vi: "thay bằng tệp hình thật", en: "put a real picture file in its place"),
        ),
        PictureFault::TooLarge(size) => (
            say!(vi: "hình “{name}” quá lớn: {} KiB", en: "the picture “{name}” is too large: {} KiB", size.div_ceil(1024)),
            smaller,
        ),
        PictureFault::TooManyPixels(width, height) => (
            say!(vi: "hình “{name}” quá lớn: {width} × {height} điểm ảnh", en: "the picture “{name}” is too large: {width} × {height} pixels"),
            smaller,
        ),
        PictureFault::Kind => (
            say!(vi: "“{name}” không phải hình PNG, JPEG hay WebP", en: "“{name}” is no PNG, JPEG or WebP picture"),
            again,
        ),
        PictureFault::Unreadable => (
            say!(vi: "hình “{name}” bị hỏng, không đọc được", en: "the picture “{name}” is damaged and cannot be read"),
            again,
        ),
        PictureFault::TooMany => (
            say!(
                vi: "báo cáo có quá {PICTURES_MOST} hình hoặc các hình quá {} MiB, tính đến “{name}”",
                en: "the report has more than {PICTURES_MOST} pictures or {} MiB of them, up to “{name}”",
                PICTURES_BYTES >> 20
            ),
            say!(vi: "bỏ bớt hình, thu nhỏ hình, hoặc ghép nhiều ảnh thành một", en: "leave pictures out, make them smaller, or join several into one"),
        ),
    }
}
