//! What may stand at a place: heads of items and clauses, forms that the grammar lets follow there, and names of what
//! the place is for, those first that fit it.

mod offer;
mod said;
mod scenarios;

use crate::cursor::Cursor;
use crate::index::Kind;
use crate::places::range;
use crate::project::Project;
use crate::scene::{self, Scene};
use bylaws::diagnostic::Lang;
use bylaws::log::Type;
use bylaws::source::FileId;
use bylaws::syntax::ast::{Item, NormClause, Window};
use bylaws::syntax::{Named, Place, Unfinished, heads_to_begin, item_heads, parse};
use lsp_types::{CompletionItem, CompletionTextEdit, TextEdit};
use offer::{ANYTHING, Offer, keyword, plain};
use said::said_of;
use std::collections::{BTreeMap, BTreeSet};

/// Completions at a byte of a file.
pub(crate) fn completions(project: &Project, file: FileId, offset: usize) -> Vec<CompletionItem> {
    let Some(source) = project.source(file) else { return Vec::new() };
    let before = source.text.get(..offset).unwrap_or("");
    let after = source.text.get(offset..).unwrap_or("");
    let lang = project.tree(file).map_or(Lang::Zh, |tree| tree.lang);
    let cursor = Cursor::new(before, after, lang);
    let norm = project.tree(file).and_then(|tree| scene::norm_at(tree, offset));
    let scene = Scene::of(&project.checked.policy, norm, lang);
    let mut here = Here { project, offset, before, lang, cursor: &cursor, scene, found: Vec::new() };
    here.look();
    let mut seen = BTreeSet::new();
    here.found.retain(|one| seen.insert((one.item.label.clone(), one.item.detail.clone())));
    let complete = |(at, one): (usize, Offer)| {
        let Offer { mut item, begun } = one;
        let replaced = range(source, offset.saturating_sub(begun), offset);
        let new_text = item.insert_text.take().unwrap_or_else(|| item.label.clone());
        item.text_edit = Some(CompletionTextEdit::Edit(TextEdit { range: replaced, new_text }));
        // An editor sorts by this: the order in which they were found is the best one.
        item.sort_text = Some(format!("{at:04}"));
        item
    };
    here.found.into_iter().enumerate().map(complete).collect()
}

/// What is known where the cursor is, and what was found to offer.
struct Here<'p> {
    project: &'p Project,
    offset: usize,
    before: &'p str,
    lang: Lang,
    cursor: &'p Cursor<'p>,
    scene: Scene<'p>,
    found: Vec<Offer>,
}

