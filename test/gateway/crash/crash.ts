import { expect } from "chai";

import { type Campaign, describeCampaign, runCampaign } from "../../../tools/crash/campaign.js";
import { describeWithAnvil } from "../../nodes/support.js";

/* The short form of `npm run test:crash`: real workers, a real database server and a real node. */
describeWithAnvil("a gateway whose workers are killed, on a node that restarts and drops blocks", () => {
  const SEED = 7;
  let done: Campaign;

  before(async () => {
    done = await runCampaign({
      seed: SEED,
      deposits: 40,
      redemptions: 10,
      customers: 6,
      workers: 2,
      kills: 2,
      renamed: 0,
      restarts: 1,
      reorgs: 2,
      busy: 6_000,
      quiet: 200_000,
      blocks: [80, 160],
      say: () => undefined,
      keep: false,
    });
  });

  it("mints every deposit once, though files come twice and in another order", () => {
    expect(done.deposits).to.deep.equal({ all: 40, once: 40, twice: 0, lost: 0 });
    expect(done.duplicates, "files that came twice").to.be.greaterThan(0);
  });

  it("pays every redemption once or lets its money go, and never both", () => {
    const { all, paid, rejected, twice, lost } = done.redemptions;
    expect({ all, answered: paid + rejected, twice, lost }).to.deep.equal({ all: 10, answered: 10, twice: 0, lost: 0 });
  });

  it("loses nothing, leaves nothing open and has equal books at the end", () => {
    expect(done.differences, describeCampaign(SEED, done)).to.deep.equal([]);
    expect([done.kills, done.restarts, done.reorgs]).to.deep.equal([2, 1, 2]);
  });
});
