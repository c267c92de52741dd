// A real OpenID provider with a sign-in page of its own, told what to be by one line of JSON on its standard input.
// It runs in the folder of its packages, and ends when its standard input does: with whoever started it.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const packages = createRequire(`${process.cwd()}/`);
const { default: Provider } = await import(pathToFileURL(packages.resolve("oidc-provider")));

const lines = createInterface({ input: process.stdin });
lines.on("close", () => process.exit(0));
const [line] = await new Promise((resolve) => lines.once("line", (...found) => resolve(found)));
const told = JSON.parse(line);

const provider = new Provider(told.issuer, {
  clients: told.clients,
  jwks: told.jwks,
  acrValues: told.acr,
  cookies: { keys: ["only for tests"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  pkce: { required: () => true },
  ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: told.seconds, Interaction: 600, Session: 600 },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
});
// The port of the application under test is not known beforehand.
provider.Client.prototype.redirectUriAllowed = (address) =>
  /^http:\/\/(testserver|localhost:\d+|127\.0\.0\.1:\d+)\//.test(address);

const page = (uid) => `<!doctype html><html lang="de"><title>Probe-Login</title><h1>Probe-Login</h1>
<form method="post" action="/interaction/${uid}">
<p><label>Name <input name="login"></label></p>
<p><label><input type="checkbox" name="acr" value="stark"> mit zweitem Faktor</label></p>
<button name="choice" value="continue">Weiter</button>
<button name="choice" value="abort">Abbrechen</button>
</form></html>`;

async function fields(request) {
  let body = "";
  for await (const piece of request) body += piece;
  return new URLSearchParams(body);
}

async function outcome(given, details) {
  if (given.get("choice") === "abort") return { error: "access_denied", error_description: "<b>not leaked</b>" };
  const accountId = given.get("login");
  const grant = new provider.Grant({ accountId, clientId: details.params.client_id });
  grant.addOIDCScope("openid");
  return { login: { accountId, acr: given.get("acr") ?? "normal" }, consent: { grantId: await grant.save() } };
}

async function interaction(request, response) {
  const details = await provider.interactionDetails(request, response);
  if (request.method === "POST") {
    const result = await outcome(await fields(request), details);
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }
  return response.setHeader("Content-Type", "text/html; charset=utf-8").end(page(details.uid));
}

const others = provider.callback();
const server = createServer((request, response) => {
  if (!request.url.startsWith("/interaction/")) return others(request, response);
  return interaction(request, response).catch((error) => {
    response.statusCode = 400;
    response.end(String(error));
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
