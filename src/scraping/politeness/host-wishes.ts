import { Park } from '#core/park.ts';
import { askedWait } from '../asked-wait.ts';
import type { AnswerHead, SendRequest } from '../http-request.ts';
import type { Hosts } from './hosts.ts';

/**
 * What hosts have asked for, at the very time that requests are sent. `polite` lets a request through before it is made;
 * until it is written, it may have become unwanted.
 */
export type HostWishes = {
  /**
   * The last look, right before a request to the address is written.
   *
   * @returns what is to be called with the head of the answer, as soon as that is there.
   * @throws Withheld when the host wants no requests: this one is not to be sent.
   */
  look(url: URL): (head: AnswerHead) => void;
};

/** Not a failure: the request has not been made. What it would have been part of is begun again after `until`. */
export class Withheld extends Park {
  readonly host: string;

  constructor(host: string, until: number) {
    super(until, 'item', 'rate_limited');
    this.name = 'Withheld';
    this.message = `${host} asked for time`;
    this.host = host;
  }
}

/** Of hosts that are known, and of those that redirects, pictures and data sheets lead to. */
export function hostWishes(hosts: Hosts, now: () => number): HostWishes {
  return {
    look: ({ host }) => {
      const { pace } = hosts.of(host);
      const sentAt = now();
      const until = pace.pausedUntil(sentAt);
      if (until !== undefined) throw new Withheld(host, until);
      return (head) => {
        const cameAt = now();
        const wait = askedWait(head, cameAt);
        // A bare 429 may be a bot check as well: what that means only its body tells, and whoever judges it.
        if (wait !== undefined) pace.refused(sentAt, cameAt, cameAt + wait);
      };
    },
  };
}

/** For those who ask for nothing that could be paced. */
export const noWishes: HostWishes = { look: () => () => undefined };

/** Looks before each request is written, redirects included, and tells what its answer asks for. */
export function heeding(send: SendRequest, wishes: HostWishes): SendRequest {
  return (url, request) => {
    let tell: ((head: AnswerHead) => void) | undefined;
    return send(url, {
      ...request,
      beforeWrite: () => {
        request.beforeWrite?.();
        tell = wishes.look(url);
      },
      onHead: (head) => {
        tell?.(head);
        request.onHead?.(head);
      },
    });
  };
}
