import { expect } from "chai";

import { ROLES } from "../../src/bank/roles.js";
import {
  accessOf,
  cancelScheduled,
  chainTime,
  executeScheduled,
  openCorridorsCall,
  readPolicy,
  readSchedule,
  scheduleAct,
} from "../../src/chain/index.js";
import { DAY, refusalOf, useBank } from "./support.js";

const loadBank = await useBank();
const OPENING = { currency: "USD", allow: [{ from: 4, to: 1 }] };
const WEEK = 7n * DAY;

/** The bank with a policy admin who has to wait two days, and a guardian of its role; and the call it wants to make. */
async function load() {
  const fixture = await loadBank();
  const { bank, people, POLICY_ADMIN } = fixture;
  const manager = bank.accessManager.connect(people.admin);
  await manager.grantRole(ROLES.POLICY_ADMIN, POLICY_ADMIN, 2n * DAY);
  await manager.setRoleGuardian(ROLES.POLICY_ADMIN, ROLES.GUARDIAN);
  return { ...fixture, call: await openCorridorsCall(bank, OPENING), isOpen: () => isOpen(fixture) };
}

async function isOpen({ bank }: Awaited<ReturnType<typeof loadBank>>): Promise<boolean> {
  const { allowed } = await readPolicy(bank, "USD");
  return allowed.some(({ from, to }) => from === 4 && to === 1);
}

describe("a call of a role that is held with a delay", () => {
  it("is scheduled by nobody without the role, and not twice", async () => {
    const { bank, stranger, POLICY_ADMIN, call } = await load();
    const foreign = await refusalOf(scheduleAct(bank, stranger, call));
    expect(foreign.name).to.equal("AccessManagerUnauthorizedCall");
    await scheduleAct(bank, POLICY_ADMIN, call);
    const again = await refusalOf(scheduleAct(bank, POLICY_ADMIN, call));
    expect(again.name).to.equal("AccessManagerAlreadyScheduled");
  });

  it("is not carried out unscheduled, too early, with other content, twice, or after a week", async () => {
    const { bank, time, POLICY_ADMIN, call, isOpen: open } = await load();
    const refused = async (wanted = call) => refusalOf(executeScheduled(bank, POLICY_ADMIN, wanted));
    expect((await refused()).name).to.equal("AccessManagerNotScheduled");
    const { schedule } = await scheduleAct(bank, POLICY_ADMIN, call);
    const early = await refused();
    expect([early.name, early.args["readyAt"]]).to.deep.equal(["AccessManagerNotReady", schedule.readyAt]);
    expect(early.sentence).to.contain("may be carried out from 2026-11-04T");
    await time.increaseTo(schedule.readyAt!);
    const other = await openCorridorsCall(bank, { ...OPENING, allow: [{ from: 4, to: 2 }] });
    expect((await refused(other)).name).to.equal("AccessManagerNotScheduled");
    expect(await open()).to.equal(false);
    await executeScheduled(bank, POLICY_ADMIN, call);
    expect(await open()).to.equal(true);
    expect((await refused()).name).to.equal("AccessManagerNotScheduled");
    const second = await scheduleAct(bank, POLICY_ADMIN, call);
    await time.increaseTo(second.schedule.lapsesAt!);
    expect((await refused()).name).to.equal("AccessManagerNotScheduled");
  });

  it("waits as long as the delay says, lapses a week later, and says where it stands", async () => {
    const { bank, time, POLICY_ADMIN, call } = await load();
    const { address } = POLICY_ADMIN;
    expect(await accessOf(bank, address, call)).to.deep.equal({ immediate: false, delay: 2n * DAY });
    expect((await readSchedule(bank, address, call)).state).to.equal("none");
    const { schedule } = await scheduleAct(bank, POLICY_ADMIN, call);
    const readyAt = (await chainTime(bank)) + 2n * DAY;
    expect(schedule).to.deep.include({ state: "waiting", readyAt, lapsesAt: readyAt + WEEK });
    await time.increaseTo(readyAt);
    expect((await readSchedule(bank, address, call)).state).to.equal("ready");
  });

  it("is cancelled by its proposer or the role's guardian, and by nobody else", async () => {
    const { bank, time, stranger, COMPLIANCE, GUARDIAN, POLICY_ADMIN, call } = await load();
    const { address } = POLICY_ADMIN;
    const empty = await refusalOf(cancelScheduled(bank, POLICY_ADMIN, call, address));
    expect(empty.name).to.equal("AccessManagerNotScheduled");
    for (const by of [POLICY_ADMIN, GUARDIAN]) {
      await scheduleAct(bank, POLICY_ADMIN, call);
      for (const other of [stranger, COMPLIANCE]) {
        const refused = await refusalOf(cancelScheduled(bank, other, call, address));
        expect(refused.name).to.equal("AccessManagerUnauthorizedCancel");
      }
      await cancelScheduled(bank, by, call, address);
      expect((await readSchedule(bank, address, call)).state).to.equal("none");
    }
    await time.increase(3n * DAY);
    expect((await refusalOf(executeScheduled(bank, POLICY_ADMIN, call))).name).to.equal("AccessManagerNotScheduled");
  });

  it("needs no schedule of who holds the role without a delay, and helps nobody who lacks it", async () => {
    const { bank, people, stranger, call } = await load();
    await bank.accessManager.connect(people.admin).grantRole(ROLES.POLICY_ADMIN, people.admin, 0);
    expect(await accessOf(bank, people.admin.address, call)).to.deep.equal({ immediate: true, delay: 0n });
    expect(await accessOf(bank, stranger.address, call)).to.deep.equal({ immediate: false, delay: 0n });
  });
});
