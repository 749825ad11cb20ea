/** Lets a component test speak to the browser's own tools: media, viewport, memory, an input method. Chromium alone has them. */
interface Session {
  id: string;
  browser: { type: string; getPage?(id: string): { createCDPSession(): Promise<Devtools> } };
}
interface Devtools {
  send(method: string, params?: object): Promise<unknown>;
}

export function devtools() {
  const open = new Map<string, Promise<Devtools>>();
  return {
    name: 'devtools',
    async executeCommand({
      command,
      payload,
      session,
    }: {
      command: string;
      payload?: { method: string; params?: object };
      session: Session;
    }) {
      const page = session.browser.getPage;
      if (command !== 'devtools' || !payload || !page) return undefined;
      let tools = open.get(session.id);
      if (!tools) open.set(session.id, (tools = page.call(session.browser, session.id).createCDPSession()));
      return (await (await tools).send(payload.method, payload.params)) ?? true;
    },
  };
}
