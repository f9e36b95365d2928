//! What the commands of the author's workbench say.

use super::Entry;

pub(super) const MESSAGES: &[Entry] = &[
    ("command.looking", "正在查找", "looking"),
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
    ("watch.saved", "已保存：{files}", "saved: {files}"),
    ("written.file", "已写入{file}", "written to {file}"),
    ("written.files", "已写入{folder}，文件{count}个", "written to {folder}, files: {count}"),
    (
        "watch.waiting",
        "—— 保存文件后会重新检查；按 Ctrl+C 结束 ——",
        "-- checks again when a file is saved; Ctrl+C ends --",
    ),
    (
        "receipt.same",
        "报告相同，逐字节一致：{bytes}字节，{hash}",
        "the report is the same, byte for byte: {bytes} bytes, {hash}",
    ),
    (
        "receipt.same.of_others",
        "报告逐字节一致，但所依据的输入不同，不能算复核一致：{bytes}字节，{hash}",
        "the report is the same, byte for byte, but of other inputs, and is not borne out: {bytes} bytes, {hash}",
    ),
    (
        "receipt.other",
        "报告不同：现为{bytes}字节，{hash}",
        "the report is another one: now {bytes} bytes, {hash}",
    ),
    (
        "receipt.engine",
        "得出报告的引擎版本：凭单为{before}，现为{now}",
        "worked out by version {before} of the engine then, by {now} now",
    ),
    ("receipt.policy.changed", "制度包文件「{file}」的内容不同", "policy file `{file}` is another one"),
    ("receipt.policy.gone", "制度包缺少文件「{file}」", "policy file `{file}` is missing"),
    ("receipt.policy.new", "制度包多出文件「{file}」", "policy file `{file}` is new"),
    (
        "receipt.log.changed",
        "日志「{now}」的内容与凭单中的日志「{file}」不同",
        "log `{now}` says something else than log `{file}` of the receipt did",
    ),
    ("receipt.log.gone", "凭单中的日志「{file}」没有给出", "log `{file}` of the receipt was not given"),
    ("receipt.log.new", "日志「{file}」不是凭单中的日志", "log `{file}` is none of those of the receipt"),
    (
        "receipt.paths",
        "日志的路径与凭单不同；报告提到被搁置的记录时会写出路径",
        "the logs lie elsewhere than in the receipt; a report that names records set aside names their paths",
    ),
    ("receipt.none", "「{path}」不是凭单", "`{path}` is no receipt"),
    (
        "receipt.version",
        "凭单的版本是{found}，这里只认版本{expected}",
        "the receipt has version {found}, and only version {expected} is known here",
    ),
    ("receipt.unreadable", "无法读写「{path}」：{problem}", "`{path}` cannot be read or written: {problem}"),
    ("explain_code.unknown", "没有代码「{code}」", "there is no code `{code}`"),
];
