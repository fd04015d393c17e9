import { expect } from "chai";

import { digestDifferences } from "../../src/upgrade/digest.js";
import { customerFile, openArena, random } from "./killing.js";
import { shippedFile } from "./support.js";

/** The short form of `npm run test:kill`, which kills at 50 points of a bank with two tokens, 1,000 customers and all desks. */
describe("apply, killed and started again", () => {
  const CUSTOMERS = 60;
  const POINTS = 3;
  let arena: Awaited<ReturnType<typeof openArena>>;
  before(async () => (arena = await openArena(shippedFile("cross-border-us"), CUSTOMERS)));
  after(() => arena.close());

  it(`ends in the same state after ${POINTS} kills as without any`, async () => {
    expect(customerFile(CUSTOMERS).split("\n").length).to.equal(CUSTOMERS + 2);
    await arena.fresh();
    const whole = await arena.apply();
    expect(whole.exitCode, whole.output).to.equal(0);
    const wanted = await arena.outcome();
    expect(wanted.findings).to.deep.equal([]);

    await arena.fresh();
    const any = random(20_261_122);
    let kills = 0;
    let ended = await arena.apply(whole.milliseconds * 0.5);
    while (ended.killed) {
      kills++;
      ended = await arena.apply(kills < POINTS ? whole.milliseconds * (0.3 + 0.4 * any()) : undefined);
    }
    expect(ended.exitCode, ended.output).to.equal(0);
    expect(kills).to.be.greaterThan(0);
    const { digest, findings } = await arena.outcome();
    expect([findings, digestDifferences(wanted.digest, digest)]).to.deep.equal([[], []]);
  });
});
