// Starts `bylaws lsp` for .policy files; all that is known of the language is known there.
"use strict";

const vscode = require("vscode");
const { LanguageClient, RevealOutputChannelOn } = require("vscode-languageclient/node");

const NAME = "bylaws";
let client;

function program() {
  return vscode.workspace.getConfiguration(NAME).get("path") || NAME;
}

async function start() {
  const command = program();
  const run = { command, args: ["lsp"] };
  const started = new LanguageClient(NAME, NAME, { run, debug: run }, {
    documentSelector: [{ scheme: "file", language: NAME }],
    // Files of a package that are not open may change as well.
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.policy") },
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    // What could not be started is told once, in words, and with what to do.
    initializationFailedHandler: () => false,
  });
  client = started;
  try {
    await started.start();
  } catch {
    client = undefined;
    await missing(command);
  }
}

async function missing(command) {
  const settings = vscode.l10n.t("Say where it is");
  const again = vscode.l10n.t("Try again");
  const chosen = await vscode.window.showErrorMessage(
    vscode.l10n.t(
      "The program {0} could not be started. Without it files are coloured, but not checked. Install bylaws, or say where it is.",
      command,
    ),
    settings,
    again,
  );
  if (chosen === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "bylaws.path");
  } else if (chosen === again) {
    await start();
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop().catch(() => {});
}

async function restart() {
  await stop();
  await start();
}

async function activate(context) {
  const moved = vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration("bylaws.path")) {
      void restart();
    }
  });
  context.subscriptions.push(moved, vscode.commands.registerCommand("bylaws.restart", restart));
  // Starting goes on by itself: a message that waits for an answer must not hold the editor up.
  void start();
}

module.exports = { activate, deactivate: stop };
