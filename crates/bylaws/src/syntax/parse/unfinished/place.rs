//! Where a name stands: what it names there, and what there is to know of it from what is around it.

use super::{Node, Rule};
use pest::iterators::Pairs;

/// What is named at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// On whom a norm bears.
    Bearer,
    /// For each of which there is a duty.
    Each,
    /// Records.
    Records,
    /// What has to be done or to be there: records, posts, states, things.
    Deed,
    /// A norm.
    Norm,
    /// A type of a field.
    Type,
    /// A kind of thing.
    Entity,
    /// A post.
    Role,
    /// A state.
    State,
    /// A parameter.
    Parameter,
    /// A parameter that is a length of time.
    Period,
    /// A table.
    Table,
    /// What is spoken of with `the` / `该`.
    Definite,
    /// A field of a record that is given or deemed, by the name of the record.
    FieldOf(String),
    /// A part of what stands before it, as that is written.
    MemberOf(String),
    /// One who answers.
    Answerable,
    /// Someone whom a scenario has duties of.
    Someone,
    /// A record that a scenario says has counted.
    Counted,
    /// One who answers by a scenario.
    Answers,
    /// Anything in a condition.
    Operand,
}

/// Where a name stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What is named.
    pub named: Named,
    /// Of whose fields one may speak without saying whose, the innermost first.
    pub within: Vec<String>,
    /// Whether the fields are meant of the record that sets off a duty.
    pub of_trigger: bool,
    /// What it is compared with, as that is written.
    pub like: Option<String>,
    /// Whether it is, or is a part of, what something is compared with.
    pub compared: bool,
    /// How much of the name is written already.
    pub begun: usize,
}

/// The place of the name that covers a byte of a sound text.
pub(super) fn of(pairs: Pairs<'_, Rule>, at: usize, text: &str) -> Option<Place> {
    let mut path = Vec::new();
    down(pairs, at, &mut path);
    let name = path
        .iter()
        .position(|pair| matches!(pair.as_rule(), Rule::name | Rule::bearer_id | Rule::answer_name))?;
    let begun = text.len().checked_sub(path.get(name)?.as_span().start())?;
    let around = path.get(..name)?;
    let mut named = named(around, path.get(name)?)?;
    let (mut within, mut like) = (Vec::new(), None);
    for (pair, next) in around.iter().zip(path.iter().skip(1)) {
        match pair.as_rule() {
            Rule::chain if next.as_rule() == Rule::operand => like = compared(pair, next).or(like),
            // What is compared outside the brackets has nothing to do with what is within.
            Rule::filter | Rule::group | Rule::exists_expr | Rule::member => like = None,
            Rule::given_field | Rule::deem_field | Rule::assignment if next.as_rule() == Rule::operand => {
                like = name_in(pair);
            }
            _ => {}
        }
        let whose = match (pair.as_rule(), next.as_rule()) {
            (_, Rule::filter) => name_in(pair),
            (Rule::event, Rule::evidence) => child(pair, Rule::event_head).and_then(|head| name_in(&head)),
            (Rule::given_record, Rule::given_field) => name_in(pair),
            (Rule::deem, Rule::deem_field) => child(pair, Rule::selection).and_then(|one| name_in(&one)),
            _ => None,
        };
        within.extend(whose);
    }
    within.reverse();
    let compared = like.is_some();
    if matches!(named, Named::MemberOf(_) | Named::Definite) {
        like = None;
    }
    let of_trigger = around.iter().any(|pair| pair.as_rule() == Rule::satisfy);
    if let (Named::FieldOf(_), Some(deem)) = (&named, around.iter().find(|pair| pair.as_rule() == Rule::deem))
    {
        named = Named::FieldOf(name_in(deem)?);
    }
    Some(Place { named, within, of_trigger, like, compared, begun })
}

// What covers a byte, the outermost first.
fn down<'i>(pairs: Pairs<'i, Rule>, at: usize, path: &mut Vec<Node<'i>>) {
    let covers = |pair: &Node<'_>| pair.as_span().start() <= at && at < pair.as_span().end();
    if let Some(pair) = pairs.into_iter().find(covers) {
        path.push(pair.clone());
        down(pair.into_inner(), at, path);
    }
}

