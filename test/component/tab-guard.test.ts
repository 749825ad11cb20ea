import { expect } from '@open-wc/testing';
import { createTabGuard } from '../../src/checkout/tab-guard.ts';
import { answer, json, openReady, useWorker, succeeded } from './support.ts';

let ends: AbortController[] = [];
let count = 0;
const attempt = () => `at_guard_${++count}`;
const never = () => {};

function tab(onNews: () => void = never) {
  const end = new AbortController();
  ends.push(end);
  return { ...createTabGuard(end.signal, onNews), close: () => end.abort() };
}

afterEach(() => {
  for (const end of ends) end.abort();
  ends = [];
});

/** Resolves once nobody holds the attempt: the lock comes to whoever stood behind. */
const letGo = (id: string) => navigator.locks.request(`secure-checkout:${id}`, () => {});

/** A browser without one of its ways to know of other tabs. */
function without(owner: object, name: string): () => void {
  const was = Object.getOwnPropertyDescriptor(owner, name);
  if (name in globalThis) delete (globalThis as Record<string, unknown>)[name];
  else Object.defineProperty(owner, name, { configurable: true, value: undefined });
  return () => was && Object.defineProperty(owner, name, was);
}

describe('what tabs know of each other', () => {
  it('one whose page had gone when it was made hears nothing', async () => {
    const gone = new AbortController();
    gone.abort();
    let heard = 0;
    createTabGuard(gone.signal, () => heard++);
    await new Promise<void>((resolve) => {
      tab(resolve);
      tab().tell();
    });
    expect(heard).to.equal(0);
  });

  it('an attempt that one holds is held elsewhere for the other, and never for itself', async () => {
    const [one, two, id] = [tab(), tab(), attempt()];
    one.hold(id);
    expect(await two.isHeldElsewhere(id)).to.equal(true);
    expect(await one.isHeldElsewhere(id)).to.equal(false);
    expect(await two.isHeldElsewhere(attempt())).to.equal(false);
  });

  it('it is free again once released, or once the tab is closed', async () => {
    const [one, two, id] = [tab(), tab(), attempt()];
    const released = new Promise<void>((resolve) => {
      const release = one.hold(id);
      two.onceReleased(id, new AbortController().signal, resolve);
      release();
    });
    await released;
    await letGo(id);
    expect(await two.isHeldElsewhere(id)).to.equal(false);
    const other = attempt();
    one.hold(other);
    const gone = new Promise<void>((resolve) =>
      two.onceReleased(other, new AbortController().signal, resolve),
    );
    one.close();
    await gone;
  });

  it('who stopped waiting is not called', async () => {
    const [one, two, id] = [tab(), tab(), attempt()];
    const release = one.hold(id);
    const waiting = new AbortController();
    let called = false;
    two.onceReleased(id, waiting.signal, () => (called = true));
    waiting.abort();
    release();
    await letGo(id);
    expect(called).to.equal(false);
  });

  it('news reaches the others, not the teller, and nobody after closing', async () => {
    let own = 0;
    const one = tab(() => own++);
    let closed = 0;
    tab(() => closed++).close();
    const heard = new Promise<void>((resolve) => void tab(resolve));
    one.tell();
    await heard;
    expect([own, closed]).to.deep.equal([0, 0]);
    one.close();
    one.tell();
  });
});

describe('a browser that knows nothing of its tabs', () => {
  useWorker();

  for (const [name, owner] of [
    ['locks', Navigator.prototype],
    ['BroadcastChannel', globalThis],
  ] as const)
    it(`pays without ${name} all the same`, async () => {
      const restore = without(owner, name);
      try {
        const guard = tab();
        guard.hold('at_1')();
        guard.tell();
        if (name === 'locks') expect(await guard.isHeldElsewhere('at_1')).to.equal(false);
        const page = await openReady();
        answer('post', 'attempts', json(succeeded));
        expect(await page.element.submit()).to.equal('succeeded');
      } finally {
        restore();
      }
    });
});
