/** One call to the shop: signed, sent again while its answer is lost, and believed only if it is one that was agreed. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ShopUnknown } from '../port.ts';
import { headers, sign, wallClock } from './signature.ts';
import { operations, type Answer, type Operation, type Request } from './wire.ts';

export interface ClientOptions {
  /** Where the shop listens: one address for all operations. */
  url: string;
  /** The newest first; two during a rotation. */
  secrets: readonly string[];
  fetch?: typeof fetch;
  /** Of one sending, ms. */
  timeoutMs?: number;
  /** Between sendings, ms; one more sending than there are pauses. */
  pausesMs?: readonly number[];
}

export type Call = <O extends Operation>(operation: O, request: Request<O>) => Promise<Answer<O>>;

const longestAnswer = 1024 * 1024;

export function createClient(options: ClientOptions): Call {
  const { pausesMs = [150, 600] } = options;
  return async (operation, request) => {
    // Parsed here too: what is not agreed never leaves.
    const body = JSON.stringify(operations[operation].request.parse(request));
    const message = { operation, requestId: randomUUID(), body };
    for (let sent = 0; ; sent += 1) {
      const answer = await send(options, message);
      if (answer.kind === 'answered') return read(operation, answer.text);
      const wait = pausesMs[sent];
      if (answer.kind === 'refused' || wait === undefined)
        throw new ShopUnknown(`${operation}: ${answer.reason}`, { cause: answer.cause });
      await pause(wait);
    }
  };
}

type Sent =
  | { kind: 'answered'; text: string }
  /** Sending the same again would end the same: the two sides do not agree about the contract. */
  | { kind: 'refused'; reason: string; cause?: unknown }
  | { kind: 'lost'; reason: string; cause?: unknown };

async function send(
  { url, secrets, fetch: request = fetch, timeoutMs = 4000 }: ClientOptions,
  message: { operation: Operation; requestId: string; body: string },
): Promise<Sent> {
  try {
    const response = await request(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'Content-Type': 'application/json',
        [headers.operation]: message.operation,
        [headers.requestId]: message.requestId,
        [headers.signature]: sign(secrets, wallClock(), message),
      },
      body: message.body,
    });
    const text = await response.text();
    if (text.length > longestAnswer) return { kind: 'refused', reason: 'the answer is too long' };
    if (response.status === 200) return isWhole(text) ? { kind: 'answered', text } : cut;
    const again = response.status >= 500 || [408, 425, 429].includes(response.status);
    return { kind: again ? 'lost' : 'refused', reason: `${response.status} ${text.slice(0, 200)}` };
  } catch (cause) {
    return { kind: 'lost', reason: cause instanceof Error ? cause.message : 'no answer', cause };
  }
}

const cut: Sent = { kind: 'lost', reason: 'the answer is not whole' };

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function read<O extends Operation>(operation: O, text: string): Answer<O> {
  const parsed = operations[operation].answer.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data as Answer<O>;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'answer'}: ${message}`);
  throw new ShopUnknown(`${operation}: not an answer that was agreed (${issues.join('; ')})`);
}
