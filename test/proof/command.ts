import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { expect } from "chai";

import { buildClaims, claimsToJson } from "../../src/proof/index.js";
import { useSharedStage, ALICE, BOB, indexOf, jsonOf } from "../tasks/support.js";
import { PLACE, SECRET } from "./support.js";

const load = await useSharedStage();
type Stage = Awaited<ReturnType<typeof load>>;

const SALT = { VOSTRO_SALT: SECRET };

/** Names of files that no test used before: the stage keeps its folder. */
let files = 0;
const newFile = ({ folder }: Stage): string => join(folder, `claims-${++files}.json`);

/** Claims built and committed, and alice's proof; bob has a payment of hers. */
async function proven(stage: Stage) {
  const { run, time } = stage;
  const paid = await run("pay", { currency: "USD", to: BOB, amount: "40.00", as: indexOf("alice") });
  expect(paid.exitCode, paid.complaint).to.equal(0);
  const [claims, proof] = [newFile(stage), newFile(stage)];
  const built = jsonOf(await run("claims build", { currency: "USD", out: claims, json: true }, SALT));
  await time.increase(1);
  const root = built["root"] as string;
  const attested = await run("attest", { currency: "USD", figure: "50000.00", claims: root, as: indexOf("ATTESTOR") });
  expect(attested.exitCode, attested.complaint).to.equal(0);
  const made = await run("claims prove", { file: claims, wallet: ALICE, out: proof });
  expect(made.exitCode, made.complaint).to.equal(0);
  return { claims, proof, built, attested: attested.output };
}

/** A copy of a JSON file with some fields changed. */
async function changed(stage: Stage, path: string, change: object): Promise<string> {
  const name = newFile(stage).split("/").at(-1)!;
  return stage.file(name, JSON.stringify({ ...(JSON.parse(await readFile(path, "utf8")) as object), ...change }));
}

