/** Pages of `help` that are not commands. */
export const TOPICS = ['exit-codes'] as const;
