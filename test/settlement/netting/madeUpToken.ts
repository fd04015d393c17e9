import { expect } from "chai";

import { cycleId } from "../../../src/settlement/netting/index.js";
import { ReentrantToken__factory } from "../../../typechain-types/index.js";
import { OPENING } from "../support.js";
import { actsOf, useNetting } from "./support.js";

const load = await useNetting();

describe("a made-up token at the netting desk", () => {
  it("settles its own cycles only: of a bank's token nothing moves, and it cannot come back in", async () => {
    const world = await load();
    const { desk, people } = world;
    const { cycleOf, consents, balancesOf, stateOf } = actsOf(world);
    const fake = await new ReentrantToken__factory(people.admin).deploy();
    const real = await cycleOf();
    const built = { ...real, cycle: { ...real.cycle, token: fake.target as string } };
    const { cycle, nets, slices } = built;
    const agreed = await consents(built);
    await fake.callBack(desk, desk.interface.encodeFunctionData("settle", [cycle, nets, slices, [], agreed]));
    await desk.settle(cycle, nets, slices, [], agreed);
    expect(await fake.succeeded()).to.equal(false);
    const refusal = desk.interface.parseError(await fake.answer())!;
    expect([refusal.name, ...refusal.args.toArray()]).to.deep.equal(["CycleNotOpen", cycleId(cycle)]);
    expect((await stateOf(built)).status).to.equal("settled");
    expect((await stateOf(real)).status).to.equal("open");
    expect(await balancesOf(real)).to.deep.equal(real.nets.map(() => OPENING));
  });
});
