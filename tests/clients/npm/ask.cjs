// Asks the demo org with jsforce, and prints one JSON document of what it was told.
const jsforce = require("jsforce");

async function ask() {
  const connection = new jsforce.Connection({
    instanceUrl: process.env.INSTANCE_URL,
    accessToken: process.env.SF_ACCESS_TOKEN,
    version: "62.0",
  });
  const identity = await connection.identity();
  const first = await connection.query("SELECT Id, Name FROM Account ORDER BY Id");
  const ids = first.records.map((one) => one.Id);
  let page = first;
  let pages = 1;
  while (!page.done) {
    page = await connection.queryMore(page.nextRecordsUrl);
    ids.push(...page.records.map((one) => one.Id));
    pages += 1;
  }
  const described = await connection.sobject("Contact").describe();
  const everything = await connection.describeGlobal();
  const limits = await connection.limits();
  const classes = await connection.tooling.query("SELECT Id FROM ApexClass");
  const stream = await connection.bulk2.query("SELECT Id, Name FROM Account ORDER BY Id LIMIT 100");
  const exported = await stream.toArray();
  const several = await connection.sobject("Account").retrieve(ids.slice(0, 3));
  const searched = await connection.search("FIND {Ber*} IN NAME FIELDS RETURNING User(Id, Name)");
  const older = await connection.bulk.query("SELECT Id, Name FROM Account ORDER BY Id LIMIT 100");
  const batch = await older.toArray();
  const refusal = await connection.query("SELECT Nonsense FROM Account").catch((problem) => problem.errorCode);
  return {
    username: identity.username,
    totalSize: first.totalSize,
    ids,
    pages,
    fields: described.fields.map((one) => one.name),
    objects: everything.sobjects.map((one) => one.name),
    storage: limits.DataStorageMB,
    classes: classes.totalSize,
    exported,
    several: several.map((one) => one.Id),
    searched: searched.searchRecords.map((one) => one.Name),
    batch,
    refusal,
    usage: connection.limitInfo.apiUsage,
  };
}

ask().then(
  (answer) => process.stdout.write(JSON.stringify(answer)),
  (problem) => {
    process.stderr.write(`${problem.stack}\n`);
    process.exitCode = 1;
  },
);
