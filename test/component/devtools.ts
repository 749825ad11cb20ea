/** The browser's own tools, through the test runner. */
import { executeServerCommand } from '@web/test-runner-commands';

export function devtools<T = unknown>(method: string, params: object = {}): Promise<T> {
  return executeServerCommand<T, object>('devtools', { method, params });
}

type MediaFeature = 'prefers-color-scheme' | 'prefers-reduced-motion' | 'forced-colors';

/** Resolves once the page knows; called without features, all is as before. */
export async function emulateMedia(features: Partial<Record<MediaFeature, string>> = {}): Promise<void> {
  await devtools('Emulation.setEmulatedMedia', {
    features: Object.entries(features).map(([name, value]) => ({ name, value })),
  });
}

export interface Memory {
  heap: number;
  listeners: number;
  nodes: number;
  frames: number;
}

export async function measureMemory(): Promise<Memory> {
  await devtools('HeapProfiler.collectGarbage');
  await devtools('HeapProfiler.collectGarbage');
  const { metrics } = await devtools<{ metrics: { name: string; value: number }[] }>(
    'Performance.getMetrics',
  );
  const read = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return {
    heap: read('JSHeapUsedSize'),
    listeners: read('JSEventListeners'),
    nodes: read('Nodes'),
    frames: read('Frames'),
  };
}
