//! What a state of the model is.

/// The sample office of `line`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Who {
    An,
    Binh,
    Chi,
    Dung,
    Em,
    Giang,
    Hai,
    Khanh,
    Hoa,
    Kiem,
}

impl Who {
    pub(crate) const ALL: [Who; 10] = {
        use Who::*;
        [An, Binh, Chi, Dung, Em, Giang, Hai, Khanh, Hoa, Kiem]
    };

    pub fn id(self) -> &'static str {
        ["an", "binh", "chi", "dung", "em", "giang", "hai", "khanh", "hoa", "kiem"][self as usize]
    }

    pub(crate) fn consolidates(self) -> bool {
        matches!(self, Who::Chi | Who::Kiem)
    }

    pub(crate) fn chief(self) -> bool {
        matches!(self, Who::Binh | Who::Kiem)
    }

    pub(crate) fn leads(self) -> bool {
        matches!(self, Who::Dung | Who::Em | Who::Giang | Who::Kiem)
    }

    /// Leads, and may sign: `giang` is a deputy whom nobody has delegated.
    pub(crate) fn signs(self) -> bool {
        self.leads() && self != Who::Giang
    }
}

/// Some people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct People(u16);

impl People {
    pub(crate) fn insert(&mut self, who: Who) {
        self.0 |= 1 << who as u16;
    }

    pub(crate) fn contains(self, who: Who) -> bool {
        self.0 & 1 << who as u16 != 0
    }
}

/// A text; texts are only ever compared.
pub(crate) type Text = u8;

/// A submission: its text, and which one it is. The same text may be submitted twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Sent {
    pub text: Text,
    pub serial: u8,
}

/// A submission that waits on the department's own branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Branch {
    pub text: Text,
    /// The department has submitted something else on the line since the branch left it.
    pub overtaken: bool,
    pub taken: bool,
}

/// One department's part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Report {
    pub file: Text,
    pub submitted: Option<Sent>,
    pub returned: bool,
    /// What went into the standing draft.
    pub merged: Option<Sent>,
    pub branch: Option<Branch>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Decision {
    pub by: Who,
    pub text: Text,
    /// Of an approval: it carries instructions.
    pub instructed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Completion {
    pub by: Who,
    pub text: Text,
    pub was: Text,
    /// The second approval.
    pub approved: Option<Who>,
}

/// What really happened, whatever the rules in force make of it: the invariants ask this.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Truth {
    /// Everybody who has written in the draft, completions apart.
    pub hands: People,
    /// The text last reviewed and not sent back since.
    pub reviewed: Option<Text>,
    /// The leader's word, not taken back since.
    pub word: Option<Decision>,
    pub completions: u8,
    /// A return was answered with the very text that had been sent back.
    pub same_again: bool,
    /// An older text has taken the place of a newer one.
    pub older_wins: bool,
}

/// A state of the period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct World {
    /// The office wants completed texts approved again.
    pub reapproval: bool,
    pub reports: [Report; 2],
    pub draft: Option<Text>,
    pub merged: bool,
    pub drafters: People,
    pub completers: People,
    pub review: Option<Decision>,
    pub approval: Option<Decision>,
    pub completion: Option<Completion>,
    pub sent: Option<Text>,
    pub filed: bool,
    /// A figure of the first department has been restated.
    pub restated: bool,
    pub truth: Truth,
    /// How many texts and submissions there have been.
    pub count: u8,
}

impl World {
    /// The state without what no rule asks, the same for states from which the same steps lead to the same ends. Texts and
    /// submissions are only compared, so they are called by the order in which they stand here: that makes the states
    /// finite without a bound on how much is written.
    pub(crate) fn essence(mut self) -> World {
        self.count = 0;
        // Who can neither review nor approve is never asked about, nor is a drafter asked whether they completed, too.
        let asked = |people: People| People(people.0 & (1 << Who::Binh as u16 | 1 << Who::Kiem as u16));
        (self.drafters, self.truth.hands) = (asked(self.drafters), asked(self.truth.hands));
        self.completers = People(self.completers.0 & 1 << Who::Kiem as u16 & !self.truth.hands.0);
        for report in &mut self.reports {
            let (mut texts, mut serials) = (Names::default(), Names::default());
            texts.rename(&mut report.file);
            if let Some(sent) = &mut report.submitted {
                texts.rename(&mut sent.text);
                serials.rename(&mut sent.serial);
            }
            if let Some(sent) = &mut report.merged {
                serials.rename(&mut sent.serial);
                // Another submission than the standing one is another whatever its text is.
                sent.text = report.submitted.filter(|s| s.serial == sent.serial).map_or(0, |s| s.text);
            }
            if let Some(branch) = &mut report.branch {
                texts.rename(&mut branch.text);
            }
        }
        let mut texts = Names::default();
        self.draft.iter_mut().for_each(|text| texts.rename(text));
        for decision in [&mut self.review, &mut self.approval, &mut self.truth.word].into_iter().flatten() {
            texts.rename(&mut decision.text);
        }
        if let Some(completion) = &mut self.completion {
            texts.rename(&mut completion.text);
            texts.rename(&mut completion.was);
            // Who completed is asked of all who have, above.
            completion.by = Who::Binh;
        }
        [&mut self.sent, &mut self.truth.reviewed].into_iter().flatten().for_each(|text| texts.rename(text));
        self
    }
}

/// Names given in the order in which things are met.
#[derive(Default)]
struct Names {
    known: [u8; 8],
    count: u8,
}

impl Names {
    fn rename(&mut self, name: &mut u8) {
        let known = self.known.iter().take(self.count.into()).position(|known| known == name);
        let at = known.unwrap_or_else(|| {
            self.known[usize::from(self.count)] = *name;
            self.count += 1;
            usize::from(self.count) - 1
        });
        *name = at as u8;
    }
}
