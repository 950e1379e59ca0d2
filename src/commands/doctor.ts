import type { Command } from '../cli.js';
import { diagnose } from '../doctor/diagnose.js';
import { environment } from '../environment.js';
import { diagnosisTable } from '../terminal/diagnosis-table.js';
import { progressBar } from '../terminal/progress-bar.js';
import type { Screen } from '../terminal/screen.js';
import { packageVersion } from '../version.js';

/** Checks configuration, network, credential and what each tool reads. Resolves to the exit code: 0 only when every tool that is offered works. */
export async function doctor({ org, json }: Extract<Command, { kind: 'doctor' }>, screen: Screen, signal: AbortSignal): Promise<number> {
  const given = environment(org.settingsFile);
  const { openSession } = await import('./session.js');
  const session = await openSession({ environment: given, demoUsers: org.demoUsers, version: packageVersion(), terminal: true, signal });
  const bar = progressBar();
  try {
    const diagnosis = await diagnose({ ...session.examined, environment: given, signal, progress: bar.report });
    bar.end();
    screen.out(json ? JSON.stringify(diagnosis, null, 2) : diagnosisTable(diagnosis, screen));
    return diagnosis.ok ? 0 : 1;
  } finally {
    bar.end();
    await session.close();
  }
}
