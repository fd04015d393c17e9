import { VostroError } from "../../errors/index.js";
import { proxiesOf } from "../../upgrade/proxies.js";
import { scheduledUpgrades } from "../../upgrade/scheduled.js";
import { cancelScheduled, cancelScheduledCall } from "../schedule.js";
import type { Sent } from "../send.js";
import { checkedAddress, type Context, type Outcome } from "./context.js";
import { perform, receipt } from "./perform.js";
import { personOf } from "./signers.js";
import { kindIn } from "./upgradeTarget.js";

/** Takes back what is scheduled, whoever scheduled it. By the guardian, who needs to know nothing of the new code. */
export async function cancel(context: Context): Promise<Outcome> {
  const { bank } = context;
  const kind = kindIn(context);
  const proposer = context.readIf("proposer", (text) => checkedAddress(text, "--proposer"));
  const implementation = context.readIf("implementation", (text) => checkedAddress(text, "--implementation"));
  const live = (await scheduledUpgrades(bank, proxiesOf(bank, kind))).filter(
    (one) =>
      (proposer === undefined || one.proposer === proposer) &&
      (implementation === undefined || one.implementation === implementation),
  );
  if (live.length === 0) {
    throw new VostroError({
      name: "AccessManagerNotScheduled",
      args: { kind },
      sentence: `No upgrade of ${kind} is scheduled${proposer === undefined ? "" : ` by ${proposer}`}.`,
      fix: "See what is, with upgrade show.",
    });
  }
  const does = `Cancels ${live.map((one) => `the upgrade of ${one.proxy.name} to ${one.implementation} by ${one.proposer}`).join(", ")}.`;
  return perform<Sent[]>(context, {
    does,
    sender: await personOf(context, "GUARDIAN"),
    as: "GUARDIAN",
    calls: () => Promise.all(live.map((one) => cancelScheduledCall(bank, one.call, one.proposer))),
    send: async (signer) => {
      const sent: Sent[] = [];
      for (const one of live) sent.push(await cancelScheduled(bank, signer, one.call, one.proposer));
      return sent;
    },
    done: (sent) => ({
      text: [does, ...sent.map(receipt)].join("\n"),
      data: { cancelled: live.map(({ schedule }) => schedule.id), transactions: sent },
    }),
  });
}
