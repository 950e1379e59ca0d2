#!/usr/bin/env node
import { parseCommandLine } from './cli.js';
import { serve } from './commands/serve.js';
import { keepCompiled } from './compile-cache.js';
import { packageVersion } from './version.js';

keepCompiled();
void run(process.argv.slice(2)).then((exitCode) => {
  // What is written has to arrive first; a reader that is gone or stuck must not keep the process alive.
  setTimeout(() => process.exit(exitCode), 200).unref();
  process.stdout.write('', () => process.exit(exitCode));
});

/** Runs one command; resolves to the exit code. */
async function run(args: readonly string[]): Promise<number> {
  const command = parseCommandLine(args);
  switch (command.kind) {
    case 'serve':
      return serve(command.org);
    case 'version':
      process.stdout.write(`${packageVersion()}\n`);
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
