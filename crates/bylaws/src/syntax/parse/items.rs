//! Items: the regulation, its clauses, the vocabulary, calendar data, parameters, definitions.

use super::expressions::calendar_kind;
use super::{Builder, Node, Rule};
use crate::source::Spanned;
use crate::syntax::ast::{
    Calendar, CalendarEntry, CalendarKind, Clause, Define, Entity, Enumeration, Event, Expr, ExprKind,
    FieldDecl, Ident, Item, NameDecl, Norm, NormClause, Parameter, Policy, PolicyAttribute, Role, Source,
    Standing, State, Test, TypeExpr,
};

/// The header of a norm or test that is put together clause by clause.
pub(super) enum Header {
    Norm(NameDecl, Option<Spanned<String>>),
    Test(Spanned<String>, Vec<Ident>),
}

/// What is left of a norm or test when some of its clauses are broken.
pub(super) fn partial(header: Header, clauses: Vec<Option<Spanned<NormClause>>>) -> Option<Item> {
    match header {
        Header::Norm(name, title) => {
            let clauses = clauses.into_iter().flatten().collect();
            Some(Item::Norm(Box::new(Norm { name, title, clauses, incomplete: true })))
        }
        // A scenario that lost a part would say something else than its author meant.
        Header::Test(..) => None,
    }
}

impl Builder {
    pub(super) fn build_header(&mut self, node: Node<'_>) -> Option<Header> {
        match node.as_rule() {
            Rule::norm_head => self.norm_head(node).map(|(name, title)| Header::Norm(name, title)),
            Rule::test_head => Some(self.test_head(node)),
            _ => None,
        }
    }

    pub(super) fn build_clause(&mut self, node: Node<'_>) -> Option<Spanned<NormClause>> {
        match node.as_rule() {
            Rule::test_clause => {
                // Only looked at for its problems: see [`partial`].
                self.test_clause(node);
                None
            }
            _ => self.norm_clause(node),
        }
    }

