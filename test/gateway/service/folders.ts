import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { foldersOf, importFolder, makeFolders } from "../../../src/gateway/service/folders.js";
import { importFile } from "../../../src/gateway/intake/index.js";
import { freshGateway } from "../intake/support.js";
import { dayStatement, folderOf } from "./support.js";

describe("The incoming folder", () => {
  const folders = foldersOf(folderOf());
  const put = (name: string, text: string, age = 60): void => {
    const path = join(folders.incoming, name);
    writeFileSync(path, text);
    const then = new Date(Date.now() - age * 1_000);
    utimesSync(path, then, then);
  };
  const day = (id: string): string => dayStatement(id, [[id, "1.00", "4417123456"]]);
  const files = (folder: string): string[] => readdirSync(folder).sort();

  before(() => makeFolders(folders));

  it("leaves what is still being written, or hidden", async () => {
    const gateway = await freshGateway();
    for (const name of [".hidden.xml", "upload.xml.part", "upload.TMP"]) put(name, day("H"));
    put("just-now.xml", day("N"), 0);
    expect(await importFolder(folders, importFile)(gateway)).to.equal(0);
    expect(files(folders.incoming)).to.have.length(4);
    utimesSync(join(folders.incoming, "just-now.xml"), new Date(0), new Date(0));
    expect(await importFolder(folders, importFile)(gateway)).to.equal(1);
    expect(files(folders.done)).to.deep.equal(["just-now.xml"]);
  });

  it("takes the oldest first and keeps every file, also of one name", async () => {
    const gateway = await freshGateway();
    put("b.xml", day("OLD"), 500);
    put("a.xml", day("NEW"), 100);
    put("just-now.xml", day("AGAIN"));
    expect(await importFolder(folders, importFile)(gateway)).to.equal(3);
    const imported = await gateway.store.selectFrom("file").select("name").orderBy("id").execute();
    expect(imported.map(({ name }) => name)).to.deep.equal(["b.xml", "a.xml", "just-now.xml"]);
    expect(files(folders.done)).to.deep.equal(["1-just-now.xml", "a.xml", "b.xml", "just-now.xml"]);
  });

  it("imports once what a killed worker had imported and not put away, and what two find together", async () => {
    const gateway = await freshGateway();
    put("twice.xml", day("T"));
    await importFile(gateway, { name: "twice.xml", bytes: [Buffer.from(day("T"))] as never });
    const both = await Promise.all([1, 2].map(() => importFolder(folders, importFile)(gateway)));
    expect(both.reduce((sum, moved) => sum + moved, 0)).to.be.at.least(1);
    expect(await gateway.store.selectFrom("entry").select("id").execute()).to.have.length(1);
    expect(files(folders.incoming)).to.not.include("twice.xml");
  });
});
