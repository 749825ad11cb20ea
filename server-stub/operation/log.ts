/** The log: a JSON object a line, with the request it belongs to, and without anything that opens a door. */
import { pino, type DestinationStream, type Logger } from 'pino';
import { requestFields } from './request-context.ts';

const secretFields = [
  'client_secret',
  'clientSecret',
  'token',
  'password',
  'code',
  'secretKey',
  'authorization',
  'cookie',
];

/** Stripe's secrets wherever they stand in a text, and what could be a card's number. */
const secretTexts: [RegExp, string][] = [
  [/\b((?:pi|seti|cuss)_\w+?)_secret_\w+/g, '$1_secret_…'],
  [/\b(sk|rk)_(test|live)_\w+/g, '$1_$2_…'],
  [/\bwhsec_\w+/g, 'whsec_…'],
  [/\b\d{13,19}\b/g, '…'],
];

export const withoutSecrets = (text: string): string =>
  secretTexts.reduce((line, [secret, mask]) => line.replace(secret, mask), text);

/** ms that a line may wait for others: each write is a thread's work, which costs more than making its line. */
const gatherMs = 100;

/** Written behind and several lines at once, so that nobody's payment waits for it; an exit writes what is left. */
function standardOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: false });
  let gathered = '';
  const write = () => {
    if (gathered !== '') output.write(gathered);
    gathered = '';
  };
  process.once('exit', () => {
    write();
    output.flushSync();
  });
  return {
    write(line) {
      if (gathered === '') setTimeout(write, gatherMs);
      gathered += line;
    },
  };
}

export function createLog(to: DestinationStream = standardOutput()): Logger {
  const masked: DestinationStream = { write: (line) => to.write(withoutSecrets(line)) };
  const redact = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  // Milliseconds since 1970 have thirteen digits, as a card's number may: times are written out.
  return pino({ redact, mixin: requestFields, timestamp: pino.stdTimeFunctions.isoTime }, masked);
}