    fn norm_head(&mut self, node: Node<'_>) -> Option<(NameDecl, Option<Spanned<String>>)> {
        let (mut name, mut title) = (None, None);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name_decl => name = Some(self.name_decl(part)),
                Rule::text => title = Some(self.text(&part)),
                _ => {}
            }
        }
        Some((name?, title))
    }

    fn test_head(&mut self, node: Node<'_>) -> Header {
        let (mut title, mut norms) = (Spanned::default(), Vec::new());
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::text => title = self.text(&part),
                Rule::name_list => norms = self.names(part.into_inner().collect()),
                _ => {}
            }
        }
        Header::Test(title, norms)
    }

    pub(super) fn build_item(&mut self, node: Node<'_>) -> Option<Item> {
        Some(match node.as_rule() {
            Rule::policy => Item::Policy(self.policy(node)?),
            Rule::use_item => Item::Use(node.into_inner().next().map(|n| self.text(&n))?),
            Rule::source => Item::Source(self.source(node)?),
            Rule::entity => Item::Entity(self.entity(node)?),
            Rule::enumeration => Item::Enum(self.enumeration(node)?),
            Rule::event => Item::Event(self.event(node)?),
            Rule::state => Item::State(self.state(node)?),
            Rule::role => Item::Role(self.role_item(node)?),
            Rule::calendar => Item::Calendar(self.calendar(node)?),
            Rule::parameter => Item::Parameter(self.parameter(node)?),
            Rule::interpretation => {
                let readings = node.into_inner().filter(|n| n.as_rule() == Rule::reading).collect::<Vec<_>>();
                Item::Interpretation(readings.into_iter().filter_map(|n| self.reading(n)).collect())
            }
            Rule::define => Item::Define(self.define(node)?),
            Rule::account => Item::Account(self.account(node)?),
            Rule::deem => Item::Deem(self.deem(node)?),
            Rule::table => Item::Table(self.table(node)?),
            Rule::norm => Item::Norm(Box::new(self.norm(node)?)),
            Rule::test => Item::Test(Box::new(self.test(node)?)),
            _ => return None,
        })
    }

    fn norm(&mut self, node: Node<'_>) -> Option<Norm> {
        let mut parts = node.into_inner();
        let (name, title) = self.norm_head(parts.next()?)?;
        let clauses = parts.filter(|n| n.as_rule() == Rule::norm_clause).collect::<Vec<_>>();
        let before = self.diagnostics.len();
        let clauses = clauses.into_iter().filter_map(|n| self.norm_clause(n)).collect();
        Some(Norm { name, title, clauses, incomplete: self.failed_since(before) })
    }

    fn test(&mut self, node: Node<'_>) -> Option<Test> {
        let mut parts = node.into_inner();
        let Header::Test(title, norms) = self.test_head(parts.next()?) else { return None };
        let clauses = parts.filter(|n| n.as_rule() == Rule::test_clause).collect::<Vec<_>>();
        Some(Test {
            title,
            norms,
            clauses: clauses.into_iter().filter_map(|n| self.test_clause(n)).collect(),
        })
    }

    fn policy(&mut self, node: Node<'_>) -> Option<Policy> {
        let mut parts = node.into_inner();
        let (name, title) = self.norm_head(parts.next()?)?;
        let mut attributes = Vec::new();
        for attribute in parts.filter(|n| n.as_rule() == Rule::policy_attribute).collect::<Vec<_>>() {
            let span = self.span(&attribute);
            let Some(kind) = attribute.into_inner().next() else { continue };
            let rule = kind.as_rule();
            let names: Vec<Ident> = kind.clone().into_inner().map(|n| self.ident(&n)).collect();
            let Some(value) = kind.into_inner().next() else { continue };
            let text = |b: &Self| b.text(&value).node;
            let attribute = match rule {
                Rule::number_attr => PolicyAttribute::Number(text(self)),
                Rule::issuer_attr => PolicyAttribute::Issuer(text(self)),
                Rule::zone_attr => PolicyAttribute::TimeZone(text(self)),
                Rule::amends_attr => PolicyAttribute::Amends(text(self)),
                Rule::repeals_attr => PolicyAttribute::Repeals(names),
                Rule::issued_attr => PolicyAttribute::Issued(self.date(&value)),
                Rule::until_attr => PolicyAttribute::InForceUntil(self.date(&value)),
                _ => PolicyAttribute::InForceFrom(self.date(&value)),
            };
            attributes.push(Spanned::new(attribute, span));
        }
        Some(Policy { name, title, attributes })
    }

    fn source(&mut self, node: Node<'_>) -> Option<Source> {
        let mut parts = node.into_inner();
        let (mut article, mut title) = (None, None);
        for part in parts.next()?.into_inner() {
            match part.as_rule() {
                Rule::name => article = Some(self.ident(&part)),
                Rule::text => title = Some(self.text(&part)),
                _ => {}
            }
        }
        let clauses = parts.filter(|n| n.as_rule() == Rule::source_clause).collect::<Vec<_>>();
        let clauses = clauses.into_iter().filter_map(|n| {
            let span = self.span(&n);
            self.clause(n).map(|c| Spanned::new(c, span))
        });
        Some(Source { article: article?, title, clauses: clauses.collect() })
    }

    fn clause(&mut self, node: Node<'_>) -> Option<Clause> {
        let (mut id, mut phrase, mut standing) = (None, None, Standing::Encoded);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name => id = Some(self.ident(&part)),
                Rule::text => phrase = Some(self.text(&part)),
                Rule::proxy => standing = Standing::Proxy,
                Rule::needs => standing = Standing::NeedsParameter(self.names(part.into_inner().collect())),
                Rule::not_checkable => {
                    standing = Standing::NotCheckable(part.into_inner().next().map(|n| self.text(&n))?)
                }
                _ => {}
            }
        }
        Some(Clause { id: id?, phrase: phrase?, standing })
    }

    fn fields(&mut self, nodes: Vec<Node<'_>>) -> Vec<Spanned<FieldDecl>> {
        let fields = nodes.into_iter().filter(|n| n.as_rule() == Rule::field);
        fields
            .filter_map(|n| {
                let span = self.span(&n);
                self.field(n).map(|f| Spanned::new(f, span))
            })
            .collect()
    }

    fn field(&mut self, node: Node<'_>) -> Option<FieldDecl> {
        let (mut name, mut ty) = (None, None);
        let (mut private, mut optional, mut non_negative, mut from_role) = (false, false, false, None);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name_decl => name = Some(self.name_decl(part)),
                Rule::type_expr => ty = Some(self.type_expr(part)),
                Rule::private_flag => private = true,
                Rule::optional_flag => optional = true,
                Rule::non_negative_flag => non_negative = true,
                Rule::from_role => from_role = part.into_inner().next().map(|n| self.ident(&n)),
                _ => {}
            }
        }
        Some(FieldDecl { name: name?, ty: ty?, private, optional, non_negative, from_role })
    }

    pub(super) fn type_expr(&mut self, node: Node<'_>) -> Spanned<TypeExpr> {
        let span = self.span(&node);
        let (mut ty, mut sets) = (TypeExpr::AnyEntity, 0);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::set_of | Rule::set_suffix => sets += 1,
                Rule::simple_type => ty = self.simple_type(part),
                _ => {}
            }
        }
        let of = |ty, _| TypeExpr::Set(Box::new(Spanned::new(ty, span)));
        Spanned::new((0..sets).fold(ty, of), span)
    }

    fn simple_type(&mut self, node: Node<'_>) -> TypeExpr {
        let Some(inner) = node.into_inner().next() else { return TypeExpr::AnyEntity };
        if inner.as_rule() == Rule::name {
            return TypeExpr::Named(self.ident(&inner).node);
        }
        match inner.as_str().trim() {
            "yes or no" | "是否" => TypeExpr::Bool,
            "integer" | "整数" => TypeExpr::Integer,
            "decimal" | "小数" => TypeExpr::Decimal,
            "text" | "文本" => TypeExpr::Text,
            "date" | "日期" => TypeExpr::Date,
            "datetime" | "时间" => TypeExpr::DateTime,
            "duration" | "时长" => TypeExpr::Duration,
            "time of day" | "钟点" => TypeExpr::Clock,
            "role" | "职务类别" => TypeExpr::Role,
            _ => TypeExpr::AnyEntity,
        }
    }

    fn entity(&mut self, node: Node<'_>) -> Option<Entity> {
        let (mut name, mut parent, mut unregistered) = (None, None, false);
        let mut fields = Vec::new();
        for part in node.into_inner() {
            if part.as_rule() == Rule::entity_head {
                for head in part.into_inner() {
                    match head.as_rule() {
                        Rule::name_decl => name = Some(self.name_decl(head)),
                        Rule::parent => parent = head.into_inner().next().map(|n| self.ident(&n)),
                        Rule::unregistered => unregistered = true,
                        _ => {}
                    }
                }
            } else {
                fields.push(part);
            }
        }
        Some(Entity { name: name?, parent, unregistered, fields: self.fields(fields) })
    }

    fn enumeration(&mut self, node: Node<'_>) -> Option<Enumeration> {
        let mut name = None;
        let mut variants = Vec::new();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::enum_head => name = part.into_inner().next().map(|n| self.name_decl(n)),
                Rule::name_decl => variants.push(self.name_decl(part)),
                _ => {}
            }
        }
        Some(Enumeration { name: name?, variants })
    }

    fn event(&mut self, node: Node<'_>) -> Option<Event> {
        let mut parts = node.into_inner();
        let name = parts.next()?.into_inner().next().map(|n| self.name_decl(n))?;
        let mut event = Event {
            name,
            fields: Vec::new(),
            evidence: None,
            no_content: false,
            planned: false,
            judgement: false,
            flags_at: Default::default(),
        };
        let mut fields = Vec::new();
        for part in parts {
            match part.as_rule() {
                Rule::evidence => event.evidence = part.into_inner().next().map(|n| self.expr(n)),
                Rule::no_content => {
                    event.no_content = true;
                    event.flags_at[0] = self.spanned(&part, ());
                }
                Rule::planned => {
                    event.planned = true;
                    event.flags_at[1] = self.spanned(&part, ());
                }
                Rule::judgement => {
                    event.judgement = true;
                    event.flags_at[2] = self.spanned(&part, ());
                }
                _ => fields.push(part),
            }
        }
        event.fields = self.fields(fields);
        Some(event)
    }

    fn state(&mut self, node: Node<'_>) -> Option<State> {
        let (mut name, mut of, mut start, mut end) = (None, None, None, None);
        let mut fields = Vec::new();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name_decl => name = Some(self.name_decl(part)),
                Rule::name => of = Some(self.ident(&part)),
                Rule::state_from => start = part.into_inner().next().map(|n| self.name_decl(n)),
                Rule::state_to => end = part.into_inner().next().map(|n| self.name_decl(n)),
                _ => fields.push(part),
            }
        }
        Some(State { name: name?, of: of?, start: start?, end: end?, fields: self.fields(fields) })
    }

    fn role_item(&mut self, node: Node<'_>) -> Option<Role> {
        let (mut name, mut unit, mut single) = (None, None, false);
        let mut fields = Vec::new();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name_decl => name = Some(self.name_decl(part)),
                Rule::name => unit = Some(self.ident(&part)),
                Rule::single => single = true,
                _ => fields.push(part),
            }
        }
        Some(Role { name: name?, unit: unit?, single, fields: self.fields(fields) })
    }

    fn calendar(&mut self, node: Node<'_>) -> Option<Calendar> {
        let (mut name, mut only_for) = (None, None);
        let mut entries = Vec::new();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::calendar_head => {
                    let mut parts = part.into_inner();
                    name = parts.next().map(|n| self.name_decl(n));
                    only_for = parts.next().and_then(|n| n.into_inner().next()).map(|n| self.operand(n));
                }
                Rule::calendar_entry => {
                    let span = self.span(&part);
                    entries.extend(self.calendar_entry(part).map(|e| Spanned::new(e, span)));
                }
                _ => {}
            }
        }
        Some(Calendar { name: name?, only_for, entries })
    }

    fn calendar_entry(&mut self, node: Node<'_>) -> Option<CalendarEntry> {
        let mut kind = CalendarKind::Vacation;
        let (mut label, mut alias) = (None, None);
        let mut dates = Vec::new();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::calendar_kind => kind = calendar_kind(part.as_str()),
                Rule::text => label = Some(self.text(&part)),
                Rule::text_alias => alias = part.into_inner().next().map(|n| self.text(&n)),
                Rule::date => dates.push(Spanned::new(self.date(&part), self.span(&part))),
                _ => {}
            }
        }
        if self.lang == crate::diagnostic::Lang::Zh && alias.is_some() {
            std::mem::swap(&mut label, &mut alias);
        }
        let mut dates = dates.into_iter();
        Some(CalendarEntry { kind, label, alias, from: dates.next()?, to: dates.next() })
    }

    fn parameter(&mut self, node: Node<'_>) -> Option<Parameter> {
        let (mut name, mut ty, mut default, mut note) = (None, None, None, None);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name_decl => name = Some(self.name_decl(part)),
                Rule::type_expr => ty = Some(self.type_expr(part)),
                Rule::default => {
                    let span = self.span(&part);
                    let mut values: Vec<Expr> = part.into_inner().map(|n| self.operand(n)).collect();
                    default = match values.len() {
                        0 | 1 => values.pop(),
                        _ => Some(Expr { kind: ExprKind::List(values), span }),
                    };
                }
                Rule::text => note = Some(self.text(&part)),
                _ => {}
            }
        }
        Some(Parameter { name: name?, ty: ty?, default, note })
    }

    fn define(&mut self, node: Node<'_>) -> Option<Define> {
        let span = self.span(&node);
        let (mut name, mut ty, mut value) = (None, None, Expr { kind: ExprKind::Broken, span });
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name_decl => name = Some(self.name_decl(part)),
                Rule::type_expr => ty = Some(self.type_expr(part)),
                Rule::expr => value = self.expr(part),
                _ => {}
            }
        }
        Some(Define { name: name?, ty, value })
    }
}
