//! A journal made by hand, changed in every way an attacker might, with and without the signing key.

use super::*;
use crate::journal::export::{End, Head};
use crate::journal::note::Signer;
use crate::journal::{commitment, hex};

const ORIGIN: &str = "bitgoeul/mirinae/main";

fn entry(seq: i64, body: &str) -> Entry {
    let salt = [u8::try_from(seq % 251).unwrap(); 16];
    Entry {
        seq,
        v: 1,
        at: seq * 1_000,
        received: None,
        request: None,
        actor: "system:test".into(),
        action: "test.note.write".into(),
        subject: "thing:1".into(),
        commitment: hex(&commitment(&salt, body)),
        salt: Some(hex(&salt)),
        body: Some(body.into()),
    }
}

/// Lines of a journal whose batches have these sizes; `change` works on the entries before they are signed.
fn journal(batches: &[usize], signer: &Signer, change: impl Fn(&mut Entry)) -> Vec<Line> {
    let head = Head {
        bitgoeul_journal: FORM,
        city: "mirinae".into(),
        branch: "main".into(),
        synthetic: true,
        public_key: signer.public(),
    };
    let (mut out, mut frontier, mut seq) = (vec![Line::Head(head)], Frontier::default(), 0);
    let mut origin = ORIGIN.to_owned();
    for batch in batches {
        let mut leaves = Vec::new();
        for _ in 0..*batch {
            seq += 1;
            let mut entry = entry(seq, &format!("{{\"n\":{seq}}}"));
            change(&mut entry);
            if entry.action == crate::city::OPEN_BRANCH.name {
                origin = "bitgoeul/mirinae/restored".into();
            }
            leaves.extend(entry.leaf());
            frontier.push(entry.leaf());
            out.push(Line::Entry(entry));
        }
        let checkpoint =
            Checkpoint { origin: origin.clone(), size: seq as u64, root: frontier.root(), at: seq };
        let note = signer.sign(&checkpoint);
        out.push(Line::Checkpoint(Sealed { size: seq, note, leaves: Some(hex(&leaves)) }));
    }
    out.push(Line::End(End { entries: seq, checkpoints: batches.len() as i64 }));
    out
}

fn plain(batches: &[usize]) -> Vec<Line> {
    journal(batches, &Signer::new(&[7; 32]), |_| {})
}

fn note_at(lines: &[Line], wanted: i64) -> String {
    let found = lines.iter().find_map(|line| match line {
        Line::Checkpoint(sealed) if sealed.size == wanted => Some(sealed.note.clone()),
        _ => None,
    });
    found.unwrap()
}

fn verdict(lines: &[Line], kept: &[String]) -> Verdict {
    let key = Some(Signer::new(&[7; 32]).public());
    let text: String = lines.iter().map(|line| serde_json::to_string(line).unwrap() + "\n").collect();
    of_export(&mut text.as_bytes(), &Trusted { public_key: key, kept: kept.to_vec() }).unwrap()
}

fn finding(lines: &[Line]) -> Finding {
    verdict(lines, &[]).finding().unwrap().clone()
}

/// The line of entry `seq`.
fn line_of(lines: &[Line], seq: i64) -> usize {
    lines.iter().position(|line| matches!(line, Line::Entry(e) if e.seq == seq)).unwrap()
}

fn on_entry(lines: &mut [Line], seq: i64, change: impl Fn(&mut Entry)) {
    let at = line_of(lines, seq);
    if let Line::Entry(entry) = &mut lines[at] {
        change(entry);
    }
}

const BATCHES: [usize; 5] = [3, 1, 8, 2, 5];

#[test]
fn an_untouched_journal_holds_and_says_how_much_that_proves() {
    let lines = plain(&BATCHES);
    let alone = verdict(&lines, &[]);
    assert_eq!((alone.finding(), alone.report().entries, alone.report().proven), (None, 19, 0));
    assert_eq!(alone.say()[0].key, "journal-verify-inner");
    let kept = verdict(&lines, &[note_at(&lines, 14), note_at(&lines, 4)]);
    assert_eq!((kept.finding(), kept.report().confirmed, kept.report().proven), (None, 2, 14));
    assert_eq!(kept.say()[0].key, "journal-verify-holds");
}

