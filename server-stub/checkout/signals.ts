import { EventEmitter } from 'node:events';
import type { CheckoutDeps, Queue } from './deps.ts';

/** Within one instance, changes wake whoever waits at once; other instances look at the database twice a second. */
export function createSignals(): Pick<CheckoutDeps, 'changed' | 'due' | 'waitForChange'> & {
  onDue(listener: (queue: Queue) => void): void;
} {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  return {
    changed(id) {
      emitter.emit(`attempt:${id}`);
    },
    due: (queue) => void emitter.emit('due', queue),
    onDue: (listener) => void emitter.on('due', listener),
    waitForChange: (id, ms, signal) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer);
          emitter.off(`attempt:${id}`, done);
          signal?.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        emitter.on(`attempt:${id}`, done);
        signal?.addEventListener('abort', done);
      }),
  };
}
