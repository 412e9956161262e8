// Reads one page a line (a JSON string) and answers with a line of its faults against the HTML standard, as JSON.
import { createInterface } from "node:readline";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const validator = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ["html-validate:standard"] }));

for await (const line of createInterface({ input: process.stdin })) {
  const { results } = validator.validateStringSync(JSON.parse(line));
  const faults = results.flatMap(({ messages }) => messages);
  console.log(JSON.stringify(faults.map((fault) => `line ${fault.line}: ${fault.message} (${fault.ruleId})`)));
}
