import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MIGRATIONS_FOLDER } from '../../src/store/migrate.ts'

/** What a migration holds up while an app with much in its tables goes on. A file is one transaction: its locks stay. */

const files = readdirSync(MIGRATIONS_FOLDER)
  .filter((name) => name.endsWith('.sql'))
  .sort()

function statementsOf(file: string): string[] {
  const sql = readFileSync(join(MIGRATIONS_FOLDER, file), 'utf8')
  return sql
    .replace(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.replace(/\s+/g, ' ').trim().toLowerCase())
    .filter((statement) => statement !== '')
}

const tableAfter = (words: RegExp, statement: string) => words.exec(statement)?.[1]

/** Statements about tables that this file did not make. */
function onOlderTables(file: string): string[] {
  const statements = statementsOf(file)
  const made = new Set(statements.map((one) => tableAfter(/^create table (?:if not exists )?(\S+)/, one)))
  return statements.filter((one) => {
    const table =
      tableAfter(/^alter table (?:only )?(\S+)/, one) ?? tableAfter(/^create (?:unique )?index .*? on (\S+)/, one)
    return table !== undefined && !made.has(table)
  })
}

test.each(files)('%s builds no index on an older table after it has shut one', (file) => {
  const statements = onOlderTables(file)
  const firstAlter = statements.findIndex((one) => one.startsWith('alter table'))
  const after = firstAlter === -1 ? [] : statements.slice(firstAlter)
  expect(after.filter((one) => one.startsWith('create'))).toEqual([])
})

test.each(files)('%s looks through no older table for a new constraint while it is shut', (file) => {
  const added = onOlderTables(file).filter((one) => /\badd constraint .*\bcheck\b|\bset not null\b/.test(one))
  expect(added.filter((one) => !one.endsWith('not valid'))).toEqual([])
})

test('every constraint that is added unchecked is checked by a later file', () => {
  const all = files.flatMap(statementsOf)
  const unchecked = all.flatMap((one, at) =>
    one.endsWith('not valid') ? [{ name: /add constraint (\S+)/.exec(one)?.[1], at }] : [],
  )
  expect(unchecked.map(({ name }) => name)).toContain('replies_origin_check')
  const isChecked = ({ name, at }: { name: string | undefined; at: number }) =>
    all.slice(at).some((one) => one.endsWith(`validate constraint ${name}`))
  expect(unchecked.filter((one) => !isChecked(one))).toEqual([])
})
