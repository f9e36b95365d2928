//! What the page and the answer for machines tell of a package.

use super::Source;
use super::rests::rests_on;
use super::source::Piece;
use bylaws::check::CheckedPolicy;
use bylaws::check::policy::{Amendment, Clause, Modality, Norm, Standing};
use bylaws::diagnostic::Lang;
use bylaws::report::{interpretation, sentence};
use bylaws::scenario::{ScenarioResult, norm_named, run};
use bylaws::syntax::ast::{Expectation, File, Test, TestClause};
use bylaws::syntax::{format_expectation, format_given};
use chrono::NaiveDate;
use indexmap::IndexMap;
use serde::Serialize;

/// Words in both languages.
#[derive(Debug, Serialize)]
pub(crate) struct Both {
    pub zh: String,
    pub en: String,
}

impl Both {
    pub(super) fn of(say: impl Fn(Lang) -> String) -> Self {
        Self { zh: say(Lang::Zh), en: say(Lang::En) }
    }

    pub(crate) fn of_lang(&self, lang: Lang) -> &str {
        if lang == Lang::Zh { &self.zh } else { &self.en }
    }
}

/// A package.
#[derive(Debug, Serialize)]
pub(crate) struct Content {
    pub policy: Both,
    pub title: String,
    pub number: Option<String>,
    /// What amends it, oldest first.
    pub amendments: Vec<Amended>,
    pub issuer: Option<String>,
    pub issued: Option<String>,
    pub articles: Vec<Article>,
    /// Norms that cite no clause.
    pub others: Vec<NormEntry>,
    pub parameters: Vec<ParameterEntry>,
    /// Parameters, definitions, tables and the like, as they are written.
    pub rests_on: Vec<Both>,
    /// Parts of the regulation's own text that no article stands for.
    pub left_over: Vec<String>,
    /// Ids of the clauses whose phrase is not in that text; none where it was not given.
    pub not_in_text: Vec<String>,
}

/// An amendment, by its number or title, and from when it is in force.
#[derive(Debug, Serialize)]
pub(crate) struct Amended {
    pub by: String,
    pub from: String,
}

impl Amended {
    fn of(amendment: &Amendment) -> Self {
        Self { by: amendment.called().to_owned(), from: amendment.from.to_string() }
    }
}

/// An article with its clauses and the norms that cite it first.
#[derive(Debug, Serialize)]
pub(crate) struct Article {
    pub id: String,
    pub title: Option<String>,
    /// Its text where the source was given.
    pub text: Option<Vec<Piece>>,
    pub clauses: Vec<ClauseEntry>,
    pub norms: Vec<NormEntry>,
}

/// A clause.
#[derive(Debug, Serialize)]
pub(crate) struct ClauseEntry {
    pub id: String,
    pub phrase: String,
    pub status: Status,
    /// Why nothing can be checked.
    pub reason: Option<String>,
    pub parameters: Vec<Both>,
    /// The norms that cite it.
    pub norms: Vec<NormName>,
    /// What is deemed on it, by the types of records.
    pub deems: Vec<Both>,
}

/// What can be checked of a clause or a norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Encoded,
    Proxy,
    NeedsParameter,
    NotCheckable,
    NotEncoded,
}

impl Status {
    pub(crate) const ALL: [Self; 5] =
        [Self::Encoded, Self::Proxy, Self::NeedsParameter, Self::NotCheckable, Self::NotEncoded];

    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Encoded => "encoded",
            Self::Proxy => "proxy",
            Self::NeedsParameter => "needs_parameter",
            Self::NotCheckable => "not_checkable",
            Self::NotEncoded => "not_encoded",
        }
    }

    pub(crate) fn words(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Encoded => ("已落实", "encoded"),
            Self::Proxy => ("以佐证核查", "by proxy"),
            Self::NeedsParameter => ("需要参数", "needs parameter"),
            Self::NotCheckable => ("不可核查", "not checkable"),
            Self::NotEncoded => ("尚未落实", "not yet encoded"),
        };
        if lang == Lang::Zh { zh } else { en }
    }

    pub(crate) fn of(clause: &Clause) -> Self {
        match clause.standing {
            Standing::Encoded | Standing::Proxy if !clause.is_cited() => Self::NotEncoded,
            Standing::Encoded => Self::Encoded,
            Standing::Proxy => Self::Proxy,
            Standing::NeedsParameter(_) => Self::NeedsParameter,
            Standing::NotCheckable(_) => Self::NotCheckable,
        }
    }
}

/// What a norm is called.
#[derive(Debug, Serialize)]
pub(crate) struct NormName {
    pub norm: String,
    #[serde(skip)]
    pub shown: Both,
}

/// A norm.
#[derive(Debug, Serialize)]
pub(crate) struct NormEntry {
    #[serde(flatten)]
    pub name: NormName,
    pub title: String,
    pub clauses: Vec<String>,
    pub status: Status,
    pub advisory: bool,
    pub sentence: Both,
    pub interpretation: IndexMap<&'static str, Vec<String>>,
    pub parameters: Vec<ParameterEntry>,
    pub note: Option<String>,
    pub tests: Vec<TestEntry>,
}

