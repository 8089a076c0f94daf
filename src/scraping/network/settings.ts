import { z } from 'zod';
import { duration } from '#config/setting.ts';
import { parseUpstream } from './upstream.ts';
import { targetOf } from './address-guard.ts';

/** `host:port` as the guard compares them: as a URL writes the host, and always with the port. */
function hostAndPort(text: string): string | undefined {
  const url = /[/?#@]/.test(text) ? null : URL.parse(`http://${text.trim()}/`);
  // Port 80 is left out by the URL, and has to be said by whoever means it.
  if (url === null || !/:\d+$/.test(text.trim())) return undefined;
  return `${url.hostname}:${targetOf(url).port}`;
}

export const networkSettings = z.strictObject({
  allowPrivateNetwork: z
    .boolean()
    .default(false)
    .meta({
      description:
        'whether addresses of this machine and of private networks may be fetched; a list of URLs that others wrote could otherwise have pages fetched that are not theirs to see',
      flag: '--allow-private-network',
      env: ['SPECBOOK_ALLOW_PRIVATE_NETWORK'],
    }),
  allowedHosts: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((given, context): readonly string[] => {
      const words = (typeof given === 'string' ? given.split(',') : given).filter((word) => word.trim() !== '');
      const hosts = words.map(hostAndPort);
      const wrong = words.find((_, index) => hosts[index] === undefined);
      if (wrong === undefined) return hosts.filter((host) => host !== undefined);
      context.addIssue({
        code: 'custom',
        message: `${JSON.stringify(wrong)} is no host:port; expected the likes of intranet.example:443`,
      });
      return z.NEVER;
    })
    .meta({
      description: 'hosts of a private network that may be fetched all the same, each as `host:port`',
      flag: '--allow-host <host:port>',
      repeated: true,
      env: ['SPECBOOK_ALLOWED_HOSTS'],
    }),
  firstByteTimeout: duration('20s', {
    description: 'how long a site may take to begin an answer; `scraping.timeout` is for all of it',
  }),
  maxHeaderBytes: z.number().int().min(8_192).max(1_048_576).default(65_536).meta({
    description: 'the most bytes of headers that an answer may have',
  }),
  cookies: z.enum(['page', 'host']).default('page').meta({
    description: 'how long the cookies that a site sets are kept: for one `page`, or for all pages of the `host`',
  }),
  proxies: z
    .string()
    .min(1)
    .refine((text) => proxiesIn(text).every((proxy) => parseUpstream(proxy) !== undefined), {
      error:
        'expected URLs such as http://user:password@proxy.example:3128 or socks5://proxy.example:1080, set apart by commas',
    })
    .optional()
    .meta({
      description:
        'proxies to fetch pages through (HTTP, HTTPS, SOCKS), set apart by commas; each host is fetched through one of them',
      env: ['SPECBOOK_PROXIES'],
      secret: true,
    }),
  proxiesFile: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'a file that holds them, one a line', env: ['SPECBOOK_PROXIES_FILE'] }),
});

/** The proxies of a list, as they are written. */
export function proxiesIn(text: string): readonly string[] {
  return text
    .split(/[,\n]/)
    .map((proxy) => proxy.trim())
    .filter((proxy) => proxy !== '' && !proxy.startsWith('#'));
}
