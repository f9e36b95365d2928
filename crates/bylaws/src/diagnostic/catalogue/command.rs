//! What the commands of the author's workbench say.

use super::Entry;

pub(super) const MESSAGES: &[Entry] = &[
    (
        "new.exists",
        "「{folder}」已有内容，没有改动；请另选一个文件夹",
        "`{folder}` is not empty and was left alone; choose another folder",
    ),
    (
        "new.written",
        "已在「{folder}」新建制度包；接着可以运行 bylaws watch {folder}，边改边看",
        "began a package in `{folder}`; bylaws watch {folder} shows what becomes of each change",
    ),
    ("watch.failed", "无法留意文件的改动：{problem}", "changes of files cannot be watched: {problem}"),
    (
        "watch.waiting",
        "—— 保存文件后会重新检查；按 Ctrl+C 结束 ——",
        "-- checks again when a file is saved; Ctrl+C ends --",
    ),
    ("explain_code.unknown", "没有代码「{code}」", "there is no code `{code}`"),
];
