// What the library behind `sf project deploy` makes of a project: the components of its source, those of a manifest with
// the source that it finds for them, what a conversion for the Metadata API holds, and what the rollback would delete.
import { createRequire } from 'node:module'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const require = createRequire(join(process.env.NODE_PATH, 'here.js'))
const { ComponentSet, DestructiveChangesType, MetadataConverter } = require('@salesforce/source-deploy-retrieve')

const [project, converted] = process.argv.slice(2)
const inProject = (...path) => join(project, ...path)
const named = components => [...components].map(each => `${each.type.name} ${each.fullName}`).sort()

function files (folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

const source = ComponentSet.fromSource(inProject('force-app'))
const manifest = await ComponentSet.fromManifest({
  manifestPath: inProject('manifest', 'package.xml'),
  resolveSourcePaths: [inProject('force-app')]
})
const rollback = await ComponentSet.fromManifest({
  manifestPath: inProject('rollback', 'package.xml'),
  destructivePost: inProject('rollback', 'destructiveChanges.xml')
})
const target = { type: 'directory', outputDirectory: converted, genUniqueDir: false }
await new MetadataConverter().convert(manifest, 'metadata', target)
const deletes = await rollback.getObject(DestructiveChangesType.POST)
process.stdout.write(JSON.stringify({
  source: named(source.getSourceComponents()),
  manifest: named(manifest),
  found: named(manifest.getSourceComponents()),
  version: manifest.sourceApiVersion,
  deleted: deletes.Package.types.flatMap(({ name, members }) => members.map(each => `${name} ${each}`)).sort(),
  converted: files(converted)
}))
