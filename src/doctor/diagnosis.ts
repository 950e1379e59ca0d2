/** How a check ended. `skipped`: it could not be made, and says why. */
export type Verdict = 'ok' | 'warning' | 'fault' | 'skipped';

export interface Check {
  readonly area: 'configuration' | 'network' | 'credential' | 'rate limits';
  readonly name: string;
  readonly verdict: Verdict;
  readonly detail: string;
  /** What to do about a fault or a warning. */
  readonly next?: string;
}

/** A setting as it is in force. */
export interface SettingInForce {
  readonly name: string;
  readonly value: string;
  /** `environment`, the path of a file, `demo org`, or `default`. */
  readonly source: string;
}

/** Whether what a tool reads is permitted. */
export interface ToolCheck {
  readonly tool: string;
  readonly verdict: Verdict;
  readonly detail: string;
  readonly next?: string;
}

/** What the org says of one rate-limit bucket. */
export interface Headroom {
  /** The path of the endpoint, with `*` for ids. */
  readonly endpoint: string;
  readonly limit: number;
  readonly remaining: number;
}

/** Everything that `doctor` finds out. */
export interface Diagnosis {
  /** Every tool that is offered works. */
  readonly ok: boolean;
  readonly verdict: string;
  readonly settings: readonly SettingInForce[];
  readonly checks: readonly Check[];
  readonly tools: readonly ToolCheck[];
  readonly headroom: readonly Headroom[];
}
