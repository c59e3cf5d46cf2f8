// A certified OpenID Provider (npm oidc-provider) for tests: node oidc_provider.mjs PORT FOLDER_OF_NODE_MODULES
// Whoever logs in as X is X@example.org, in the groups written before the @ sign: "lea+support+boss".
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [port, folder] = process.argv.slice(2);
const found = createRequire(`${folder}/`).resolve("oidc-provider");
const { default: Provider } = await import(pathToFileURL(found));
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    { client_id: "parvis", client_secret: "s3cr:t +%", redirect_uris: ["http://testserver/account/company/answer/", "http://testserver/choices/back/", "http://testserver/community/log-in/back/"] },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "locale", "groups"] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => {
      const [name, ...groups] = id.split("+");
      return { sub: id, email: `${name}@example.org`, email_verified: name !== "unsure", name, locale: "fr-FR", groups };
    },
  }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
