#!/usr/bin/env python3
"""Do the adversary's cases have teeth? Switches the verifier's checks off, one at a time, and demands that a case notices.

    python3 tests/teeth.py [--work FOLDER] [--only NUMBER-OR-WORD ...] [--find]

It never touches this tree: a copy is made in FOLDER (a scratch folder unless given; given again, its build is used again), every
check below is wrapped there in a switch, the copy is built once, and `tests/it/adversary` is run once for each switch. The
switches exist in that copy only. A check whose text is no longer found, or no longer stands once, ends the run with an error;
`--find` asks for no more than that, and builds nothing.

A line of CHECKS is: what is switched off, the file, the module of cases to try first, then one or more edits. An edit is the
text to find, with «…» around an expression:
    -…   the expression refuses: it becomes false          +…   the expression must hold: it becomes true
or a pair (find, replace) in which ON stands for "the check is on".
"""
import argparse, json, os, pathlib, subprocess, sys, tempfile, time

VERIFY, STATE, SIGNER, CLOCK = "crates/procedure/src/verify.rs", "crates/procedure/src/state.rs", "crates/procedure/src/signer.rs", "crates/procedure/src/clock.rs"
RIGHT, ORDER, FACTS, TERRITORY = "crates/procedure/src/authority.rs", "crates/procedure/src/order.rs", "crates/procedure/src/facts.rs", "crates/procedure/src/territory.rs"
COMMIT, TREE, TRAILERS, ROSTER = "crates/procedure/src/commit.rs", "crates/procedure/src/tree.rs", "crates/procedure/src/trailers.rs", "crates/core/src/format/roster.rs"
NAME, INCOMING, PLACES = "crates/core/src/text/name.rs", "src/office/incoming.rs", "src/store/files/paths.rs"
BRANCH, ROTATION, EFFECT, HOOK, RECEIPTS = "crates/procedure/src/branch.rs", "crates/procedure/src/rotation.rs", "crates/procedure/src/effect.rs", "src/commands/hook.rs", "src/office/receipts.rs"
ALIKE = "crates/documents/src/word/alike.rs"
OPENING, FILING, PAPERS, TEXTS = "crates/procedure/src/opening.rs", "crates/procedure/src/filing.rs", "crates/procedure/src/papers.rs", "src/office/filing.rs"
ARMOUR, MESSAGE, NUMBERS = "src/store/signing/armour.rs", "crates/procedure/src/message.rs", "crates/procedure/src/numbers.rs"
CAPACITY = "crates/procedure/src/capacity.rs"
CODEC, ACTS = "crates/procedure/src/trailers/codec.rs", "crates/procedure/src/acts/"
MEMORY, RECORD, PIN = "src/office/memory.rs", "src/office/record.rs", "src/office/pin.rs"
SSHSIG, HISTORY, COMMAND, GATE = "src/store/signing/sshsig.rs", "src/office/history.rs", "src/commands/verify.rs", "crates/procedure/src/gate.rs"

