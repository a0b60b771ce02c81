/** Deadlines and pauses of the OBS adapter, in milliseconds. Figures were measured on a real OBS. */
export type ObsTiming = {
  readonly identifyWithinMs: number;
  readonly requestWithinMs: number;
  readonly heartbeatEveryMs: number;
  readonly heartbeatWithinMs: number;
  /** Missed heartbeats in a row that make the link `down`; one fewer is `suspect`. */
  readonly missesUntilDown: number;
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  /** After a session was refused there is no hurry. */
  readonly busyRetryMs: number;
  /** An OBS that starts up or loads a scene collection answers "not ready" for so long. */
  readonly settleWithinMs: number;
  readonly framePollMs: number;
};

export function obsTiming(url: string): ObsTiming {
  const hostname = URL.canParse(url) ? new URL(url).hostname : '';
  const loopback = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  return {
    identifyWithinMs: 3_000,
    requestWithinMs: 800,
    heartbeatEveryMs: 500,
    heartbeatWithinMs: 700,
    missesUntilDown: 2,
    firstRetryMs: 250,
    longestRetryMs: loopback ? 1_000 : 5_000,
    busyRetryMs: 5_000,
    settleWithinMs: 5_000,
    framePollMs: 8,
  };
}

/** Full jitter: anywhere between nothing and the doubled limit, so that many clients never retry in step. */
export function retryDelayMs(attempt: number, timing: ObsTiming, random: () => number): number {
  return random() * Math.min(timing.longestRetryMs, timing.firstRetryMs * 2 ** attempt);
}
