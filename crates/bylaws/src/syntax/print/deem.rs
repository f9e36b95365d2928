//! Facts that follow from others.

use super::Printer;
use crate::source::Span;
use crate::syntax::ast::{Deem, Effect, Turning};

impl Printer<'_> {
    pub(super) fn deem(&mut self, at: Span, deem: &Deem) {
        let (deem_word, event) = (self.say("视为", "deem"), self.name(&deem.event.node));
        let when = self.say("情形：", "when ");
        let effect = deem.effective.as_ref().map_or_else(String::new, |effect| self.effect(effect));
        let head = format!("{deem_word} {event} {when}{}{effect}", self.turning(&deem.when));
        self.block(at, head, false, |p| {
            if let Some(cites) = &deem.cites {
                let all: Vec<String> = cites.node.iter().map(ToString::to_string).collect();
                let words = format!("{}{}", p.say("依据：", "cites "), all.join(p.say("、", ", ")));
                p.body(cites.span, words);
            }
            for (name, value) in &deem.fields {
                let words = format!("{}{}{}", p.name(&name.node), p.colon(), p.operand(value));
                p.body(name.span, words);
            }
        });
    }

    fn effect(&self, effect: &Effect) -> String {
        let from = self.operand(&effect.from);
        let back = effect.back.map(|length| self.length(length.node));
        match self.zh() {
            true => {
                let back = back.map_or_else(String::new, |back| format!("，最多追溯{back}"));
                format!("，自{from}起生效{back}")
            }
            false => {
                let back = back.map_or_else(String::new, |back| format!(", at most {back} back"));
                format!(" effective {from}{back}")
            }
        }
    }

    fn turning(&self, turning: &Turning) -> String {
        match turning {
            Turning::Each(what) => self.selection(what),
            Turning::Silence { after, length, without } => {
                let (after, without) = (self.selection(after), self.selection(without));
                let plural = if length.node.0 == 1 { "passes" } else { "pass" };
                let length = self.length(length.node);
                match self.zh() {
                    true => format!("{after}之后{length}内无{without}"),
                    false => format!("{length} {plural} after {after} without {without}"),
                }
            }
            Turning::Reaches { what, count, within, per } => {
                let what = self.selection(what);
                if self.zh() {
                    let per =
                        per.as_ref().map_or_else(String::new, |p| format!("（按{}）", self.name(&p.node)));
                    let within =
                        within.map_or_else(String::new, |l| format!("任意连续{}内", self.length(l.node)));
                    return format!("{what}{within}达到{}次{per}", count.node);
                }
                let per =
                    per.as_ref().map_or_else(String::new, |p| format!(" for each {}", self.name(&p.node)));
                let within = within.map_or_else(String::new, |l| format!(" in any {}", self.length(l.node)));
                format!("{what} reaches {}{within}{per}", count.node)
            }
            Turning::InARow { count, of } => match self.zh() {
                true => format!("连续{}期{}", count.node, self.selection(of)),
                false => format!("{} consecutive {}", count.node, self.selection(of)),
            },
        }
    }
}
