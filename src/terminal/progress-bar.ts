import { SingleBar } from 'cli-progress';

/** What is under way, for who waits for it. */
export interface ProgressBar {
  readonly report: (message: string, at?: { readonly done: number; readonly total?: number }) => void;
  /** Removes it. */
  readonly end: () => void;
}

/** A bar on stderr while the end is known, else the count; nothing where stderr is no terminal. */
export function progressBar(): ProgressBar {
  const bar = new SingleBar({
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    gracefulExit: false,
    format: ({ barsize = 0 }, { progress, total }, { message }: { message: string }) => {
      const filled = Math.round(progress * barsize);
      return total > 0 ? `${'█'.repeat(filled)}${'░'.repeat(barsize - filled)} ${message}` : message;
    },
  });
  let started = false;
  return {
    report: (message, at) => {
      const total = at?.total ?? 0;
      if (!started) bar.start(total, 0, { message });
      started = true;
      bar.setTotal(total);
      bar.update(Math.min(at?.done ?? 0, total), { message });
    },
    end: () => { if (started) bar.stop(); },
  };
}
