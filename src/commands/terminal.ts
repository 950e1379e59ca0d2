import { setMaxListeners } from 'node:events';
import type { Command } from '../cli.js';
import { helpText } from '../terminal/help.js';
import { processScreen } from '../terminal/screen.js';
import { audit } from './audit.js';
import { call } from './call.js';
import { config } from './config.js';
import { doctor } from './doctor.js';
import { tools } from './tools.js';

/** Commands that people run at a terminal. */
type TerminalCommand = Extract<Command, { kind: 'help' | 'doctor' | 'tools' | 'call' | 'config' | 'audit' }>;

/** Exit code of a shell's command that a SIGINT ended. */
const INTERRUPTED = 130;

/** Runs a command for a person; resolves to the exit code. Ctrl-C cancels what is under way. */
export async function runInTerminal(command: TerminalCommand): Promise<number> {
  const screen = processScreen();
  const stop = new AbortController();
  // A sweep has many requests under way at once, and each listens.
  setMaxListeners(0, stop.signal);
  const cancel = (): void => { stop.abort(); };
  process.once('SIGINT', cancel);
  try {
    switch (command.kind) {
      case 'help':
        screen.out(helpText(screen));
        return 0;
      case 'doctor':
        return await doctor(command, screen, stop.signal);
      case 'tools':
        return await tools(command, screen);
      case 'call':
        return await call(command, screen, stop.signal);
      case 'config':
        return config(command, screen);
      case 'audit':
        return await audit(command, screen, stop.signal);
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    screen.err('Cancelled.');
    return INTERRUPTED;
  } finally {
    // From here on it ends the process, also one that waits for a slow reader.
    process.off('SIGINT', cancel);
  }
}
