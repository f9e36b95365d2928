//! Words: texts, values of enumerations, fields in hand, parameters, definitions, `the x`.

use super::sizes::persons_at_once;
use super::{Hand, NOTHING, Scene, Typed};
use crate::check::Checker;
use crate::check::policy::{BearerKind, Expr, Slot};
use crate::diagnostic::{Arg, Diagnostic, Lang, Message, one_apart};
use crate::limits;
use crate::log::{EventOrigin, Name, Type, Value};
use crate::source::Span;
use crate::syntax::ast;
use std::sync::Arc;

/// What may be meant by a word that is none of the values: the one with a single other character, or any.
fn one_of_values(problem: Diagnostic, span: Span, word: &str, values: &[Name]) -> Diagnostic {
    if let Some(meant) = one_apart(word, values.iter().flat_map(Name::forms)) {
        return problem.help(Message::new("help.did_you_mean").with("name", meant)).fix(span, meant);
    }
    let values = values.iter().map(Name::both).collect();
    problem.help(Message::new("help.values").with_arg("values", Arg::OneOf(values)))
}

/// 上门或线上: values in one word.
fn several(word: &str, variants: &[Name]) -> bool {
    let parts: Vec<&str> = word.split("或").map(|part| part.strip_prefix('者').unwrap_or(part)).collect();
    parts.len() > 1 && parts.iter().all(|part| variants.iter().any(|variant| variant.answers_to(part)))
}

