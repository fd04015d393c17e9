import { disturb } from "./disturb.js";
import { startLife } from "./life.js";
import type { CampaignOptions } from "./options.js";
import { comeToRest, readToTheEnd } from "./rest.js";
import { openStage } from "./stage.js";
import { judgeCampaign, type Verdict } from "./verdict.js";

export type { CampaignOptions } from "./options.js";

export interface Campaign extends Verdict {
  readonly kills: number;
  readonly restarts: number;
  readonly reorgs: number;
  /** blocks that the reorganisations dropped */
  readonly dropped: number;
  readonly files: number;
  readonly duplicates: number;
  readonly seconds: number;
}

/** Runs one campaign: what customers and bank do, what is done to the workers and the node, and the verdict. */
export async function runCampaign(options: CampaignOptions): Promise<Campaign> {
  const { say } = options;
  const started = Date.now();
  const seconds = (): number => Math.round((Date.now() - started) / 1000);
  const stage = await openStage(options);
  const { bankSide, customersSide, workers, chain, mail } = stage;
  try {
    say(`${seconds()} s: ${options.workers} workers are at work; their log is in ${stage.data}`);
    const life = startLife(stage, options);
    await disturb(stage, options, life.begun);
    say(
      `${seconds()} s: ${workers.kills} kills, ${chain.restarts} node restarts, ${chain.reorgs} reorgs; undisturbed from here`,
    );
    await comeToRest(stage, options, life);
    await life.stop();
    await readToTheEnd(stage);
    await workers.stop();
    const verdict = await judgeCampaign(stage.gateway, bankSide, customersSide.accepted);
    return {
      ...verdict,
      kills: workers.kills,
      restarts: chain.restarts,
      reorgs: chain.reorgs,
      dropped: chain.dropped,
      files: mail.delivered,
      duplicates: mail.duplicates,
      seconds: seconds(),
    };
  } finally {
    await stage.close();
  }
}

/** One line for people. */
export function describeCampaign(seed: number, done: Campaign): string {
  const { deposits, redemptions, differences, block } = done;
  return [
    `seed ${seed}: ${deposits.all} deposits: ${deposits.once} minted once, ${deposits.twice} twice, ${deposits.lost} lost`,
    `${redemptions.all} redemptions: ${redemptions.paid} paid once (${redemptions.returned} of them came back), ` +
      `${redemptions.rejected} rejected, ${redemptions.twice} twice, ${redemptions.lost} lost`,
    `${done.kills} kills, ${done.restarts} node restarts, ${done.reorgs} reorgs (${done.dropped} blocks), ` +
      `${done.files} files (${done.duplicates} duplicates), ${done.seconds} s`,
    differences.length === 0 ? `books equal at block ${block}` : `${differences.length} DIFFERENCES at block ${block}`,
  ].join("; ");
}