/// A value that the regulation leaves open.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ParameterEntry {
    pub parameter: String,
    #[serde(skip)]
    pub zh: String,
    #[serde(skip)]
    pub en: String,
    pub note: Option<String>,
    pub given: bool,
}

/// A scenario, as far as it speaks of one norm.
#[derive(Debug, Serialize)]
pub(crate) struct TestEntry {
    pub title: String,
    /// The records that it gives.
    pub given: Vec<Both>,
    /// The day as of whose end it is judged.
    pub as_of: Option<String>,
    /// What was registered later than this day is left out.
    pub known_at: Option<String>,
    pub expected: Vec<Both>,
    /// What came of it where that is something else.
    pub actual: Vec<Both>,
    pub passes: bool,
}

/// What is told of a checked package; the regulation's own text where it is given.
pub(crate) fn content(policy: &CheckedPolicy, files: &[File], source: Option<&Source>) -> Content {
    let results = run(policy, None);
    let teller = Teller { policy, results: &results };
    let mut articles: IndexMap<&str, Vec<&Clause>> = IndexMap::new();
    for clause in policy.clauses.values() {
        articles.entry(article_of(&clause.id)).or_default().push(clause);
    }
    let series: Vec<&str> = articles.keys().map(|id| series_of(id).0).collect();
    articles.sort_by_cached_key(|id, _| {
        let (series_of_it, number) = series_of(id);
        (series.iter().position(|one| *one == series_of_it), number)
    });
    let articles = articles.into_iter().map(|(id, clauses)| {
        let phrases: Vec<(&str, &str)> =
            clauses.iter().map(|clause| (clause.id.as_str(), clause.phrase.as_str())).collect();
        let first = |norm: &&Norm| norm.cites.first().is_some_and(|cited| article_of(cited) == id);
        Article {
            id: id.to_owned(),
            title: clauses.first().and_then(|clause| clause.article_title.clone()),
            text: source.and_then(|source| source.article(&phrases)),
            norms: in_order(policy.norms.values().filter(first), &clauses)
                .map(|norm| teller.norm(norm))
                .collect(),
            clauses: clauses.into_iter().map(|clause| teller.clause(clause)).collect(),
        }
    });
    let articles: Vec<Article> = articles.collect();
    let known = |norm: &&Norm| norm.cites.first().is_some_and(|cited| policy.clauses.contains_key(cited));
    Content {
        policy: Both::of(|lang| policy.name.shown(lang).to_owned()),
        title: policy.title.clone(),
        number: policy.number.clone(),
        amendments: policy.amendments.iter().map(Amended::of).collect(),
        issuer: policy.issuer.clone(),
        issued: policy.issued.map(|day| day.to_string()),
        not_in_text: source.map(|_| not_in_text(&articles)).unwrap_or_default(),
        left_over: source.map(|source| source.left_over(&articles)).unwrap_or_default(),
        articles,
        others: policy.norms.values().filter(|norm| !known(norm)).map(|norm| teller.norm(norm)).collect(),
        rests_on: rests_on(files),
        parameters: policy.parameters.keys().filter_map(|name| teller.parameter(name)).collect(),
    }
}

// The clauses that none of the pieces of its article's text is of.
fn not_in_text(articles: &[Article]) -> Vec<String> {
    let lacks = |article: &Article| -> Vec<String> {
        let pieces = || article.text.iter().flatten();
        let ids = article.clauses.iter().map(|clause| &clause.id);
        ids.filter(|id| !pieces().any(|piece| piece.clauses.contains(id))).cloned().collect()
    };
    articles.iter().flat_map(lacks).collect()
}

// Norms in the order of the clauses that they cite first.
fn in_order<'p>(
    norms: impl Iterator<Item = &'p Norm>,
    clauses: &[&Clause],
) -> impl Iterator<Item = &'p Norm> {
    let mut norms: Vec<&Norm> = norms.collect();
    norms.sort_by_key(|norm| clauses.iter().position(|clause| norm.cites.first() == Some(&clause.id)));
    norms.into_iter()
}

// `A10` is the tenth of the articles called A, whatever file it stands in.
fn series_of(article: &str) -> (&str, Option<u32>) {
    let letters = article.trim_end_matches(|c: char| c.is_ascii_digit());
    (letters, article.get(letters.len()..).and_then(|digits| digits.parse().ok()))
}

fn article_of(clause: &str) -> &str {
    clause.split_once('.').map_or(clause, |(article, _)| article)
}

struct Teller<'p> {
    policy: &'p CheckedPolicy,
    results: &'p [ScenarioResult],
}

