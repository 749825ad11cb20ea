/** A shopper who needs no browser: cookies, a cart with an address, and the token that the storefront signs for it. */
const contact = {
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

export async function fillCart(url: string, sku = 'sencha'): Promise<ShopClient> {
  const jar = new Map<string, string>();
  const visit = async (path: string, form?: Record<string, string>): Promise<string> => {
    const response = await fetch(url + path, {
      redirect: 'manual',
      headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; '), ...(form && { origin: url }) },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return response.text();
  };
  await visit('/?lang=ja');
  await visit('/cart/add', { sku });
  await visit('/checkout/contact', contact);
  const token = /token="([\w.-]+)"/.exec(await visit('/checkout'))?.[1] ?? '';
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;
  return { cookies: [...jar].map(([name, value]) => ({ name, value, url })), token, claims };
}
