import { config } from "dotenv";

// Read once, before any setting is looked up; a missing .env is not an error (CI and the demo need none).
config({ quiet: true });
