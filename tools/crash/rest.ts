import { readdirSync } from "node:fs";

import { providerOf } from "../../src/chain/send.js";
import type { Life } from "./life.js";
import type { CampaignOptions } from "./options.js";
import { sleep } from "./random.js";
import { openWork } from "./settled.js";
import { CURRENCIES } from "./settings.js";
import type { Stage } from "./stage.js";

/** Looks in a row that find nothing to do: a step may be between two things. */
const LOOKS = 4;
const SAY_EVERY = 10_000;

/** Waits until nobody has anything left to do, as long as the options allow; what is left then is in the verdict. */
export async function comeToRest(stage: Stage, options: CampaignOptions, life: Life): Promise<void> {
  const { bankSide, customersSide, mail, folders, gateway } = stage;
  const deadline = Date.now() + options.quiet;
  let said = Date.now();
  /** the chain's head when the customers had asked for everything */
  let asked: number | undefined;
  for (let rests = 0; rests < LOOKS && Date.now() < deadline;) {
    await sleep(500);
    mail.hurry(500);
    for (const currency of CURRENCIES) bankSide.state(currency);
    const work = await openWork(gateway.store);
    const files = readdirSync(folders.incoming).length + readdirSync(folders.outgoing).length;
    const isQuiet = life.isFed() && customersSide.open === 0 && bankSide.isQuiet && files === 0;
    if (customersSide.open > 0 || !life.isFed()) asked = undefined;
    else asked ??= await providerOf(gateway.bank).getBlockNumber();
    // What the gateway has not read it cannot know of: the lease of a watcher that was killed lasts a minute.
    const isRead = asked !== undefined && (await blockRead(stage)) >= asked;
    rests = isQuiet && isRead && work.length === 0 ? rests + 1 : 0;
    if (Date.now() - said < SAY_EVERY) continue;
    said = Date.now();
    options.say(`  left: ${files} files; ${customersSide.open} requests; ${work.join("; ")}`);
  }
}

/** How far the gateway has read the chain. */
async function blockRead({ gateway }: Stage): Promise<number> {
  const cursor = await gateway.store.selectFrom("chain_cursor").select("block").executeTakeFirst();
  return cursor?.block ?? 0;
}

/** Until the books have read the chain as far as anything happened on it. */
export async function readToTheEnd(stage: Stage): Promise<void> {
  const head = await providerOf(stage.gateway.bank).getBlockNumber();
  for (let left = 240; left > 0; left--) {
    if ((await blockRead(stage)) >= head) return;
    await sleep(500);
  }
}