impl Here<'_> {
    fn look(&mut self) {
        let Some(item) = self.cursor.item else {
            if self.cursor.at_head {
                let heads = item_heads(self.lang).map(|head| keyword(head, head, self.lang));
                self.add(heads.collect());
            }
            return;
        };
        if self.cursor.at_head && !self.cursor.in_header {
            let heads = heads_to_begin(item, &self.cursor.written, self.lang).into_iter();
            self.add(heads.map(|head| keyword(head, item, self.lang)).collect());
            // What a clause begun above may go on with.
            let goes_on = !self.cursor.behind.trim().is_empty();
            if matches!(self.cursor.head, "应得" | "expect" | "已知" | "given") && goes_on {
                self.names(&[Kind::Event, Kind::Norm]);
            }
            if self.cursor.is_clause || matches!(item, "规范" | "norm" | "测试" | "test") {
                return;
            }
        }
        if matches!(self.cursor.head, "依据" | "cites") {
            return self.uncited();
        }
        if matches!(self.cursor.head, "背景" | "background") && self.cursor.is_clause {
            return self.names(&[Kind::Test]);
        }
        let (text, lang, is_clause) = (&self.cursor.unfinished, self.lang, self.cursor.is_clause);
        let unfinished = Unfinished { lang, text, is_clause };
        let place = unfinished.place();
        let wanted = place.as_ref().and_then(|place| self.scene.type_of(place.like.as_deref()?, place));
        if let Some(place) = &place {
            self.first(place, wanted.as_ref());
            if self.behind_a_joined_is(place) {
                return;
            }
        }
        self.in_scenarios();
        self.forms(&unfinished, place.as_ref(), wanted.as_ref());
        if let Some(place) = &place {
            self.others(place, wanted.as_ref());
        }
    }

    // What fits a place best.
    fn first(&mut self, place: &Place, wanted: Option<&Type>) {
        match (&place.named, wanted) {
            (Named::Operand, Some(ty)) => {
                let values = self.scene.written_values(ty);
                let objects = self.objects(ty);
                let alike = self.scene.operands(place).into_iter();
                let alike =
                    alike.filter(|(_, other)| self.scene.comparable(ty, other)).map(|(words, _)| words);
                let alike: Vec<String> = alike.filter(|words| place.like.as_ref() != Some(words)).collect();
                self.called(values, Kind::Value, place);
                self.called(objects, Kind::Entity, place);
                // What a scenario gives is written out.
                if !self.is_given() {
                    self.called(alike, Kind::Field, place);
                }
            }
            (Named::Operand, None) => {
                let own = self.scene.fields(place).into_iter();
                let own = own.map(|field| field.name.shown(self.lang).to_owned()).collect();
                self.called(own, Kind::Field, place);
                let spoken_of = self.spoken_of(place).into_iter().map(|name| self.scene.the(&name)).collect();
                self.called(spoken_of, Kind::Called, place);
            }
            (Named::Definite, _) => {
                let mut all = self.spoken_of(place);
                if !place.within.is_empty() {
                    all.push(if self.lang == Lang::Zh { "时间" } else { "time" }.to_owned());
                }
                self.called(all, Kind::Called, place);
            }
            (Named::MemberOf(whose), _) => self.members(whose, place),
            (Named::FieldOf(record), _) => {
                let fields = self.scene.record(record).into_iter().flat_map(|event| event.fields.values());
                let fields = fields.map(|field| field.name.shown(self.lang).to_owned()).collect();
                self.called(fields, Kind::Field, place);
            }
            (Named::Answerable, _) => {
                let all = self.scene.answerable();
                self.called(all, Kind::Role, place);
            }
            (Named::Records, _) if self.is_given() => {
                let all = self.scene.built_in_records();
                self.called(all, Kind::Event, place);
            }
            (Named::Someone, _) if self.opens_an_expectation(place) => self.expected(place),
            (Named::Counted, _) => {
                let all = self.record_ids();
                self.called(all, Kind::Event, place);
            }
            (Named::Answers, _) => {
                let all = self.objects(&Type::Entity("person".to_owned()));
                self.called(all, Kind::Entity, place);
            }
            (Named::Period, _) => {
                let parameters = self.project.checked.policy.parameters.values();
                let lengths = parameters.filter(|one| one.ty == Type::Duration);
                let lengths = lengths.map(|one| one.name.shown(self.lang).to_owned()).collect();
                self.called(lengths, Kind::Parameter, place);
            }
            _ => {}
        }
    }

    // 结果为 would be one name: what can follow is said with 是.
    fn behind_a_joined_is(&mut self, place: &Place) -> bool {
        let Some(field) = self.written(place).strip_suffix('为') else { return false };
        let Some(ty) = self.scene.type_of(field, place) else { return false };
        // 紧急为是 is read, and 紧急是是 is hardly what anybody would write.
        let (by, alike) = match ty {
            Type::Bool => ("为", Vec::new()),
            _ => ("是", self.scene.operands(place)),
        };
        let values = self.scene.written_values(&ty).into_iter();
        let alike = alike.into_iter();
        let alike = alike.filter(|(words, other)| self.scene.comparable(&ty, other) && words != field);
        let all = values.chain(alike.map(|(words, _)| words));
        let begun = '为'.len_utf8();
        let offers = all.map(|one| Offer { item: plain(&format!("{by}{one}")), begun });
        let offers: Vec<Offer> = offers.collect();
        self.found.extend(offers);
        true
    }

    // Fields and posts of what stands before; of everything where nobody knows what that is.
    fn members(&mut self, whose: &str, place: &Place) {
        match self.scene.thing(whose, place) {
            Some(thing) => {
                let moment = matches!(thing, scene::Thing::Of(Type::Date | Type::DateTime));
                // Only someone or something answers.
                let answers = matches!(self.cursor.head, "责任" | "answerable");
                let may_stand =
                    |ty: &Option<Type>| !answers || matches!(ty, Some(Type::Entity(_) | Type::AnyEntity));
                let own = self.scene.members(&thing).into_iter().filter(|(_, ty)| may_stand(ty));
                let own = own.map(|(name, _)| name.shown(self.lang).to_owned());
                let parts: &[&str] = match self.lang {
                    Lang::Zh => &["钟点", "星期", "日", "月份", "年份"],
                    Lang::En => &["time of day", "weekday", "day", "month", "year"],
                };
                let parts = parts.iter().filter(|_| moment).map(|part| (*part).to_owned());
                let all = own.chain(parts).collect();
                self.called(all, Kind::Field, place);
            }
            None => self.named(&[Kind::Field, Kind::Role, Kind::Account], place.begun),
        }
    }

    fn is_given(&self) -> bool {
        matches!(self.cursor.head, "已知" | "given")
    }

    fn opens_an_expectation(&self, place: &Place) -> bool {
        let before = self.before.get(..self.offset - place.begun.min(self.offset)).unwrap_or("");
        let before = before.trim_end_matches(' ');
        before.ends_with(['\n', '；', ';']) || before.ends_with("应得：") || before.ends_with("expect")
    }

    fn spoken_of(&self, place: &Place) -> Vec<String> {
        let around = place.within.iter().skip(1).filter_map(|name| self.scene.record(name));
        let around = around.map(|event| event.name.shown(self.lang).to_owned());
        self.scene.spoken_of.iter().map(|(name, _)| name.clone()).chain(around).collect()
    }

    // Names of the kinds that a place is for.
    fn others(&mut self, place: &Place, wanted: Option<&Type>) {
        let kinds: &[Kind] = match &place.named {
            Named::Bearer | Named::Answerable => &[Kind::Entity, Kind::Role],
            Named::Each => &[Kind::Entity, Kind::Enumeration],
            Named::Records if self.is_given() => &[Kind::Event, Kind::Entity],
            Named::Records => &[Kind::Event],
            Named::Deed => &[Kind::Event, Kind::Role, Kind::State, Kind::Entity],
            Named::Norm => &[Kind::Norm],
            Named::Type => &[Kind::Entity, Kind::Enumeration],
            Named::Entity => &[Kind::Entity, Kind::Role],
            Named::Role => &[Kind::Role],
            Named::State => &[Kind::State],
            Named::Parameter => &[Kind::Parameter],
            Named::Table => &[Kind::Table],
            Named::Definite if self.scene.spoken_of.is_empty() => &[Kind::Entity, Kind::Role, Kind::Event],
            Named::Someone if self.opens_an_expectation(place) => &[Kind::Norm],
            // What is compared with one of a list is in the list.
            Named::Operand if self.is_given() => &[],
            Named::Operand if wanted.is_some_and(is_listed) => &[Kind::Definition],
            Named::Operand if self.cursor.item.is_some_and(|item| matches!(item, "标准表" | "table")) => {
                &[Kind::Value, Kind::Parameter]
            }
            Named::Operand => &ANYTHING,
            Named::Definite
            | Named::FieldOf(_)
            | Named::MemberOf(_)
            | Named::Period
            | Named::Someone
            | Named::Counted
            | Named::Answers => &[],
        };
        self.named(kinds, place.begun);
    }

    fn forms(&mut self, unfinished: &Unfinished<'_>, place: Option<&Place>, wanted: Option<&Type>) {
        // Where one of a list is wanted, or a part of what stands before, nothing else leads anywhere.
        let operand = place.filter(|place| place.begun == 0).map(|place| &place.named);
        if operand == Some(&Named::Operand) && (wanted.is_some_and(is_listed) || self.is_given()) {
            return;
        }
        let is_half_named = place.is_some_and(|place| self.is_half_named(place));
        let subject = self.subject(unfinished);
        let subject = subject.as_ref();
        let text = unfinished.text.trim_end_matches(' ');
        let ends = Unfinished { text, ..*unfinished }.place();
        let is_compared = ends.as_ref().is_some_and(|place| place.compared && place.begun > 0);
        let mut known = BTreeMap::new();
        for form in unfinished.forms() {
            let begun = unfinished.begun(form);
            let goes_on = begun == 0 && is_half_named;
            let is_written = begun == form.len();
            if goes_on || is_written || !self.suits(form) || !subject.is_none_or(|ty| said_of(form, ty)) {
                continue;
            }
            if is_compared && said::compares(form) {
                continue;
            }
            if said::OF_ALL_RECORDS.contains(&form)
                && !ends.as_ref().is_some_and(|place| self.is_of_records(place))
            {
                continue;
            }
            if !*known.entry(begun).or_insert_with(|| self.follows_what_is_known(unfinished, begun)) {
                continue;
            }
            let Some((head, tail)) = form.split_once('…') else {
                self.found.push(Offer { item: plain(form), begun });
                continue;
            };
            // 该…之后7日内: of what sets off the duty, or of whom it is about.
            let whose = match self.scene.trigger {
                Some(event) => vec![event.name.shown(self.lang).to_owned()],
                None => self.scene.spoken_of.iter().map(|(name, _)| name.clone()).collect(),
            };
            for name in whose {
                let whole = format!("{head}{name}{tail}");
                self.found.push(Offer { begun: unfinished.begun(&whole), item: plain(&whole) });
            }
        }
    }

    // Whether what is written of a name is the beginning of one, and none itself.
    fn is_half_named(&self, place: &Place) -> bool {
        let written = self.written(place);
        let forms = || self.project.index.symbols.iter().flat_map(|symbol| &symbol.forms);
        !written.is_empty()
            && forms().all(|(form, _)| form != written)
            && forms().any(|(form, _)| form.starts_with(written))
    }

    fn written(&self, place: &Place) -> &str {
        self.before.get(self.offset - place.begun.min(self.offset)..).unwrap_or("")
    }

    // Whether what ends here is a field of all records of a kind, and not of one that is spoken of.
    fn is_of_records(&self, place: &Place) -> bool {
        let Named::MemberOf(whose) = &place.named else { return false };
        let whose = whose.trim_end_matches('的');
        let is_record = matches!(self.scene.thing(whose, place), Some(scene::Thing::Record(_)));
        is_record && place.begun > 0 && !whose.starts_with('该')
    }

    // Whether a name that a form would stand behind is known, where only known names lead anywhere: 每学 is no period.
    fn follows_what_is_known(&self, unfinished: &Unfinished<'_>, begun: usize) -> bool {
        let text = unfinished.text.get(..unfinished.text.len() - begun).unwrap_or("").trim_end_matches(' ');
        let Some(word) = period_parameter(text, self.lang) else { return true };
        self.project.checked.policy.parameters.values().any(|one| one.name.answers_to(&word))
    }

    // Of what type that is which a form would be said of: the name that ends here, or before a space.
    fn subject(&self, unfinished: &Unfinished<'_>) -> Option<Type> {
        let text = unfinished.text.trim_end_matches(' ');
        let place = Unfinished { text, ..*unfinished }.place()?;
        if let (Named::MemberOf(whose), 0) = (&place.named, place.begun) {
            let whose = whose.trim_end_matches(['的', '.']);
            // Of records there is a number; of the one record there is an instant.
            let is_bare_record = self.scene.record(whose).is_some();
            return self.scene.type_of(whose, &place).filter(|_| !is_bare_record);
        }
        let written = text.get(text.len() - place.begun.min(text.len())..)?.trim();
        let whole = match (&place.named, self.lang) {
            _ if place.begun == 0 => return None,
            (Named::MemberOf(whose), Lang::Zh) => format!("{}的{written}", whose.trim_end_matches('的')),
            (Named::MemberOf(whose), Lang::En) => format!("{}.{written}", whose.trim_end_matches('.')),
            (Named::Definite, _) => self.scene.the(written),
            (Named::Operand, _) => written.to_owned(),
            _ => return None,
        };
        let is_bare_record = place.named == Named::Operand && self.scene.record(&whole).is_some();
        self.scene.type_of(&whole, &place).filter(|_| !is_bare_record)
    }

    // Whether a form is for the type of the field that it is said of.
    fn suits(&self, form: &str) -> bool {
        let line = self.cursor.unfinished.rsplit('\n').next().unwrap_or("");
        let ty = line.rsplit(['：', ':']).next().unwrap_or("").split(['，', ',']).next().unwrap_or("").trim();
        let is_number = matches!(ty, "整数" | "小数" | "时长" | "integer" | "decimal" | "duration");
        let builtin = bylaws_words(self.lang).contains(&ty);
        match form {
            "，非负" | ", not negative" => is_number,
            "，取自" | ", from role" => !builtin,
            _ => true,
        }
    }
}