impl Teller<'_> {
    fn clause(&self, clause: &Clause) -> ClauseEntry {
        let parameters = match &clause.standing {
            Standing::NeedsParameter(names) => names.as_slice(),
            _ => &[],
        };
        ClauseEntry {
            id: clause.id.clone(),
            phrase: clause.phrase.clone(),
            status: Status::of(clause),
            reason: match &clause.standing {
                Standing::NotCheckable(why) => Some(why.clone()),
                _ => None,
            },
            parameters: parameters
                .iter()
                .map(|name| {
                    let found = self.policy.parameters.values().find(|p| p.name.answers_to(name));
                    Both::of(|lang| spaced(found.map_or(name.as_str(), |p| p.name.shown(lang)), lang))
                })
                .collect(),
            norms: clause.norms.iter().filter_map(|name| self.policy.norms.get(name)).map(name_of).collect(),
            deems: clause.deems.iter().map(|event| self.deemed(event)).collect(),
        }
    }

    fn deemed(&self, event: &str) -> Both {
        Both::of(|lang| deemed(self.policy, event, lang, |name| spaced(name, lang)))
    }

    fn norm(&self, norm: &Norm) -> NormEntry {
        let cited: Vec<&Clause> = norm.cites.iter().filter_map(|id| self.policy.clauses.get(id)).collect();
        let status = match (norm.parameters.is_empty(), cited.iter().any(|c| c.standing == Standing::Proxy)) {
            (false, _) => Status::NeedsParameter,
            (true, true) => Status::Proxy,
            (true, false) => Status::Encoded,
        };
        NormEntry {
            name: name_of(norm),
            title: norm.title.clone(),
            clauses: norm.cites.clone(),
            status,
            advisory: norm.modality == Modality::Should,
            sentence: Both::of(|lang| sentence(self.policy, norm, lang)),
            interpretation: [("zh", Lang::Zh), ("en", Lang::En)]
                .map(|(key, lang)| (key, interpretation(norm, lang)))
                .into(),
            parameters: norm.parameters.iter().filter_map(|name| self.parameter(name)).collect(),
            note: norm.note.clone(),
            tests: self.policy.tests.iter().filter_map(|test| self.test(test, norm)).collect(),
        }
    }

    fn parameter(&self, name: &str) -> Option<ParameterEntry> {
        let parameter = self.policy.parameters.get(name)?;
        Some(ParameterEntry {
            parameter: parameter.name.canonical.clone(),
            zh: spaced(parameter.name.shown(Lang::Zh), Lang::Zh),
            en: spaced(parameter.name.shown(Lang::En), Lang::En),
            note: parameter.note.clone(),
            given: parameter.default.is_some(),
        })
    }

    // What a scenario expects of a norm, if anything.
    fn test(&self, test: &Test, norm: &Norm) -> Option<TestEntry> {
        let first = test.norms.first().and_then(|name| norm_named(self.policy, &name.node));
        let meant = |one: &Expectation| match &one.norm {
            Some(name) => norm_named(self.policy, &name.node),
            None => first,
        };
        let own = test.expected().filter(|one| meant(&one.node).is_some_and(|of| of.name == norm.name));
        let in_words = |one: &Expectation| {
            let bare = Expectation { norm: None, ..one.clone() };
            Both::of(|lang| format_expectation(&bare, lang))
        };
        let expected: Vec<Both> = own.map(|one| in_words(&one.node)).collect();
        if expected.is_empty() {
            return None;
        }
        let given = test.given().map(|one| Both::of(|lang| format_given(&one.node, lang))).collect();
        // What is said of a case stands behind what is said of all.
        let day = |of: fn(&TestClause) -> Option<NaiveDate>| {
            test.clauses.iter().rev().find_map(|clause| of(&clause.node)).map(|day| day.to_string())
        };
        let as_of = day(|clause| if let TestClause::AsOf(day) = clause { Some(day.node) } else { None });
        let known_at =
            day(|clause| if let TestClause::KnownAt(day) = clause { Some(day.node) } else { None });
        let (title, span) = (&test.title.node, test.title.span);
        let result = self.results.iter().find(|result| result.span == span && result.title == *title);
        let failures = result.map_or(&[][..], |result| result.failures.as_slice());
        let differences = failures.iter().filter_map(|failure| failure.difference.as_deref());
        let of_norm = differences.filter(|one| meant(&one.expected).is_some_and(|of| of.name == norm.name));
        let actual = of_norm.flat_map(|one| &one.actual).map(in_words).collect();
        let passes = result.is_some_and(|result| result.failures.is_empty());
        Some(TestEntry { title: title.clone(), given, as_of, known_at, expected, actual, passes })
    }
}

fn name_of(norm: &Norm) -> NormName {
    NormName {
        norm: norm.name.canonical.clone(),
        shown: Both::of(|lang| spaced(norm.name.shown(lang), lang)),
    }
}

// An English name as words.
fn spaced(name: &str, lang: Lang) -> String {
    if lang == Lang::En { name.replace('_', " ") } else { name.to_owned() }
}

/// What is deemed, by the type of record that it is, in one wording wherever clauses are listed.
pub(crate) fn deemed(
    policy: &CheckedPolicy,
    event: &str,
    lang: Lang,
    written: impl Fn(&str) -> String,
) -> String {
    let name = policy.vocabulary.events.get(event).map_or(event, |event| event.name.shown(lang));
    match lang {
        Lang::Zh => format!("视为{}", written(name)),
        Lang::En => format!("deemed {}", written(name)),
    }
}
