import { id, ZeroHash } from "ethers";

import { POWERS } from "../../../src/bank/roles.js";
import { newTerms } from "../../../src/chain/index.js";
import { approveAct } from "../../../src/chain/twoPeople.js";
import { signFor, type Hold } from "../../../src/chain/typedData.js";
import { signOrderAct } from "../../../src/settlement/orders/index.js";
import { accomplice, type Attempt, type Attempts, key, mallory } from "../attempt.js";
import { PARTIES } from "../people.js";
import { write } from "./code.js";

const AMOUNT = 100_000n;

const FROM = "transferFrom(address,address,uint256)";
const AUTHORIZED = "address,address,uint256,uint256,uint256,bytes32,bytes";
const SUBMIT = `transferWithAuthorization(${AUTHORIZED})`;
const RECEIVE = `receiveWithAuthorization(${AUTHORIZED})`;

/** A customer's money to somebody else: by force, by a forged signature, by another's hold, by a retired wallet, by code. */
export const moneyAttempts: Attempts = async (life, thief) => {
  const { bank, usd, at, holdOf, order, orderEscrow, cargo, cargoSignature, legalOrder, now } = life;
  const { legalOrders, partyRegistry } = bank;
  const [alice, payee] = [at("alice"), at("mallory")];
  const terms = await newTerms(bank);

  const forged = { ...cargo, to: payee, value: AMOUNT, nonce: id("forged") };
  const { from, to, value, validAfter, validBefore, nonce } = forged;
  const authorization = [from, to, value, validAfter, validBefore, nonce];
  const forgery = await signFor(usd, thief.key, "TransferWithAuthorization", forged);
  const receipt = await signFor(usd, thief.key, "ReceiveWithAuthorization", forged);
  const deadline = (await now()) + 3_600n;
  const permit = { owner: alice, spender: payee, value: AMOUNT, nonce: 0n, deadline };
  const permission = await signFor(usd, thief.key, "Permit", permit);
  const made: Hold = {
    ...holdOf,
    payee,
    notary: at("accomplice"),
    amount: AMOUNT,
    placeBy: deadline,
    terms: id("none"),
  };
  const placement = await signFor(usd, thief.key, "Hold", made);
  const take = mallory("DepositToken", usd, FROM, alice, payee, AMOUNT);

  const seizure = { order: legalOrder, token: usd.target, account: alice, custody: at("custody"), amount: AMOUNT };
  const lienId = ZeroHash;
  const toSeize = await approveAct(legalOrders, thief.accomplice, "Seize", { ...seizure, lienId }, terms);
  const recovery = { order: legalOrder, lost: alice, successor: at("aliceTwo") };
  const toRecover = await approveAct(legalOrders, thief.accomplice, "Recover", recovery, terms);

  const award = { share: 10_000n, evidence: id("says the thief"), number: 1n };
  const decision = await signOrderAct(orderEscrow, thief.key, order, "Award", award);
  const admitNotary = key("DepositToken", usd, "admitContract", at("accomplice"), POWERS.NOTARY);
  const sweep = key("LegalOrders", legalOrders, "sweep", usd.target, alice);

  const move = (...steps: Attempt["steps"]): Attempt => ({ effect: "move", steps });
  return [
    move(key("DepositToken", usd, FROM, alice, payee, AMOUNT)),
    move(
      key(
        "DepositToken",
        usd,
        "permit(address,address,uint256,uint256,bytes)",
        alice,
        payee,
        AMOUNT,
        deadline,
        permission,
      ),
      take,
    ),
    move(take),
    move(key("DepositToken", usd, SUBMIT, ...authorization, forgery)),
    move(mallory("DepositToken", usd, RECEIVE, ...authorization, receipt)),
    move(key("DepositToken", usd, "forcedTransfer", alice, payee, AMOUNT)),
    move(
      key("LegalOrders", legalOrders, "seize", legalOrder, usd.target, alice, at("custody"), AMOUNT, lienId, toSeize),
    ),
    move(key("LegalOrders", legalOrders, "recover", legalOrder, alice, at("aliceTwo"), toRecover)),
    move(sweep),
    // A wallet of the thief's in the customer's party: its heir, if the thief could also retire the other one.
    move(
      key("PartyRegistry", partyRegistry, "addWallets", PARTIES.alice, [at("fresh")]),
      key("PartyRegistry", partyRegistry, "retireWallet", alice, at("fresh")),
      sweep,
    ),
    move(key("DepositToken", usd, "executeHold", holdOf, holdOf.amount)),
    move(key("DepositToken", usd, "assignHold", holdOf, payee)),
    move(key("DepositToken", usd, "placeHold", made), accomplice("DepositToken", usd, "executeHold", made, AMOUNT)),
    move(admitNotary, accomplice("DepositToken", usd, "executeHold", holdOf, holdOf.amount)),
    move(admitNotary, accomplice("DepositToken", usd, "executeSigned", made, placement)),
    move(admitNotary, accomplice("DepositToken", usd, "placeHoldWithAuthorization", made, placement)),
    move(key("OrderEscrow", orderEscrow, "payDue", order, [])),
    move(key("OrderEscrow", orderEscrow, "awardByDefault", order, [])),
    {
      effect: "move",
      worth: "signed",
      steps: [key("OrderEscrow", orderEscrow, "award", order, award.share, award.evidence, decision, [])],
    },
    // Only who was given it can submit what alice has signed, and to nobody but bob.
    ...(thief.papers.includes("relayer")
      ? [
          {
            effect: "move",
            worth: "signed",
            steps: [
              key(
                "DepositToken",
                usd,
                SUBMIT,
                cargo.from,
                cargo.to,
                cargo.value,
                cargo.validAfter,
                cargo.validBefore,
                cargo.nonce,
                cargoSignature,
              ),
            ],
          } as const,
        ]
      : []),
    move(
      await write(life, [
        ["alice", -AMOUNT],
        ["mallory", AMOUNT],
      ]),
    ),
    { effect: "custody", steps: [key("DepositToken", usd, "transfer(address,uint256)", payee, 50_000n)] },
    { effect: "custody", steps: [key("DepositToken", usd, "forcedTransfer", at("custody"), payee, 50_000n)] },
    { effect: "custody", steps: [mallory("DepositToken", usd, FROM, at("custody"), payee, 50_000n)] },
    {
      effect: "custody",
      steps: [
        await write(life, [
          ["custody", -AMOUNT],
          ["mallory", AMOUNT],
        ]),
      ],
    },
  ];
};
