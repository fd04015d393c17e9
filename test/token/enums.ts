import { expect } from "chai";
import { readFileSync } from "node:fs";
import { HOLD_STATUSES, MOVEMENT_KINDS, Operation, REASONS } from "../support/words.js";

/** The members of an enum, as its Solidity file writes them. */
function membersOf(file: string, name: string): string[] {
  const source = readFileSync(new URL(`../../contracts/${file}`, import.meta.url), "utf8");
  const body = new RegExp(`enum ${name} \\{([^}]*)\\}`).exec(source)![1]!;
  return body
    .replace(/\/\/.*$/gm, "")
    .split(",")
    .map((member) => member.trim());
}

describe("enums that integrators rely on", () => {
  const known: Array<[file: string, name: string, members: readonly string[]]> = [
    ["types/Reason.sol", "Reason", REASONS],
    ["types/PolicyWord.sol", "Operation", Object.keys(Operation)],
    ["types/HoldWord.sol", "HoldStatus", HOLD_STATUSES],
    ["interfaces/ILimits.sol", "MovementKind", MOVEMENT_KINDS],
  ];
  for (const [file, name, members] of known) {
    it(`${name} keeps its numbers: members are only ever appended`, () => {
      expect(membersOf(file, name)).to.deep.equal([...members]);
    });
  }
});
