import { execFile, spawn } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir, platform } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'

/**
 * Tests that walk through the shop need Chromium and a Chinese typeface. A machine that has them keeps its own; on
 * Debian and its relatives they are installed, and without root they are unpacked into a folder of this repository.
 */

/** How tests start Chromium: headless, in a container's sandbox, and quiet on the network. */
export const launchArguments: string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Where to look and where to keep; the defaults are this machine's. */
export interface BrowserPlaces {
  /** Folders with programs, as in PATH. */
  searchPath?: string
  /** Folders with typefaces. */
  fontFolders?: string[]
  /** Where a browser is unpacked when nothing may be installed. */
  cache?: string
}

type Say = (line: string) => void

const run = promisify(execFile)
const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const MAC_PROGRAMS = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
const FONT_PACKAGE = 'fonts-noto-cjk'
// chromium-common is named because a package that is asked for is unpacked even where the system has it already.
const BROWSER_PACKAGES = ['chromium', 'chromium-common']
// The C library must be the one the system's loader belongs to; another beside it crashes every program.
const SYSTEM_ONLY = /^libc(6|-bin)_/
const WITHOUT_ROOT = 'Without root, "apt-get install --download-only" and "dpkg-deb --extract" are needed'

/**
 * Finds Chromium and a Chinese typeface, or installs what is missing, and returns the program to start.
 * Throws with words for a person when neither is possible on this machine.
 */
export async function installBrowser(
  places: BrowserPlaces = {},
  say: Say = console.log,
): Promise<{ chromium: string }> {
  const chosen = process.env.XINGTAN_CHROMIUM
  if (chosen) return { chromium: await started(chosen) }

  const cache = places.cache ?? resolve(__dirname, '..', '.xingtan', 'browser')
  const chromium = findBrowser(places)
  const fonts = hasChineseType(places)
  if (chromium && fonts) return { chromium }
  const unpacked = join(cache, 'current', 'chromium')
  // One that no longer starts (the system changed under it) is made anew below.
  if (existsSync(unpacked) && (await starts(unpacked))) return { chromium: unpacked }

  const packages = [...(chromium ? [] : BROWSER_PACKAGES), ...(fonts ? [] : [FONT_PACKAGE])]
  const way = await wayToInstall()
  if (way === 'impossible') throw new Error(impossible(packages))
  say(`Installing ${packages.join(', ')} …`)
  if (way === 'user') return { chromium: await unpack(packages, chromium, cache, say) }
  await installSystemWide(packages, way)
  const installed = findBrowser(places) ?? findBrowser({})
  if (!installed) throw new Error(`apt-get installed ${packages.join(', ')}, but no Chromium is on the PATH.`)
  return { chromium: installed }
}

/** The first browser in the search path, or null. */
export function findBrowser({ searchPath = process.env.PATH ?? '' }: BrowserPlaces): string | null {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '')
  const candidates = PROGRAMS.flatMap((program) => folders.map((folder) => join(folder, program)))
  return [...candidates, ...(platform() === 'darwin' ? MAC_PROGRAMS : [])].find(isExecutable) ?? null
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Whether a typeface with Chinese characters is installed. A Mac always has one. */
export function hasChineseType({ fontFolders }: BrowserPlaces): boolean {
  if (platform() === 'darwin' && !fontFolders) return true
  const home = homedir()
  const folders = fontFolders ?? [
    '/usr/share/fonts',
    '/usr/local/share/fonts',
    `${home}/.fonts`,
    `${home}/.local/share/fonts`,
  ]
  const chinese =
    /(cjk|wqy|sourcehan|(noto|source)-?(sans|serif)-?sc|droidsansfallback|uming|ukai).*\.(tt[cf]|ot[cf])$/i
  return folders.some(
    (folder) =>
      existsSync(folder) &&
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((file) => chinese.test(file)),
  )
}

type Way = 'root' | 'sudo' | 'user' | 'impossible'

async function wayToInstall(): Promise<Way> {
  const path = { searchPath: process.env.PATH ?? '' }
  if (platform() !== 'linux' || !has(path, 'apt-get') || !has(path, 'dpkg-deb')) return 'impossible'
  if (process.getuid?.() === 0) return 'root'
  // sudo -n asks nobody: it works without a password or not at all.
  const sudo =
    has(path, 'sudo') &&
    (await run('sudo', ['-n', 'true']).then(
      () => true,
      () => false,
    ))
  return sudo ? 'sudo' : 'user'
}

function has({ searchPath }: { searchPath: string }, program: string): boolean {
  return searchPath.split(delimiter).some((folder) => isExecutable(join(folder, program)))
}

function impossible(packages: string[]): string {
  return [
    `This machine lacks ${packages.join(' and ')}, and they can only be fetched here where apt-get and dpkg-deb are.`,
    'Install Chromium (or Chrome) and a Chinese typeface by your system’s own means,',
    'or set XINGTAN_CHROMIUM to the program to start, and run this again.',
  ].join(' ')
}

async function installSystemWide(packages: string[], way: 'root' | 'sudo') {
  const apt = (...words: string[]) => {
    const command = ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', 'DPkg::Lock::Timeout=300', ...words]
    return quietly(way === 'root' ? 'env' : 'sudo', way === 'root' ? command : ['-n', 'env', ...command])
  }
  await apt('update')
  await apt('install', '-y', '--no-install-recommends', ...packages)
}

