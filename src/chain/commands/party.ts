import type { Context, Outcome } from "./context.js";
import { account, addWallet, reclassify, removeWalletStep } from "./partyChange.js";
import { close } from "./partyClose.js";
import { closing } from "./partyClosing.js";
import { renew } from "./partyRenew.js";
import { rezone } from "./partyRezone.js";
import { show } from "./partyShow.js";

const STEPS: Readonly<Record<string, (context: Context) => Promise<Outcome>>> = {
  show,
  renew,
  reclassify,
  rezone,
  closing,
  close,
  "add-wallet": addWallet,
  "remove-wallet": removeWalletStep,
  account,
};

/** What becomes of a party after it was admitted. All steps but `show` and `closing` are the registrar's. */
export const party = (context: Context, step: string): Promise<Outcome> => STEPS[step]!(context);
