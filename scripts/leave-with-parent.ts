import { whenOrphaned } from './orphan.ts';

/**
 * Loaded (`--import`) before the server and before the fake: neither outlives whoever started it, however that one
 * ended. The supervisor is watched by its IPC channel, npm as `whenOrphaned` says.
 */
const graceToClose = 3000; // ms

function leave(): void {
  setTimeout(() => process.exit(0), graceToClose).unref();
  process.kill(process.pid, 'SIGTERM');
}

if (process.channel) {
  process.once('disconnect', leave);
  process.channel.unref();
} else {
  whenOrphaned(leave);
}