describe("claims", () => {
  it("ends with 2 for what it cannot be told, and writes nothing", async () => {
    const stage = await load();
    const { run } = stage;
    const { claims, proof } = await proven(stage);
    const out = newFile(stage);
    const cases: [string, Record<string, string | boolean>, RegExp, Record<string, string>?][] = [
      ["claims", {}, /^claims: needs a step/],
      ["claims build", { currency: "USD" }, /^--out: is missing/],
      ["claims build", { currency: "EUR", out }, /^--currency: "EUR" is not a currency/],
      ["claims build", { currency: "USD", out, block: "last" }, /^--block: "last" is not possible/],
      ["claims build", { currency: "USD", out }, /^VOSTRO_SALT: is not 32 bytes/, { VOSTRO_SALT: "0x5e" }],
      ["claims build", { currency: "USD", out: claims }, /is there already/],
      ["claims prove", { file: claims, out }, /^--wallet: is missing/],
      ["claims prove", { file: claims, out, wallet: ALICE.toLowerCase() }, /^--wallet: .* is not a checksummed/],
      ["claims prove", { file: proof, out, wallet: ALICE }, /^--file: .*format is not vostro-claims-1/],
      ["claims prove", { file: newFile(stage), out, wallet: ALICE }, /cannot be read \(ENOENT\)/],
      ["claims prove", { file: claims, wallet: ALICE }, /^--out: is missing/],
      ["claims check", {}, /^--file: is missing/],
      ["claims check", { file: claims }, /^--file: .*format is not vostro-claim-proof-1/],
      ["claims check", { file: proof, chain: "31337" }, /^--chain: stands without --offline/],
      [
        "attest",
        { currency: "USD", figure: "1.00", claims: "0x12", as: indexOf("ATTESTOR") },
        /^--claims: .*not 32 bytes/,
      ],
    ];
    for (const [command, values, complaint, variables] of cases) {
      const ended = await run(command, values, variables);
      expect([ended.exitCode, ended.output], ended.complaint).to.deep.equal([2, ""]);
      expect(ended.complaint).to.match(complaint);
    }
    await expectNone(out);
  });

  it("ends with 1 where the chain has nothing to build, or the file no such wallet", async () => {
    const stage = await load();
    const { run, stranger } = stage;
    const { claims } = await proven(stage);
    const out = newFile(stage);
    const none = await run("claims build", { currency: "JPY", out }, SALT);
    expect([none.exitCode, none.complaint.split(":")[0]]).to.deep.equal([1, "NoClaims"]);
    const wallet = stranger.address;
    const other = await run("claims prove", { file: claims, wallet, out });
    expect([other.exitCode, other.complaint.split(":")[0]]).to.deep.equal([1, "NoSuchClaim"]);
    await expectNone(out);
  });

  it("refuses claims of a token that is not this bank's", async () => {
    const stage = await load();
    const { run, bank } = stage;
    const [out, wallet] = [newFile(stage), ALICE];
    const { claims } = await proven(stage);
    const token = bank.addresses.tokens["JPY"]!;
    // The same leaves under another name are another tree ...
    const edited = await run("claims prove", { file: await changed(stage, claims, { token }), wallet, out });
    expect(edited.complaint).to.match(/^--file: .*root is 0x\w+, but the leaves have 0x/);
    // ... and a tree of its own is still none of the bank's.
    const foreign = claimsToJson(buildClaims(PLACE, new Map([[ALICE, 5n]]), SECRET));
    const other = await run("claims prove", { file: await stage.file("foreign.json", foreign), wallet, out });
    expect(other.complaint).to.match(/^--file: is of the token 0x7070\w+ \(USD\) on chain 31337, which is not this/);
    await expectNone(out);
  });

  it("builds, is committed by attest, and proves a holder's claim to it", async () => {
    const stage = await load();
    const { run } = stage;
    const { proof, built, attested } = await proven(stage);
    expect(built).to.deep.include({ total: "1000000", holders: 2, currency: "USD" });
    expect(attested).to.contain(`commits to the claims ${built["root"] as string}.`);
    const { exitCode, output } = await run("claims check", { file: proof });
    expect(exitCode).to.equal(0);
    expect(output.split("\n").map((line) => line.slice(0, 18).trim())).to.deep.equal([
      ...["arithmetic", "token", "block", "total", "balance", "commitment", "backing"].map((name) => `ok      ${name}`),
      `PROVEN: ${ALICE.slice(0, 10)}`,
    ]);
    expect(output).to.contain(`PROVEN: ${ALICE} was owed USD 9960.00 at block ${built["block"] as number}.`);
    const json = jsonOf(await run("claims check", { file: proof, json: true }));
    expect(json).to.deep.include({ ok: true, proven: true, balance: "996000" });
    expect(json["commitment"]).to.deep.include({ claims: built["root"] });
  });

  it("says in words which check failed and what that means, and ends with 1", async () => {
    const stage = await load();
    const { run } = stage;
    const { proof } = await proven(stage);
    const wrong = await run("claims check", { file: await changed(stage, proof, { balance: "996001" }) });
    expect(wrong.exitCode).to.equal(1);
    expect(wrong.output.split("\n")).to.deep.equal([
      "FAILED  arithmetic  The path adds up to 1000001 minor units, but the total is said to be 1000000.",
      "                    The proof proves nothing: it was changed on its way, or made wrong. Ask the bank for a new one.",
      wrong.output.split("\n")[2],
      "NOT PROVEN: 1 of 2 checks failed.",
    ]);
    // Built after the attestation: nothing commits to it yet.
    const [late, alices] = [newFile(stage), newFile(stage)];
    await run("claims build", { currency: "USD", out: late }, SALT);
    await run("claims prove", { file: late, wallet: ALICE, out: alices });
    const open = await run("claims check", { file: alices, json: true });
    expect(open.exitCode).to.equal(1);
    const failed = (jsonOf(open)["checks"] as { check: string; passed: boolean }[]).filter(({ passed }) => !passed);
    expect(failed.map(({ check }) => check)).to.deep.equal(["commitment"]);
  });

  it("checks the arithmetic without any node", async () => {
    const stage = await load();
    const { run } = stage;
    const { proof } = await proven(stage);
    const nobody = { provider: new Proxy({}, { get: () => () => Promise.reject(new Error("asked")) }) as never };
    const values = { file: proof, offline: true, chain: "31337" };
    const alone = await run("claims check", values, {}, nobody);
    expect([alone.exitCode, alone.complaint]).to.deep.equal([0, ""]);
    expect(alone.output).to.match(/PROVEN: .* \(arithmetic only: the chain was not asked/);
    const wrong = await changed(stage, proof, { salt: SECRET });
    expect((await run("claims check", { ...values, file: wrong }, {}, nobody)).exitCode).to.equal(1);
  });
});

async function expectNone(path: string): Promise<void> {
  let isThere = true;
  await rm(path).catch(() => (isThere = false));
  expect(isThere, path).to.equal(false);
}