/**
 * Without root: apt works out and downloads what the system lacks, with every folder it writes to being ours; dpkg-deb
 * unpacks; a small script starts the browser with these libraries and typefaces. Built aside and moved into place
 * whole, so that an interrupted or doubled run leaves nothing half.
 */
async function unpack(packages: string[], systemBrowser: string | null, cache: string, say: Say): Promise<string> {
  mkdirSync(cache, { recursive: true })
  const build = mkdtempSync(join(cache, 'build-'))
  try {
    const archives = await download(packages, build)
    say(`Unpacking ${archives.length} packages into ${cache} …`)
    const root = join(build, 'root')
    for (const archive of archives) await quietly('dpkg-deb', ['--extract', archive, root])
    rmSync(join(build, 'apt'), { recursive: true, force: true })

    const home = join(cache, 'current')
    writeFileSync(join(build, 'fonts.conf'), fontSettings(home))
    writeFileSync(join(build, 'chromium'), starter(home, systemBrowser, libraryFolders(root)), { mode: 0o755 })
    putInPlace(build, home)
    return await started(join(home, 'chromium'))
  } finally {
    rmSync(build, { recursive: true, force: true })
  }
}

function putInPlace(build: string, home: string) {
  rmSync(home, { recursive: true, force: true })
  try {
    renameSync(build, home)
  } catch (error) {
    // Another run put its browser there a moment earlier; both are the same.
    if (!existsSync(join(home, 'chromium'))) throw error
  }
}

async function download(packages: string[], build: string): Promise<string[]> {
  const state = join(build, 'apt')
  for (const folder of ['lists/partial', 'archives/partial']) mkdirSync(join(state, folder), { recursive: true })
  const settings = [
    `Dir::State::Lists=${state}/lists`,
    `Dir::Cache=${state}`,
    `Dir::Cache::Archives=${state}/archives`,
    'Debug::NoLocking=1',
    'APT::Sandbox::User=',
  ].flatMap((setting) => ['-o', setting])
  await quietly('apt-get', [...settings, 'update'], WITHOUT_ROOT)
  const install = ['install', '--download-only', '--reinstall', '-y', '--no-install-recommends', ...packages]
  await quietly('apt-get', [...settings, ...install], WITHOUT_ROOT)
  return readdirSync(join(state, 'archives'))
    .filter((file) => file.endsWith('.deb') && !SYSTEM_ONLY.test(file))
    .map((file) => join(state, 'archives', file))
}

/** Folders with shared libraries, relative to `root`: the architecture's own, and one level below it. */
function libraryFolders(root: string): string[] {
  const found: string[] = []
  for (const base of ['usr/lib', 'lib']) {
    if (!existsSync(join(root, base))) continue
    for (const triplet of readdirSync(join(root, base)).filter((name) => name.includes('-linux-'))) {
      const folder = join(base, triplet)
      const below = readdirSync(join(root, folder), { withFileTypes: true }).filter((entry) => entry.isDirectory())
      found.push(folder, ...below.map((entry) => join(folder, entry.name)))
    }
  }
  return found.filter((folder) => readdirSync(join(root, folder)).some((file) => /^lib.*\.so/.test(file)))
}

/** The script that starts the unpacked browser, or the system's own with the unpacked typefaces. */
export function starter(home: string, systemBrowser: string | null, libraries: string[]): string {
  const folders = libraries.map((folder) => `${home}/root/${folder}`)
  return [
    '#!/bin/sh',
    '# Starts Chromium with the libraries and typefaces unpacked beside this file.',
    ...(folders.length > 0
      ? [`export LD_LIBRARY_PATH='${folders.join(':')}'"\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"`]
      : []),
    `export FONTCONFIG_FILE='${home}/fonts.conf'`,
    `exec '${systemBrowser ?? `${home}/root/usr/lib/chromium/chromium`}' "$@"`,
    '',
  ].join('\n')
}

function fontSettings(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${home}/root/usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${home}/fontCache</cachedir>
  <alias><family>serif</family><prefer><family>DejaVu Serif</family><family>Noto Serif CJK SC</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family><family>Noto Sans CJK SC</family></prefer></alias>
</fontconfig>
`
}

/** The program itself, once it has answered with its version; throws with what it said instead. */
async function started(chromium: string): Promise<string> {
  try {
    await run(chromium, ['--version'])
    return chromium
  } catch (error) {
    throw new Error(`${chromium} does not start: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function starts(chromium: string): Promise<boolean> {
  return started(chromium).then(
    () => true,
    () => false,
  )
}

/** Runs a command, keeping its output for the case that it fails. */
function quietly(command: string, words: string[], hint = ''): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] })
    const said: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => said.push(piece))
    child.on('error', failed)
    child.on('close', (code) => {
      if (code === 0) return done()
      const tail = Buffer.concat(said).toString().trim().split('\n').slice(-8).join('\n')
      failed(new Error(`${command} ${words.join(' ')} ended with ${code}.${hint ? ` ${hint}.` : ''}\n${tail}`))
    })
  })
}

if (require.main === module) {
  installBrowser().then(
    ({ chromium }) => console.log(chromium),
    (error: Error) => {
      console.error(error.message)
      process.exitCode = 1
    },
  )
}
