/**
 * Lets at most `limit` of the tasks run at once that it is given; the others wait, in the order they came. A task that fails makes room like
 * any other.
 */
export function atMost(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= limit) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await task();
    } finally {
      // Whoever waited longest takes over our place, so that nobody who comes now can take it first.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