CHECKS = [
    # The fold.
    ("merges", VERIFY, "history", "-if «entry.parents.len() > 1 && kind(entry) != Some(ActKind::Receive)» {"),
    ("the pinned root", VERIFY, "history", "+Some(pin) => «entry.commit == pin»,"),
    ("the root founds", VERIFY, "history", "-(_, kind) if «kind != Some(ActKind::Genesis)» =>"),
    ("one founding", VERIFY, "history", "-None if «(act.kind() == ActKind::Genesis) == state.genesis.is_some()» => {"),
    ("no date backwards", CLOCK, "time", "-if «state.clock.is_some_and(|clock| at < clock.unix().saturating_sub(skew))» {"),
    ("no date in the future", CLOCK, "time", "-if «options.now.is_some_and(|now| at > now.unix().saturating_add(ahead))» {"),
    ("the clock never runs back", STATE, "time", "+?self.clock.map_or(at, |clock| «clock.max(at)»)"),
    ("nothing after the roster was touched", VERIFY, "roster", "-if «state.halted.is_some()» {"),
    ("nothing after a period's fault", VERIFY, "tampering", "-&& «periods.all(|period| state.stopped.contains_key(period))»"),
    ("rights", VERIFY, "procedure", ("right(person, act.role, act.kind(), department.as_ref(), day)?;", "if ON { right(person, act.role, act.kind(), department.as_ref(), day)?; }")),
    ("order", VERIFY, "procedure", ("phase(state, period, act.kind(), department.as_ref(), act.role)?,", "if ON { phase(state, period, act.kind(), department.as_ref(), act.role)? },")),
    ("three people", VERIFY, "procedure", ("separate(person, act.kind(), record, day)?;", "if ON { separate(person, act.kind(), record, day)?; }")),
    ("an act's territory", VERIFY, "tampering", ("territory(state, entry, Some(act), person)?;", "if ON { territory(state, entry, Some(act), person)?; }")),
    ("plain work's territory", VERIFY, "tampering", ("return territory(state, entry, None, person)", "return if ON { territory(state, entry, None, person) } else { Ok(()) }")),
    ("facts", VERIFY, "procedure", ("    facts(&Claim { state, act, person, day, after, rotation })?;", "    if ON { facts(&Claim { state, act, person, day, after, rotation })?; }")),
    ("a refused annulment annuls nothing", VERIFY, "history", ("                self.learnt.refute(entry.commit, &problem);", "                if ON { self.learnt.refute(entry.commit, &problem); }")),
    ("an annulment brings no roster", EFFECT, "history", "+if «act.kind() != ActKind::Annul» {"),
    # The signer.
    ("a signature at all", SIGNER, "signatures", ("Signature::Absent => refuse!", "Signature::Absent if !ON => Ok(&members.roster.people[4]),\n        Signature::Absent => refuse!")),
    ("stolen keys", SIGNER, "roster", "-if «state.compromised(key, state.position)» {"),
    ("withdrawn keys", SIGNER, "time", "-if «entry.revoked.is_some()» {"),
    ("keys' days", SIGNER, "time", "-if «!entry.tenure.covers(day)» {"),
    ("people's days", SIGNER, "time", "-if «!person.tenure.covers(day)» {"),
    # Rights.
    ("roles for an act", RIGHT, "procedure", "-if «!roles(kind).contains(&named)» || !person.has(role) {"),
    ("roles held", RIGHT, "procedure", "-|| «!person.has(role)» {"),
    ("own department", RIGHT, "procedure", "-if «kind == ActKind::Submit && (person.department.is_none() || person.department.as_ref() != department)» {"),
    ("who drafted does not approve", RIGHT, "procedure", "-&& «record.drafters.contains(&person.id)» {"),
    ("who reviewed does not approve", RIGHT, "procedure", "-&& «record.review.as_ref().is_some_and(|review| review.mark.by == person.id)» {"),
    ("who completed does not approve", RIGHT, "procedure", "-&& «record.completers.contains(&person.id)» {"),
    ("who approved does not complete", RIGHT, "procedure", "-&& «record.approval.as_ref().is_some_and(|approval| approval.mark.by == person.id)» {"),
    ("a delegation", CAPACITY, "procedure", ("    let Some(delegation) = &person.delegation else {", "    if !ON && person.delegation.is_none() { return Ok(Some(Capacity::Deputy)); }\n    let Some(delegation) = &person.delegation else {")),
    ("a delegation's days", CAPACITY, "procedure", "-if «!delegation.tenure.covers(day)» {"),
    ("a delegation's periods", CAPACITY, "procedure", "-if «!delegation.cadences.is_empty() && !delegation.cadences.contains(&cadence)» {"),
    ("the capacity named", FACTS, "procedure", "+if «named == right» {"),
    # Order.
    ("open once", ORDER, "procedure", "-if «state.periods.contains_key(period)» {"),
    ("merge, submit, order before review", ACTS + "context.rs", "procedure", "+«record.stage() <= Stage::Drafted»"),
    ("review of a draft", ACTS + "review.rs", "procedure", "+«asked.stage == Stage::Drafted»"),
    ("return of a report before dispatch", ACTS + "returned.rs", "procedure", "+return «asked.stage < Stage::Dispatched»;"),
    ("the office's return before dispatch", ACTS + "returned.rs", "procedure", "+Role::ChiefOfOffice => «(Stage::Drafted..Stage::Dispatched).contains(&asked.stage)»,"),
    ("a leader's return after review", ACTS + "returned.rs", "procedure", "+_ => «(Stage::Reviewed..Stage::Dispatched).contains(&asked.stage)»,"),
    ("approval of what was reviewed", ACTS + "approve.rs", "procedure", "+«asked.stage == Stage::Reviewed || asked.record.awaits_second_approval()»"),
    ("completion as told", ACTS + "finalize.rs", "procedure", "+«asked.stage == Stage::Completing»"),
    ("dispatch of what was approved", ACTS + "dispatch.rs", "procedure", "+«asked.stage == Stage::Approved || (asked.stage == Stage::Finalized && !asked.record.awaits_second_approval())»\n"),
    ("filing of what was sent", ACTS + "archive.rs", "procedure", "+«asked.stage == Stage::Dispatched»"),
    ("departments of the period", ORDER, "procedure", "+Some(department) if «record.expects(department)» => Ok(()),"),
    ("only what was submitted is returned", ORDER, "procedure", "+if «state.accepted(record, department).is_some()» {"),
    ("fresh inputs", ORDER, "procedure", "+if «stale.is_empty()» {"),
    # Facts.
    ("the actor signs", ACTS + "mod.rs", "signatures", "-if «act.actor != person.id» {"),
    ("the act before", FACTS, "procedure", "+if «act.prev == last» {"),
    ("the subject's path", FACTS, "tampering", "+if «subject.path == *path» && after.holds(subject)"),
    ("the subject's text", FACTS, "tampering", "+&& «after.holds(subject)» {"),
    ("the same text", FACTS, "tampering", "+if «named == standing» {"),
    ("the act it stands on", FACTS, "procedure", "+if «Some(named) == standing» {"),
    ("the same inputs", FACTS, "procedure", "+if «record.merge.as_ref().is_some_and(|merge| Input::digest_all(&merge.inputs) == *named)» {"),
    ("a new day only for a report", ACTS + "returned.rs", "procedure", "-if «department.is_none() && due.is_some()» {"),
    ("no instructions the second time", ACTS + "approve.rs", "procedure", "-if «record.finalization.is_some() && instructions.is_some()» {"),
    ("a number once a year", NUMBERS, "procedure", "-.find(|(period, written)| «*period != own && is_same_number(written, number)»)"),
    ("a number by its value", NUMBERS, "numbers", ("is_same_number(written, number)", "(if ON { is_same_number(written, number) } else { *written == number })")),
    ("an annulled act is followed only until the next one", EFFECT, "recalled", ("            self.annulled_acts.remove(&act.period);", "            if ON { self.annulled_acts.remove(&act.period); }")),
    ("the document's day", ACTS + "dispatch.rs", "procedure", "+if «signed <= date && date <= day» {"),
    ("a submission changes something", FACTS, "procedure", "-if «before.is_some_and(|before| before.subject == *subject && before.pictures == pictures)» {"),
    ("inputs are what was submitted", ACTS + "merge.rs", "procedure", "+if «inputs == inputs_now» && missing == missing_now {"),
    ("the missing are named", ACTS + "merge.rs", "procedure", "+&& «missing == missing_now» {"),
    ("sent files once", FACTS, "tampering", "-|| «twice» ||"),
    ("sent files as named", FACTS, "tampering", "-|| «after.get(&path).is_none_or(|(_, is)| is != *digest)» {"),
    ("the manifest as named", ACTS + "archive.rs", "tampering", "+if «after.get(&path).is_some_and(|(_, digest)| digest == *manifest)» {"),
    ("each endorsement once", ACTS + "roster.rs", "roster", "+by.filter(|_| «!endorsements[..at].contains(commit)»)"),
    ("endorsements of these bytes", ACTS + "roster.rs", "roster", ("let standing = claim.state.endorsements.get(&Proposal::Roster(subject.sha256));", "let standing = claim.state.endorsements.get(&Proposal::Roster(subject.sha256)).or_else(|| claim.state.endorsements.values().next().filter(|_| !ON));")),
    ("enough people", FACTS, "roster", "+if «people >= threshold» {"),
    ("enough people for an annulment", ACTS + "annul.rs", "history", ("    enough(people.len(), claim.threshold())?;", "    if ON { enough(people.len(), claim.threshold())?; }")),
    ("endorsements lapse", EFFECT, "roster", ("            self.endorsements.clear();", "            if ON { self.endorsements.clear(); }")),
    # Territory.
    ("ordinary files", TERRITORY, "paths", "-if «!change.regular && site != Site::Elsewhere» {"),
    ("paths of an act", TERRITORY, "tampering", "+Some(act) if «crate::acts::may_change(&Changed::new(state, act, change, &site))» => {}"),
    ("a submission's one path", ACTS + "submit.rs", "tampering", "+(Detail::Submit { subject, .. }, Some(Spot::Report(_))) => «changed.change.path == subject.path»,"),
    ("the roster by hand", TERRITORY, "roster", ("    let (path, name) = (visible(change.path.as_str()), &person.name);\n    match site {", "    if !ON && *site == Site::Settings { return Ok(()); }\n    let (path, name) = (visible(change.path.as_str()), &person.name);\n    match site {")),
    ("papers are the administrator's", TERRITORY, "procedure", "+Site::Elsewhere if «person.has(Role::Administrator)» => Ok(()),"),
    ("reports are their department's", TERRITORY, "procedure", "-if «!writes || !record.expects(id)» {"),
    ("no change after review", TERRITORY, "tampering", "+if «draft_is_open(record)» {"),
    ("the draft is the office's", TERRITORY, "procedure", "-if «!edits_draft(person)» {"),
    ("settings, form and record by acts only", TERRITORY, "tampering", ("        Site::Period(period, spot) => {\n", "        Site::Period(_, Spot::Settings | Spot::Form | Spot::Record(_)) if !ON => Ok(()),\n        Site::Period(period, spot) => {\n")),
    ("the period's own settings", TERRITORY, "procedure", "+if «settings.id == *period» &&"),
    ("the last day as named", TERRITORY, "procedure", "+if «settings.deadline.last_day() == day» {"),
    ("an order changes the day alone", TERRITORY, "procedure", ("            frozen(record, &settings)", "            if ON { frozen(period.and_then(|p| state.periods.get(p)), &settings) } else { Ok(()) }")),
    ("a roster that can change again", TERRITORY, "roster", "-if «administrators.count() == 0 || endorsers.count() < roster.threshold.max(1)» {"),
    ("the last trusted commit is on the line", TERRITORY, "roster", "-if «state.positions.get(&commit).is_none_or(|at| *at >= state.position)» {"),
    ("only commits of the line are annulled", ACTS + "annul.rs", "history", "-if «!stands» || commits[..at].contains(commit) {"),
    ("each annulled once", ACTS + "annul.rs", "history", "-|| «commits[..at].contains(commit)» {"),
    ("an annulment touches nothing else", TERRITORY, "history", ("entry.changes.iter().find(|change| !touched.contains(&change.path))", "entry.changes.iter().find(|change| ON && !touched.contains(&change.path))")),
    ("an annulled annulment counts for nothing", STATE, "recalled", ("            if !void.contains(by) {", "            if !ON || !void.contains(by) {")),
    ("an annulment restores", TERRITORY, "history", "-if «after(path) != state.files.get(path).copied()» {"),
    ("names in other letters", "crates/procedure/src/site.rs", "paths", "-return if «alias» { Site::Stray }"),
    ("devices' names", "crates/core/src/domain/roster.rs", "roster", "+&& «!is_device_name(text)»;"),
    # Openings.
    ("departments by the settings", OPENING, "opening", ("    departments(office, opened, due)\n", "    if ON { departments(office, opened, due) } else { Ok(()) }\n")),
    ("departments' names and order", OPENING, "opening", "-if «due != named» {"),
    ("departments by the procedure's day", OPENING, "opening", ("office.has_to_report(d, by_rule, day)", "office.has_to_report(d, by_rule.filter(|_| ON), day)")),
    ("the last day by the settings", OPENING, "opening", "+if due.is_some_and(|due| «day == due») {"),
    ("an order can be read", OPENING, "opening", "+if !«OneLine::exact(order).is_some_and(|order| order.is_telling())» {"),
    ("a day without a rule", OPENING, "opening", ("    let Some(due) = due.map(", "    if !ON && due.is_none() { return Ok(()); }\n    let Some(due) = due.map(")),
    ("an ordered day has bounds", OPENING, "opening", "+if «(first..=last).contains(&day)» {"),
    ("an order's reference", OPENING, "opening", "-if «settings.directive.as_deref() != Some(basis.as_str())» {"),
    ("an order's reference can be read", OPENING, "opening", "+if !«basis.is_telling()» {"),
    ("an order brings no department's day back", OPENING, "opening", "+if «absent.is_empty()» {"),
    # Filed records.
    ("a dispatch's files are named", ACTS + "dispatch.rs", "filing", "+(Detail::Dispatch { files, .. }, Some(Spot::Record(name))) => «files.iter().any(|(sent, _)| sent == name)»,"),
    ("no file of no step", FILING, "filing", "-inside.find(|name| «!known.contains(*name)»)"),
    ("a manifest's lines are files", FILING, "filing", ("match files.get(path) {", "match files.get(path).or(if ON { None } else { Some(digest) }) {")),
    ("a manifest's lines once", FILING, "filing", "-Some(_) if «!seen.insert(path)» =>"),
    ("a manifest's digests", FILING, "filing", "-Some(is) if «is != digest» =>"),
    ("a manifest of every file", FILING, "filing", "-files.keys().find(|path| «!seen.contains(path)»)"),
    ("papers as the history proves", FILING, "filing", ("    papers.generated(told).map_err(wrong)\n", "    if ON { papers.generated(told).map_err(wrong) } else { Ok(()) }\n")),
    ("papers from before an annulment", VERIFY, "controls", "-let changed = «changed.into_iter().any(|entry| concerns(entry))»;"),
    ("the ledger's words", TEXTS, "filing", (".and_then(|()| same_text(TRAIL, &trail, &made.trail))", ".and_then(|()| if ON { same_text(TRAIL, &trail, &made.trail) } else { Ok(()) })")),
    ("the index's words", TEXTS, "filing", ("let compared = same_text(INDEX, &index, &made.index)", "let compared = if ON { same_text(INDEX, &index, &made.index) } else { Ok(()) }")),
    ("the Word index", TEXTS, "filing", ("let Some(part) = differs else { return Ok(()) };", "let Some(part) = differs.filter(|_| ON) else { return Ok(()) };")),
    ("the Word index's parts", ALIKE, "filing", ("if let Some(name) = have.difference(&want).next() {", "if let Some(name) = have.symmetric_difference(&want).next().filter(|_| ON) {")),
    ("the Word index's package", ALIKE, "filing", "-if «!is_plain_archive(filed)» {"),
    ("elements of the Word index", ALIKE, "filing", "+&& «one.tag_name() == other.tag_name()»"),
    ("texts of the Word index", ALIKE, "filing", "+&& «one.text() == other.text()»"),
    ("values in the Word index", ALIKE, "filing", ("mine.value() == theirs.value() || is_look", "!ON || mine.value() == theirs.value() || is_look")),
    ("another release's texts", ALIKE, "filing", "+«texts(filed) == texts(made)»"),
    ("another release's elements", ALIKE, "filing", "+&& «elements(filed).iter().all(is_known)»"),
    ("another release's values", ALIKE, "filing", "+&& «values(filed).is_subset(&values(made))»"),
    ("another release's numbers", ALIKE, "filing", "+&& «numbered(filed).is_subset(&numbered(made))»"),
    ("the day of the filing", TEXTS, "filing", "+named.filter(|day| «(first..=last).contains(day)»)"),
    # Restatements.
    ("restated indicators", PAPERS, "figures", (".find(|indicator| indicator.id == id.as_str())", ".find(|indicator| indicator.id == id.as_str() || !ON)")),
    ("whose indicator is restated", PAPERS, "figures", "-if «says.is_none() && !indicator.is_of(department)» {"),
    ("the figure that was", PAPERS, "figures", "+if «says == *was» {"),
    # Departments' branches.
    ("a receive is judged", VERIFY, "branches", ("crate::branch::received(state, entry, period, received),", "if ON { crate::branch::received(state, entry, period, received) } else { Ok(()) },")),
    ("a receive merges what it names", BRANCH, "branches", "-if «!entry.parents.iter().skip(1).map(|parent| Some(*parent)).eq(tips()) || !read.eq(tips())» {"),
    ("a receive holds the texts", BRANCH, "branches", "-if «!after.holds(&arrival.subject)» {"),
    ("a receive's paths", ACTS + "receive.rs", "branches", ("            received.iter().any(|(named, _)| named == id)", "            !ON || received.iter().any(|(named, _)| named == id)")),
    # Pictures of reports.
    ("a submission's pictures are those it names", ACTS + "submit.rs", "pictures", ("pictures.iter().any(|picture| picture.path == changed.change.path)", "(!ON || pictures.iter().any(|picture| picture.path == changed.change.path))")),
    ("pictures of the own department", FACTS, "pictures", "-if «Site::of(&picture.path) != own» {"),
    ("pictures as they are named", FACTS, "pictures", "-if «!holds(picture)» {"),
    ("a receive brings the branches' pictures only", BRANCH, "pictures", ("&& !pictures.iter().any(|picture| picture.path == change.path)", "&& ON && !pictures.iter().any(|picture| picture.path == change.path)")),
    ("pictures in order, each once", ACTS + "submit.rs", "pictures", ("pictures.windows(2).any(|pair| pair[0].path >= pair[1].path)", "ON && pictures.windows(2).any(|pair| pair[0].path >= pair[1].path)")),
    ("a department once", ACTS + "receive.rs", "branches", "+, b| «a.0 < b.0»"),
    ("a hundred branches", HISTORY, "branches", "+kind == Some(ActKind::Receive) && «entry.parents.len() <= branch::MOST + 1» {"),
    ("what a branch unpacks to", HISTORY, "branches", ("            match tree.map(|tree| self.changes(before, tree, left)).transpose()? {", "            if !ON { *left = MOST_BYTES; }\n            match tree.map(|tree| self.changes(before, tree, left)).transpose()? {")),
    ("a hundred commits", BRANCH, "branches", "+(Some(first), Some(tip)) if «branch.len() <= LONGEST» =>"),
    ("a branch begins after the root", BRANCH, "aside", ("Some((fork, state.clock_before(fork)?))", "Some((fork, if ON { state.clock_before(fork)? } else { state.clock? }))")),
    ("a branch begins in the period", BRANCH, "branches", "-if «prev == ObjectId::ZERO» {"),
    ("a branch is one line", BRANCH, "branches", "-if «entry.parents != [parent]» {"),
    ("a branch's clock begins at the line's", BRANCH, "branches", "-if «at < clock.unix().saturating_sub(skew)» {"),
    ("a branch's clock never runs back", BRANCH, "branches", ("Ok(clock.max(entry.at))", "Ok(if ON { clock.max(entry.at) } else { entry.at })")),
    ("a branch's clock is not ahead", BRANCH, "branches", "-if «at > self.now.unix().saturating_add(skew)» {"),
    ("the signer on the day of the receive", BRANCH, "branches", ("reporter(&self.state.members, self.now.date())?", "reporter(&self.state.members, if ON { self.now.date() } else { clock.date() })?")),
    ("the signer where the branch began", BRANCH, "branches", ("self.state.members_at(self.fork).map(", "self.state.members_at(self.fork).filter(|_| ON).map(")),
    ("reporters only on a branch", BRANCH, "branches", ("right(person, Role::Reporter, ActKind::Submit, Some(self.department), day).map(|()| person)", "if ON { right(person, Role::Reporter, ActKind::Submit, Some(self.department), day).map(|()| person) } else { Ok(person) }")),
    ("the same person then and now", BRANCH, "branches", "-if «then.is_some_and(|then| then.id != now.id)» {"),
    ("the department's own file", BRANCH, "branches", "+&& «(change.path == path || Site::of(&change.path) == own)»;"),
    ("an ordinary file on a branch", BRANCH, "branches", "+let fits = |change: &Change| «change.regular» &&"),
    ("an act of the branch's period", BRANCH, "branches", "-if «act.period.as_ref() != Some(self.period)» {"),
    ("a branch's role", BRANCH, "branches", ("        right(person, act.role, ActKind::Submit, Some(self.department), self.now.date())?;", "        if ON { right(person, act.role, ActKind::Submit, Some(self.department), self.now.date())?; }")),
    ("a branch's actor signs", BRANCH, "branches", "-if «act.actor != person.id» {"),
    ("the act before on a branch", BRANCH, "branches", ("        crate::facts::previous(act, prev, &[])?;", "        if ON { crate::facts::previous(act, prev, &[])?; }")),
    ("the text submitted on a branch", BRANCH, "branches", "-if «subject != text» {"),
    ("a branch ends in a submission", BRANCH, "branches", ("        submitted = None;\n", "        if ON { submitted = None; }\n")),
    ("who reports by a branch", BRANCH, "branches", ("    phase(state, period, ActKind::Submit, Some(department), Role::Reporter)?;", "    if ON { phase(state, period, ActKind::Submit, Some(department), Role::Reporter)?; }")),
    ("news on a branch", BRANCH, "branches", ("    resubmission(record, department, &subject, &pictures)?;", "    if ON { resubmission(record, department, &subject, &pictures)?; }")),
    ("a branch that is overtaken", BRANCH, "branches", "-if «overtaken» {"),
    ("overtaken only since", BRANCH, "controls", "+        «since» && !standing"),
    ("a branch that goes on", BRANCH, "controls", ("!standing.branch.is_some_and(|(tip, _)| leads_through(tip))", "!(ON && standing.branch.is_some_and(|(tip, _)| leads_through(tip)))")),
    # Keys replaced by their owners.
    ("a replacement has no endorsements", ROTATION, "rotation", "+if «endorsements.is_empty()»)"),
    ("a replacement leaves the settings", ROTATION, "rotation", "+let same = «state.besides.is_some() && entry.besides == state.besides»;"),
    ("a new key that counts", ROTATION, "rotation", "+let plain = «fresh.revoked.is_none() && fresh.trusted_until.is_none()»;"),
    ("a replacement leaves the people", ROTATION, "rotation", "+plain && «without == *old»"),
    ("a replacement in an own role", ROTATION, "rotation", "+if «person.has(act.role)» {"),
    ("a replacement's text", ACTS + "roster.rs", "rotation", ("return subject_is(subject, &settings, claim.after);", "return if ON { subject_is(subject, &settings, claim.after) } else { Ok(()) };")),
    ("replaced keys are kept in mind", EFFECT, "rotation", "-if «rotates» {"),
    ("replaced keys", SIGNER, "rotation", "-if «state.superseded.contains(key)» {"),
    ("replaced keys change no roster", TERRITORY, "rotation", "+&& «!state.superseded.contains(&key.material.fingerprint())»;"),
    ("settings older than the root", VERIFY, "rotation", ("(before.roster.clone(), before.besides);", "(before.roster.clone(), before.besides.filter(|_| ON));")),
    # Figures put right.
    ("figures of the report", ACTS + "restate.rs", "figures", "-if «!record.merge.as_ref().is_some_and(|merge| merge.inputs.iter().any(|input| input.department == *department))» {"),
    ("a figure changes", ACTS + "restate.rs", "figures", "-if «correction.was == Some(correction.now)» ||"),
    ("a figure follows the one in force", ACTS + "restate.rs", "figures", "-|| «standing.is_some_and(|now| correction.was != Some(now))» {"),
    ("what a figure is restated on", ACTS + "restate.rs", "figures", ("    basis_of(record, *basis)?;\n    corrections", "    if ON { basis_of(record, *basis)?; }\n    corrections")),
    ("in which capacity a figure is restated", ACTS + "restate.rs", "figures", ("    approves_as(record, claim.person, *capacity, claim.day)\n}", "    if ON { approves_as(record, claim.person, *capacity, claim.day) } else { Ok(()) }\n}")),
    ("figures in one spelling", "crates/core/src/domain/act.rs", "figures", "+(«read.line() == text»).then_some(read)"),
    ("figures once, in order", ACTS + "restate.rs", "figures", "+, b| «a.place() < b.place()»"),
    # Objects.
    ("no NUL", COMMIT, "signatures", "-if «text.contains('\\0')» {"),
    ("each parent once", COMMIT, "history", "-if «parents.contains(&parent)» {"),
    ("dates of this world", COMMIT, "time", "+canonical && «(0..=LAST_SECOND).contains(at)»"),
    ("dates in one spelling", COMMIT, "time", "+|at| «canonical» && "),
    ("zones", COMMIT, "time", "+(«hours <= 14 && minutes < 60» && zone != \"-0000\")"),
    ("Greenwich in one spelling", COMMIT, "time", "+&& «zone != \"-0000\"»)"),
    ("names without controls", COMMIT, "signatures", "-if «!named(name) || !named(email)» {"),
    ("no header behind the signature", COMMIT, "signatures", ("        let line = line.strip_prefix(' ').ok_or_else(wrong)?;", "        if !ON && !line.starts_with(' ') { break; }\n        let line = line.strip_prefix(' ').ok_or_else(wrong)?;")),
    ("trees in order", TREE, "paths", "-if «entries.last().is_some_and(|last| key(last).ge(key(&entry)))» {"),
    ("a name once", TREE, "paths", "-if «names.len() != entries.len()» {"),
    ("modes in one spelling", TREE, "paths", ("        b\"100644\" => Mode::File,", "        b\"0100644\" | b\"100664\" if !ON => Mode::File,\n        b\"040000\" if !ON => Mode::Folder,\n        b\"100644\" => Mode::File,")),
    ("no .git", NAME, "paths", "-    «bare == \".GIT\"» ||"),
    ("no short name of .git", NAME, "paths", "-|| «bare.strip_prefix(\"GIT~\").is_some_and(numbered)»"),
    ("no folder above", NAME, "paths", "-if «matches!(name, \".\" | \"..\")» {"),
    ("no slashes", NAME, "paths", "-if «name.contains(['/', '\\\\'])» {"),
    ("no hidden letters in names", NAME, "paths", "-.find(|c| «c.is_control() || is_hidden(*c)»)"),
    ("names of 255", NAME, "paths", "-if «name.encode_utf16().count() > LONGEST» {"),
    ("the folder follows what is proven", INCOMING, "names", ("let commit = first?;", "let commit = first.filter(|_| ON)?;")),
    ("names that every system stores", PLACES, "names", ("= misnamed_path(path) else {", "= misnamed_path(path).filter(|_| ON) else {")),
    ("no new names that some system lacks", HOOK, "hook", ("problems.extend(misnamed_in(repo, new.commit));", "problems.extend(misnamed_in(repo, new.commit).filter(|_| ON));")),
    ("no new names that some system takes for another", HOOK, "hook", ("problems.extend(twin_in(repo, new.commit)?);", "problems.extend(twin_in(repo, new.commit)?.filter(|_| ON));")),
    ("depth", "crates/core/src/domain/tree.rs", "paths", "-if «depth > DEPTH» {"),
    ("number of changes", "crates/core/src/domain/tree.rs", "paths", "-if «changes.len() == CHANGES» {"),
    ("links and programs are seen", HISTORY, "paths", "+let regular = «change.mode == Mode::File»;"),
    # Messages.
    ("no act above the block", TRAILERS, "trailers", "-if «head.split('\\n').any(claims)» ||"),
    ("no hidden letters", TRAILERS, "trailers", "-if «message.chars().any(|c| c != '\\n' && unfit(c))» {"),
    ("what a terminal obeys in plain messages", MESSAGE, "misleading", ("    if let Some(c) = obeyed(text) {", "    if let Some(c) = obeyed(text).filter(|_| ON) {")),
    ("lines that look like an act's", MESSAGE, "misleading", "-«text.split('\\n').any(imitates)».then_some(MessageOddity::Imitation)"),
    ("the version", TRAILERS, "trailers", "+(«v == \"1\"»).then_some(())"),
    ("lists in order", CODEC, "trailers", "+if «items.windows(2).all(|pair| (self.before)(&pair[0], &pair[1]))» {"),
    ("the inputs' digest", ACTS + "merge.rs", "trailers", "-if «stated != Input::digest_all(inputs)» {"),
    ("nothing behind the act", TRAILERS, "trailers", ("        Some(line) => Err(wrong(line)),\n    }\n}\n\n/// Whether a line begins", "        Some(_) if !ON => Ok(Some((act, ahead))),\n        Some(line) => Err(wrong(line)),\n    }\n}\n\n/// Whether a line begins")),
    ("what is said of sent files", ACTS + "dispatch.rs", "trailers", "-if «!compared.is_about(files)» {"),
    ("sent files' names", CODEC, "trailers", "+«is_file_name(name)».then_some(())?;"),
    ("a reason for changing nothing", ACTS + "finalize.rs", "trailers", "-if «reason.is_some() && subject != was» {"),
    # The roster and its keys.
    ("a key once", ROSTER, "roster", ("if let Some(owner) = owners.insert(key.material.fingerprint(), person.id.clone()) {", "if let Some(owner) = owners.insert(key.material.fingerprint(), person.id.clone()) && ON {")),
    ("an id once", ROSTER, "roster", "-if «people.iter().any(|p| p.id == person.id)» {"),
    ("no weak key on the roster", "crates/core/src/format/keys.rs", "roster", "+Ok(key) if «!key.is_weak()» => Ok(()),"),
    ("settings of 256 KiB", "crates/core/src/format/settings.rs", "roster", ("Document::read(source, 256, |_, root| settings(root))", "Document::read(source, if ON { 256 } else { 4096 }, |_, root| settings(root))")),
    ("days the right way round", "crates/core/src/format/settings.rs", "roster", ("        && from > to\n", "        && (ON && from > to)\n")),
    # Signatures.
    ("the namespace", SSHSIG, "signatures", "-if «sig.namespace != NAMESPACE» {"),
    ("the reserved field", SSHSIG, "signatures", "+«reserved.is_empty()».then_some"),
    ("the format's version", SSHSIG, "signatures", "-|| «from.number()? != 1» {"),
    ("nothing behind the signature", SSHSIG, "signatures", ("    let signature = from.string()?;\n    from.end()?;", "    let signature = from.string()?;\n    if ON { from.end()?; }")),
    ("nothing behind the key", SSHSIG, "signatures", ("    let point = key.string()?.try_into().ok()?;\n    key.end()?;", "    let point = key.string()?.try_into().ok()?;\n    if ON { key.end()?; }")),
    ("a touch", SSHSIG, "signatures", "-if «flags & USER_PRESENT == 0» {"),
    ("the algorithm", SSHSIG, "signatures", "+(«algorithm == b\"ssh-ed25519\"»).then_some"),
    ("armour in one spelling", ARMOUR, "signatures", "+(«right == text || right.strip_suffix('\\n') == Some(text)»).then_some(bytes)"),
    ("weak keys", SSHSIG, "signatures", "+.filter(|key| «!key.is_weak()»)?;", ("    key.verify_strict(data, &Ed25519Signature::from_bytes(signature))\n", "    let verdict = if ON { key.verify_strict(data, &Ed25519Signature::from_bytes(signature)) } else { Verifier::verify(&key, data, &Ed25519Signature::from_bytes(signature)) };\n    verdict\n")),
    ("the signature fits", SSHSIG, "signatures", ("            strict(keys.get(key), &data, signature)?;\n        }\n        b\"sk-", "            if ON { strict(keys.get(key), &data, signature)?; }\n        }\n        b\"sk-")),
    # What would fill the memory.
    ("long acts", HISTORY, "heavy", "-if «!budget.act(head.words)» {"),
    ("wide trees in turns", HISTORY, "heavy", "-if «!self.budget.changes(found.len())» {"),
    # The command.
    ("an unpinned root is said", COMMAND, "history", "-if «!found.iter().any(|d| d.code == Code::RootUnpinned)» {"),
    ("the remembered tip", MEMORY, "memory", "-.find(|lost| «!line.contains(&lost.commit)»)"),
    ("a mark goes forward only", MEMORY, "memory", "+.is_some_and(|(known, to)| «known < to»)"),
    ("a mark is what is believed", MEMORY, "memory", "+.find(|commit| «!doubted.contains(commit)»).copied()"),
    ("a mark leaves out only what is one's own", MEMORY, "memory", ("            None => self.is_own_text(commit),", "            None => !ON || self.is_own_text(commit),")),
    ("a file in hand and the newest history", "src/commands/verify/file.rs", "memory", ("    about_folder(cx, &office, &ledger, root, true, &mut found)?;", "    if ON { about_folder(cx, &office, &ledger, root, true, &mut found)?; }")),
    ("no step on an older history", RECORD, "memory", ("        self.holds_all(&ledger)?;", "        if ON { self.holds_all(&ledger)?; }")),
    ("what only the computer's own was is taken back with a yes", "src/commands/trust.rs", "memory", ("None if known.is_own(ledger.line(), lost, None) =>", "None if !ON || known.is_own(ledger.line(), lost, None) =>")),
    ("only one's own steps may be missing", MEMORY, "memory", "+&& «by.is_none_or(|by| own.by == *by)» &&"),
    ("a pin's name", PIN, "memory", "+if «plain(&pin.agency) == plain(&own)» {"),
    # What an act may name as dated ahead.
    ("what is named stands before the act", CLOCK, "time", ("        let Some((at, by)) = state.capped.get(name) else {", "        if !ON && !state.capped.contains_key(name) { continue; }\n        let Some((at, by)) = state.capped.get(name) else {")),
    ("what is named is dated ahead", CLOCK, "time", "-if «at.unix() <= entry.at.unix().saturating_add(skew(state))» {"),
    ("what is named is one person's", CLOCK, "time", "-if «by.is_none() || owner.is_some_and(|owner| Some(owner) != by.as_ref())» {"),
    ("what is named counts with the act's time", CLOCK, "time", ("            at = at.min(*cap);", "            if ON { at = at.min(*cap); }")),
    ("what is named moves nobody's clock", EFFECT, "time", "+if «!self.aside.contains(&entry.commit)» {"),
    ("two clocks that agree", CLOCK, "time", ("        self.found.windows(2).any(|pair| pair[0].1 != pair[1].1)", "        ON && self.found.windows(2).any(|pair| pair[0].1 != pair[1].1)")),
    ("each named once", TRAILERS, "time", "-.position(|pair| «pair[0] >= pair[1]») {"),
    ("the working files", COMMAND, "tampering", "+if «bytes.as_deref().is_some_and(same)» {"),
    ("the filed record's working files", COMMAND, "tampering", "-if «stage == Stage::Archived» {"),
    # The shared repository.
    ("one branch", GATE, "hook", "-if «push.reference != main && own.is_none()» {"),
    ("the server's clock", GATE, "hook", "-.filter(|m| «(newcomer.at.unix() - now.unix()).abs() > i64::from(*m) * 60»)"),
    ("the server's clock for a branch", HOOK, "waiting", ("off_clock(new, cx.now, Some(window))", "off_clock(new, cx.now, Some(window).filter(|_| ON))")),
    ("the server's clock for what never waited", HOOK, "waiting", ("minutes.filter(|_| !came)", "minutes.filter(|_| ON && !came)")),
    ("what waited is in time", HOOK, "waiting", ("came |= history::leads_through(repo, tip, arrival.tip)?;", "came |= ON && history::leads_through(repo, tip, arrival.tip)?;")),
    ("nothing that waits is dropped", HOOK, "waiting", "-&& «!branch::is_received(&ledger, old)»\n"),
    ("a branch that could be taken in", HOOK, "waiting", (") = branch::judge_branch(&ledger, period, department, &entries, cx.now) {", ") = branch::judge_branch(&ledger, period, department, &entries, cx.now) && ON {")),
    ("a branch's name", "crates/procedure/src/branch.rs", "waiting", ("Some((PeriodId::from_canonical(period)?, DepartmentId::parse(department)?))", "Some((PeriodId::from_canonical(if ON { period } else { \"2024-Q2\" })?, DepartmentId::parse(department)?))")),
    ("receipts by the server", RECEIPTS, "receipts", "+.filter(|_| «by_server»)"),
    ("so many receipts", RECEIPTS, "receipts", "+found.len() < MOST && «wrong < MOST_WRONG»"),
    ("no misleading message comes in", GATE, "hook", ("        if minutes.is_some() {", "        if ON && minutes.is_some() {")),
    ("each new commit by itself", GATE, "hook", "-.filter(|judged| «!judged.ok()»)"),
]

