import { BlockList, isIP } from 'node:net';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for an address: HTTPS_PROXY or HTTP_PROXY by its scheme, unless NO_PROXY names its host.
 *
 * As programs written in Go read it, which kubectl is (https://pkg.go.dev/golang.org/x/net/http/httpproxy): the loopback has no proxy;
 * entries of NO_PROXY are `*`, a host with the names below it, a domain with a dot before it, an address or a range, each with or
 * without a port.
 */
export function proxyOf({ protocol, hostname, port }: URL, env: Env): string | undefined {
  const name = protocol === 'http:' ? 'http_proxy' : 'https_proxy';
  const proxy = env[name.toUpperCase()] || env[name];
  if (!proxy) return undefined;
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === 'localhost' || isWithin(host, '127.0.0.0/8') || isWithin(host, '::1/128')) return undefined;
  const target = { host, port: port || (protocol === 'http:' ? '80' : '443') };
  const exempt = (env.NO_PROXY || env.no_proxy || '').split(',').map((entry) => entry.trim().toLowerCase());
  if (exempt.some((entry) => entry !== '' && names(entry, target))) return undefined;
  return /^[a-z0-9]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

function names(entry: string, { host, port }: { readonly host: string; readonly port: string }): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isWithin(host, entry);
  const [, bracketed, plain, wantedPort] = /^(?:\[([^\]]+)\]|([^:]+|[^:]*:[^:]*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
  if (wantedPort !== undefined && wantedPort !== port) return false;
  const wanted = bracketed ?? plain ?? entry;
  if (wanted.startsWith('*.') || wanted.startsWith('.')) return host.endsWith(wanted.replace(/^\*/, ''));
  return host === wanted || (isIP(wanted) === 0 && host.endsWith(`.${wanted}`));
}

/** Whether an address is in a range such as `10.0.0.0/8`; a name is in none. */
function isWithin(host: string, range: string): boolean {
  const [network = '', prefix = ''] = range.split('/');
  const family = isIP(network);
  if (family === 0 || family !== isIP(host) || !/^\d{1,3}$/.test(prefix)) return false;
  if (Number(prefix) > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
  return list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
