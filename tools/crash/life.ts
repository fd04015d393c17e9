import type { CampaignOptions } from "./options.js";
import { decide } from "./person.js";
import { Random, sleep } from "./random.js";
import { CURRENCIES } from "./settings.js";
import type { Stage } from "./stage.js";

/** What bank and customers do all the time, until it is stopped. */
export interface Life {
  /** unix milliseconds */
  readonly begun: number;
  /** everything was paid in and asked for */
  isFed(): boolean;
  stop(): Promise<void>;
}

/** The node is away now and then. */
const AWAY = /ECONNREFUSED|ECONNRESET|socket hang up|SERVER_ERROR|NodeUnreachable/;

/** Lets bank and customers begin: deposits and redemptions are spread over the disturbed part. */
export function startLife(stage: Stage, options: CampaignOptions): Life {
  const { bankSide, customersSide, mail, customers, gateway } = stage;
  const { deposits, redemptions, busy, say, seed } = options;
  const begun = Date.now();
  const any = new Random(seed + 6);
  let stopped = false;
  const loop = async (pause: number, act: () => unknown): Promise<void> => {
    let complained = "";
    while (!stopped) {
      await sleep(pause);
      try {
        await act();
      } catch (error) {
        const problem = String(error).slice(0, 200);
        if (!AWAY.test(problem) && problem !== complained) say(`  tried again: ${problem}`);
        complained = problem;
      }
    }
  };
  /** How many of `all` are due, where they begin at a part of the time and go on for a part of it. */
  const due = (all: number, from: number, share: number): number =>
    Math.floor(all * Math.min(1, Math.max(0, ((Date.now() - begun) / busy - from) / share)));
  const loops = [
    loop(100, () => {
      while (bankSide.deposits.length < due(deposits, 0, 0.7)) bankSide.payIn(any.pick(customers));
    }),
    loop(400, () => bankSide.notify(any.pick(CURRENCIES))),
    loop(Math.max(1_500, busy / 20), () => bankSide.state(any.pick(CURRENCIES))),
    loop(200, () => bankSide.pay()),
    loop(200, () => bankSide.giveBack()),
    loop(100, () => mail.deliver()),
    loop(50, async () => {
      if (customersSide.standing < due(redemptions, 0.1, 0.8)) await customersSide.redeem();
    }),
    loop(500, () => customersSide.relay()),
    loop(500, () => decide(gateway)),
  ];
  return {
    begun,
    isFed: () => bankSide.deposits.length >= deposits && customersSide.standing >= redemptions,
    stop: async () => {
      stopped = true;
      await Promise.all(loops);
    },
  };
}
