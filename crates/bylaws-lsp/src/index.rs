//! What a package declares and where each of it is named.

use bylaws::diagnostic::Lang;
use bylaws::source::{FileId, Span};
use bylaws::syntax::ast::{Bearer, ClauseRef, FieldDecl, File, Item, NameDecl, NormClause, Source, Standing};
use bylaws::syntax::{Names, Reference, references};
use bylaws_io::package::Package;

/// What is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Policy,
    Article,
    Clause,
    Entity,
    Enumeration,
    Value,
    Event,
    Field,
    State,
    Role,
    Calendar,
    Parameter,
    Definition,
    Table,
    Account,
    Norm,
    Called,
    Test,
}

impl Kind {
    pub(crate) fn words(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Policy => ("制度", "policy"),
            Self::Article => ("条文", "article"),
            Self::Clause => ("条款", "clause"),
            Self::Entity => ("实体", "entity"),
            Self::Enumeration => ("枚举", "enumeration"),
            Self::Value => ("枚举的取值", "value of an enumeration"),
            Self::Event => ("事件", "event"),
            Self::Field => ("字段", "field"),
            Self::State => ("状态", "state"),
            Self::Role => ("职务", "role"),
            Self::Calendar => ("日历", "calendar"),
            Self::Parameter => ("参数", "parameter"),
            Self::Definition => ("定义", "definition"),
            Self::Table => ("标准表", "table"),
            Self::Account => ("结转", "account"),
            Self::Norm => ("规范", "norm"),
            Self::Called => ("另一方", "the other one"),
            Self::Test => ("测试", "test"),
        };
        if lang == Lang::Zh { zh } else { en }
    }
}

/// A declaration.
#[derive(Clone, Debug)]
pub(crate) struct Symbol {
    pub kind: Kind,
    /// Each form with where it is written: the canonical one first, then the other language's, then further ones.
    pub forms: Vec<(String, Span)>,
    /// The whole of what declares it.
    pub item: Span,
    /// What it belongs to: of a field its record.
    pub within: Option<usize>,
    /// More about it: a title, a phrase, a note.
    pub about: Option<String>,
    /// Its type as written.
    pub ty: Option<Span>,
    /// What can be checked of a clause.
    pub standing: Option<Standing>,
}

impl Symbol {
    /// The form for a language: the one that has Chinese characters, or has none.
    pub(crate) fn shown(&self, lang: Lang) -> &str {
        let chinese = |text: &str| text.chars().any(|c| ('\u{2E80}'..='\u{9FFF}').contains(&c));
        let of_lang = self.forms.iter().take(2).find(|(form, _)| chinese(form) == (lang == Lang::Zh));
        of_lang.or(self.forms.first()).map_or("", |(form, _)| form.as_str())
    }
}

/// All declarations of a package and all references to them.
#[derive(Default)]
pub(crate) struct Index {
    pub symbols: Vec<Symbol>,
    /// References, and declarations as references to themselves; of each file in order.
    pub references: Vec<Reference>,
}

impl Index {
    pub(crate) fn of(package: &Package) -> Self {
        let mut index = Self::default();
        for file in &package.files {
            file.items.iter().for_each(|item| index.item(&item.node, item.span));
        }
        let names = Names::of(&package.files.iter().collect::<Vec<_>>());
        for file in &package.files {
            index.references.extend(references(file, &names));
            index.cited(file);
        }
        let own = index.symbols.iter().flat_map(|symbol| {
            let declared = symbol.forms.first().map(|(_, span)| *span).unwrap_or_default();
            symbol.forms.iter().map(move |(_, at)| Reference { at: *at, declared })
        });
        let own: Vec<Reference> = own.collect();
        index.references.extend(own);
        index.references.sort_by_key(|one| (one.at.file, one.at.start, one.at.end));
        index.references.dedup();
        index
    }

    /// The reference at a byte of a file.
    pub(crate) fn at(&self, file: FileId, offset: usize) -> Option<&Reference> {
        let holds = |one: &&Reference| {
            one.at.file == file && one.at.start as usize <= offset && offset <= one.at.end as usize
        };
        // Where two touch, the one that begins there.
        self.references.iter().rfind(holds)
    }

    /// The declaration that is written at a span.
    pub(crate) fn symbol(&self, declared: Span) -> Option<&Symbol> {
        self.symbols.iter().find(|symbol| symbol.forms.first().is_some_and(|(_, span)| *span == declared))
    }

    /// All places where a declaration is named.
    pub(crate) fn named(&self, declared: Span) -> impl Iterator<Item = Span> {
        self.references.iter().filter(move |one| one.declared == declared).map(|one| one.at)
    }

    fn add(&mut self, kind: Kind, decl: &NameDecl, item: Span, within: Option<usize>) -> usize {
        let forms = std::iter::once(&decl.name).chain(&decl.alias).chain(&decl.also);
        let forms = forms.map(|form| (form.node.clone(), form.span)).collect();
        self.push(Symbol { kind, forms, item, within, about: None, ty: None, standing: None })
    }

    fn push(&mut self, symbol: Symbol) -> usize {
        self.symbols.push(symbol);
        self.symbols.len() - 1
    }

    fn about(&mut self, at: usize, words: Option<&str>) {
        if let Some(symbol) = self.symbols.get_mut(at) {
            symbol.about = words.map(str::to_owned);
        }
    }

    fn fields(&mut self, fields: &[bylaws::source::Spanned<FieldDecl>], within: usize) {
        for field in fields {
            let at = self.add(Kind::Field, &field.node.name, field.span, Some(within));
            if let Some(symbol) = self.symbols.get_mut(at) {
                symbol.ty = Some(field.node.ty.span);
            }
        }
    }