// Whether a type has a list of values, or names things that one may point at, so that nothing else is one.
fn is_listed(ty: &Type) -> bool {
    *ty == Type::Bool || ty.names() && !matches!(ty, Type::Text)
}

// The parameter whose length a clause says that it is of: 每报告期.
fn period_parameter(clause: &str, lang: Lang) -> Option<String> {
    if !["频次", "every"].iter().any(|head| clause.starts_with(head)) {
        return None;
    }
    let (head, end) = if lang == Lang::Zh { ("规范 甲 {", "}") } else { ("norm x {", "}") };
    let file = parse(FileId::default(), &format!("{head}\n{clause}\n{end}\n")).file;
    let Item::Norm(norm) = &file.items.first()?.node else { return None };
    norm.clauses.iter().find_map(|clause| match &clause.node {
        NormClause::Every(every) => match &every.window {
            Window::EveryParameter(word) => Some(word.node.clone()),
            _ => None,
        },
        _ => None,
    })
}

// Types that no package declares.
fn bylaws_words(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Zh => &["整数", "小数", "文本", "是否", "日期", "时间", "钟点", "时长", "任意对象", "职务类别"],
        Lang::En => &[
            "integer",
            "decimal",
            "text",
            "yes or no",
            "date",
            "datetime",
            "time of day",
            "duration",
            "anything",
            "role",
        ],
    }
}
