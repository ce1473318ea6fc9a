//! Drawings, pictures and objects in a paragraph.

use crate::word::attribute;
use crate::word::body::{BodyReader, MAX_DEPTH, Met};
use crate::word::left::LeftKind;
use crate::word::line::{Dress, Line};
use baocao_core::domain::{Inline, PictureText};
use baocao_core::text::{is_hidden, nfc};
use roxmltree::Node;

impl BodyReader {
    /// Text boxes come after their paragraph; pictures are marked where they stand; everything else is named.
    pub(crate) fn drawing(&mut self, node: Node<'_, '_>, depth: usize, line: &mut Line) {
        let is = |found: &Node<'_, '_>, names: &[&str]| names.contains(&found.tag_name().name());
        let pictures = node.descendants().filter(|n| is(n, &["blip", "imagedata"])).count();
        let other = node.descendants().any(|n| is(&n, &["txbxContent", "AlternateContent", "chart", "OLEObject"]));
        // The description of a lone picture is its alternative text.
        let lone = pictures == 1 && !other;
        let mut about = String::new();
        let mut stack = vec![node];
        while let Some(node) = stack.pop() {
            match node.tag_name().name() {
                "txbxContent" => {
                    self.text_box(node, depth, line);
                    continue;
                }
                "AlternateContent" => {
                    if let Some(chosen) = self.alternative(node) {
                        stack.push(chosen);
                    }
                    continue;
                }
                "blip" => {
                    self.picture(attribute(node, "embed").or_else(|| attribute(node, "link")), &about, line);
                }
                "imagedata" => {
                    self.picture(attribute(node, "id").or_else(|| attribute(node, "href")), &about, line);
                }
                "docPr" if lone && attribute(node, "title").is_none() => {
                    about = attribute(node, "descr").unwrap_or_default().to_string();
                    self.stories[self.story].account.arrived(node);
                }
                "docPr" | "shape" | "rect" | "oval" | "roundrect" => self.described(node),
                "chart" | "OLEObject" | "control" | "contentPart" | "movie" => self.refer(attribute(node, "id")),
                "relIds" => {
                    self.refer(attribute(node, "dm"));
                }
                _ => {}
            }
            let mut children: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
            children.reverse();
            stack.extend(children);
        }
        self.leave(node, &LeftKind::Drawing);
    }

    fn described(&mut self, node: Node<'_, '_>) {
        self.stories[self.story].account.leave_one(node, &LeftKind::Description);
    }

    fn text_box(&mut self, node: Node<'_, '_>, depth: usize, line: &mut Line) {
        self.out.remarks.text_boxes += 1;
        if depth >= MAX_DEPTH {
            let words = self.all_words(node);
            line.push(&words, Dress::default());
            return;
        }
        let cell = std::mem::replace(&mut self.in_cell, false);
        let fields = std::mem::take(&mut self.fields);
        self.fields.enter(node);
        let blocks = self.blocks(node, depth + 1);
        self.fields = fields;
        self.in_cell = cell;
        line.boxes.push(blocks);
    }

    fn refer(&mut self, id: Option<&str>) {
        let relation = id.and_then(|id| self.stories[self.story].relations.get(id));
        if let Some(target) = relation.map(|r| r.target.clone()) {
            self.references.push(self.reference(&target));
        }
    }

    fn picture(&mut self, id: Option<&str>, about: &str, line: &mut Line) {
        let relation = id.and_then(|id| self.stories[self.story].relations.get(id)).cloned();
        let Some(relation) = relation else {
            // Nothing to show, but its description is words of the file.
            return line.push(about, Dress::default());
        };
        let reference = self.reference(&relation.target);
        self.pictures.push(Met { target: relation.target, external: relation.external, reference });
        let number = self.pictures.len();
        let clean = nfc(about).replace(|c: char| c.is_control() || is_hidden(c), " ");
        let words = clean.split_whitespace().collect::<Vec<_>>().join(" ");
        let alt = if words.is_empty() { number.to_string() } else { format!("{number}: {words}") };
        line.apart();
        line.add(Inline::Picture(Box::new(PictureText { address: String::new(), alt, image: None })));
        line.apart();
    }
}
