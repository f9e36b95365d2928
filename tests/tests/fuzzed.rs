//! Inputs that were once trouble, and seeds of the fuzz targets altered at random: none panics. How the search itself
//! is run says `fuzz/README.md`. `FUZZED_ROUNDS` and `FUZZED_SEED` ask for more rounds, and for others.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

use bylaws_tests::fuzzing::{TARGETS, run, seeds};
use std::path::{Path, PathBuf};

/// How many altered seeds each target is given in the gate.
const ROUNDS: usize = 50;

/// A linear congruential generator (Knuth, MMIX): the same rounds every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

const NUMBERS: [&[u8]; 10] = [
    b"0",
    b"1",
    b"2147483648",
    b"99999",
    b"100000",
    b"340282366920938463463374607431768211456",
    b"0001-01-01",
    b"9999-12-31",
    "〇".as_bytes(),
    "一万".as_bytes(),
];

// One change: bytes cut out, doubled, moved from another seed, flipped, or a number of another size.
fn alter(bytes: &mut Vec<u8>, others: &[Vec<u8>], dice: &mut Dice) {
    let at = dice.below(bytes.len() + 1);
    let to = bytes.len().min(at + 1 + dice.below(40));
    match dice.below(6) {
        0 => drop(bytes.drain(at..to)),
        1 => {
            let piece = bytes[at..to].to_vec();
            bytes.splice(at..at, piece);
        }
        2 => {
            let other = &others[dice.below(others.len())];
            let from = dice.below(other.len() + 1);
            let until = other.len().min(from + 1 + dice.below(120));
            bytes.splice(at..to, other[from..until].iter().copied());
        }
        3 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << dice.below(8);
            }
        }
        _ => {
            let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
            if !digits.is_empty() {
                let start = digits[dice.below(digits.len())];
                let end = (start..bytes.len()).find(|at| !bytes[*at].is_ascii_digit()).unwrap_or(bytes.len());
                bytes.splice(start..end, NUMBERS[dice.below(NUMBERS.len())].iter().copied());
            }
        }
    }
}

fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|words| words.parse().ok()).unwrap_or(usual)
}

fn altered(target: &str) {
    altered_so_often(target, ROUNDS);
}

fn altered_so_often(target: &str, usual: usize) {
    let all = seeds(target);
    let mut dice = Dice(number("FUZZED_SEED", 20_160_412) as u64);
    for round in 0..number("FUZZED_ROUNDS", usual) {
        let mut bytes = all[round % all.len()].clone();
        for _ in 0..=dice.below(4) {
            alter(&mut bytes, &all, &mut dice);
        }
        let path = std::env::temp_dir().join(format!("bylaws-{target}-{round}"));
        let kept = bytes.clone();
        let sound = std::panic::catch_unwind(move || run(target, &bytes)).is_ok();
        if !sound {
            std::fs::write(&path, &kept).unwrap();
        }
        assert!(sound, "{target} panicked in round {round} on {}", path.display());
    }
}

fn found(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/fuzzed").join(target);
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn what_was_once_trouble_is_none() {
    for target in TARGETS {
        for path in found(target) {
            run(target, &std::fs::read(path).unwrap());
        }
    }
}

#[test]
fn every_target_has_seeds_and_takes_them() {
    for target in TARGETS {
        let all = seeds(target);
        assert!(all.len() >= 4, "{target} has {} seeds", all.len());
        all.iter().step_by(1 + all.len() / 6).for_each(|bytes| run(target, bytes));
    }
}

#[test]
fn altered_texts_never_panic() {
    ["parse", "check", "scenario"].into_iter().for_each(altered);
}

#[test]
fn altered_logs_and_checkpoints_never_panic() {
    ["load", "checkpoint"].into_iter().for_each(altered);
}

#[test]
fn generated_cases_never_panic() {
    // Each is a policy, a log and their evaluation.
    altered_so_often("evaluate", ROUNDS / 5);
}