impl Checker<'_> {
    pub(in crate::check) fn text(&mut self, text: &str, span: Span, wanted: Option<&Type>) -> Typed {
        let word: Arc<str> = Arc::from(text);
        let element = match wanted {
            Some(Type::Set(of)) => Some(&**of),
            other => other,
        };
        match element {
            Some(Type::Entity(_) | Type::AnyEntity) => (Expr::Value(Value::Entity(word)), element.cloned()),
            Some(Type::Enum(_)) => self.variant(text, span, element).unwrap_or((NOTHING, None)),
            _ => (Expr::Value(Value::Text(word)), Some(Type::Text)),
        }
    }

    pub(in crate::check) fn variant(
        &mut self,
        word: &str,
        span: Span,
        wanted: Option<&Type>,
    ) -> Option<Typed> {
        let Some(Type::Enum(name)) = wanted else { return None };
        let variants: Vec<Name> = self.vocabulary_ref().enums.get(name)?.variants.values().cloned().collect();
        match variants.iter().find(|v| v.answers_to(word)) {
            Some(variant) => {
                Some((Expr::Value(Value::Variant(Arc::from(variant.canonical.as_str()))), wanted.cloned()))
            }
            None => {
                self.unknown("B0201", span, word, variants.iter());
                Some((NOTHING, None))
            }
        }
    }

    // A bare name: a field of what is in hand, a value of the expected type, a parameter, a definition.
    pub(in crate::check) fn bare(
        &mut self,
        word: &str,
        span: Span,
        scene: &Scene,
        wanted: Option<&Type>,
    ) -> Typed {
        if let Some(found) = self.in_hand(word, scene) {
            return found;
        }
        let element = match wanted {
            Some(Type::Set(of)) => Some(&**of),
            other => other,
        };
        if let Some(Type::Enum(name)) = element
            && self
                .vocabulary_ref()
                .enums
                .get(name)
                .is_some_and(|e| e.variants.values().any(|v| v.answers_to(word)))
        {
            return self.variant(word, span, element).unwrap_or((NOTHING, None));
        }
        if element == Some(&Type::Role)
            && let Some(role) = self.vocabulary_ref().role_named(word)
        {
            return (Expr::Value(Value::Role(Arc::from(role.name.canonical.as_str()))), Some(Type::Role));
        }
        if scene.account.as_ref().is_some_and(|name| name.answers_to(word)) {
            return (Expr::Carried, Some(Type::Decimal));
        }
        if let Some(parameter) = self.policy.parameters.values().find(|p| p.name.answers_to(word)) {
            return (Expr::Parameter(parameter.name.canonical.clone()), Some(parameter.ty.clone()));
        }
        if let Some((key, (_, define))) = self.definitions.iter().find(|(_, (name, _))| name.answers_to(word))
        {
            let (key, define) = (key.clone(), *define);
            self.definitions_used.insert(key.clone());
            return self.expand(key, define, (span, wanted), scene);
        }
        // It may be a field of what could not be read.
        if scene.hand != Hand::Lost {
            self.unknown_bare(word, span, scene, element);
        }
        (NOTHING, None)
    }

    pub(in crate::check) fn expand(
        &mut self,
        key: String,
        define: &ast::Define,
        (span, wanted): (Span, Option<&Type>),
        scene: &Scene,
    ) -> Typed {
        if scene.expanding.contains(&key) {
            self.report(Diagnostic::error("B0205", span).with("name", key));
            return (NOTHING, None);
        }
        if self.expanded > limits::EXPANDED || scene.expanding.len() >= limits::DEFINITIONS {
            // Told once: what follows is of the same kind.
            if self.expanded < usize::MAX {
                self.report(Diagnostic::error("B0213", span).with("name", key));
            }
            self.expanded = usize::MAX;
            return (NOTHING, None);
        }
        let ty = define.ty.as_ref().and_then(|t| self.type_of(&t.node, t.span));
        let mut inner = scene.clone();
        inner.expanding.push(key);
        // 定义 总务处 为“zongwu”: what states no type is what its place asks for.
        let (value, found) = self.resolve(&define.value, &inner, ty.as_ref().or(wanted));
        if let Expr::Value(Value::Entity(id)) = &value {
            let called = super::super::name(&define.name);
            // The order of files must not matter where several names stand for one.
            let before = self.policy.named.get(&**id);
            if before.is_none_or(|before| called.canonical < before.canonical) {
                self.policy.named.insert(id.to_string(), called);
            }
        }
        (value, ty.or(found))
    }

    pub(in crate::check) fn unknown_bare(
        &mut self,
        word: &str,
        span: Span,
        scene: &Scene,
        wanted: Option<&Type>,
    ) {
        let meant = Self::the_one_called(word, scene).or_else(|| self.said_by_its_value(word, scene));
        let meant = meant.or_else(|| Self::the_bearer_meant(word, scene, wanted));
        let meant = meant.or_else(|| self.whether_meant(word, scene));
        let meant = meant.or_else(|| self.condition_in_one_word(word, scene));
        let meant = meant.or_else(|| self.post_of_unit(word, scene));
        let meant = meant.or_else(|| self.of_the_trigger(word, scene));
        let meant = meant.or_else(|| time_in_hand(word, scene).map(str::to_owned));
        let meant = meant.or_else(|| self.trigger_meant(word, scene, wanted));
        let is_condition = wanted.is_none_or(|ty| *ty == Type::Bool);
        let meant = meant.or_else(|| days_meant(word).filter(|_| is_condition));
        if let Some(meant) = meant {
            let problem = Diagnostic::error("B0201", span).with("name", word);
            let problem = problem.help(Message::new("help.did_you_mean").with("name", &meant));
            return self.report(problem.fix(span, meant));
        }
        let is_one = matches!(wanted, Some(Type::Entity(_) | Type::AnyEntity));
        if let Some(meant) = self.post_meant(word, scene).filter(|_| is_one) {
            let problem = Diagnostic::error("B0201", span).with("name", word);
            let problem = problem.help(Message::new("help.did_you_mean").with("name", &meant));
            return self
                .report(problem.help(Message::new("help.is_role").with("name", word)).fix(span, meant));
        }
        if let Some(advice) = self.on_the_next_day(word, scene, wanted) {
            return self.report(Diagnostic::error("B0201", span).with("name", word).help(advice));
        }
        if begins_with_a_weekday(word) && word.chars().count() <= 3 {
            let advice = Message::new("help.weekday");
            return self.report(Diagnostic::error("B0201", span).with("name", word).help(advice));
        }
        if let Some(advice) = persons_at_once(word) {
            return self.report(Diagnostic::error("B0201", span).with("name", word).help(advice));
        }
        let vocabulary = self.vocabulary_ref();
        let likely: Vec<Name> = match wanted {
            Some(Type::Enum(name)) => {
                vocabulary.enums.get(name).into_iter().flat_map(|e| e.variants.values().cloned()).collect()
            }
            Some(Type::Role) => vocabulary.roles.values().map(|r| r.name.clone()).collect(),
            _ => Vec::new(),
        };
        if several(word, &likely) {
            let problem = Diagnostic::error("B0201", span).with("name", word);
            return self.report(problem.help(Message::new("help.one_of")));
        }
        let mut known: Vec<Name> = match &scene.hand {
            Hand::Event(kind) | Hand::State(kind) => vocabulary
                .events
                .get_index(*kind)
                .map(|(_, e)| e.fields.values().map(|f| f.name.clone()).collect())
                .unwrap_or_default(),
            _ => Vec::new(),
        };
        if let Hand::Entity(kind) = &scene.hand {
            known.extend(self.attributes_of(kind));
        }
        match &scene.bearer {
            Some((_, BearerKind::Entity(kind))) if scene.of_bearer => known.extend(self.attributes_of(kind)),
            _ => {}
        }
        known.extend(self.policy.parameters.values().map(|p| p.name.clone()));
        known.extend(self.definitions.values().map(|(name, _)| name.clone()));
        let problem = self.problem_of_unknown("B0201", span, word, &[&likely, &known]);
        let problem = match problem.help.is_empty() && !likely.is_empty() {
            true => one_of_values(problem, span, word, &likely),
            false => problem,
        };
        let one_certain =
            problem.help.is_empty() && matches!(wanted, Some(Type::Entity(_) | Type::AnyEntity));
        let from_trigger = self.count_from_trigger(scene, wanted).filter(|_| problem.help.is_empty());
        let problem = match from_trigger {
            Some(advice) => problem.help(advice),
            None => problem,
        };
        // 未处于请假期间: nobody is called so.
        let one_certain = one_certain && !["未", "不", "没", "没有", "无"].contains(&word);
        self.report(match one_certain {
            true => problem.help(Message::new("help.one_certain").with("name", word)),
            false => problem,
        });
    }

    // 紧急是否, 是否紧急, 团委批准是否: a condition says what is to hold. 非校队 is 校队为否.
    fn whether_meant(&self, word: &str, scene: &Scene) -> Option<String> {
        let denied = word.strip_prefix('非').or_else(|| word.strip_prefix("不是"));
        if let Some((name, (_, Some(Type::Bool)))) =
            denied.and_then(|name| Some((name, self.in_hand(name, scene)?)))
        {
            return Some(format!("{name}为否"));
        }
        let asked = word.strip_suffix("是否").or_else(|| word.strip_prefix("是否"))?;
        if let Some((_, Some(Type::Bool))) = self.in_hand(asked, scene) {
            return Some(format!("{asked}为是"));
        }
        let (_, event) = self.vocabulary_ref().event_named(asked)?;
        let condition = self.only_way_to_tell(event, scene, Lang::Zh)?;
        Some(format!("存在{asked}（{condition}）"))
    }

    /// The attributes of a kind of entity, those that it has from its parents too.
    pub(in crate::check) fn attributes_of(&self, kind: &str) -> Vec<Name> {
        let vocabulary = self.vocabulary_ref();
        let kinds = vocabulary.entities.values().filter(|e| vocabulary.is_a(kind, &e.name.canonical));
        kinds.flat_map(|e| e.fields.values().map(|f| f.name.clone())).collect()
    }

    pub(in crate::check) fn in_hand(&self, word: &str, scene: &Scene) -> Option<Typed> {
        let vocabulary = self.vocabulary_ref();
        let event_field = |kind: usize| {
            let (_, event) = vocabulary.events.get_index(kind)?;
            let index = event.field_index(word)?;
            let ty = event.fields.get_index(index).map(|(_, f)| f.ty.clone());
            Some((Expr::Field(Slot::InHand, index), ty))
        };
        match &scene.hand {
            Hand::Event(kind) | Hand::State(kind) => event_field(*kind),
            Hand::Role(role) => {
                let (kind, _) = vocabulary.event_named("role_start")?;
                let (expr, ty) = event_field(kind)?;
                let unit = vocabulary.roles.get(role).map(|r| Type::Entity(r.unit.clone()));
                Some((expr.clone(), if expr == Expr::Field(Slot::InHand, 2) { unit } else { ty }))
            }
            Hand::Entity(kind) => self.attribute(&Expr::Entity, kind, word),
            Hand::Empty if scene.of_bearer => match &scene.bearer {
                Some((_, BearerKind::Entity(kind))) => self.attribute(&Expr::Bearer, kind, word),
                Some((_, BearerKind::Role(role) | BearerKind::Holding(role))) => {
                    self.role_member(role, word).or_else(|| self.attribute(&Expr::Bearer, "person", word))
                }
                None => None,
            },
            Hand::Empty => match &scene.of_each {
                Some((_, Type::Entity(kind), true)) => self.attribute(&Expr::OfEach, kind, word),
                _ => None,
            },
            Hand::Lost => None,
        }
    }

    pub(in crate::check) fn the(&mut self, word: &str, span: Span, scene: &Scene) -> Typed {
        if let Some((name, kind)) = &scene.bearer
            && name.answers_to(word)
        {
            let ty = match kind {
                BearerKind::Entity(kind) => kind.clone(),
                BearerKind::Role(_) | BearerKind::Holding(_) => "person".to_owned(),
            };
            return (Expr::Bearer, Some(Type::Entity(ty)));
        }
        if let Some((_, ty, _)) = scene.of_each.as_ref().filter(|(name, ..)| name.answers_to(word)) {
            return (Expr::OfEach, Some(ty.clone()));
        }
        let trigger = scene
            .trigger
            .and_then(|kind| self.vocabulary_ref().events.get_index(kind))
            .map(|(_, e)| e.name.clone());
        let of_verdict = scene.trigger.and_then(|kind| self.vocabulary_ref().events.get_index(kind));
        let of_verdict = of_verdict.is_some_and(|(_, e)| matches!(e.origin, EventOrigin::Verdict(_)));
        let verdict = of_verdict && matches!(word, "verdict" | "结论");
        if verdict || trigger.as_ref().is_some_and(|name| name.answers_to(word)) {
            if scene.around.is_some() && scene.around == scene.trigger {
                self.report(Diagnostic::warning("B0734", span).with("name", word));
            }
            return (Expr::At(Slot::Trigger), Some(Type::DateTime));
        }
        let around =
            scene.around.and_then(|kind| Some((kind, self.vocabulary_ref().events.get_index(kind)?.1)));
        if let Some((kind, _)) = around.filter(|(_, event)| event.name.answers_to(word)) {
            return (Expr::At(Slot::Around(kind)), Some(Type::DateTime));
        }
        if let Some(found) = self.of_the_one_in_hand(word, scene) {
            return found;
        }
        let of_each = scene.of_each.iter().map(|(name, ..)| name.clone());
        let bearer = scene.bearer.iter().map(|(name, _)| name.clone());
        if let Some(verdict) = trigger.as_ref().filter(|_| of_verdict && !scene.lacking)
            && verdict.forms().any(|form| form.contains(word))
        {
            self.not_the_verdict(span, word, verdict);
            return (NOTHING, None);
        }
        let around = around.map(|(_, event)| event.name.clone());
        let known: Vec<Name> = bearer.chain(of_each).chain(trigger).chain(around).collect();
        if !scene.lacking {
            self.refers_to_nothing(span, word, &known, scene);
        }
        (NOTHING, None)
    }

    // 该月度家访 where the trigger is that it was not done: the verdict itself is spoken of otherwise.
    fn not_the_verdict(&mut self, span: Span, word: &str, verdict: &Name) {
        let meant = if word.is_ascii() { "the verdict" } else { "该结论" };
        let problem = Diagnostic::error("B0206", span).with("name", word);
        let problem = problem.help(Message::new("help.did_you_mean").with("name", meant));
        // Of 该未完成的月度家访 the first word is only a part, and more follows it.
        let more_follows = verdict.forms().any(|form| form.starts_with(word));
        self.report(if more_follows { problem } else { problem.fix(span, meant) });
    }

    // In a filter: when the record in hand happened, when the spell in hand began and ended.
    pub(in crate::check) fn of_the_one_in_hand(&self, word: &str, scene: &Scene) -> Option<Typed> {
        let spell = matches!(scene.hand, Hand::Role(_) | Hand::State(_));
        let expr = match (word, &scene.hand) {
            ("time" | "时间", Hand::Event(_)) => Expr::At(Slot::InHand),
            ("start" | "开始时间", _) if spell => Expr::At(Slot::InHand),
            ("end" | "结束时间", _) if spell => Expr::Ended,
            _ => return None,
        };
        Some((expr, Some(Type::DateTime)))
    }
}

