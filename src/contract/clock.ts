/** The time as collecting needs it; a test hands in its own. */
export interface Clock {
  now(): Date;
  /** Resolves after so many milliseconds, or at once when the signal ends. Never rejects. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}