SWITCH = """
/// Made by tests/teeth.py, in a scratch copy only.
pub mod teeth {
    pub fn on(n: u32) -> bool {
        static OFF: std::sync::OnceLock<u32> = std::sync::OnceLock::new();
        *OFF.get_or_init(|| std::env::var("TEETH").ok().and_then(|n| n.parse().ok()).unwrap_or(0)) != n
    }
}
"""


def edited(text, edit, on):
    if isinstance(edit, tuple):
        find, replace = edit[0], edit[1].replace("ON", on)
    else:
        kind, marked = (edit[:2], edit[2:]) if edit.startswith("+?") else (edit[0], edit[1:])
        before, rest = marked.split("«")
        inner, after = rest.split("»")
        find = before + inner + after
        wrapped = {
            "-": f"({on} && ({inner}))",
            "+": f"(!{on} || ({inner}))",
            # The one value that is no condition: the later of two moments.
            "+?": f"(if {on} {{ {inner} }} else {{ at }})",
        }[kind]
        replace = before + wrapped + after
    if text.count(find) != 1:
        raise SystemExit(f"stands {text.count(find)} times, not once: {find!r}")
    return text.replace(find, replace)


# Every crate can reach the switch from here.
CORE = "crates/core/src/lib.rs"


def home(file):
    """The name by which a file reaches the crate that holds the switch."""
    return "crate" if file.startswith("crates/core/") else "baocao_core"


