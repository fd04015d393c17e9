import { readdirSync } from "node:fs";

import { providerOf } from "../../src/chain/send.js";
import type { Life } from "./life.js";
import type { CampaignOptions } from "./options.js";
import { sleep } from "./random.js";
import { openWork } from "./settled.js";
import { CURRENCIES, DEEP_BLOCKS } from "./settings.js";
import type { Stage } from "./stage.js";

/** Looks in a row that find nothing to do: a step may be between two things. */
const LOOKS = 4;
const SAY_EVERY = 10_000;
/** Blocks that are mined while the watcher reads. */
const MARGIN = 60;

/** Waits until nobody has anything left to do, as long as the options allow; what is left then is in the verdict. */
export async function comeToRest(stage: Stage, options: CampaignOptions, life: Life): Promise<void> {
  const { bankSide, customersSide, mail, folders, gateway } = stage;
  const deadline = Date.now() + options.quiet;
  let said = Date.now();
  for (let rests = 0; rests < LOOKS && Date.now() < deadline;) {
    await sleep(500);
    mail.hurry(500);
    for (const currency of CURRENCIES) bankSide.state(currency);
    const work = await openWork(gateway.store);
    const files = readdirSync(folders.incoming).length + readdirSync(folders.outgoing).length;
    const isQuiet = life.isFed() && customersSide.open === 0 && bankSide.isQuiet && files === 0;
    const isRead = (await blocksUnread(stage)) <= DEEP_BLOCKS + MARGIN;
    rests = isQuiet && isRead && work.length === 0 ? rests + 1 : 0;
    if (Date.now() - said < SAY_EVERY) continue;
    said = Date.now();
    options.say(`  left: ${files} files; ${customersSide.open} requests; ${work.join("; ")}`);
  }
}

/** What the gateway has not read it cannot know of: the lease of a watcher that was killed lasts a minute. */
async function blocksUnread({ gateway }: Stage): Promise<number> {
  const cursor = await gateway.store.selectFrom("chain_cursor").select("block").executeTakeFirst();
  return (await providerOf(gateway.bank).getBlockNumber()) - (cursor?.block ?? 0);
}

/** Until the books have read the chain as far as anything happened on it. */
export async function readToTheEnd({ gateway }: Stage): Promise<void> {
  const head = await providerOf(gateway.bank).getBlockNumber();
  for (let left = 240; left > 0; left--) {
    const cursor = await gateway.store.selectFrom("chain_cursor").select("block").executeTakeFirst();
    if ((cursor?.block ?? 0) >= head) return;
    await sleep(500);
  }
}