    fn item(&mut self, item: &Item, span: Span) {
        match item {
            Item::Policy(policy) => {
                let at = self.add(Kind::Policy, &policy.name, span, None);
                self.about(at, policy.title.as_ref().map(|title| title.node.as_str()));
            }
            Item::Source(source) => self.source(source, span),
            Item::Entity(one) => {
                let at = self.add(Kind::Entity, &one.name, span, None);
                self.fields(&one.fields, at);
            }
            Item::Enum(one) => {
                let at = self.add(Kind::Enumeration, &one.name, span, None);
                for value in &one.variants {
                    self.add(Kind::Value, value, value.name.span, Some(at));
                }
            }
            Item::Event(one) => {
                let at = self.add(Kind::Event, &one.name, span, None);
                self.fields(&one.fields, at);
            }
            Item::State(one) => {
                let at = self.add(Kind::State, &one.name, span, None);
                self.add(Kind::Event, &one.start, one.start.name.span, Some(at));
                self.add(Kind::Event, &one.end, one.end.name.span, Some(at));
                self.fields(&one.fields, at);
            }
            Item::Role(one) => {
                let at = self.add(Kind::Role, &one.name, span, None);
                self.fields(&one.fields, at);
            }
            Item::Calendar(one) => {
                self.add(Kind::Calendar, &one.name, span, None);
            }
            Item::Parameter(one) => {
                let at = self.add(Kind::Parameter, &one.name, span, None);
                self.about(at, one.note.as_ref().map(|note| note.node.as_str()));
                if let Some(symbol) = self.symbols.get_mut(at) {
                    symbol.ty = Some(one.ty.span);
                }
            }
            Item::Define(one) => {
                self.add(Kind::Definition, &one.name, span, None);
            }
            Item::Table(one) => {
                self.add(Kind::Table, &one.name, span, None);
            }
            Item::Account(one) => {
                self.add(Kind::Account, &one.name, span, None);
            }
            Item::Norm(one) => {
                let at = self.add(Kind::Norm, &one.name, span, None);
                self.about(at, one.title.as_ref().map(|title| title.node.as_str()));
                for clause in &one.clauses {
                    if let NormClause::Each(Bearer { for_each: Some(each), .. }) = &clause.node
                        && let Some(called) = &each.called
                    {
                        self.add(Kind::Called, called, called.name.span, Some(at));
                    }
                }
            }
            Item::Test(one) => {
                let forms = vec![(one.title.node.clone(), one.title.span)];
                let (kind, within, about, ty, standing) = (Kind::Test, None, None, None, None);
                self.push(Symbol { kind, forms, item: span, within, about, ty, standing });
            }
            Item::Use(_) | Item::Interpretation(_) | Item::Deem(_) => {}
        }
    }

    fn source(&mut self, source: &Source, span: Span) {
        let at = self.push(Symbol {
            kind: Kind::Article,
            forms: vec![(source.article.node.clone(), source.article.span)],
            item: span,
            within: None,
            about: source.title.as_ref().map(|title| title.node.clone()),
            ty: None,
            standing: None,
        });
        for clause in &source.clauses {
            self.push(Symbol {
                kind: Kind::Clause,
                forms: vec![(clause.node.id.node.clone(), clause.node.id.span)],
                item: clause.span,
                within: Some(at),
                about: Some(clause.node.phrase.node.clone()),
                ty: None,
                standing: Some(clause.node.standing.clone()),
            });
        }
    }

    // Clauses that norms, and what is deemed, cite, `A4.c10`.
    fn cited(&mut self, file: &File) {
        for item in &file.items {
            match &item.node {
                Item::Norm(norm) => {
                    for clause in &norm.clauses {
                        if let NormClause::Cites(list) = &clause.node {
                            self.cited_in(list);
                        }
                    }
                }
                Item::Deem(deem) => deem.cites.iter().for_each(|list| self.cited_in(&list.node)),
                _ => {}
            }
        }
    }

    fn cited_in(&mut self, list: &[ClauseRef]) {
        for cited in list {
            let Some(article) = self.clause_or_article(&cited.article.node, None) else { continue };
            let declared = |at: usize| Some(self.symbols.get(at)?.forms.first()?.1);
            let of_clause = self.clause_or_article(&cited.clause.node, Some(article));
            let found = [(cited.article.span, Some(article)), (cited.clause.span, of_clause)];
            let found = found
                .into_iter()
                .filter_map(|(at, symbol)| Some(Reference { at, declared: declared(symbol?)? }));
            let found: Vec<Reference> = found.collect();
            self.references.extend(found);
        }
    }

    fn clause_or_article(&self, id: &str, within: Option<usize>) -> Option<usize> {
        let kind = if within.is_some() { Kind::Clause } else { Kind::Article };
        self.symbols.iter().position(|symbol| {
            symbol.kind == kind && symbol.within == within && symbol.forms.iter().any(|(form, _)| form == id)
        })
    }

    /// Clauses that a norm should cite and none does.
    pub(crate) fn uncited(&self) -> impl Iterator<Item = (&Symbol, &Symbol)> {
        self.symbols.iter().filter_map(|clause| {
            let article = self.symbols.get(clause.within.filter(|_| clause.kind == Kind::Clause)?)?;
            let declared = clause.forms.first()?.1;
            let cited = self.named(declared).any(|at| at != declared);
            let open = !matches!(clause.standing, Some(Standing::NotCheckable(_)));
            (open && !cited).then_some((article, clause))
        })
    }
}