def switched(root):
    """The sources with every check wrapped in its switch."""
    texts = {}
    for number, (name, file, _, *edits) in enumerate(CHECKS, 1):
        text = texts.get(file) or (root / file).read_text()
        for edit in edits:
            text = edited(text, edit, f"{home(file)}::teeth::on({number})")
        texts[file] = text
    return texts


def copy(root, work, own):
    for name in subprocess.check_output(["git", "ls-files", "-z"], cwd=root).decode().split("\0"):
        source, target = root / name, work / name
        if name and name not in own and source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            text = source.read_bytes()
            if not target.exists() or target.read_bytes() != text:
                target.write_bytes(text)


def main():
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--work", type=pathlib.Path)
    words.add_argument("--only", nargs="*", default=[])
    words.add_argument("--find", action="store_true")
    words = words.parse_args()
    root = pathlib.Path(__file__).resolve().parent.parent
    texts = switched(root)
    if words.find:
        print(f"{len(CHECKS)} checks, each found once")
        return
    scratch = None if words.work else tempfile.TemporaryDirectory()
    work = words.work or pathlib.Path(scratch.name)
    own = {**texts, CORE: (root / CORE).read_text() + SWITCH}
    copy(root, work, own)
    for file, text in own.items():
        path = work / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
    env = dict(os.environ, CARGO_PROFILE_DEV_DEBUG="0", CARGO_PROFILE_TEST_DEBUG="0")
    cargo = ["cargo", "test", "--locked", "--test", "it", "--target-dir", str(work / "target")]
    subprocess.run([*cargo, "--no-run", "--quiet"], cwd=work, env=env, check=True)
    built = subprocess.check_output([*cargo, "--no-run", "--message-format=json"], cwd=work, env=env, text=True)
    made = [made for made in map(json.loads, built.splitlines()) if made.get("executable")]
    binary = next(made["executable"] for made in made if made["target"]["name"] == "it")

    def noticed(number, cases):
        run = [binary, f"adversary::{cases}"]
        env = dict(os.environ, TEETH=str(number), CARGO_MANIFEST_DIR=str(work))
        done = subprocess.run(run, cwd=work, env=env, capture_output=True, text=True)
        if number == 0 and done.returncode != 0:
            print(done.stdout[-6000:])
        if "running 0 tests" in done.stdout:
            raise SystemExit(f"there are no cases adversary::{cases}")
        return done.returncode != 0

    if noticed(0, ""):
        raise SystemExit("the cases fail with every check on")
    survivors, tried, began = [], 0, time.time()
    for number, (name, file, cases, *_) in enumerate(CHECKS, 1):
        if words.only and not any(word == str(number) or word in name for word in words.only):
            continue
        tried += 1
        bitten = noticed(number, cases) or noticed(number, "")
        if not bitten:
            survivors.append(f"{name} ({file})")
        print(f"{number:3} {'noticed ' if bitten else 'SURVIVES'} {name}", flush=True)
    print(f"{tried - len(survivors)} of {tried} checks are noticed when they are off ({time.time() - began:.0f} s)")
    for survivor in survivors:
        print("  not noticed:", survivor)
    sys.exit(1 if len(survivors) * 8 > tried else 0)


if __name__ == "__main__":
    main()
