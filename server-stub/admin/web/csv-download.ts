/** Loads a CSV row by row, so that the page can say how far it is and stop it, and hands it over as a file. */
import { ApiProblem } from './call.ts';

export interface CsvProgress {
  done: number;
  all: number;
}

/** The number of rows, or undefined where `signal` stopped it. Throws where the file broke off. */
export async function downloadCsv(
  path: string,
  name: string,
  signal: AbortSignal,
  onProgress: (progress: CsvProgress) => void,
): Promise<number | undefined> {
  try {
    const response = await fetch(path, { signal });
    if (response.status === 401) throw new ApiProblem(401, 'signed-out', {});
    if (!response.ok || !response.body) throw new Error(String(response.status));
    const all = Number(response.headers.get('x-row-count') ?? 0);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let lines = 0;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(new Uint8Array(value));
      for (const byte of value) if (byte === 10) lines += 1;
      onProgress({ done: Math.min(all, Math.max(0, lines - 1)), all });
    }
    save(new Blob(parts, { type: 'text/csv' }), name);
    // A last line of totals is no row.
    return all > 0 ? Math.min(all, lines - 1) : Math.max(0, lines - 1);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
