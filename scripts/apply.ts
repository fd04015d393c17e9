/*
 * Makes the chain as a bank file says: deploys what is missing, schedules and carries out what differs with the keys at hand
 * (VOSTRO_KEY_<ROLE>, VOSTRO_KEY_ADMIN, or the network's own accounts), admits the file's customers. Run it again to go on.
 *
 *   npm run apply -- --bank deploy/banks/demo.json --network rpc
 *
 * Without --network it rehearses on a chain in this process. Exit code 1: something still differs, and the output says what.
 */
import { runBankScript } from "./support/bank.js";

await runBankScript("apply");
