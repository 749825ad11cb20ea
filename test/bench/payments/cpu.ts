/** Whose CPU a checkout takes: of the shop's processes, the fake Stripe, the database, and the shoppers. Linux only. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** ms since the start of each. */
type CpuTimes = Record<'server' | 'fake Stripe' | 'PostgreSQL' | 'bare handler' | 'shoppers', number>;

interface Stat {
  pid: number;
  parent: number;
  command: string;
  own: number;
  /** Of its children that have ended. */
  ended: number;
}

const msPerTick = 10;

export function cpuTimes(dataDir: string): CpuTimes {
  const server = Number.parseInt(readFileSync(join(dataDir, 'server.pid'), 'utf8'), 10);
  const stats = readdirSync('/proc').flatMap((entry) => (/^\d+$/.test(entry) ? statOf(entry) : []));
  const parents = new Map(stats.map(({ pid, parent }) => [pid, parent]));
  const supervisor = parents.get(server);
  const times: CpuTimes = { server: 0, 'fake Stripe': 0, PostgreSQL: 0, 'bare handler': 0, shoppers: 0 };
  for (const { pid, parent, command, own, ended } of stats) {
    if (!isBelow(pid, parents)) continue;
    if (pid === process.pid) times.shoppers += own;
    else if (pid === server) times.server += own;
    else if (command === 'postgres') times.PostgreSQL += own + ended;
    else if (parent === supervisor) times['fake Stripe'] += own;
    else if (pid !== supervisor) times['bare handler'] += own;
  }
  return times;
}

/** `server 12.1, fake Stripe 5.0, …` of one purchase. */
export function tellCpu(before: CpuTimes, after: CpuTimes, purchases: number): string {
  return Object.entries(before)
    .map(([who, ms]): [string, number] => [who, (after[who as keyof CpuTimes] - ms) / purchases])
    .filter(([, ms]) => ms >= 0.05)
    .map(([who, ms]) => `${who} ${ms.toFixed(1)}`)
    .join(', ');
}

function isBelow(pid: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = pid; at; at = parents.get(at)) if (at === process.pid) return true;
  return false;
}

function statOf(pid: string): Stat[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(') ') + 2).split(' ');
    const ticks = (at: number) => Number(fields[at]) * msPerTick;
    return [
      {
        pid: Number(pid),
        parent: Number(fields[1]),
        command: text.slice(text.indexOf('(') + 1, text.lastIndexOf(') ')),
        own: ticks(11) + ticks(12),
        ended: ticks(13) + ticks(14),
      },
    ];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}
