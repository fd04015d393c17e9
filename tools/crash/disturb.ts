import { LONGEST_REORG } from "./chain.js";
import type { CampaignOptions } from "./options.js";
import { Random, sleep } from "./random.js";
import type { Stage } from "./stage.js";

/** Kills workers, restarts the node and drops blocks, all at once and spread over the time. @param begun unix milliseconds */
export async function disturb({ workers, chain }: Stage, options: CampaignOptions, begun: number): Promise<void> {
  const { seed, busy, kills } = options;
  const times = async (count: number, any: Random, act: (any: Random) => Promise<void>): Promise<void> => {
    for (let i = 0; i < count; i++) {
      await sleep(Math.max(0, begun + (busy * (i + any.next())) / count - Date.now()));
      await act(any);
    }
  };
  await Promise.all([
    workers.harass(kills, (options.workers * busy) / Math.max(1, kills)),
    times(options.restarts, new Random(seed + 8), (any) => chain.restart(any.int(0, 1_500))),
    times(options.reorgs, new Random(seed + 9), (any) => chain.reorg(any.int(1, LONGEST_REORG))),
    sleep(busy),
  ]);
}
