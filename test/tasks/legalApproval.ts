import { expect } from "chai";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { testAccount } from "../../src/bank/testAccounts.js";
import { legalOrderId } from "../../src/chain/index.js";
import { bytes32 } from "../chain/support.js";
import { type Law, ORDER_TEXT, useLaw } from "../law-acts/support.js";
import { ALICE, BOB, indexOf, jsonOf } from "./support.js";

/** Not a chain that only development has: two people sit at two machines, each with its own key. */
const load = await useLaw(84532);
const SALT = { VOSTRO_SALT: `0x${"5a".repeat(32)}` };
const keyOf = (name: Parameters<typeof indexOf>[0]): string => testAccount(Number(indexOf(name))).privateKey;
const SENDER = { ...SALT, VOSTRO_KEY_COMPLIANCE: keyOf("COMPLIANCE") };
const APPROVER = { ...SALT, VOSTRO_KEY_COMPLIANCE_APPROVER: keyOf("COMPLIANCE_APPROVER") };
const LIEN = { ...ORDER_TEXT, currency: "USD", wallet: ALICE, amount: "60.00" };
let files = 0;

/** A lien that was approved at the other machine. */
async function approved(values: Record<string, string> = LIEN, more: Record<string, string | boolean> = {}) {
  const law = await load();
  const out = join(law.folder, `approval-${files++}.json`);
  const ended = await law.run("legal lien", { ...values, approve: true, out, ...more }, APPROVER);
  expect(ended.exitCode, ended.complaint).to.equal(0);
  return { ...law, out, text: ended.output };
}

/** The file with some of its JSON changed, under another name. */
async function altered(
  { file }: Law,
  path: string,
  change: (json: Record<string, unknown>) => object,
): Promise<string> {
  const json = JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
  return file(`altered-${files++}.json`, JSON.stringify(change(json)));
}

