/** From where the console may be opened, and from where a request really comes. */
import { BlockList, isIP } from 'node:net';

export interface AddressList {
  has(address: string): boolean;
}

/** `203.0.113.7, 2001:db8::/32`. Throws on anything else. */
export function readAddressList(text: string): AddressList {
  const list = new BlockList();
  for (const part of text.split(',').map((one) => one.trim())) {
    const [address = '', prefix] = part.split('/');
    const version = isIP(address);
    const bits = prefix === undefined ? (version === 6 ? 128 : 32) : Number(prefix);
    if (!version || !/^\d*$/.test(prefix ?? '') || bits > (version === 6 ? 128 : 32))
      throw new Error(`"${part}" is not an address or a range such as 203.0.113.0/24`);
    list.addSubnet(address, bits, version === 6 ? 'ipv6' : 'ipv4');
  }
  return {
    has(address) {
      const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
      const version = isIP(plain);
      return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4');
    },
  };
}

/** What a proxy says is believed of our own proxies only: the last address in the chain that is none of them. */
export function clientAddress(
  peer: string,
  forwardedFor: string | undefined,
  proxies: AddressList | undefined,
): string {
  const chain = [...(forwardedFor ?? '').split(',').flatMap((one) => one.trim() || []), peer];
  return chain.findLast((address, index) => index === 0 || !proxies?.has(address)) ?? peer;
}
