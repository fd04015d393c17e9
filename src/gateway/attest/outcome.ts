import { record } from "../../store/index.js";
import type { OutcomeHandler } from "../transactions/types.js";

/** An attestation changes nothing in the store: the next one starts from the token's own words. Its outcome is written down. */
export const attestOutcome: OutcomeHandler = {
  purpose: "attest",

  async final({ worker, log }, trx, { subject }, { block, events }) {
    const shortfall = events.find(({ name }) => name === "BackingShortfall");
    if (shortfall !== undefined) log.error({ subject }, "deposits do not cover the supply: minting has stopped");
    const data = { block, backing: events.find(({ name }) => name === "Attested")?.args["backing"] };
    await record(trx, { actor: worker, act: "attested", subject, data });
  },

  async failed({ worker, log }, trx, { subject }, error) {
    log.warn({ subject, error: error.name }, "an attestation failed; the next one is made anew");
    await record(trx, { actor: worker, act: "attestation failed", subject, data: { error: error.name } });
  },
};
