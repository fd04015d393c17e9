import { readFile, writeFile } from "node:fs/promises";

import { expect } from "chai";

import { FUNCTION_ROLES } from "../../src/bank/roles.js";
import { buildOf } from "../../src/upgrade/build.js";
import { allReleases, loadRelease, RELEASED, RELEASES, versionsIn } from "../../src/upgrade/release.js";
import { refusalOf } from "../chain/support.js";

const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };

describe("a kept release", () => {
  it("of this version is this build, as long as there is one: else write it again, or raise the version", async () => {
    if (!(await versionsIn()).includes(version)) return;
    const kept = await allReleases();
    for (const contract of RELEASED) {
      const release = await loadRelease(version, contract);
      // Of the same creation code everything else is taken as known.
      expect(await buildOf(contract, { version, known: kept }), contract).to.deep.equal(release);
    }
    expect(await buildOf("DepositToken", { version })).to.deep.equal(await loadRelease(version, "DepositToken"));
  });

  it("lists exactly the restricted functions that FUNCTION_ROLES has roles for, and nothing unsafe", async () => {
    for (const { contract, restricted, unsafe } of await allReleases()) {
      const roles = FUNCTION_ROLES[contract as keyof typeof FUNCTION_ROLES];
      expect(restricted, contract).to.deep.equal(Object.keys(roles).sort());
      expect(unsafe).to.deep.equal([]);
    }
  });

  it("is refused when it is damaged", async () => {
    const folder = `${RELEASES}../../cache/damaged`;
    const { mkdir, rm } = await import("node:fs/promises");
    const release = await loadRelease("0.3.0", "IssuanceDesk");
    await mkdir(`${folder}/9.9.9`, { recursive: true });
    const path = `${folder}/9.9.9/IssuanceDesk.json`;
    try {
      for (const text of [
        "{",
        JSON.stringify({ ...release, creationCode: `${release.creationCode}00` }),
        JSON.stringify({ ...release, layout: undefined }),
      ]) {
        await writeFile(path, text);
        expect((await refusalOf(loadRelease("9.9.9", "IssuanceDesk", folder))).name).to.equal("ReleaseDamaged");
      }
      expect((await refusalOf(loadRelease("1.0.0", "IssuanceDesk", folder))).name).to.equal("NoRelease");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