fn named(around: &[Node<'_>], name: &Node<'_>) -> Option<Named> {
    let mut outward = around.iter().rev().map(Node::as_rule);
    let inside = |rule: Rule| around.iter().any(|pair| pair.as_rule() == rule);
    let outcome = around.last().and_then(|pair| child(pair, Rule::outcome_of)).is_some();
    Some(match outward.next()? {
        Rule::expectation | Rule::expect_when => Named::Someone,
        Rule::counted => Named::Counted,
        Rule::answers => Named::Answers,
        _ if name.as_rule() == Rule::bearer_id => return None,
        _ if outcome => Named::Norm,
        Rule::each => Named::Bearer,
        Rule::for_each => Named::Each,
        Rule::selection => match outward.next()? {
            Rule::have_part => Named::Deed,
            Rule::none_of | Rule::exists_expr => Named::Deed,
            _ => Named::Records,
        },
        Rule::deem | Rule::given_record | Rule::covers | Rule::totalling => Named::Records,
        Rule::simple_type => Named::Type,
        Rule::parent | Rule::role | Rule::state | Rule::account => Named::Entity,
        Rule::from_role | Rule::holds => Named::Role,
        Rule::under => Named::State,
        Rule::replaces | Rule::repeals_attr | Rule::of_norm | Rule::in_a_row => Named::Norm,
        Rule::name_list if inside(Rule::covers) => Named::Records,
        Rule::name_list if inside(Rule::test_head) => Named::Norm,
        Rule::assignment | Rule::needs => Named::Parameter,
        Rule::every_parameter => Named::Period,
        Rule::lookup => Named::Table,
        Rule::the => Named::Definite,
        // In English the rank is written first.
        Rule::unranked if name.as_str().is_ascii() => return None,
        Rule::unranked => Named::Answerable,
        Rule::given_field | Rule::deem_field => {
            let record = around.iter().rev().find(|pair| pair.as_rule() == Rule::given_record);
            Named::FieldOf(record.and_then(name_in).unwrap_or_default())
        }
        Rule::member | Rule::zh_member | Rule::measure_suffix => {
            let operand = around.iter().rev().find(|pair| has_members(pair))?;
            let member = around.iter().rev().find(|pair| pair.as_rule() == Rule::member)?;
            let length = member.as_span().start() - operand.as_span().start();
            Named::MemberOf(operand.as_str().get(..length)?.trim().to_owned())
        }
        Rule::measured => {
            let of = around.last()?.clone().into_inner().next()?;
            match of.as_span().start() == name.as_span().start() {
                true => Named::Records,
                false => Named::MemberOf(of.as_str().to_owned()),
            }
        }
        Rule::selection_value | Rule::plain_value if inside(Rule::answer_line) && !inside(Rule::filter) => {
            Named::Answerable
        }
        Rule::amount => Named::Parameter,
        Rule::selection_value | Rule::plain_value => Named::Operand,
        _ => return None,
    })
}

fn has_members(pair: &Node<'_>) -> bool {
    matches!(pair.as_rule(), Rule::operand | Rule::plain_operand | Rule::bounded_value)
}

// What an operand of a chain is compared with.
fn compared(chain: &Node<'_>, operand: &Node<'_>) -> Option<String> {
    let before = |pair: &Node<'_>| pair.as_span().start() < operand.as_span().start();
    let mut known: Vec<Node<'_>> = chain.clone().into_inner().take_while(before).collect();
    // 甲、乙 are compared with the same.
    while known.last().is_some_and(|infix| matches!(infix.as_str().trim(), "、" | "&")) {
        known.truncate(known.len().checked_sub(2)?);
    }
    let by = known.pop().filter(|infix| infix.as_rule() == Rule::infix)?;
    let is_joint = ["并且", "而且", "且", "或者", "或", "and", "or"].contains(&by.as_str().trim());
    let with = known.pop().filter(|_| !is_joint)?;
    Some(with.as_str().trim().to_owned())
}

fn child<'i>(pair: &Node<'i>, rule: Rule) -> Option<Node<'i>> {
    pair.clone().into_inner().find(|one| one.as_rule() == rule)
}

// The first name in it, that of its declaration included.
fn name_in(pair: &Node<'_>) -> Option<String> {
    let declared = child(pair, Rule::name_decl);
    let name = child(declared.as_ref().unwrap_or(pair), Rule::name)?;
    let name = name.as_str().trim();
    Some(name.trim_matches(['「', '」', '`']).to_owned())
}