#[test]
fn the_first_altered_entry_is_named_exactly() {
    for seq in 1..=19 {
        let mut lines = plain(&BATCHES);
        on_entry(&mut lines, seq, |entry| entry.body = Some("{\"n\":0}".into()));
        assert_eq!(finding(&lines), Finding::BodyAltered { seq });
        // A clever hand commits to the new body too.
        let mut lines = plain(&BATCHES);
        on_entry(&mut lines, seq, |e| *e = Entry { at: e.at, ..entry(e.seq, "{\"n\":0}") });
        assert_eq!(finding(&lines), Finding::HeaderAltered { seq });
        let mut lines = plain(&BATCHES);
        on_entry(&mut lines, seq, |entry| entry.actor = "person:x".into());
        assert_eq!(finding(&lines), Finding::HeaderAltered { seq });
    }
}

#[test]
fn the_earlier_of_two_alterations_is_named() {
    let mut lines = plain(&BATCHES);
    on_entry(&mut lines, 9, |entry| entry.body = Some("{}".into()));
    on_entry(&mut lines, 6, |entry| entry.subject = "thing:2".into());
    assert_eq!(finding(&lines), Finding::HeaderAltered { seq: 6 });
    lines.remove(line_of(&lines, 8));
    assert_eq!(finding(&lines), Finding::HeaderAltered { seq: 6 });
}

#[test]
fn without_signed_leaves_the_range_of_the_batch_is_named() {
    let mut lines = plain(&BATCHES);
    on_entry(&mut lines, 7, |entry| entry.actor = "person:x".into());
    for line in &mut lines {
        if let Line::Checkpoint(sealed) = line {
            sealed.leaves = None;
        }
    }
    assert_eq!(finding(&lines), Finding::AlteredBetween { from: 5, to: 12 });
}

#[test]
fn a_removed_entry_is_named() {
    for seq in 1..=19 {
        let mut lines = plain(&BATCHES);
        lines.remove(line_of(&lines, seq));
        assert_eq!(finding(&lines), Finding::Removed { from: seq, to: seq });
    }
    // Removed, and the following ones of its batch renumbered to hide the gap.
    let mut lines = plain(&BATCHES);
    lines.remove(line_of(&lines, 7));
    for seq in 8..=12 {
        on_entry(&mut lines, seq, |entry| entry.seq -= 1);
    }
    assert_eq!(finding(&lines), Finding::Removed { from: 7, to: 7 });
}

#[test]
fn swapped_and_inserted_entries_are_named() {
    let mut lines = plain(&BATCHES);
    let (a, b) = (line_of(&lines, 6), line_of(&lines, 10));
    lines.swap(a, b);
    assert_eq!(finding(&lines), Finding::Reordered { seq: 6, with: 10 });
    // Swapped and renumbered, so that positions still run on.
    on_entry(&mut lines, 10, |entry| entry.seq = 1_000);
    on_entry(&mut lines, 6, |entry| entry.seq = 10);
    on_entry(&mut lines, 1_000, |entry| entry.seq = 6);
    assert_eq!(finding(&lines), Finding::Reordered { seq: 6, with: 10 });
    let mut lines = plain(&BATCHES);
    lines.insert(line_of(&lines, 6), Line::Entry(entry(6, "{\"forged\":1}")));
    assert_eq!(finding(&lines), Finding::Inserted { seq: 6 });
}

#[test]
fn a_shortened_tail_shows_only_against_a_newer_checkpoint() {
    let whole = plain(&BATCHES);
    let short = plain(&BATCHES[..3]);
    assert_eq!(verdict(&short, &[]).finding(), None);
    let against = verdict(&short, &[note_at(&whole, 4), note_at(&whole, 19)]);
    assert_eq!(against.finding(), Some(&Finding::Shorter { ends: 12, covers: 19 }));
    assert_eq!(against.report().proven, 4);
    assert_eq!(against.say()[0].fact("from"), Some("13"));
}

#[test]
fn a_history_rewritten_with_the_key_is_caught_only_by_a_kept_checkpoint() {
    let honest = plain(&BATCHES);
    let forged = journal(&[19], &Signer::new(&[7; 32]), |entry| {
        if entry.seq >= 6 {
            entry.actor = "person:other".into();
        }
    });
    assert_eq!(verdict(&forged, &[]).finding(), None);
    let caught = verdict(&forged, &[note_at(&honest, 4), note_at(&honest, 12)]);
    assert_eq!(caught.finding(), Some(&Finding::Rewritten { since: 4, size: 12 }));
}

