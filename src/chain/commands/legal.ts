import type { Context, Outcome } from "./context.js";
import { block, lien, recover, release, seize } from "./legalActs.js";
import { liftBlock, liftLien, unblockWallet } from "./legalLifts.js";
import { show } from "./legalShow.js";
import { refreeze, sweep } from "./legalSweeps.js";

const STEPS: Readonly<Record<string, (context: Context) => Promise<Outcome>>> = {
  block,
  lien,
  seize,
  recover,
  release,
  "lift-block": liftBlock,
  "lift-lien": liftLien,
  "unblock-wallet": unblockWallet,
  sweep,
  refreeze,
  show,
};

/** What the bank does because a court or an authority ordered it. */
export const legal = (context: Context, step: string): Promise<Outcome> => STEPS[step]!(context);
