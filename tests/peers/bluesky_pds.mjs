// Bluesky's own server of personal data (npm @atproto/dev-env), alone: node bluesky_pds.mjs FOLDER_OF_NODE_MODULES
// It has no AppView, so nothing can be searched there; logging in, writing and reading posts is all real.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const found = createRequire(`${folder}/`).resolve("@atproto/dev-env");
const { TestPds, TestPlc } = await import(pathToFileURL(found));
const plc = await TestPlc.create({});
const pds = await TestPds.create({ didPlcUrl: plc.url });
console.log(JSON.stringify({ url: pds.url }));