/// 周五, 周五每天一次: a day of the week, whatever is said of it.
pub(in crate::check) fn begins_with_a_weekday(word: &str) -> bool {
    let day = ["周", "星期", "礼拜"].iter().find_map(|week| word.strip_prefix(week));
    day.is_some_and(|day| day.starts_with(['一', '二', '三', '四', '五', '六', '日', '天', '末']))
}

// When the record in hand happened is spoken of as of the one.
fn time_in_hand(word: &str, scene: &Scene) -> Option<&'static str> {
    let Hand::Event(_) = scene.hand else { return None };
    match word {
        "时间" | "日期" => Some("该时间"),
        "时刻" | "钟点" => Some("该时间的钟点"),
        "星期" => Some("该时间的星期"),
        _ => None,
    }
}

// 除外：寒暑假, except vacation: days of the calendar as a condition.
fn days_meant(word: &str) -> Option<String> {
    const CHINESE: [&str; 6] = ["寒暑假", "假期", "节假日", "学期", "学年", "调休上班"];
    const ENGLISH: [(&str, &str); 9] = [
        ("vacation", "vacation"),
        ("vacations", "vacation"),
        ("holiday", "holiday"),
        ("holidays", "holiday"),
        ("semester", "semester"),
        ("semesters", "semester"),
        ("workday", "workday"),
        ("workdays", "workday"),
        ("academic_year", "academic year"),
    ];
    // Who speaks of weekends most often means all days on which there is no work.
    const OF_THE_WEEK: [(&str, &str); 12] = [
        ("周末", "处于休息日"),
        ("双休日", "处于休息日"),
        ("周六周日", "处于休息日"),
        ("休息日", "处于休息日"),
        ("公休日", "处于休息日"),
        ("非工作日", "处于休息日"),
        ("工作日", "处于工作日"),
        ("上班日", "处于工作日"),
        ("days_off", "during days off"),
        ("weekends", "during days off"),
        ("working_days", "during working days"),
        ("working_day", "during working days"),
    ];
    let kind = ["除外", "期间", "期内", "中", "内", "里"]
        .iter()
        .find_map(|end| word.strip_suffix(end))
        .unwrap_or(word);
    let chinese = CHINESE.contains(&kind).then(|| format!("处于{kind}"));
    let english = || ENGLISH.iter().find(|(said, _)| *said == word).map(|(_, kind)| format!("during {kind}"));
    let of_the_week =
        || OF_THE_WEEK.iter().find(|(said, _)| *said == kind).map(|(_, days)| (*days).to_owned());
    chinese.or_else(english).or_else(of_the_week).or_else(|| several_kinds_of_days(word))
}

// 周末和节假日, 寒暑假和节假日: any of them will do. Public holidays are days off.
fn several_kinds_of_days(word: &str) -> Option<String> {
    let parts: Vec<&str> = word.split(['和', '与', '及', '、']).collect();
    if parts.len() < 2 {
        return None;
    }
    let each: Option<Vec<String>> = parts.iter().map(|part| days_meant(part)).collect();
    let mut each = each?;
    if each.iter().any(|one| one == "处于休息日") {
        each.retain(|one| one != "处于节假日");
    }
    each.dedup();
    Some(each.join("或者"))
}
