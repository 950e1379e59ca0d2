#!/usr/bin/env node
import { parseCommandLine } from './cli.js';
import { serve } from './commands/serve.js';
import { keepCompiled } from './compile-cache.js';
import { endWhenOutputFails, writeOut } from './terminal/output.js';
import { packageVersion } from './version.js';

keepCompiled();
void run(process.argv.slice(2)).catch(failed).then((exitCode) => {
  // What is written has to arrive first; a reader that is gone or stuck must not keep the process alive.
  setTimeout(() => process.exit(exitCode), 200).unref();
  // A failure of stdout is told of first; it may come after serving has ended.
  process.stdout.write('', () => setImmediate(() => process.exit(process.exitCode ?? exitCode)));
});

/** Runs one command; resolves to the exit code. */
async function run(args: readonly string[]): Promise<number> {
  const command = parseCommandLine(args);
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
