#!/usr/bin/env node
import { parseCommandLine, type Command } from './cli.js';
import { serve } from './commands/serve.js';
import { keepCompiled } from './compile-cache.js';
import { doWithoutStderr, endWhenOutputFails, outputWritten, writeOut } from './terminal/output.js';
import { packageVersion } from './version.js';

/** How long the end of serving waits for a host that reads nothing. */
const MAX_STILL_MS = 1_000;

doWithoutStderr();
keepCompiled();
const command = parseCommandLine(process.argv.slice(2));
void run(command).catch(failed).then(async (exitCode) => {
  await outputWritten(command.kind === 'serve' ? MAX_STILL_MS : undefined);
  process.exit(process.exitCode ?? exitCode);
});

/** Runs one command; resolves to the exit code. */
async function run(command: Command): Promise<number> {
  // A host that goes away is how serving ends.
  if (command.kind !== 'serve') endWhenOutputFails();
  switch (command.kind) {
    case 'serve':
      return serve(command.org);
    case 'version':
      writeOut(`${packageVersion()}\n`);
      return 0;
    case 'wrong':
      process.stderr.write(`${command.message}\n`);
      return 2;
    case 'demo': {
      const { demo } = await import('./commands/demo.js');
      return demo(command.demoUsers);
    }
    default: {
      const { runInTerminal } = await import('./commands/terminal.js');
      return runInTerminal(command);
    }
  }
}

/** Whatever was thrown: nobody is helped by a stack, which may hold anything. Returns the exit code. */
function failed(error: unknown): number {
  process.stderr.write(`The command failed unexpectedly (${error instanceof Error ? error.name : typeof error}). Please report it with the command, without its secrets.\n`);
  return 1;
}