#[test]
fn a_forged_signature_and_another_key_are_named() {
    let mut lines = plain(&BATCHES);
    let other = journal(&BATCHES, &Signer::new(&[8; 32]), |_| {});
    let at = lines.iter().position(|line| matches!(line, Line::Checkpoint(s) if s.size == 4)).unwrap();
    lines[at] = other[at].clone();
    assert_eq!(finding(&lines), Finding::NotSigned { size: 4 });
    assert_eq!(finding(&other), Finding::OtherKey);
    let kept = verdict(&plain(&BATCHES), &[note_at(&other, 4)]);
    assert_eq!(kept.finding(), Some(&Finding::KeptNotSigned { number: 1 }));
}

#[test]
fn an_erased_body_is_not_an_alteration_but_half_of_it_is() {
    let mut lines = journal(&BATCHES, &Signer::new(&[7; 32]), |erase| {
        if erase.seq == 8 {
            *erase = Entry { action: crate::person::acts::ERASE.name.into(), ..entry(8, "{\"bodies\":1}") };
        }
    });
    on_entry(&mut lines, 5, |entry| (entry.salt, entry.body) = (None, None));
    let erased = verdict(&lines, &[note_at(&lines, 12)]);
    assert_eq!((erased.finding(), erased.report().erased), (None, 1));
    let mut more = lines.clone();
    on_entry(&mut more, 6, |entry| (entry.salt, entry.body) = (None, None));
    assert_eq!(finding(&more), Finding::BodiesMissing { missing: 2, erased: 1 });
    on_entry(&mut lines, 9, |entry| entry.salt = None);
    assert_eq!(finding(&lines), Finding::HalfErased { seq: 9 });
}

#[test]
fn time_runs_backwards_only_where_a_clock_was_accepted() {
    let jumped = |action: &'static str| {
        journal(&BATCHES, &Signer::new(&[7; 32]), move |entry| {
            if entry.seq >= 9 {
                entry.at -= 5_000;
            }
            if entry.seq == 9 {
                entry.action = action.into();
            }
        })
    };
    assert_eq!(verdict(&jumped("kernel.clock.accept"), &[]).finding(), None);
    let finding = finding(&jumped("test.note.write"));
    assert_eq!(finding, Finding::TimeBackwards { seq: 9, before: 8_000, at: 4_000 });
}

#[test]
fn a_branch_is_recognised_and_needs_its_act() {
    let main = plain(&BATCHES);
    let branch = journal(&BATCHES, &Signer::new(&[7; 32]), |entry| {
        if entry.seq == 13 {
            entry.action = crate::city::OPEN_BRANCH.name.into();
        }
    });
    let shared = verdict(&branch, &[note_at(&main, 12)]);
    assert_eq!((shared.finding(), shared.report().proven), (None, 12));
    let newer = verdict(&branch, &[note_at(&main, 19)]);
    let Some(Finding::OtherBranch { left: 12, covers: 19, kept, .. }) = newer.finding() else {
        panic!("{newer:?}");
    };
    assert_eq!(kept, ORIGIN);
    let mut mixed = main.clone();
    let at = mixed.iter().position(|line| matches!(line, Line::Checkpoint(s) if s.size == 12)).unwrap();
    mixed.truncate(at + 1);
    let mut forged = mixed;
    let signer = Signer::new(&[7; 32]);
    if let Line::Checkpoint(sealed) = &mut forged[at] {
        let mut checkpoint = note::open(&sealed.note, &signer.public()).unwrap();
        checkpoint.origin = "bitgoeul/mirinae/quiet".into();
        sealed.note = signer.sign(&checkpoint);
    }
    assert!(matches!(finding(&forged), Finding::BranchChanged { size: 12, .. }));
}

#[test]
fn what_is_not_a_whole_journal_is_said() {
    let lines = plain(&BATCHES);
    assert_eq!(finding(&lines[..lines.len() - 1]), Finding::Cut);
    assert_eq!(finding(&lines[1..]), Finding::NotAJournal);
    assert_eq!(finding(&[]), Finding::NotAJournal);
    let mut unsealed = lines;
    let at = unsealed.len() - 2;
    unsealed.remove(at);
    assert_eq!(finding(&unsealed), Finding::NotSealed { from: 15, to: 19 });
    let broken = of_export(&mut "{\"entry\":{}}\n".as_bytes(), &Trusted::default());
    assert!(broken.unwrap_err().is("journal-line-broken"));
}

#[test]
fn every_sentence_has_words() {
    let finding = Finding::Shorter { ends: 1, covers: 2 };
    let keys = [finding.say().key, "journal-verify-inner", "journal-verify-holds"];
    assert!(keys.iter().all(|key| crate::WORDS.contains(&format!("[{key}]"))));
}
