/** Other languages' interpreters, which a machine may have. Where one is missing a line says so, and nothing is hidden. */
import { execFileSync } from 'node:child_process';

export function hasInterpreter(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    console.log(`not run here: ${command} is not installed`);
    return false;
  }
}
