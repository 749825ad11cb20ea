/** A shopper who needs no browser: cookies, a cart with an address, and the token that the storefront signs for it. */
export const contact = {
  name: '鈴木 一郎',
  email: 'ichiro@example.com',
  phone: '090-0000-1234',
  country: 'JP',
  postal: '150-0001',
  address: '東京都渋谷区神宮前1-2-3',
};

export interface ShopClient {
  cookies: { name: string; value: string; url: string }[];
  /** As the storefront signed it, for its own origin. */
  token: string;
  claims: Record<string, unknown>;
}

type Send = (url: string, init: RequestInit) => Response | Promise<Response>;

/** A browser's worth of cookies for the storefront's pages, and the origin it would send with a form. */
export function openVisit(url: string, send: Send = fetch) {
  const cookies = new Map<string, string>();
  const visit = async (path: string, form?: Record<string, string>): Promise<string> => {
    const response = await send(url + path, {
      redirect: 'manual',
      headers: {
        cookie: [...cookies].map((pair) => pair.join('=')).join('; '),
        ...(form && { origin: url, 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form && { method: 'POST', body: new URLSearchParams(form).toString() }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return response.text();
  };
  return { cookies, visit };
}

/** Of a page with the element on it; nothing where the card is not offered. */
export function tokenIn(page: string): { token: string; claims: Record<string, unknown> } {
  const token = /token="([\w.-]+)"/.exec(page)?.[1] ?? '';
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return { token, claims: token ? (JSON.parse(payload) as Record<string, unknown>) : {} };
}

export async function fillCart(url: string, sku = 'sencha'): Promise<ShopClient> {
  const { cookies, visit } = openVisit(url);
  await visit('/?lang=ja');
  await visit('/cart/add', { sku });
  await visit('/checkout/contact', contact);
  return {
    ...tokenIn(await visit('/checkout')),
    cookies: [...cookies].map(([name, value]) => ({ name, value, url })),
  };
}