describe("approving at another machine", () => {
  it("ends with 2 without a file to write, beside --approval, without a key, and over a file that is there", async () => {
    const law = await approved();
    const cases: [Record<string, string | boolean>, Record<string, string>, RegExp][] = [
      [{ approve: true }, APPROVER, /^--out: is missing/],
      [{ approve: true, approval: law.out, out: "x" }, APPROVER, /^--approve: stands beside --approval/],
      [{ approve: true, out: "x" }, SALT, /^VOSTRO_KEY_COMPLIANCE_APPROVER: there is no key/],
      [{ approve: true, out: law.out }, APPROVER, /^--out .*: is there already/],
      [
        { approve: true, out: "x", hours: "169" },
        APPROVER,
        /^--hours: "169" is not possible\. Write a number from 1 to 168/,
      ],
      [
        { approve: true, out: "x", approverAs: "1" },
        APPROVER,
        /^--approver-as: test accounts are for local chains only/,
      ],
      [{ out: "x" }, SENDER, /^--out: is for --approve/],
      [{ approval: law.out, hours: "1" }, SENDER, /^--hours: is for --approve/],
      [{}, SENDER, /^--approval: is missing\. Have the approver run the same with --approve --out FILE/],
    ];
    for (const [values, variables, words] of cases) {
      const { exitCode, complaint } = await law.run("legal lien", { ...LIEN, ...values }, variables);
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
    expect(await law.usd.getFrozenTokens(ALICE)).to.equal(0n);
  });

  it("ends with 1 for a key without the role, and for what would be refused now; no file is left", async () => {
    const law = await load();
    const out = join(law.folder, `none-${files++}.json`);
    const variables = { ...SALT, VOSTRO_KEY_COMPLIANCE_APPROVER: keyOf("stranger") };
    const stranger = await law.run("legal lien", { ...LIEN, approve: true, out }, variables);
    expect([stranger.exitCode, stranger.complaint.split(":")[0]]).to.deep.equal([1, "ApproverInvalid"]);
    const seizure = { ...LIEN, custody: BOB, approve: true, out };
    const refused = await law.run("legal seize", seizure, APPROVER);
    expect([refused.exitCode, refused.complaint.split(":")[0]]).to.deep.equal([1, "CustodyUnknown"]);
    expect(await readFile(out).catch((error: NodeJS.ErrnoException) => error.code)).to.equal("ENOENT");
  });

  it("says everything in words, tries it, and signs into a file with nothing secret in it", async () => {
    const { text, out, bank, COMPLIANCE, COMPLIANCE_APPROVER, order } = await approved();
    const id = legalOrderId(SALT.VOSTRO_SALT, "2026/17");
    expect(text.split("\n")).to.deep.include.members([
      `Approves: Places a lien of USD 60.00 on ${ALICE} under order 2026/17.`,
      `  account    ${ALICE}`,
      "  amount     USD 60.00",
      `  order      2026/17 (${id})`,
      "  authority  DE-AG-HAMBURG",
      `  document   ${ORDER_TEXT.document}`,
      "  issued     2026-11-01T00:00:00Z",
      "  in force   until lifted",
      `Changes: ${ALICE} liens USD 0.00 -> USD 60.00`,
      `Changes: ${ALICE} available USD 10000.00 -> USD 9940.00`,
    ]);
    expect(text).to.match(
      new RegExp(`  approval   by ${COMPLIANCE_APPROVER.address} as COMPLIANCE_APPROVER, until 2026-11-03T`),
    );
    expect(text).to.match(new RegExp(`Tried as ${COMPLIANCE.address}: LegalOrders\\.placeLien, about \\d+ gas`));
    const json = JSON.parse(await readFile(out, "utf8")) as Record<string, unknown>;
    expect(json).to.include({ act: "PlaceLien", chainId: 84532, contract: bank.addresses.legalOrders });
    expect(json["content"]).to.deep.equal({
      order: { ...order, id, issuedAt: String(order.issuedAt), validUntil: "0" },
      token: bank.addresses.tokens["USD"],
      account: ALICE,
      amount: "6000",
    });
    expect(Object.keys(json)).to.deep.equal([
      "act",
      "chainId",
      "contract",
      "content",
      "salt",
      "expiry",
      "approver",
      "signature",
    ]);
  });

  it("a dry run signs nothing and gives what a key elsewhere would sign", async () => {
    const { run, bank } = await load();
    const dry = await run("legal lien", { ...LIEN, approve: true, dryRun: true, json: true }, SALT);
    expect(dry.exitCode, dry.complaint).to.equal(0);
    const { typedData, signature } = jsonOf(dry);
    expect(signature).to.equal(undefined);
    expect(typedData).to.deep.include({ primaryType: "PlaceLien" });
    expect(typedData.domain.verifyingContract.toLowerCase()).to.equal(bank.addresses.legalOrders.toLowerCase());
    expect(typedData.message).to.deep.include({ amount: "6000" });
  });
});

describe("sending with an approval", () => {
  it("ends with 2 and names file and field when the command says anything else than was approved", async () => {
    const law = await approved();
    const cases: [string, Record<string, string>, RegExp][] = [
      [
        "legal lien",
        { amount: "60.01" },
        /, amount: is 6000, but --amount gives 6001\. Give exactly what was approved/,
      ],
      ["legal lien", { wallet: BOB }, /, account: is 0x\w+, but --wallet gives 0x/],
      ["legal lien", { currency: "JPY", amount: "6000" }, /, token: is 0x\w+, but --currency gives 0x/],
      ["legal lien", { order: "2026/18" }, /, order\.id: is 0x\w+, but --order gives 0x/],
      ["legal lien", { authority: "DE-LG-KIEL" }, /, order\.authority: is 0x\w+, but --authority gives 0x/],
      ["legal lien", { document: bytes32(9) }, /, order\.documentHash: .* but --document gives/],
      ["legal lien", { issued: "2026-10-30" }, /, order\.issuedAt: .* but --issued gives/],
      ["legal lien", { validUntil: "2027-10-30" }, /, order\.validUntil: is 0, but --valid-until gives/],
      ["legal block", { amount: "" }, /, act: is PlaceLien, but this command gives BlockParty/],
    ];
    for (const [command, change, words] of cases) {
      const ended = await law.run(command, { ...LIEN, ...change, approval: law.out }, SENDER);
      expect(ended.exitCode, ended.complaint).to.equal(2);
      expect(ended.complaint).to.match(words);
      expect(ended.complaint).to.match(/^.*approval-\d+\.json, /);
    }
    expect(await law.usd.getFrozenTokens(ALICE)).to.equal(0n);
  });

  it("ends with 2 for a file that is none, of another chain or bank, or with more in it than was approved", async () => {
    const law = await approved();
    const contentWith = (more: object) => (json: Record<string, unknown>) => ({
      ...json,
      content: { ...(json["content"] as object), ...more },
    });
    const cases: [string, RegExp][] = [
      ["gone.json", /^--approval: gone\.json cannot be read/],
      [await law.file("broken.json", "{"), /broken\.json: is not JSON/],
      [await altered(law, law.out, ({ salt: _, ...json }) => json), /, salt: /],
      [await altered(law, law.out, (json) => ({ ...json, expiry: 1 })), /, expiry: /],
      [
        await altered(law, law.out, (json) => ({ ...json, approver: "0x12" })),
        /, approver: is not a checksummed address/,
      ],
      [
        await altered(law, law.out, (json) => ({ ...json, chainId: 1 })),
        /, chainId: is 1, but this command gives 84532/,
      ],
      [
        await altered(law, law.out, (json) => ({ ...json, contract: BOB })),
        /, contract: is 0x\w+, but this command gives/,
      ],
      [await altered(law, law.out, (json) => ({ ...json, note: "?" })), /Unrecognized key/],
      [await altered(law, law.out, contentWith({ extra: "1" })), /, extra: is no field of this act/],
    ];
    for (const [approval, words] of cases) {
      const ended = await law.run("legal lien", { ...LIEN, approval }, SENDER);
      expect(ended.exitCode, ended.complaint).to.equal(2);
      expect(ended.complaint).to.match(words);
    }
  });

  it("ends with 1 when file and command were changed alike: the signature is of what was approved", async () => {
    const law = await approved();
    const more = await altered(law, law.out, (json) => ({
      ...json,
      content: { ...(json["content"] as object), amount: "6100" },
    }));
    const dearer = await law.run("legal lien", { ...LIEN, amount: "61.00", approval: more }, SENDER);
    expect([dearer.exitCode, dearer.complaint.split(":")[0]]).to.deep.equal([1, "ApprovalInvalid"]);
    const longer = await altered(law, law.out, (json) => ({ ...json, expiry: "1999999999" }));
    const late = await law.run("legal lien", { ...LIEN, approval: longer }, SENDER);
    expect([late.exitCode, late.complaint.split(":")[0]]).to.deep.equal([1, "ApprovalInvalid"]);
  });

  it("ends with 2 once the approval has expired, and for the approver itself as sender", async () => {
    const law = await approved(LIEN, { hours: "1" });
    const both = { ...SALT, VOSTRO_KEY_COMPLIANCE: keyOf("COMPLIANCE_APPROVER") };
    const same = await law.run("legal lien", { ...LIEN, approval: law.out }, both);
    expect([same.exitCode, same.complaint]).to.deep.equal([
      2,
      `${law.out}, approver: is the sender. Two people act: another key approves.`,
    ]);
    await law.time.increase(3_600);
    const late = await law.run("legal lien", { ...LIEN, approval: law.out }, SENDER);
    expect(late.exitCode).to.equal(2);
    expect(late.complaint).to.match(
      /, expiry: was 2026-11-02T01:\d\d:\d\dZ, which has passed\. Have the act approved again\.$/,
    );
  });

  it("acts once: the same approval again is refused, and so is a second one of equal content", async () => {
    const law = await approved();
    const again = join(law.folder, `approval-${files++}.json`);
    expect((await law.run("legal lien", { ...LIEN, approve: true, out: again }, APPROVER)).exitCode).to.equal(0);
    const sent = await law.run("legal lien", { ...LIEN, approval: law.out }, SENDER);
    expect(sent.exitCode, sent.complaint).to.equal(0);
    expect(await law.usd.getFrozenTokens(ALICE)).to.equal(6_000n);

    const replayed = await law.run("legal lien", { ...LIEN, approval: law.out, again: true }, SENDER);
    expect([replayed.exitCode, replayed.complaint.split(":")[0]]).to.deep.equal([1, "ActDone"]);
    // The overlapping approval is as good as the first one: that a second lien is meant must be said.
    const second = await law.run("legal lien", { ...LIEN, approval: again }, SENDER);
    expect([second.exitCode, second.complaint.split(":")[0]]).to.deep.equal([1, "ActRepeated"]);
    expect(second.complaint).to.contain("add --again");
    const third = { ...LIEN, approve: true, out: join(law.folder, `approval-${files++}.json`) };
    expect((await law.run("legal lien", third, APPROVER)).complaint).to.match(/^ActRepeated/);
    expect(await law.usd.getFrozenTokens(ALICE)).to.equal(6_000n);
    expect((await law.run("legal lien", { ...LIEN, approval: again, again: true }, SENDER)).exitCode).to.equal(0);
    expect(await law.usd.getFrozenTokens(ALICE)).to.equal(12_000n);
  });

  it("a dry run needs no key, names both people and tries the act", async () => {
    const law = await approved();
    const { COMPLIANCE, COMPLIANCE_APPROVER } = law;
    const dry = jsonOf(await law.run("legal lien", { ...LIEN, approval: law.out, dryRun: true, json: true }, SALT));
    expect(dry["signatures"]).to.have.lengthOf(2);
    expect(dry["signatures"][0]).to.deep.equal({ who: COMPLIANCE.address, as: "COMPLIANCE", what: "sends it" });
    expect(dry["signatures"][1]).to.include({ who: COMPLIANCE_APPROVER.address, as: "COMPLIANCE_APPROVER" });
    expect(dry["calls"]).to.have.lengthOf(1);
    const without = await law.run("legal lien", { ...LIEN, dryRun: true }, SALT);
    expect(without.exitCode, without.complaint).to.equal(0);
    expect(without.output).to.contain(
      `Must sign: ${COMPLIANCE_APPROVER.address} as COMPLIANCE_APPROVER, approves exactly this act`,
    );
    expect(without.output).to.contain("Not tried: a signature is missing");
    expect(await law.usd.getFrozenTokens(ALICE)).to.equal(0n);
  });
});
